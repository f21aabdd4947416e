// SPDX-License-Identifier: MIT
#include "ui/connect/notice.h"

#include "websocket/closecodetext.h"

using namespace Qt::StringLiterals;

QString Notice::actionText(Action action)
{
    switch (action) {
    case Action::None:
        return {};
    case Action::TryNow:
        return tr("Try now");
    case Action::ConnectAgain:
        return tr("Connect again");
    case Action::UsePlain:
        return tr("Use ws://");
    case Action::TrustCertificate:
        return tr("Trust this certificate for this host");
    case Action::ShowCertificate:
        return tr("Show certificate…");
    case Action::EnterCredentials:
        return tr("Credentials…");
    case Action::FollowRedirects:
        return tr("Follow redirects");
    }
    return {};
}

static bool wantsCredentials(const ConnectionError &error)
{
    return (error.stage == ErrorStage::Handshake && error.httpStatus == 401)
           || (error.stage == ErrorStage::Proxy && error.sentence.contains("credentials"_L1));
}

static Notice::Action actionFor(const ConnectionError &error)
{
    if (!error.certificate.isEmpty())
        return Notice::Action::TrustCertificate;
    if (error.willRetry)
        return Notice::Action::TryNow;
    if (wantsCredentials(error))
        return Notice::Action::EnterCredentials;
    if (error.stage == ErrorStage::Handshake && error.httpStatus >= 301 && error.httpStatus <= 308
        && error.sentence.contains("Redirects are not followed"_L1))
        return Notice::Action::FollowRedirects;
    switch (error.stage) {
    case ErrorStage::Command:
    case ErrorStage::Url:
    case ErrorStage::Send:
        return Notice::Action::None;
    case ErrorStage::Tls:
        return error.sentence.contains("ws://"_L1) ? Notice::Action::UsePlain : Notice::Action::ConnectAgain;
    default:
        return Notice::Action::ConnectAgain;
    }
}

Notice noticeOf(const ConnectionError &error)
{
    using Action = Notice::Action;
    const Action action = actionFor(error);
    Action second = Action::None;
    if (!error.certificate.isEmpty())
        second = Action::ShowCertificate;
    else if (action == Action::EnterCredentials || action == Action::FollowRedirects)
        second = Action::ConnectAgain;
    return {error.sentence, error.raw, action, second};
}

std::optional<Notice> noticeOf(const StatusReport &report)
{
    if (report.status != Status::Closed || !report.close || report.error
        || report.close->by != CloseInfo::By::Peer || report.close->code == CloseCode::Normal)
        return {};
    const CloseInfo &close = *report.close;
    const QString sentence = Notice::tr("The peer closed the connection with %1 (%2). %3")
                                     .arg(close.code)
                                     .arg(closeCodeName(close.code), closeCodeMeaning(close.code));
    return Notice{sentence, close.reason, Notice::Action::ConnectAgain, Notice::Action::None};
}
