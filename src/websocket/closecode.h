// SPDX-License-Identifier: MIT
#pragma once

#include "failurecause.h"

#include <QMetaType>
#include <QString>

/// WebSocket close codes (RFC 6455 section 7.4.1 and the IANA registry). Only those that the
/// connection itself has to know.
namespace CloseCode {
constexpr quint16 Unknown = 0; ///< A Close frame came, but the engine cannot tell its code.
constexpr quint16 Normal = 1000;
constexpr quint16 GoingAway = 1001;
constexpr quint16 ProtocolError = 1002;
constexpr quint16 NoStatus = 1005; ///< The Close frame was empty. Never on the wire.
constexpr quint16 Abnormal = 1006; ///< TCP ended without a Close frame. Never on the wire.
constexpr quint16 InvalidPayload = 1007;
constexpr quint16 MessageTooBig = 1009;
constexpr quint16 InternalError = 1011;
constexpr quint16 BadGateway = 1014;

/// True for a code that an endpoint may put into a Close frame (RFC 6455 section 7.4.2).
constexpr bool maySend(quint16 code)
{
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

/// The longest reason, in bytes of UTF-8: a control frame holds 125 bytes, two are the code
/// (RFC 6455 section 5.5).
constexpr int MaxReasonBytes = 123;

/// Why a Close frame with these must not be sent; empty if it may be.
Failure refusal(quint16 code, const QString &reason = {});
} // namespace CloseCode

/// How a connection that had been open ended.
struct CloseInfo
{
    enum class By : quint8 {
        Us,      ///< This side began the closing handshake.
        Peer,    ///< The peer sent the first Close frame.
        Network, ///< TCP ended; nobody said goodbye.
        Engine,  ///< This side closed because the peer broke the protocol.
    };

    quint16 code = CloseCode::Abnormal;
    QString reason;
    /// True when Close frames went both ways (RFC 6455 section 7.1.4).
    bool clean = false;
    By by = By::Network;
    /// What the engine cannot tell or what happened beside the code, as a sentence; empty mostly.
    QString detail;

    bool operator==(const CloseInfo &) const = default;
};

/// "us", "peer", "network" or "engine", as recorded.
QString closedByKey(CloseInfo::By by);

// Close codes in words: RFC 6455 section 7.4 and the IANA registry "WebSocket Close Code Number". Both
// functions know every number from 0 to 65535 and may be called from any thread.

/// A few lower-case words for a status line, such as "abnormal closure"; never empty. Codes that
/// have no name of their own are named after their range, such as "application code".
QString closeCodeName(quint16 code);

/// Sentences for a developer: what the code means and what to look at. Never empty.
QString closeCodeMeaning(quint16 code);

Q_DECLARE_METATYPE(CloseInfo)
