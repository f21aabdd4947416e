// SPDX-License-Identifier: MIT
#include "failure/socketfailure.h"

#include <cerrno>

ConnectionError socketFailure(QAbstractSocket::SocketError error, const QString &host, const QString &raw)
{
    switch (error) {
    case QAbstractSocket::HostNotFoundError:
        return connectionFailure({FailureCause::NameNotFound, {host}}, raw);
    case QAbstractSocket::ConnectionRefusedError:
        return connectionFailure({FailureCause::ConnectionRefused, {host}}, raw);
    case QAbstractSocket::RemoteHostClosedError:
        return connectionFailure({FailureCause::HandshakeUnanswered, {}}, raw);
    case QAbstractSocket::SocketTimeoutError:
        return connectionFailure({FailureCause::ConnectTimedOut, {host}}, raw);
    case QAbstractSocket::NetworkError:
        return connectionFailure({FailureCause::HostUnreachable, {host, raw}}, raw);
    default:
        return connectionFailure({FailureCause::ConnectFailed, {host, raw}}, raw);
    }
}

ConnectionError proxyFailure(QAbstractSocket::SocketError error, const QString &proxy, const QString &raw)
{
    switch (error) {
    case QAbstractSocket::HostNotFoundError:
    case QAbstractSocket::ProxyNotFoundError:
        return connectionFailure({FailureCause::ProxyNameNotFound, {proxy}}, raw);
    case QAbstractSocket::ConnectionRefusedError:
    case QAbstractSocket::ProxyConnectionRefusedError:
        return connectionFailure({FailureCause::ProxyRefused, {proxy}}, raw);
    case QAbstractSocket::RemoteHostClosedError:
    case QAbstractSocket::ProxyConnectionClosedError:
        return connectionFailure({FailureCause::ProxyClosed, {proxy}}, raw);
    case QAbstractSocket::SocketTimeoutError:
    case QAbstractSocket::ProxyConnectionTimeoutError:
        return connectionFailure({FailureCause::ProxyTimedOut, {proxy}}, raw);
    default:
        return connectionFailure({FailureCause::ProxyFailed, {proxy, raw}}, raw);
    }
}

ConnectionError unixSocketFailure(int systemError, const QString &path)
{
    const QString raw = qt_error_string(systemError);
    switch (systemError) {
    case ENOENT:
        return connectionFailure({FailureCause::SocketMissing, {path}}, raw);
    case EACCES:
    case EPERM:
        return connectionFailure({FailureCause::SocketDenied, {path}}, raw);
    case ECONNREFUSED:
        return connectionFailure({FailureCause::SocketRefused, {path}}, raw);
    default:
        return connectionFailure({FailureCause::SocketFailed, {path, raw}}, raw);
    }
}
