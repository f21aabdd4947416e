// SPDX-License-Identifier: MIT
#include "ui/session/sessionnotices.h"

#include "format/text/numbers.h"
#include "session/session.h"
#include "ui/connect/certificatetrust.h"
#include "ui/connect/connectionbar.h"
#include "ui/connect/connectioncontroller.h"
#include "ui/kit/noticebar.h"
#include "websocket/closecode.h"

#include <utility>

using namespace Qt::StringLiterals;

QString Notice::actionText(Remedy remedy)
{
    switch (remedy) {
    case Remedy::None:
        return {};
    case Remedy::TryNow:
        return tr("Try now");
    case Remedy::ConnectAgain:
        return tr("Connect again");
    case Remedy::UsePlain:
        return tr("Use ws://");
    case Remedy::TrustCertificate:
        return tr("Trust this certificate for this host");
    case Remedy::ShowCertificate:
        return tr("Show certificate…");
    case Remedy::EnterCredentials:
        return tr("Credentials…");
    case Remedy::FollowRedirects:
        return tr("Follow redirects");
    }
    return {};
}

static QString peerClosedSentence(quint16 code, const QString &reason)
{
    const QString number = QString::number(code);
    const QString name = closeCodeName(code);
    const QString meaning = closeCodeMeaning(code);
    return reason.isEmpty()
                   ? Notice::tr("The peer closed the connection with %1 (%2). %3").arg(number, name, meaning)
                   : Notice::tr("The peer closed the connection with %1 (%2): “%3”. %4")
                             .arg(number, name, reason, meaning);
}

Notice noticeOf(const ConnectionError &error)
{
    // What the error is told with is the peer's reason.
    if (error.cause == FailureCause::PeerClosed)
        return {peerClosedSentence(error.closeCode, error.raw), {}, remediesFor(error)};
    if (error.answer.isEmpty())
        return {error.sentence, error.raw, remediesFor(error)};
    const bool isWithin = error.answer.startsWith(error.raw);
    return {error.sentence, isWithin ? error.answer : error.raw + u"\n\n"_s + error.answer,
            remediesFor(error)};
}

std::optional<Notice> noticeOf(const StatusReport &report)
{
    if (report.status != Status::Closed || !report.close || report.error
        || report.close->by != CloseInfo::By::Peer || report.close->code == CloseCode::Normal)
        return {};
    return Notice{peerClosedSentence(report.close->code, report.close->reason), {}, {Remedy::ConnectAgain}};
}

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
        m_dismissed.reset();
        hide();
    }
    if (const auto notice = noticeOf(report)) {
        show(*notice);
        Q_EMIT reasonShown(true);
    }
}

void SessionNotices::handleError(const ConnectionError &error)
{
    const Failure failure{error.cause, error.arguments};
    // One that was put away does not come back with every retry.
    if (m_dismissed == failure)
        return;
    show(noticeOf(error));
    m_failure = failure;
    Q_EMIT reasonShown(true);
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
        hide();
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
    m_failure.reset();
    m_shown = notice;
    // The other engine cannot.
    if (notice.remedies.first == Remedy::FollowRedirects
        && engineTraits(m_session->profile().engine).isQWebSocket)
        m_shown.remedies = {notice.remedies.second};
    m_notice->showNotice(notice.sentence, notice.raw, Notice::actionText(m_shown.remedies.first),
                         Notice::actionText(m_shown.remedies.second));
    Q_EMIT reasonShown(false);
}

void SessionNotices::dismiss()
{
    m_dismissed = m_failure;
    hide();
}

void SessionNotices::hide()
{
    m_notice->dismiss();
    Q_EMIT reasonShown(false);
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
