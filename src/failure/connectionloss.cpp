// SPDX-License-Identifier: MIT
#include "failure/connectionloss.h"

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

ConnectionError connectionLost(const QString &raw)
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
