// SPDX-License-Identifier: MIT
#include "connection/engine/qtproxyfailure.h"

#include "failure/socketfailure.h"
#include "net/proxy/proxydialogue.h"

using namespace Qt::StringLiterals;

static ConnectionError refusal(const QString &sentence, const QString &raw, int httpStatus, bool permanent)
{
    ConnectionError error;
    error.stage = ErrorStage::Proxy;
    error.sentence = sentence;
    error.raw = raw;
    error.httpStatus = httpStatus;
    error.permanent = permanent;
    return error;
}

std::optional<ConnectionError> qtProxyFailure(QAbstractSocket::SocketError error, const ProxySettings &proxy,
                                              const QString &raw)
{
    const bool isHttp = proxy.kind == ProxySettings::Kind::Http;
    const QString name = hostAndPort(proxy.host, proxy.port);
    const auto status = [&](int code) { return isHttp ? code : 0; };
    switch (error) {
    case QAbstractSocket::ProxyAuthenticationRequiredError:
        return refusal((proxy.user.isEmpty() ? u"The proxy %1 wants credentials%2."_s
                                             : u"The proxy %1 refused the credentials%2."_s)
                               .arg(name, isHttp ? u" (407)"_s : QString()),
                       raw, status(407), !isHttp);
    case QAbstractSocket::SocketAccessError:
        return refusal(u"The proxy %1 does not connect to the server: its rules forbid it."_s.arg(name), raw,
                       status(403), !isHttp);
    case QAbstractSocket::HostNotFoundError:
        return refusal(u"The proxy %1 does not connect to the server: it does not find it."_s.arg(name), raw,
                       status(404), false);
    case QAbstractSocket::ConnectionRefusedError:
        return refusal(u"The proxy %1 does not connect to the server: it was refused."_s.arg(name), raw,
                       status(503), false);
    case QAbstractSocket::UnsupportedSocketOperationError:
        return refusal(u"The proxy %1 cannot do that: %2."_s.arg(name, raw), raw, 0, true);
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
