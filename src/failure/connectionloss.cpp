// SPDX-License-Identifier: MIT
#include "failure/connectionloss.h"

using namespace Qt::StringLiterals;

CloseInfo closeWithoutFrame(quint16 sentCode)
{
    CloseInfo close;
    close.code = CloseCode::Abnormal;
    close.by = sentCode ? CloseInfo::By::Us : CloseInfo::By::Network;
    if (sentCode)
        close.detail = u"The peer dropped TCP without answering our Close frame (%1)."_s.arg(sentCode);
    return close;
}

ConnectionError connectionLost(const QString &raw)
{
    ConnectionError error;
    error.stage = ErrorStage::Tcp;
    error.sentence = u"The connection was lost: TCP ended without a Close frame."_s;
    error.raw = raw;
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

ConnectionError protocolBroken(quint16 code, const QString &sentence, const QString &raw)
{
    ConnectionError error;
    error.stage = ErrorStage::Protocol;
    error.closeCode = code;
    error.raw = raw;
    error.permanent = true;
    if (!sentence.isEmpty())
        error.sentence = sentence;
    else if (code == CloseCode::MessageTooBig)
        error.sentence = u"The peer sent a message that is larger than the limit."_s;
    else
        error.sentence =
                u"The peer broke the WebSocket protocol; the connection was closed with %1."_s.arg(code);
    return error;
}
