// SPDX-License-Identifier: MIT
#include "ui/connect/notice.h"

#include "websocket/closecodetext.h"

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

Notice noticeOf(const ConnectionError &error)
{
    return {error.sentence, error.raw, remediesFor(error)};
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
    return Notice{sentence, close.reason, {Remedy::ConnectAgain}};
}
