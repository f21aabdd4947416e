// SPDX-License-Identifier: MIT
#pragma once

#include "record/kept/sessionfolder.h"
#include "taskqueue.h"

#include <QObject>
#include <QStringList>

class Settings;
class WindowNotice;
struct KeepingReport;

/// Keeps the folder of kept sessions within its budget, and says so in the window, with a way back; what
/// nobody could read any more is undone. Works on a thread of its own; destroying it waits for what is under
/// way.
class KeptSessions : public QObject
{
    Q_OBJECT

public:
    /// Both must outlive it.
    KeptSessions(const Settings *settings, WindowNotice *notice, QObject *parent = nullptr);
    ~KeptSessions() override;

    /// Moves the oldest sessions to the trash if there are too many. Not while the settings cannot be read:
    /// the budget may be another one.
    void trim();
    /// The window closes: what has not been said by now comes back, and the next start will move it.
    void stop() { m_isOver = true; }

    /// Whether the budget is for a session that is kept so.
    static bool covers(const KeepingReport &keeping);
    /// "3 of the oldest sessions …", as it is said; empty if nothing happened.
    static QString sentence(const SessionFolder::Trimmed &outcome, const QString &folder, qint64 budget);

Q_SIGNALS:
    /// What trim() has done, once it is said.
    void trimmed(const SessionFolder::Trimmed &outcome);
    /// Something to say in passing.
    void said(const QString &sentence);

private:
    void tell(const SessionFolder::Trimmed &outcome, qint64 budget);
    void undo(const QList<TrashedSession> &sessions);
    void tellUndone(const QStringList &missing, qsizetype back);

    const Settings *const m_settings;
    WindowNotice *const m_notice;
    const QString m_folder = SessionFolder::standard();
    bool m_isOver = false;
    TaskQueue m_tasks;
};
