// SPDX-License-Identifier: MIT
#pragma once

#include "saved/collections/collection.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QStringList>

#include <utility>

class ConnectionStore;
class Environments;
class QWidget;
class Worker;

/// Brings saved connections and environments in from files, other programs' too, and connections out to them,
/// and asks for the files.
class ConnectionExchange : public QObject
{
    Q_OBJECT

public:
    /// The dialogs belong to `window`, as does this. The others must outlive it.
    ConnectionExchange(ConnectionStore *store, Environments *environments, QWidget *window);

    enum class What { File, Folder };
    /// To import into the folder of that id, "" for the top.
    void chooseImport(What what, const QString &folder);
    /// Files, or the folders that collections are in. They are read in another thread; what came of it is
    /// said later.
    void importFiles(const QStringList &paths, const QString &folder);
    /// One connection or folder, or everything for "": as OpenCollection if the file is named so (.yaml),
    /// else as JSON.
    void chooseExport(const QString &id);
    void exportFile(const QString &fileName, const QString &id, bool withSecrets);

Q_SIGNALS:
    /// What came of it, in sentences.
    void said(const QString &sentences);
    /// The first of those that were imported.
    void imported(const QString &firstId);

private:
    /// By the names of their files.
    using Collections = QList<std::pair<QString, Collection>>;
    void take(const Collections &collections, const QString &folder);
    void sayAll(QStringList sentences);
    QStringList takeOne(const QString &name, const Collection &collection, const QString &folder);

    ConnectionStore *const m_store;
    Environments *const m_environments;
    Worker *const m_reader;
    QWidget *const m_window;
};
