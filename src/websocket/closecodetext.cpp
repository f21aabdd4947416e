// SPDX-License-Identifier: MIT
#include "websocket/closecodetext.h"

#include <algorithm>
#include <iterator>

namespace {

/// Codes from `first` to `last`.
struct CloseCodeText
{
    quint16 first;
    quint16 last;
    const char16_t *name;
    const char16_t *meaning;
};

// Every code once, in order.
constexpr CloseCodeText Table[] = {
        {0, 999, u"invalid code",
         u"Codes below 1000 are not used (RFC 6455 section 7.4.2). The peer's WebSocket library, or the "
         u"code that calls it, passes a wrong number."},
        {1000, 1000, u"normal closure",
         u"The purpose of the connection is fulfilled; nothing went wrong. If it came too early, look at "
         u"what the application on the closing side decided."},
        {1001, 1001, u"going away",
         u"The endpoint leaves: a server shuts down or restarts, or a page was left. Connecting again "
         u"usually works; if it happens regularly, look for deployments and idle timeouts of proxies."},
        {1002, 1002, u"protocol error",
         u"One side received frames that RFC 6455 forbids. Look at the last messages and at proxies "
         u"that may rewrite traffic, and compare the two WebSocket libraries."},
        {1003, 1003, u"unsupported data",
         u"The endpoint does not accept this kind of message, such as binary where it expects text. "
         u"Look at the type of the last message sent."},
        {1004, 1004, u"reserved",
         u"This code has no meaning yet and must not be sent (RFC 6455 section 7.4.1)."},
        {1005, 1005, u"no status given",
         u"The peer closed with an empty Close frame, so it gave no code and no reason. This code is "
         u"never on the wire; many libraries close this way when called without arguments."},
        {1006, 1006, u"abnormal closure",
         u"The connection ended without a Close frame: a crash, a lost network, or a proxy or load "
         u"balancer that cut it, often after an idle timeout. This code is never on the wire; the "
         u"logs of the server and of what stands between know more."},
        {1007, 1007, u"invalid payload data",
         u"A message did not fit its type, mostly text that is not valid UTF-8. Look at how the last "
         u"message was encoded, and whether binary data was sent as text."},
        {1008, 1008, u"policy violation",
         u"The endpoint refuses by its own rules: mostly a missing or expired token, a forbidden Origin "
         u"or a rate limit. The reason and the first messages after the connect say more."},
        {1009, 1009, u"message too big",
         u"A message was larger than the endpoint accepts. Send less at once or raise the limit there."},
        {1010, 1010, u"mandatory extension",
         u"The client needed an extension that the server did not negotiate. The reason lists it; look at "
         u"Sec-WebSocket-Extensions in the handshake."},
        {1011, 1011, u"internal error",
         u"The server met a condition that it did not expect, mostly an exception while it handled a "
         u"message. Look at the server's log at this time."},
        {1012, 1012, u"service restart",
         u"The service restarts. Connect again, after a random wait of 5 to 30 seconds if there are "
         u"many clients."},
        {1013, 1013, u"try again later",
         u"The server is overloaded or refuses for now. Connect again later, or to another address."},
        {1014, 1014, u"bad gateway",
         u"A server that acts as a gateway got an invalid answer from the one behind it. Look at the "
         u"upstream server and at the gateway's log."},
        {1015, 1015, u"TLS handshake failure",
         u"TLS could not be set up, so nothing was exchanged. This code is never on the wire; look at "
         u"the certificate, its names and dates, and at the TLS versions of both sides."},
        {1016, 2999, u"reserved code",
         u"Codes from 1016 to 2999 are reserved for later versions of the protocol and its extensions "
         u"(RFC 6455 section 7.4.2). The peer should not send this one; look for a wrong number there."},
        {3000, 3000, u"unauthorized",
         u"The endpoint needs authentication, and there was none or it was not accepted. Look at the "
         u"token, the cookie or the first message that should carry it."},
        {3001, 3002, u"library code",
         u"Codes from 3000 to 3999 belong to libraries and frameworks; this one is not known here. "
         u"Look it up in the documentation of the peer's library."},
        {3003, 3003, u"forbidden",
         u"The endpoint knows who asks and does not permit it. Look at the rights of this account."},
        {3004, 3007, u"library code",
         u"Codes from 3000 to 3999 belong to libraries and frameworks; this one is not known here. "
         u"Look it up in the documentation of the peer's library."},
        {3008, 3008, u"timeout",
         u"Something took too long for the endpoint, such as a message or an answer to it. Look at its "
         u"limits and at what was due at this time."},
        {3009, 3999, u"library code",
         u"Codes from 3000 to 3999 belong to libraries and frameworks; this one is not known here. "
         u"Look it up in the documentation of the peer's library."},
        {4000, 4999, u"application code",
         u"Codes from 4000 to 4999 mean what the two applications agreed on. Look it up in the "
         u"documentation or the source of the service."},
        {5000, 65535, u"invalid code",
         u"Codes above 4999 are not defined (RFC 6455 section 7.4.2). The peer's WebSocket library, or the "
         u"code that calls it, passes a wrong number."},
};

const CloseCodeText &textOf(quint16 code)
{
    return *std::lower_bound(std::begin(Table), std::end(Table), code,
                             [](const CloseCodeText &text, quint16 wanted) { return text.last < wanted; });
}

} // namespace

QString closeCodeName(quint16 code)
{
    return QStringView(textOf(code).name).toString();
}

QString closeCodeMeaning(quint16 code)
{
    return QStringView(textOf(code).meaning).toString();
}
