// SPDX-License-Identifier: MIT
#include "connection/engine/qtdialect.h"

#include "failure/streamfailure.h"
#include "net/proxy/proxydialogue.h"
#include "profile/handshakerequest.h"
#include "profile/websocketurl.h"
#include "websocket/closecode.h"

#include <QHostAddress>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

static bool isNamed(const HttpHeader &header, const char *name)
{
    return header.name.compare(name, Qt::CaseInsensitive) == 0;
}

static qsizetype countOf(const HttpHeaders &headers, const char *name)
{
    return std::count_if(headers.begin(), headers.end(),
                         [&](const HttpHeader &header) { return isNamed(header, name); });
}

QtRequest qtRequest(const ConnectionProfile &profile)
{
    QtRequest made;
    const HttpHeaders headers = profileHeaders(profile, {profile.url});
    made.origin = QString::fromUtf8(headerValue(headers, "Origin"));
    for (const HttpHeader &header : headers) {
        if (isNamed(header, "Origin"))
            continue;
        QByteArray value = header.value;
        if (made.request.hasRawHeader(header.name)) {
            const QByteArray before = made.request.rawHeader(header.name);
            value = before + (isNamed(header, "Cookie") ? "; " : ", ") + value;
        }
        made.request.setRawHeader(header.name, value);
    }
    QUrl url = profile.url;
    url.setUserInfo(QString());
    made.request.setUrl(url);
    return made;
}

static FailureCause refusal(const ConnectionProfile &profile)
{
    if (isUnixSocket(profile.url))
        return FailureCause::QtUnixSocket;
    if (!profile.answerPings)
        return FailureCause::QtAnswersPings;
    if (profile.addresses != AddressPreference::System && QHostAddress(profile.url.host()).isNull()
        && (profile.proxy.kind == ProxySettings::Kind::None
            || profile.proxy.kind == ProxySettings::Kind::System))
        return FailureCause::QtAddressPreference;
    if (countOf(profile.headers, "Host") > 0)
        return FailureCause::QtHostHeader;
    if (countOf(profileHeaders(profile, {profile.url}), "Origin") > 1)
        return FailureCause::QtSeveralOrigins;
    return FailureCause::None;
}

std::optional<ConnectionError> qtEngineRefusal(const ConnectionProfile &profile)
{
    const FailureCause cause = refusal(profile);
    return cause == FailureCause::None ? std::nullopt : std::optional(connectionFailure({cause, {}}));
}

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
        return proxyFailure(error, name, raw);
    case QAbstractSocket::ProxyProtocolError:
        return isHttp ? proxyFailure(error, name, raw) : failure(FailureCause::ProxyNotSocks, 0);
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
