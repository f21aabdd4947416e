// SPDX-License-Identifier: MIT
#pragma once

#include "connection/status.h"
#include "failure/failuretext.h"

#include <QCoreApplication>
#include <QObject>

#include <optional>

class ConnectionBar;
class ConnectionController;
class NoticeBar;
class Session;

/// What the notice bar of a tab says, and what helps. Pure, so that it can be tested without a window. Plain
/// text: parts of it come from the network.
struct Notice
{
    Q_DECLARE_TR_FUNCTIONS(Notice)

public:
    QString sentence;
    /// What lies beneath, shown on request; may be empty.
    QString raw;
    Remedies remedies;

    /// What a remedy's button says; empty for None.
    static QString actionText(Remedy remedy);
};

Notice noticeOf(const ConnectionError &error);

/// For a close that was no error and yet not what one expects: by the peer, with anything but 1000.
std::optional<Notice> noticeOf(const StatusReport &report);

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
    /// The notice says why the connection failed or was closed; or does so no more.
    void reasonShown(bool shown);

private:
    void handleStatus(Status status, const StatusReport &report);
    void handleError(const ConnectionError &error);
    void handleKeeping();
    void show(const Notice &notice);
    void dismiss();
    void hide();
    void apply(Remedy remedy);

    NoticeBar *const m_notice;
    Session *const m_session;
    ConnectionBar *const m_bar;
    ConnectionController *const m_connection;
    Notice m_shown;
    /// What m_shown is about; nothing if that is no failure.
    std::optional<Failure> m_failure;
    /// What was put away last.
    std::optional<Failure> m_dismissed;
    /// The notice is about the record, not the connection.
    bool m_isOfKeeping = false;
};
