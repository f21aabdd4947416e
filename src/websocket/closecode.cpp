// SPDX-License-Identifier: MIT
#include "websocket/closecode.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

Failure CloseCode::refusal(quint16 code, const QString &reason)
{
    if (!maySend(code))
        return {FailureCause::CloseCodeForbidden, {QString::number(code)}};
    if (reason.toUtf8().size() > MaxReasonBytes)
        return {FailureCause::CloseReasonTooLong, {}};
    return {};
}

QString closedByKey(CloseInfo::By by)
{
    switch (by) {
    case CloseInfo::By::Us:
        return QStringLiteral("us");
    case CloseInfo::By::Peer:
        return QStringLiteral("peer");
    case CloseInfo::By::Network:
        return QStringLiteral("network");
    case CloseInfo::By::Engine:
        return QStringLiteral("engine");
    }
    return {};
}

namespace {

/// Codes from `first` to `last`.
struct CloseCodeText
{
    quint16 first;
    quint16 last;
    const char *name;
    const char *meaning;
};

struct CloseCodes
{
    Q_DECLARE_TR_FUNCTIONS(CloseCodes)

public:
    // Every code once, in order.
    static constexpr CloseCodeText Table[] = {
            {0, 999, QT_TR_NOOP("invalid code"),
             QT_TR_NOOP("Codes below 1000 are not used (RFC 6455 section 7.4.2). The peer's WebSocket "
                        "library, or the code that calls it, passes a wrong number.")},
            {1000, 1000, QT_TR_NOOP("normal closure"),
             QT_TR_NOOP("The purpose of the connection is fulfilled; nothing went wrong. If it came too "
                        "early, look at what the application on the closing side decided.")},
            {1001, 1001, QT_TR_NOOP("going away"),
             QT_TR_NOOP("The endpoint leaves: a server shuts down or restarts, or a page was left. "
                        "Connecting again usually works; if it happens regularly, look for deployments and "
                        "idle timeouts of proxies.")},
            {1002, 1002, QT_TR_NOOP("protocol error"),
             QT_TR_NOOP("One side received frames that RFC 6455 forbids. Look at the last messages and at "
                        "proxies that may rewrite traffic, and compare the two WebSocket libraries.")},
            {1003, 1003, QT_TR_NOOP("unsupported data"),
             QT_TR_NOOP("The endpoint does not accept this kind of message, such as binary where it expects "
                        "text. Look at the type of the last message sent.")},
            {1004, 1004, QT_TR_NOOP("reserved"),
             QT_TR_NOOP("This code has no meaning yet and must not be sent (RFC 6455 section 7.4.1).")},
            {1005, 1005, QT_TR_NOOP("no status given"),
             QT_TR_NOOP(
                     "The peer closed with an empty Close frame, so it gave no code and no reason. This code "
                     "is never on the wire; many libraries close this way when called without arguments.")},
            {1006, 1006, QT_TR_NOOP("abnormal closure"),
             QT_TR_NOOP("The connection ended without a Close frame. Unless that was asked for, it was a "
                        "crash, a lost network, or a proxy or load balancer that cut it, often after an idle "
                        "timeout. This code is never on the wire; the logs of the server and of what stands "
                        "between know more.")},
            {1007, 1007, QT_TR_NOOP("invalid payload data"),
             QT_TR_NOOP("A message did not fit its type, mostly text that is not valid UTF-8. Look at how "
                        "the last message was encoded, and whether binary data was sent as text.")},
            {1008, 1008, QT_TR_NOOP("policy violation"),
             QT_TR_NOOP("The endpoint refuses by its own rules: mostly a missing or expired token, a "
                        "forbidden Origin or a rate limit. The reason and the first messages after the "
                        "connect say more.")},
            {1009, 1009, QT_TR_NOOP("message too big"),
             QT_TR_NOOP("A message was larger than the endpoint accepts. Send less at once or raise the "
                        "limit there.")},
            {1010, 1010, QT_TR_NOOP("mandatory extension"),
             QT_TR_NOOP("The client needed an extension that the server did not negotiate. The reason lists "
                        "it; look at Sec-WebSocket-Extensions in the handshake.")},
            {1011, 1011, QT_TR_NOOP("internal error"),
             QT_TR_NOOP("The server met a condition that it did not expect, mostly an exception while it "
                        "handled a message. Look at the server's log at this time.")},
            {1012, 1012, QT_TR_NOOP("service restart"),
             QT_TR_NOOP("The service restarts. Connect again, after a random wait of 5 to 30 seconds if "
                        "there are many clients.")},
            {1013, 1013, QT_TR_NOOP("try again later"),
             QT_TR_NOOP("The server is overloaded or refuses for now. Connect again later, or to another "
                        "address.")},
            {1014, 1014, QT_TR_NOOP("bad gateway"),
             QT_TR_NOOP("A server that acts as a gateway got an invalid answer from the one behind it. Look "
                        "at the upstream server and at the gateway's log.")},
            {1015, 1015, QT_TR_NOOP("TLS handshake failure"),
             QT_TR_NOOP(
                     "TLS could not be set up, so nothing was exchanged. This code is never on the wire; "
                     "look at the certificate, its names and dates, and at the TLS versions of both sides.")},
            {1016, 2999, QT_TR_NOOP("reserved code"),
             QT_TR_NOOP("Codes from 1016 to 2999 are reserved for later versions of the protocol and its "
                        "extensions (RFC 6455 section 7.4.2). The peer should not send this one; look for a "
                        "wrong number there.")},
            {3000, 3000, QT_TR_NOOP("unauthorized"),
             QT_TR_NOOP("The endpoint needs authentication, and there was none or it was not accepted. Look "
                        "at the token, the cookie or the first message that should carry it.")},
            {3001, 3002, QT_TR_NOOP("library code"),
             QT_TR_NOOP("Codes from 3000 to 3999 belong to libraries and frameworks; this one is not known "
                        "here. Look it up in the documentation of the peer's library.")},
            {3003, 3003, QT_TR_NOOP("forbidden"),
             QT_TR_NOOP("The endpoint knows who asks and does not permit it. Look at the rights of this "
                        "account.")},
            {3004, 3007, QT_TR_NOOP("library code"),
             QT_TR_NOOP("Codes from 3000 to 3999 belong to libraries and frameworks; this one is not known "
                        "here. Look it up in the documentation of the peer's library.")},
            {3008, 3008, QT_TR_NOOP("timeout"),
             QT_TR_NOOP("Something took too long for the endpoint, such as a message or an answer to it. "
                        "Look at its limits and at what was due at this time.")},
            {3009, 3999, QT_TR_NOOP("library code"),
             QT_TR_NOOP("Codes from 3000 to 3999 belong to libraries and frameworks; this one is not known "
                        "here. Look it up in the documentation of the peer's library.")},
            {4000, 4999, QT_TR_NOOP("application code"),
             QT_TR_NOOP("Codes from 4000 to 4999 mean what the two applications agreed on. Look it up in the "
                        "documentation or the source of the service.")},
            {5000, 65535, QT_TR_NOOP("invalid code"),
             QT_TR_NOOP("Codes above 4999 are not defined (RFC 6455 section 7.4.2). The peer's WebSocket "
                        "library, or the code that calls it, passes a wrong number.")},
    };
};

const CloseCodeText &textOf(quint16 code)
{
    return *std::lower_bound(std::begin(CloseCodes::Table), std::end(CloseCodes::Table), code,
                             [](const CloseCodeText &text, quint16 wanted) { return text.last < wanted; });
}

} // namespace

QString closeCodeName(quint16 code)
{
    return CloseCodes::tr(textOf(code).name);
}

QString closeCodeMeaning(quint16 code)
{
    return CloseCodes::tr(textOf(code).meaning);
}
