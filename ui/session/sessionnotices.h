// SPDX-License-Identifier: MIT
#pragma once

#include "ui/connect/notice.h"

#include <QObject>

class ConnectionBar;
class ConnectionController;
class NoticeBar;
class Session;

/// Says in a tab's notice bar what has gone wrong with its connection or its record, and does what helps.
class SessionNotices : public QObject
{
    Q_OBJECT

public:
    /// All of them outlive it.
    SessionNotices(NoticeBar *notice, Session *session, ConnectionBar *bar, ConnectionController *connection,
                   QObject *parent = nullptr);

    /// One that has no action.
    void showProblem(const QString &sentence);

Q_SIGNALS:
    /// Something to say in passing.
    void said(const QString &sentence);

private:
    void handleStatus(Status status, const StatusReport &report);
    void handleError(const ConnectionError &error);
    void handleKeeping();
    void show(const Notice &notice);
    void dismiss();
    void apply(Remedy remedy);

    NoticeBar *const m_notice;
    Session *const m_session;
    ConnectionBar *const m_bar;
    ConnectionController *const m_connection;
    Notice m_shown;
    /// The sentence that was put away last.
    QString m_dismissed;
    /// The notice is about the record, not the connection.
    bool m_isOfKeeping = false;
};
