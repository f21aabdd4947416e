// SPDX-License-Identifier: MIT
#include "failure/failuretext.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cstddef>

Remedies remediesFor(const ConnectionError &error)
{
    const Remedy remedy = failureRemedy(error.cause);
    if (remedy == Remedy::TrustCertificate)
        return {remedy, Remedy::ShowCertificate};
    if (error.willRetry)
        return {Remedy::TryNow};
    if (remedy == Remedy::EnterCredentials || remedy == Remedy::FollowRedirects)
        return {remedy, Remedy::ConnectAgain};
    return {remedy};
}

namespace {

// Whether the same attempt can end in another way.
enum class Course : quint8 { Passes, Stays };

struct Row
{
    FailureCause cause;
    const char *key;
    ErrorStage stage;
    Course course;
    const char *sentence;
    Remedy remedy = Remedy::ConnectAgain;
    const char *advice = nullptr;
};

// One row a cause, in the order of the causes.
struct FailureTable
{
    Q_DECLARE_TR_FUNCTIONS(FailureTable)

public:
    static constexpr auto rows()
    {
        using enum FailureCause;
        using enum ErrorStage;
        using enum Course;
        return std::to_array<Row>({
                {UrlUnusable, "url-unusable", Url, Stays, "%1", Remedy::None},
                {SettingUnusable, "setting-unusable", Command, Stays, "%1", Remedy::None},
                {StillOpen, "still-open", Command, Stays,
                 QT_TR_NOOP("This connection is not closed: disconnect it before opening another."),
                 Remedy::None},
                {CloseCodeForbidden, "close-code-forbidden", Send, Stays,
                 QT_TR_NOOP("%1 is not a close code that may be sent: use 1000 to 1003, 1007 to 1014, or "
                            "3000 to 4999."),
                 Remedy::None},
                {CloseReasonTooLong, "close-reason-too-long", Send, Stays,
                 QT_TR_NOOP("The reason of a close has 123 bytes at most: make it shorter."), Remedy::None},
                {SendNotOpen, "send-not-open", Send, Stays,
                 QT_TR_NOOP("Nothing was sent: the connection is not open."), Remedy::None},
                {SendBacklogFull, "send-backlog-full", Send, Stays,
                 QT_TR_NOOP("Nothing was sent: the peer is not reading, and 64 MiB already wait to be sent."),
                 Remedy::None},
                {SendFailed, "send-failed", Send, Stays, QT_TR_NOOP("The message could not be sent."),
                 Remedy::None},
                {PingNotOpen, "ping-not-open", Send, Stays,
                 QT_TR_NOOP("No ping was sent: the connection is not open."), Remedy::None},
                {PingTooLong, "ping-too-long", Send, Stays,
                 QT_TR_NOOP("The payload of a ping has 125 bytes at most: make it shorter."), Remedy::None},
                {PingWhileClosing, "ping-while-closing", Send, Stays,
                 QT_TR_NOOP("No ping was sent: the connection is closing."), Remedy::None},
                {PingPending, "ping-pending", Send, Stays,
                 QT_TR_NOOP("No ping was sent: the last one is still unanswered."), Remedy::None},
                {QtUnixSocket, "qt-unix-socket", Command, Stays,
                 QT_TR_NOOP("Qt's engine cannot connect to Unix-domain sockets: choose the other engine in "
                            "the connection's settings."),
                 Remedy::None},
                {QtAnswersPings, "qt-answers-pings", Command, Stays,
                 QT_TR_NOOP("Qt's engine always answers pings: choose the other engine in the connection's "
                            "settings."),
                 Remedy::None},
                {QtAddressPreference, "qt-address-preference", Command, Stays,
                 QT_TR_NOOP("Qt's engine cannot prefer IPv4 or IPv6: choose the other engine in the "
                            "connection's settings."),
                 Remedy::None},
                {QtHostHeader, "qt-host-header", Command, Stays,
                 QT_TR_NOOP("Qt's engine cannot send another Host header than the URL's: choose the other "
                            "engine in the connection's settings."),
                 Remedy::None},
                {QtSeveralOrigins, "qt-several-origins", Command, Stays,
                 QT_TR_NOOP("Qt's engine sends one Origin header at most: remove the others."), Remedy::None},
                {NameNotFound, "name-not-found", Dns, Passes,
                 QT_TR_NOOP("The name “%1” could not be resolved.")},
                {NameTimedOut, "name-timed-out", Dns, Passes,
                 QT_TR_NOOP("The name “%1” was not resolved in time.")},
                {ConnectionRefused, "connection-refused", Tcp, Passes,
                 QT_TR_NOOP("%1 refused the connection: is the server running on this port?")},
                {ConnectTimedOut, "connect-timed-out", Tcp, Passes, QT_TR_NOOP("%1 did not answer in time.")},
                {ConnectReset, "connect-reset", Tcp, Passes, QT_TR_NOOP("%1 reset the connection at once.")},
                {HostUnreachable, "host-unreachable", Tcp, Passes, QT_TR_NOOP("%1 cannot be reached: %2.")},
                {ConnectFailed, "connect-failed", Tcp, Passes,
                 QT_TR_NOOP("The connection to %1 failed: %2.")},
                {TooManyDescriptors, "too-many-descriptors", Tcp, Passes,
                 QT_TR_NOOP("This program has too many files and sockets open: the system allows no more."),
                 Remedy::ConnectAgain, QT_TR_NOOP("Close tabs, or let it have more (ulimit -n).")},
                {ThreadRefused, "thread-refused", Tcp, Passes,
                 QT_TR_NOOP("The system gives this program no further thread."), Remedy::ConnectAgain,
                 QT_TR_NOOP("Close tabs or other programs, or let it have more (ulimit -u, ulimit -v).")},
                {ZoneMissing, "zone-missing", Tcp, Stays,
                 QT_TR_NOOP(
                         "%1 is an address that every network has: add the name of the interface that leads "
                         "to it, as in [%2].")},
                {SocketMissing, "socket-missing", Tcp, Passes,
                 QT_TR_NOOP("There is no socket “%1”: is the server running?")},
                {SocketDenied, "socket-denied", Tcp, Stays,
                 QT_TR_NOOP("You may not use the socket “%1”: permission denied.")},
                {SocketRefused, "socket-refused", Tcp, Passes,
                 QT_TR_NOOP("Nobody listens on the socket “%1”: is the server running?")},
                {SocketTimedOut, "socket-timed-out", Tcp, Passes,
                 QT_TR_NOOP("The socket “%1” did not answer in time: the server accepts nobody.")},
                {SocketFailed, "socket-failed", Tcp, Passes,
                 QT_TR_NOOP("The connection to “%1” failed: %2.")},
                {ProxyUndecided, "proxy-undecided", Proxy, Passes,
                 QT_TR_NOOP("The system did not say in time which proxy to use.")},
                {ProxyVariable, "proxy-variable", Proxy, Stays,
                 QT_TR_NOOP(
                         "The environment variable %1 names no proxy that can be used: it has to be "
                         "http://host:port or socks5://host:port. In a user and password before an @, write "
                         "@ as %2 and # as %3.")},
                {ProxyNameNotFound, "proxy-name-not-found", Proxy, Passes,
                 QT_TR_NOOP("The name of the proxy %1 could not be resolved.")},
                {ProxyNameTimedOut, "proxy-name-timed-out", Proxy, Passes,
                 QT_TR_NOOP("The name of the proxy %1 was not resolved in time.")},
                {ProxyRefused, "proxy-refused", Proxy, Passes,
                 QT_TR_NOOP("The proxy %1 refused the connection: is it running on this port?")},
                {ProxyClosed, "proxy-closed", Proxy, Passes,
                 QT_TR_NOOP("The proxy %1 closed the connection before it had connected to the server.")},
                {ProxyTimedOut, "proxy-timed-out", Proxy, Passes,
                 QT_TR_NOOP("The proxy %1 did not answer in time.")},
                {ProxyFailed, "proxy-failed", Proxy, Passes,
                 QT_TR_NOOP("The connection through the proxy %1 failed: %2.")},
                {ProxyTunnelTimedOut, "proxy-tunnel-timed-out", Proxy, Passes,
                 QT_TR_NOOP("The proxy %1 did not connect to %2 in time.")},
                {ProxyNotHttp, "proxy-not-http", Proxy, Stays,
                 QT_TR_NOOP("What answers at %1 is not an HTTP proxy.")},
                {ProxyAnswered, "proxy-answered", Proxy, Passes,
                 QT_TR_NOOP("The proxy %1 answered %2 when asked to connect to %3.")},
                {ProxyWants407, "proxy-wants-407", Proxy, Stays,
                 QT_TR_NOOP("The proxy %1 wants credentials (407)."), Remedy::EnterCredentials},
                {ProxyRefuses407, "proxy-refuses-407", Proxy, Stays,
                 QT_TR_NOOP("The proxy %1 refused the credentials (407)."), Remedy::EnterCredentials},
                {ProxyNotSocks, "proxy-not-socks", Proxy, Stays,
                 QT_TR_NOOP("What answers at %1 is not a SOCKS5 proxy.")},
                {ProxyIsHttp, "proxy-is-http", Proxy, Stays,
                 QT_TR_NOOP(
                         "What answers at %1 is not a SOCKS5 proxy but speaks HTTP: choose HTTP as the kind "
                         "of proxy in the connection's settings.")},
                {SocksUnanswered, "socks-unanswered", Proxy, Passes,
                 QT_TR_NOOP("What runs at %1 does not answer the greeting of SOCKS5."), Remedy::ConnectAgain,
                 QT_TR_NOOP("If it is an HTTP proxy, choose HTTP in the connection's settings.")},
                {ProxyWantsCredentials, "proxy-wants-credentials", Proxy, Stays,
                 QT_TR_NOOP("The proxy %1 wants credentials."), Remedy::EnterCredentials},
                {ProxyRefusesCredentials, "proxy-refuses-credentials", Proxy, Stays,
                 QT_TR_NOOP("The proxy %1 refused the credentials."), Remedy::EnterCredentials},
                {ProxyAcceptsNoMethod, "proxy-accepts-no-method", Proxy, Stays,
                 QT_TR_NOOP("The proxy %1 accepts neither user and password nor none at all.")},
                {SocksHostTooLong, "socks-host-too-long", Proxy, Stays,
                 QT_TR_NOOP("The name of the host is too long for SOCKS.")},
                {SocksCredentialsTooLong, "socks-credentials-too-long", Proxy, Stays,
                 QT_TR_NOOP("User and password of a SOCKS proxy have at most 255 bytes each.")},
                {SocksFailed, "socks-failed", Proxy, Passes,
                 QT_TR_NOOP("The proxy %1 does not connect to %2: it failed.")},
                {SocksForbidden, "socks-forbidden", Proxy, Stays,
                 QT_TR_NOOP("The proxy %1 does not connect to %2: its rules forbid it.")},
                {SocksNetworkUnreachable, "socks-network-unreachable", Proxy, Passes,
                 QT_TR_NOOP("The proxy %1 does not connect to %2: the network cannot be reached.")},
                {SocksHostUnreachable, "socks-host-unreachable", Proxy, Passes,
                 QT_TR_NOOP("The proxy %1 does not connect to %2: the host cannot be reached or its name not "
                            "be resolved.")},
                {SocksHostRefused, "socks-host-refused", Proxy, Passes,
                 QT_TR_NOOP("The proxy %1 does not connect to %2: the host refused.")},
                {SocksTimedOut, "socks-timed-out", Proxy, Passes,
                 QT_TR_NOOP("The proxy %1 does not connect to %2: it took too long.")},
                {SocksUnsupported, "socks-unsupported", Proxy, Stays,
                 QT_TR_NOOP("The proxy %1 does not connect to %2: it cannot do that.")},
                {SocksAddressUnknown, "socks-address-unknown", Proxy, Stays,
                 QT_TR_NOOP("The proxy %1 does not connect to %2: it does not know this kind of address.")},
                {SocksUnknownReply, "socks-unknown-reply", Proxy, Passes,
                 QT_TR_NOOP("The proxy %1 does not connect to %2: it gave no known reason.")},
                {QtProxyForbids, "qt-proxy-forbids", Proxy, Stays,
                 QT_TR_NOOP("The proxy %1 does not connect to the server: its rules forbid it.")},
                {QtProxyFindsNot, "qt-proxy-finds-not", Proxy, Passes,
                 QT_TR_NOOP("The proxy %1 does not connect to the server: it does not find it.")},
                {QtProxyIsRefused, "qt-proxy-is-refused", Proxy, Passes,
                 QT_TR_NOOP("The proxy %1 does not connect to the server: it was refused.")},
                {QtProxyCannot, "qt-proxy-cannot", Proxy, Stays,
                 QT_TR_NOOP("The proxy %1 cannot do that: %2.")},
                {TlsFileUnusable, "tls-file-unusable", Tls, Stays, "%1"},
                {TlsTimedOut, "tls-timed-out", Tls, Passes,
                 QT_TR_NOOP("%1 did not complete the TLS handshake in time.")},
                {TlsEnded, "tls-ended", Tls, Passes,
                 QT_TR_NOOP("%1 ended the connection during the TLS handshake: it may want a client "
                            "certificate, or no TLS.")},
                {TlsInterrupted, "tls-interrupted", Tls, Passes,
                 QT_TR_NOOP("The connection to %1 was lost during the TLS handshake: %2.")},
                {TlsNotSpoken, "tls-not-spoken", Tls, Stays,
                 QT_TR_NOOP("The server does not speak TLS on this port: try ws:// instead of wss://."),
                 Remedy::UsePlain},
                {TlsNoCommonVersion, "tls-no-common-version", Tls, Stays,
                 QT_TR_NOOP("The server and the settings have no version of TLS in common: see the minimum "
                            "version in the connection's settings. OpenSSL may forbid versions below 1.2 "
                            "altogether.")},
                {TlsWantsCertificate, "tls-wants-certificate", Tls, Stays,
                 QT_TR_NOOP("The server wants a client certificate: name one in the connection's settings.")},
                {TlsRefusesCertificate, "tls-refuses-certificate", Tls, Stays,
                 QT_TR_NOOP("The server refused the client certificate.")},
                {TlsRefusedWithout, "tls-refused-without", Tls, Stays,
                 QT_TR_NOOP("The server ended the TLS handshake: it wants a client certificate, or there is "
                            "no cipher that both allow.")},
                {TlsRefusedWith, "tls-refused-with", Tls, Stays,
                 QT_TR_NOOP("The server ended the TLS handshake: it refuses the client certificate, or there "
                            "is no cipher that both allow.")},
                {TlsNameUnknown, "tls-name-unknown", Tls, Stays,
                 QT_TR_NOOP("The server knows no host of this name: see the server name in the connection's "
                            "settings.")},
                {TlsTooWeak, "tls-too-weak", Tls, Stays,
                 QT_TR_NOOP("The server's key, signature or protocol is too weak for the security level of "
                            "OpenSSL.")},
                {TlsKeyMismatch, "tls-key-mismatch", Tls, Stays,
                 QT_TR_NOOP("The private key does not belong to the client certificate.")},
                {TlsServerFault, "tls-server-fault", Tls, Passes,
                 QT_TR_NOOP("The server gave up the TLS handshake because of a fault of its own.")},
                {TlsDamaged, "tls-damaged", Tls, Passes,
                 QT_TR_NOOP(
                         "The TLS handshake broke: what one side sent did not reach the other as it was.")},
                {TlsNotAgreed, "tls-not-agreed", Tls, Stays,
                 QT_TR_NOOP("No TLS connection could be agreed on with the server.")},
                {TlsBroke, "tls-broke", Tls, Passes,
                 QT_TR_NOOP("The encryption of the connection broke: %1.")},
                {CertificateRefused, "certificate-refused", Tls, Stays,
                 QT_TR_NOOP("The certificate of %1 was not accepted: %2."), Remedy::TrustCertificate},
                {CertificateMissing, "certificate-missing", Tls, Stays,
                 QT_TR_NOOP("The certificate of %1 was not accepted: %2.")},
                {HandshakeTimedOut, "handshake-timed-out", Handshake, Passes,
                 QT_TR_NOOP("The server did not complete the handshake in time.")},
                {HandshakeTimedOutAfter, "handshake-timed-out-after", Handshake, Passes,
                 QT_TR_NOOP("The server did not complete the handshake within %1.")},
                {HandshakeUnanswered, "handshake-unanswered", Handshake, Passes,
                 QT_TR_NOOP("The server closed the connection before it answered the handshake.")},
                {HandshakeUnansweredInPlain, "handshake-unanswered-in-plain", Handshake, Passes,
                 QT_TR_NOOP("The server closed the connection before it answered the handshake."),
                 Remedy::ConnectAgain, QT_TR_NOOP("If it expects TLS, the URL must begin with wss://.")},
                {NotHttp, "not-http", Handshake, Stays,
                 QT_TR_NOOP(
                         "The server's answer to the handshake is not HTTP: it begins with “%1”. Is another "
                         "service on this port?")},
                {TlsOnPlainPort, "tls-on-plain-port", Handshake, Stays,
                 QT_TR_NOOP("The server speaks TLS on this port: try wss:// instead of ws://.")},
                {HeadersBroken, "headers-broken", Handshake, Stays,
                 QT_TR_NOOP("The server answered %1, and then with a line that is not HTTP: “%2”.")},
                {HeadersTooLarge, "headers-too-large", Handshake, Stays,
                 QT_TR_NOOP("The server's answer to the handshake has headers of more than %1 KiB.")},
                {HttpVersion, "http-version", Handshake, Stays,
                 QT_TR_NOOP("The server answered with HTTP/%1.%2; RFC 6455 asks for HTTP/1.1.")},
                {UpgradeMissing, "upgrade-missing", Handshake, Stays,
                 QT_TR_NOOP("The server's 101 answer has no Upgrade header, which RFC 6455 asks for.")},
                {UpgradeOther, "upgrade-other", Handshake, Stays,
                 QT_TR_NOOP(
                         "The server's 101 answer upgrades to something other than websocket (RFC 6455).")},
                {ConnectionMissing, "connection-missing", Handshake, Stays,
                 QT_TR_NOOP("The server's 101 answer has no Connection header, which RFC 6455 asks for.")},
                {ConnectionWithoutUpgrade, "connection-without-upgrade", Handshake, Stays,
                 QT_TR_NOOP("The server's 101 answer has a Connection header without Upgrade, which RFC 6455 "
                            "asks for.")},
                {AcceptMissing, "accept-missing", Handshake, Stays,
                 QT_TR_NOOP("The server's 101 answer has no Sec-WebSocket-Accept header, which RFC 6455 asks "
                            "for.")},
                {AcceptTwice, "accept-twice", Handshake, Stays,
                 QT_TR_NOOP("The server's 101 answer has more than one Sec-WebSocket-Accept header (RFC "
                            "6455).")},
                {AcceptWrong, "accept-wrong", Handshake, Stays,
                 QT_TR_NOOP("The server's Sec-WebSocket-Accept does not match the key that was sent: it or a "
                            "proxy on the way does not speak WebSocket.")},
                {SubprotocolTwice, "subprotocol-twice", Handshake, Stays,
                 QT_TR_NOOP("The server chose a subprotocol more than once (RFC 6455).")},
                {SubprotocolUnoffered, "subprotocol-unoffered", Handshake, Stays,
                 QT_TR_NOOP("The server chose a subprotocol that was not offered.")},
                {QtRefusesAnswer, "qt-refuses-answer", Handshake, Stays,
                 QT_TR_NOOP("The server's answer is right, but has something that Qt's engine does not "
                            "accept (such as “Connection: keep-alive, Upgrade”): choose the other engine in "
                            "the connection's settings.")},
                {QtEndsHandshake, "qt-ends-handshake", Handshake, Stays,
                 QT_TR_NOOP("Qt's engine ended the handshake for a reason of its own.")},
                {HttpRefused, "http-refused", Handshake, Passes,
                 QT_TR_NOOP("The server answered %1 to the WebSocket handshake.")},
                {HttpPage, "http-page", Handshake, Passes,
                 QT_TR_NOOP("The server answered %1 to the WebSocket handshake."), Remedy::ConnectAgain,
                 QT_TR_NOOP("This address serves a page, not a WebSocket: check the path.")},
                {HttpRedirects, "http-redirects", Handshake, Passes,
                 QT_TR_NOOP("The server answered %1 to the WebSocket handshake."), Remedy::FollowRedirects,
                 QT_TR_NOOP("Redirects are not followed: enter the address it moved to.")},
                {HttpElsewhere, "http-elsewhere", Handshake, Passes,
                 QT_TR_NOOP("The server answered %1 to the WebSocket handshake."), Remedy::ConnectAgain,
                 QT_TR_NOOP("Redirects are not followed: enter the address it moved to.")},
                {HttpWantsCredentials, "http-wants-credentials", Handshake, Passes,
                 QT_TR_NOOP("The server answered %1 to the WebSocket handshake."), Remedy::EnterCredentials,
                 QT_TR_NOOP("It wants credentials.")},
                {HttpRefusesCredentials, "http-refuses-credentials", Handshake, Passes,
                 QT_TR_NOOP("The server answered %1 to the WebSocket handshake."), Remedy::EnterCredentials,
                 QT_TR_NOOP("It did not accept the credentials.")},
                {HttpNotFound, "http-not-found", Handshake, Passes,
                 QT_TR_NOOP("The server answered %1 to the WebSocket handshake."), Remedy::ConnectAgain,
                 QT_TR_NOOP("Check the path.")},
                {HttpTooMany, "http-too-many", Handshake, Passes,
                 QT_TR_NOOP("The server answered %1 to the WebSocket handshake."), Remedy::ConnectAgain,
                 QT_TR_NOOP("It wants fewer connections.")},
                {HttpWantsCertificate, "http-wants-certificate", Handshake, Passes,
                 QT_TR_NOOP("The server answered %1 to the WebSocket handshake."), Remedy::ConnectAgain,
                 QT_TR_NOOP("It wants a client certificate: name one in the connection's settings.")},
                {HttpCertificateElsewhere, "http-certificate-elsewhere", Handshake, Passes,
                 QT_TR_NOOP("The server answered %1 to the WebSocket handshake."), Remedy::ConnectAgain,
                 QT_TR_NOOP("It wants a client certificate, and the connection's own is not shown to another "
                            "origin.")},
                {HttpRefusesCertificate, "http-refuses-certificate", Handshake, Passes,
                 QT_TR_NOOP("The server answered %1 to the WebSocket handshake."), Remedy::ConnectAgain,
                 QT_TR_NOOP("It does not accept the client certificate.")},
                {HttpExpectsTls, "http-expects-tls", Handshake, Passes,
                 QT_TR_NOOP("The server answered %1 to the WebSocket handshake."), Remedy::ConnectAgain,
                 QT_TR_NOOP("It speaks TLS on this port: try wss:// instead of ws://.")},
                {HttpOtherVersion, "http-other-version", Handshake, Stays,
                 QT_TR_NOOP("The server asks for another WebSocket version than 13.")},
                {RedirectNowhere, "redirect-nowhere", Handshake, Stays,
                 QT_TR_NOOP("The server redirects without saying where to: its answer has no Location.")},
                {RedirectNoUrl, "redirect-no-url", Handshake, Stays,
                 QT_TR_NOOP("The server redirects to something that is not a URL.")},
                {RedirectToPath, "redirect-to-path", Handshake, Stays,
                 QT_TR_NOOP(
                         "The server redirects to a path; over a Unix-domain socket that is not followed.")},
                {RedirectToOther, "redirect-to-other", Handshake, Stays,
                 QT_TR_NOOP("The server redirects to %1, which is not for WebSocket.")},
                {RedirectUnencrypted, "redirect-unencrypted", Handshake, Stays,
                 QT_TR_NOOP("The server redirects from wss to %1, which is not encrypted: that is not "
                            "followed.")},
                {RedirectCircle, "redirect-circle", Handshake, Stays,
                 QT_TR_NOOP("The server redirects in a circle: %1 has been asked before.")},
                {RedirectsTooMany, "redirects-too-many", Handshake, Stays,
                 QT_TR_NOOP("The server redirected more than %1 times.")},
                {RedirectWithSecret, "redirect-with-secret", Handshake, Stays,
                 QT_TR_NOOP("The server redirects to another origin, %1, which must not get the offered "
                            "subprotocol that is or looks like a secret: that is not followed.")},
                {ExtensionUnoffered, "extension-unoffered", Handshake, Stays,
                 QT_TR_NOOP("The server chose the extension “%1”, which was not offered.")},
                {DeflateTwice, "deflate-twice", Handshake, Stays,
                 QT_TR_NOOP("The server chose permessage-deflate more than once.")},
                {DeflateBitsWrong, "deflate-bits-wrong", Handshake, Stays,
                 QT_TR_NOOP("The server answered permessage-deflate with %1=“%2”: it must be 8 to 15 (RFC "
                            "7692).")},
                {DeflateBitsMore, "deflate-bits-more", Handshake, Stays,
                 QT_TR_NOOP("The server answered permessage-deflate with %1=%2, more than the %3 that was "
                            "offered.")},
                {DeflateRepeated, "deflate-repeated", Handshake, Stays,
                 QT_TR_NOOP("The server answered permessage-deflate with %1 more than once (RFC 7692).")},
                {DeflateUnknown, "deflate-unknown", Handshake, Stays,
                 QT_TR_NOOP(
                         "The server answered permessage-deflate with “%1”, which RFC 7692 does not know.")},
                {DeflateWithValue, "deflate-with-value", Handshake, Stays,
                 QT_TR_NOOP("The server answered permessage-deflate with a value for %1, which has none (RFC "
                            "7692).")},
                {DeflateWithout, "deflate-without", Handshake, Stays,
                 QT_TR_NOOP("The server accepted permessage-deflate without the %1 that was asked for (RFC "
                            "7692).")},
                {ReservedBits, "reserved-bits", Protocol, Stays,
                 QT_TR_NOOP("The peer set a reserved bit (%1) that nothing agreed on gives a meaning (RFC "
                            "6455 section 5.2).")},
                {ReservedOpcode, "reserved-opcode", Protocol, Stays,
                 QT_TR_NOOP("The peer sent a frame with the reserved opcode 0x%1 (RFC 6455 section 5.2).")},
                {FrameMasked, "frame-masked", Protocol, Stays,
                 QT_TR_NOOP("The peer masked a frame, which a server must not do (RFC 6455 section 5.1).")},
                {FrameUnmasked, "frame-unmasked", Protocol, Stays,
                 QT_TR_NOOP("The peer sent a frame without a mask, which a client must not do (RFC 6455 "
                            "section 5.1).")},
                {ControlInFragments, "control-in-fragments", Protocol, Stays,
                 QT_TR_NOOP("The peer sent a control frame in fragments (RFC 6455 section 5.5).")},
                {ControlTooLong, "control-too-long", Protocol, Stays,
                 QT_TR_NOOP("The peer sent a control frame that is longer than 125 bytes (RFC 6455 section "
                            "5.5).")},
                {CloseHalfCode, "close-half-code", Protocol, Stays,
                 QT_TR_NOOP("The peer sent a Close frame of one byte, which is half a code (RFC 6455 section "
                            "5.5.1).")},
                {MessageUnfinished, "message-unfinished", Protocol, Stays,
                 QT_TR_NOOP("The peer began a message before it had ended the one before it (RFC 6455 "
                            "section 5.4).")},
                {ContinuationAlone, "continuation-alone", Protocol, Stays,
                 QT_TR_NOOP("The peer continued a message that it had not begun (RFC 6455 section 5.4).")},
                {FrameHuge, "frame-huge", Protocol, Stays,
                 QT_TR_NOOP("The peer announced a frame of 2^63 bytes or more (RFC 6455 section 5.2).")},
                {LengthNotMinimal, "length-not-minimal", Protocol, Stays,
                 QT_TR_NOOP("The peer told a length of %1 bytes in more bytes than needed (RFC 6455 section "
                            "5.2).")},
                {FrameTooLarge, "frame-too-large", Protocol, Stays,
                 QT_TR_NOOP(
                         "The peer sent a frame of %1 bytes, which is larger than the limit of %2 bytes.")},
                {MessageTooLarge, "message-too-large", Protocol, Stays,
                 QT_TR_NOOP("The peer sent a message of at least %1 bytes, which is larger than the limit of "
                            "%2 bytes.")},
                {InflatedTooLarge, "inflated-too-large", Protocol, Stays,
                 QT_TR_NOOP("The peer sent a compressed message that, inflated, is larger than the limit of "
                            "%1 bytes.")},
                {MessageOverLimit, "message-over-limit", Protocol, Stays,
                 QT_TR_NOOP("The peer sent a message that is larger than the limit.")},
                {MessageOverMemory, "message-over-memory", Protocol, Stays,
                 QT_TR_NOOP("The peer sent a message of more than %1 bytes, for which there is not enough "
                            "memory.")},
                {TextNotUtf8, "text-not-utf-8", Protocol, Stays,
                 QT_TR_NOOP("The peer sent a text message that is not UTF-8, at byte %1 of the message.")},
                {CloseReasonNotUtf8, "close-reason-not-utf-8", Protocol, Stays,
                 QT_TR_NOOP("The reason in the peer's Close frame (%1) is not UTF-8, at byte %2.")},
                {DeflateBroken, "deflate-broken", Protocol, Stays,
                 QT_TR_NOOP("The peer sent compressed data that cannot be inflated: %1.")},
                {ProtocolBroken, "protocol-broken", Protocol, Stays,
                 QT_TR_NOOP("The peer broke the WebSocket protocol; the connection was closed with %1.")},
                {PeerClosed, "peer-closed", Protocol, Passes,
                 QT_TR_NOOP("The peer closed the connection with %1.")},
                {PeerClosedUntold, "peer-closed-untold", Protocol, Passes,
                 QT_TR_NOOP("The peer closed the connection with a code that cannot be told.")},
                {PeerClosedIllegally, "peer-closed-illegally", Protocol, Stays,
                 QT_TR_NOOP("The peer closed the connection with %1, a code that RFC 6455 does not allow "
                            "there.")},
                {PeerSilent, "peer-silent", KeepAlive, Passes,
                 QT_TR_NOOP("The peer did not answer a ping within %1.")},
                {ConnectionLost, "connection-lost", Tcp, Passes,
                 QT_TR_NOOP("The connection was lost: TCP ended without a Close frame.")},
                {ConnectionLostBecause, "connection-lost-because", Tcp, Passes,
                 QT_TR_NOOP("The connection was lost: %1.")},
        });
    }
};

constexpr auto table = FailureTable::rows();

constexpr bool isComplete()
{
    std::size_t next = 0;
    return table.size() == std::size_t(FailureCause::None)
           && std::all_of(table.begin(), table.end(),
                          [&](const Row &row) { return std::size_t(row.cause) == next++; });
}
static_assert(isComplete());

const Row *rowOf(FailureCause cause)
{
    return cause == FailureCause::None ? nullptr : &table[std::size_t(cause)];
}

QString translated(const char *text)
{
    return text ? FailureTable::tr(text) : QString();
}

// At once, since an argument may come from the network and have a placeholder in it.
QString withArguments(const QString &text, const QStringList &arguments)
{
    switch (arguments.size()) {
    case 0:
        return text;
    case 1:
        return text.arg(arguments[0]);
    case 2:
        return text.arg(arguments[0], arguments[1]);
    default:
        return text.arg(arguments[0], arguments[1], arguments[2]);
    }
}

} // namespace

FailureText failureText(const Failure &failure)
{
    const Row *row = rowOf(failure.cause);
    return row ? FailureText{withArguments(translated(row->sentence), failure.arguments),
                             translated(row->advice)}
               : FailureText();
}

QString failureSentence(const Failure &failure)
{
    const FailureText text = failureText(failure);
    return text.advice.isEmpty() ? text.sentence : text.sentence + u' ' + text.advice;
}

QString failureCauseKey(FailureCause cause)
{
    const Row *row = rowOf(cause);
    return row ? QString::fromLatin1(row->key) : QString();
}

ErrorStage failureStage(FailureCause cause)
{
    const Row *row = rowOf(cause);
    return row ? row->stage : ErrorStage::Tcp;
}

bool isPermanent(FailureCause cause)
{
    const Row *row = rowOf(cause);
    return row && row->course == Course::Stays;
}

Remedy failureRemedy(FailureCause cause)
{
    const Row *row = rowOf(cause);
    return row ? row->remedy : Remedy::None;
}
