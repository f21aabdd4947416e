// SPDX-License-Identifier: MIT
#include "failure/connectionerror.h"

#include "failure/failuretext.h"
#include "format/text/visibletext.h"
#include "websocket/closecode.h"

#include <algorithm>

QString errorStageKey(ErrorStage stage)
{
    switch (stage) {
    case ErrorStage::Command:
        return QStringLiteral("command");
    case ErrorStage::Url:
        return QStringLiteral("url");
    case ErrorStage::Dns:
        return QStringLiteral("dns");
    case ErrorStage::Tcp:
        return QStringLiteral("tcp");
    case ErrorStage::Proxy:
        return QStringLiteral("proxy");
    case ErrorStage::Tls:
        return QStringLiteral("tls");
    case ErrorStage::Handshake:
        return QStringLiteral("handshake");
    case ErrorStage::Protocol:
        return QStringLiteral("protocol");
    case ErrorStage::KeepAlive:
        return QStringLiteral("keep-alive");
    case ErrorStage::Send:
        return QStringLiteral("send");
    }
    return {};
}

ConnectionError connectionFailure(Failure failure, const QString &raw)
{
    std::transform(failure.arguments.begin(), failure.arguments.end(), failure.arguments.begin(),
                   visibleText);
    ConnectionError error;
    error.stage = failureStage(failure.cause);
    error.cause = failure.cause;
    error.arguments = failure.arguments;
    error.sentence = failureSentence(failure);
    error.raw = visibleText(raw);
    error.permanent = isPermanent(failure.cause);
    return error;
}

static bool closeCanPassByItself(quint16 closeCode)
{
    return closeCode == CloseCode::Unknown || closeCode == CloseCode::GoingAway
           || closeCode == CloseCode::Abnormal
           || (closeCode >= CloseCode::InternalError && closeCode <= CloseCode::BadGateway);
}

bool canPassByItself(const ConnectionError &error)
{
    if (error.permanent)
        return false;
    switch (error.stage) {
    case ErrorStage::Dns:
    case ErrorStage::Tcp:
    case ErrorStage::KeepAlive:
    case ErrorStage::Tls:
        return true;
    case ErrorStage::Proxy:
    case ErrorStage::Handshake: {
        const int status = error.httpStatus;
        return status == 0 || status == 408 || status == 425 || status == 429
               || (status >= 500 && status <= 599);
    }
    case ErrorStage::Protocol:
        return closeCanPassByItself(error.closeCode);
    case ErrorStage::Command:
    case ErrorStage::Url:
    case ErrorStage::Send:
        return false;
    }
    return false;
}

QString CloseDetail::weSent(quint16 code)
{
    return tr("We sent %1.").arg(code);
}

QString CloseDetail::notAllowed(quint16 code)
{
    return tr("RFC 6455 does not allow the code %1 in a Close frame.").arg(code);
}

CloseInfo closeWithoutFrame(quint16 sentCode)
{
    CloseInfo close;
    close.code = CloseCode::Abnormal;
    close.by = sentCode ? CloseInfo::By::Us : CloseInfo::By::Network;
    if (sentCode)
        close.detail =
                CloseDetail::tr("The peer dropped TCP without answering our Close frame (%1).").arg(sentCode);
    return close;
}

CloseInfo closeByDrop()
{
    CloseInfo close;
    close.by = CloseInfo::By::Us;
    close.detail = CloseDetail::tr("The connection was dropped as asked: no Close frame was sent.");
    return close;
}

std::optional<ConnectionError> errorOfClose(const CloseInfo &close)
{
    if (close.by != CloseInfo::By::Peer || close.code == CloseCode::Normal
        || close.code == CloseCode::NoStatus || close.code >= 3000)
        return {};
    const Failure failure = close.code == CloseCode::Unknown
                                    ? Failure{FailureCause::PeerClosedUntold, {}}
                                    : Failure{FailureCause::PeerClosed, {QString::number(close.code)}};
    ConnectionError error = connectionFailure(failure, close.reason.isEmpty() ? close.detail : close.reason);
    error.closeCode = close.code;
    return error;
}

ConnectionError lostConnection(const QString &raw)
{
    ConnectionError error = connectionFailure({FailureCause::ConnectionLost, {}}, raw);
    error.closeCode = CloseCode::Abnormal;
    return error;
}

CloseInfo closeByEngine(quint16 code)
{
    CloseInfo close;
    close.code = code;
    close.by = CloseInfo::By::Engine;
    return close;
}

ConnectionError protocolBroken(quint16 code, const Failure &failure, const QString &raw)
{
    ConnectionError error = connectionFailure(failure, raw);
    error.closeCode = code;
    return error;
}
