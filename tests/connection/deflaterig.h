// SPDX-License-Identifier: MIT
#pragma once

#include "clientrig.h"
#include "support/peerdeflate.h"

#include <QTest>

/// A whole message of one frame whose payload is compressed (RSV1).
inline QByteArray deflatedFrame(const QByteArray &payload, quint8 opcode = WebSocketFrame::Text)
{
    return WebSocketFrame{opcode, payload, true, false, 4}.encoded();
}

inline void openDeflating(ClientRig &rig, const QByteArray &parameters = {})
{
    rig.open("Sec-WebSocket-Extensions: permessage-deflate" + parameters + "\r\n");
}

/// Two such messages in pieces of each size, and two more that look back at what was before where they may:
/// they are read as well, whatever the first have left. Fails the test if not.
inline void verifyReadTwice(const QByteArray &payload, const QByteArray &message,
                            const QList<qsizetype> &pieces, quint8 opcode = WebSocketFrame::Text)
{
    const QByteArray frame = deflatedFrame(payload, opcode);
    const QByteArray more("and on");
    for (const bool takeover : {true, false}) {
        for (const qsizetype piece : pieces) {
            PeerDeflate peer(15, takeover);
            ClientRig rig;
            openDeflating(rig, takeover ? "" : "; server_no_context_takeover");
            rig.feedInPieces(frame + frame, piece);
            rig.feedInPieces(deflatedFrame(peer.deflated(more), opcode), piece);
            rig.feedInPieces(deflatedFrame(peer.deflated(more), opcode), piece);
            QVERIFY2(!rig.end, qPrintable(rig.sentence()));
            QCOMPARE(rig.messages, (QList<QByteArray>{message, message, more, more}));
        }
    }
}
