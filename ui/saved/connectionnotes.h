// SPDX-License-Identifier: MIT
#pragma once

#include "ui/kit/fields/verbatimedit.h"

#include <QTimer>

class ConnectionStore;

/// The notes on one saved connection or folder, kept in the store a moment after they were written.
class ConnectionNotes : public VerbatimEdit
{
    Q_OBJECT

public:
    /// The store must outlive it.
    explicit ConnectionNotes(ConnectionStore *store, QWidget *parent = nullptr);
    ~ConnectionNotes() override;

    /// Those of the connection or folder with that id; none for "". Keeps what was written before.
    void showNotesOf(const QString &id);
    /// Keeps now what is otherwise kept in a moment.
    void keep();

private:
    ConnectionStore *const m_store;
    QTimer m_keepSoon;
    /// Whose notes are shown.
    QString m_id;
};
