// SPDX-License-Identifier: MIT
#include "failure/socketfailure.h"

#include "failure/tlsfailure.h"
#include "websocket/closecode.h"

#include <QHash>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace {

QString httpReasonPhrase(int status)
{
    static const QHash<int, QLatin1StringView> phrases{
            {200, "OK"_L1},
            {204, "No Content"_L1},
            {301, "Moved Permanently"_L1},
            {302, "Found"_L1},
            {303, "See Other"_L1},
            {307, "Temporary Redirect"_L1},
            {308, "Permanent Redirect"_L1},
            {400, "Bad Request"_L1},
            {401, "Unauthorized"_L1},
            {403, "Forbidden"_L1},
            {404, "Not Found"_L1},
            {405, "Method Not Allowed"_L1},
            {407, "Proxy Authentication Required"_L1},
            {408, "Request Timeout"_L1},
            {410, "Gone"_L1},
            {421, "Misdirected Request"_L1},
            {425, "Too Early"_L1},
            {426, "Upgrade Required"_L1},
            {429, "Too Many Requests"_L1},
            {500, "Internal Server Error"_L1},
            {501, "Not Implemented"_L1},
            {502, "Bad Gateway"_L1},
            {503, "Service Unavailable"_L1},
            {504, "Gateway Timeout"_L1},
    };
    return phrases.value(status);
}

// What to do about it; empty where the status says it all.
QString httpAdvice(int status)
{
    switch (status) {
    case 200:
        return u" This address serves a page, not a WebSocket: check the path."_s;
    case 401:
        return u" It wants credentials."_s;
    case 404:
        return u" Check the path."_s;
    case 429:
        return u" It wants fewer connections."_s;
    default:
        return status >= 300 && status < 400
                       ? u" Redirects are not followed: enter the address it moved to."_s
                       : QString();
    }
}

} // namespace

QString httpStatusText(int status, const QString &phrase)
{
    const QString known = httpReasonPhrase(status);
    return (u"%1 "_s.arg(status) + (known.isEmpty() ? phrase : known)).trimmed();
}

ConnectionError handshakeRefused(int status, const QString &phrase, const QString &raw)
{
    ConnectionError error = connectionFailure(ErrorStage::Handshake,
                                              u"The server answered %1 to the WebSocket handshake.%2"_s.arg(
                                                      httpStatusText(status, phrase), httpAdvice(status)),
                                              raw);
    error.httpStatus = status;
    return error;
}

QString handshakeCredentialsRefused(int status, const QString &phrase)
{
    return u"The server answered %1 to the WebSocket handshake. It did not accept the credentials."_s.arg(
            httpStatusText(status, phrase));
}

ConnectionError tlsVerificationFailure(const QString &host, const QString &reason)
{
    return connectionFailure(ErrorStage::Tls,
                             u"The certificate of %1 was not accepted: %2."_s.arg(host, reason), reason,
                             true);
}

ConnectionError socketFailure(QAbstractSocket::SocketError error, const QString &host, const QString &raw)
{
    switch (error) {
    case QAbstractSocket::HostNotFoundError:
        return connectionFailure(ErrorStage::Dns, u"The name “%1” could not be resolved."_s.arg(host), raw);
    case QAbstractSocket::ConnectionRefusedError:
        return connectionFailure(
                ErrorStage::Tcp,
                u"%1 refused the connection: is the server running on this port?"_s.arg(host), raw);
    case QAbstractSocket::RemoteHostClosedError:
        return connectionFailure(ErrorStage::Handshake,
                                 u"The server closed the connection before it answered the handshake."_s,
                                 raw);
    case QAbstractSocket::SocketTimeoutError:
        return connectionFailure(ErrorStage::Tcp, u"%1 did not answer in time."_s.arg(host), raw);
    case QAbstractSocket::NetworkError:
        if (raw.contains("reset"_L1))
            return connectionFailure(ErrorStage::Tcp, u"%1 reset the connection at once."_s.arg(host), raw);
        return connectionFailure(ErrorStage::Tcp, u"%1 cannot be reached: %2."_s.arg(host, raw), raw);
    case QAbstractSocket::ProxyAuthenticationRequiredError:
        return connectionFailure(ErrorStage::Proxy, u"The proxy wants credentials."_s, raw, true);
    case QAbstractSocket::ProxyConnectionRefusedError:
    case QAbstractSocket::ProxyConnectionClosedError:
    case QAbstractSocket::ProxyConnectionTimeoutError:
    case QAbstractSocket::ProxyNotFoundError:
    case QAbstractSocket::ProxyProtocolError:
        return connectionFailure(ErrorStage::Proxy,
                                 u"The connection through the proxy failed: %1."_s.arg(raw), raw);
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        return tlsFailure(raw);
    default:
        return connectionFailure(ErrorStage::Tcp, u"The connection to %1 failed: %2."_s.arg(host, raw), raw);
    }
}

ConnectionError proxyFailure(QAbstractSocket::SocketError error, const QString &proxy, const QString &raw)
{
    switch (error) {
    case QAbstractSocket::HostNotFoundError:
    case QAbstractSocket::ProxyNotFoundError:
        return connectionFailure(ErrorStage::Proxy,
                                 u"The name of the proxy %1 could not be resolved."_s.arg(proxy), raw);
    case QAbstractSocket::ConnectionRefusedError:
    case QAbstractSocket::ProxyConnectionRefusedError:
        return connectionFailure(
                ErrorStage::Proxy,
                u"The proxy %1 refused the connection: is it running on this port?"_s.arg(proxy), raw);
    case QAbstractSocket::RemoteHostClosedError:
    case QAbstractSocket::ProxyConnectionClosedError:
        return connectionFailure(
                ErrorStage::Proxy,
                u"The proxy %1 closed the connection before it had connected to the server."_s.arg(proxy),
                raw);
    case QAbstractSocket::SocketTimeoutError:
    case QAbstractSocket::ProxyConnectionTimeoutError:
        return connectionFailure(ErrorStage::Proxy, u"The proxy %1 did not answer in time."_s.arg(proxy),
                                 raw);
    default:
        return connectionFailure(ErrorStage::Proxy,
                                 u"The connection through the proxy %1 failed: %2."_s.arg(proxy, raw), raw);
    }
}

bool isHiddenClose(quint16 code, const QString &reason)
{
    return code == CloseCode::ProtocolError && reason.startsWith("Invalid close code"_L1);
}

bool isEngineClose(quint16 code, const QString &reason)
{
    if (code != CloseCode::ProtocolError && code != CloseCode::InvalidPayload
        && code != CloseCode::MessageTooBig && code != CloseCode::GoingAway)
        return false;
    static constexpr std::array reasons{
            "Rsv field is non-zero"_L1,
            "Used reserved opcode"_L1,
            "Maximum framesize exceeded"_L1,
            "Invalid opcode detected"_L1,
            "Received message is too big"_L1,
            "Control frame is larger than 125 bytes"_L1,
            "Control frames cannot be fragmented"_L1,
            "Lengths smaller than"_L1,
            "Highest bit of payload length is not 0"_L1,
            "Payload of close frame is too small"_L1,
            "Invalid UTF-8 code encountered"_L1,
            "Received Continuation frame, while there is nothing to continue"_L1,
            "All data frames after the initial data frame must have opcode 0"_L1,
            "Error occurred while reading"_L1,
            "Error while reading from the network"_L1,
            "Something went wrong during reading"_L1,
            "Some serious error occurred while reading"_L1,
            "Timeout when reading data from socket"_L1,
    };
    return std::any_of(reasons.begin(), reasons.end(),
                       [&](QLatin1StringView known) { return reason.startsWith(known); });
}
