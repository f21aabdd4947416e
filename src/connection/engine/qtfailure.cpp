// SPDX-License-Identifier: MIT
#include "connection/engine/qtfailure.h"

#include "failure/streamfailure.h"
#include "net/proxy/proxydialogue.h"
#include "websocket/closecode.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

std::optional<ConnectionError> qtProxyFailure(QAbstractSocket::SocketError error, const ProxySettings &proxy,
                                              const QString &raw)
{
    const bool isHttp = proxy.kind == ProxySettings::Kind::Http;
    const QString name = hostAndPort(proxy.host, proxy.port);
    // `status` is what an HTTP proxy answered.
    const auto failure = [&](FailureCause cause, int status) {
        ConnectionError made = connectionFailure({cause, {name}}, raw);
        made.httpStatus = isHttp ? status : 0;
        return made;
    };
    switch (error) {
    case QAbstractSocket::ProxyAuthenticationRequiredError:
        if (proxy.user.isEmpty())
            return failure(isHttp ? FailureCause::ProxyWants407 : FailureCause::ProxyWantsCredentials, 407);
        return failure(isHttp ? FailureCause::ProxyRefuses407 : FailureCause::ProxyRefusesCredentials, 407);
    case QAbstractSocket::SocketAccessError:
        return failure(FailureCause::QtProxyForbids, 403);
    case QAbstractSocket::HostNotFoundError:
        return failure(FailureCause::QtProxyFindsNot, 404);
    case QAbstractSocket::ConnectionRefusedError:
        return failure(FailureCause::QtProxyIsRefused, 503);
    case QAbstractSocket::UnsupportedSocketOperationError:
        return connectionFailure({FailureCause::QtProxyCannot, {name, raw}}, raw);
    case QAbstractSocket::NetworkError:
    case QAbstractSocket::SocketTimeoutError:
    case QAbstractSocket::ProxyConnectionRefusedError:
    case QAbstractSocket::ProxyConnectionClosedError:
    case QAbstractSocket::ProxyConnectionTimeoutError:
    case QAbstractSocket::ProxyNotFoundError:
    case QAbstractSocket::ProxyProtocolError:
        return proxyFailure(error, name, raw);
    default:
        return {};
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
