// SPDX-License-Identifier: MIT
#include "ui/session/sessionnotices.h"

#include "format/text/numbers.h"
#include "session/session.h"
#include "ui/connect/certificatetrust.h"
#include "ui/connect/connectionbar.h"
#include "ui/connect/connectioncontroller.h"
#include "ui/kit/noticebar.h"

#include <utility>

SessionNotices::SessionNotices(NoticeBar *notice, Session *session, ConnectionBar *bar,
                               ConnectionController *connection, QObject *parent)
    : QObject(parent)
    , m_notice(notice)
    , m_session(session)
    , m_bar(bar)
    , m_connection(connection)
{
    connect(m_session, &Session::statusChanged, this, &SessionNotices::handleStatus);
    connect(m_session, &Session::errorOccurred, this, &SessionNotices::handleError);
    connect(m_session, &Session::keepingChanged, this, &SessionNotices::handleKeeping);
    connect(m_notice, &NoticeBar::actionTriggered, this, [this] { apply(m_shown.remedies.first); });
    connect(m_notice, &NoticeBar::secondTriggered, this, [this] { apply(m_shown.remedies.second); });
    connect(m_notice, &NoticeBar::dismissRequested, this, &SessionNotices::dismiss);
}

void SessionNotices::handleStatus(Status status, const StatusReport &report)
{
    if (status == Status::Open && !m_isOfKeeping) {
        m_dismissed.clear();
        m_notice->dismiss();
    }
    if (const auto notice = noticeOf(report))
        show(*notice);
}

void SessionNotices::handleError(const ConnectionError &error)
{
    // One that was put away does not come back with every retry.
    if (error.sentence != m_dismissed)
        show(noticeOf(error));
}

// The connection goes on; so does the log, as far as memory holds.
void SessionNotices::handleKeeping()
{
    const KeepingReport keeping = m_session->keeping();
    if (keeping.state == KeepingReport::State::NotKeeping) {
        showProblem(tr("Since %1 nothing can be kept on disk. %2 Messages stay in memory as far as they "
                       "fit; recording goes on by itself as soon as it can.")
                            .arg(formatTimeOfDay(keeping.sinceUs).left(8), keeping.problem));
        m_isOfKeeping = true;
    } else if (std::exchange(m_isOfKeeping, false)) {
        m_notice->dismiss();
        Q_EMIT said(tr("Recording goes on; the log tells of the gap."));
    }
}

void SessionNotices::showProblem(const QString &sentence)
{
    show({sentence, {}, {}});
}

void SessionNotices::show(const Notice &notice)
{
    m_isOfKeeping = false;
    m_shown = notice;
    // The other engine cannot.
    if (notice.remedies.first == Remedy::FollowRedirects && m_session->profile().engine == Engine::Qt)
        m_shown.remedies = {notice.remedies.second};
    m_notice->showNotice(notice.sentence, notice.raw, Notice::actionText(m_shown.remedies.first),
                         Notice::actionText(m_shown.remedies.second));
}

void SessionNotices::dismiss()
{
    m_dismissed = m_shown.sentence;
    m_notice->dismiss();
}

void SessionNotices::apply(Remedy remedy)
{
    switch (remedy) {
    case Remedy::None:
        break;
    case Remedy::TryNow:
        m_session->retryNow();
        break;
    case Remedy::ConnectAgain:
        m_bar->submit();
        break;
    case Remedy::UsePlain:
        m_connection->openPlain();
        break;
    case Remedy::TrustCertificate:
        m_connection->certificates()->trustRefused();
        break;
    case Remedy::ShowCertificate:
        m_connection->certificates()->show();
        break;
    case Remedy::EnterCredentials:
        m_connection->enterCredentials();
        break;
    case Remedy::FollowRedirects:
        m_connection->followRedirects();
        break;
    }
}
