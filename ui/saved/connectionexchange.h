// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

class ConnectionStore;
class QWidget;

/// Brings saved connections in from files and out to them, and asks for the files.
class ConnectionExchange : public QObject
{
    Q_OBJECT

public:
    /// The dialogs belong to `window`, as does this. The store must outlive it.
    ConnectionExchange(ConnectionStore *store, QWidget *window);

    void chooseImport(const QString &folder);
    /// Into a folder, "" for the top.
    void importFile(const QString &fileName, const QString &folder);
    /// One connection or folder, or everything for "".
    void chooseExport(const QString &id);
    void exportFile(const QString &fileName, const QString &id, bool withSecrets);

Q_SIGNALS:
    /// What came of it, in sentences.
    void said(const QString &sentences);
    /// The first of those that were imported.
    void imported(const QString &firstId);

private:
    ConnectionStore *const m_store;
    QWidget *const m_window;
};
