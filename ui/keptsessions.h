// SPDX-License-Identifier: MIT
#pragma once

#include "record/sessionfolder.h"

#include <QObject>
#include <QThreadPool>

class Settings;
class WindowNotice;

/// Keeps the folder of kept sessions within its budget, and says so in the window, with a way back. Works on
/// a thread of its own; destroying it waits for what is under way.
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

    /// "3 of the oldest sessions …", as it is said; empty if nothing happened.
    static QString sentence(const SessionFolder::Trimmed &trimmed, const QString &folder, qint64 budget);

Q_SIGNALS:
    void trimmed(const SessionFolder::Trimmed &trimmed);
    /// Something to say in passing.
    void said(const QString &sentence);

private:
    void tell(const SessionFolder::Trimmed &trimmed, qint64 budget);
    void putBack(const QList<TrashedSession> &sessions);

    const Settings *const m_settings;
    WindowNotice *const m_notice;
    const QString m_folder = SessionFolder::standard();
    QThreadPool m_pool;
};
