// SPDX-License-Identifier: MIT
#include "failure/streamfailure.h"

#include <QHostAddress>
#include <QLatin1StringView>

#include <algorithm>
#include <array>
#include <cerrno>

using namespace Qt::StringLiterals;

ConnectionError socketFailure(QAbstractSocket::SocketError error, const QString &host, const QString &raw)
{
    const QHostAddress address(host);
    if (address.protocol() == QAbstractSocket::IPv6Protocol && address.isLinkLocal()
        && address.scopeId().isEmpty())
        return connectionFailure({FailureCause::ZoneMissing, {host, host + "%eth0"_L1}}, raw);
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
    case QAbstractSocket::SocketResourceError:
        return connectionFailure({FailureCause::TooManyDescriptors, {}}, raw);
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
    case QAbstractSocket::SocketResourceError:
        return connectionFailure({FailureCause::TooManyDescriptors, {}}, raw);
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
    case EMFILE:
    case ENFILE:
        return connectionFailure({FailureCause::TooManyDescriptors, {}}, raw);
    default:
        return connectionFailure({FailureCause::SocketFailed, {path, raw}}, raw);
    }
}

namespace {

struct Marker
{
    QLatin1StringView text;
    FailureCause cause;
};

// The reasons of OpenSSL 1.1 and 3, of which the first that fits holds.
constexpr std::array markers{
        Marker{"wrong version number"_L1, FailureCause::TlsNotSpoken},
        Marker{"record layer failure"_L1, FailureCause::TlsNotSpoken},
        Marker{"packet length too long"_L1, FailureCause::TlsNotSpoken},
        Marker{"http request"_L1, FailureCause::TlsNotSpoken},
        Marker{"https proxy request"_L1, FailureCause::TlsNotSpoken},
        Marker{"unexpected message"_L1, FailureCause::TlsNotSpoken},
        Marker{"alert protocol version"_L1, FailureCause::TlsNoCommonVersion},
        Marker{"unsupported protocol"_L1, FailureCause::TlsNoCommonVersion},
        Marker{"no protocols available"_L1, FailureCause::TlsNoCommonVersion},
        Marker{"inappropriate fallback"_L1, FailureCause::TlsNoCommonVersion},
        Marker{"version too low"_L1, FailureCause::TlsNoCommonVersion},
        Marker{"certificate required"_L1, FailureCause::TlsWantsCertificate},
        Marker{"alert bad certificate"_L1, FailureCause::TlsRefusesCertificate},
        Marker{"alert unsupported certificate"_L1, FailureCause::TlsRefusesCertificate},
        Marker{"alert certificate revoked"_L1, FailureCause::TlsRefusesCertificate},
        Marker{"alert certificate expired"_L1, FailureCause::TlsRefusesCertificate},
        Marker{"alert certificate unknown"_L1, FailureCause::TlsRefusesCertificate},
        Marker{"alert unknown ca"_L1, FailureCause::TlsRefusesCertificate},
        Marker{"alert access denied"_L1, FailureCause::TlsRefusesCertificate},
        Marker{"alert decrypt error"_L1, FailureCause::TlsRefusesCertificate},
        Marker{"alert handshake failure"_L1, FailureCause::TlsRefusedWith},
        Marker{"alert unrecognized name"_L1, FailureCause::TlsNameUnknown},
        Marker{"unrecognized name"_L1, FailureCause::TlsNameUnknown},
        Marker{"alert insufficient security"_L1, FailureCause::TlsTooWeak},
        Marker{"key too small"_L1, FailureCause::TlsTooWeak},
        Marker{"md too weak"_L1, FailureCause::TlsTooWeak},
        Marker{"wrong signature type"_L1, FailureCause::TlsTooWeak},
        Marker{"legacy sigalg"_L1, FailureCause::TlsTooWeak},
        Marker{"unsafe legacy renegotiation"_L1, FailureCause::TlsTooWeak},
        Marker{"does not certify"_L1, FailureCause::TlsKeyMismatch},
        Marker{"key values mismatch"_L1, FailureCause::TlsKeyMismatch},
        Marker{"alert internal error"_L1, FailureCause::TlsServerFault},
        Marker{"alert user cancel"_L1, FailureCause::TlsServerFault},
        Marker{"bad record mac"_L1, FailureCause::TlsDamaged},
        Marker{"bad decrypt"_L1, FailureCause::TlsDamaged},
        Marker{"decryption failed"_L1, FailureCause::TlsDamaged},
        Marker{"alert decode error"_L1, FailureCause::TlsDamaged},
};

FailureCause causeIn(const QString &raw)
{
    const auto *found = std::find_if(markers.begin(), markers.end(), [&](const Marker &marker) {
        return raw.contains(marker.text, Qt::CaseInsensitive);
    });
    return found == markers.end() ? FailureCause::TlsNotAgreed : found->cause;
}

// A server that refuses a certificate which it did not get wants one.
FailureCause withoutCertificate(FailureCause cause)
{
    switch (cause) {
    case FailureCause::TlsRefusesCertificate:
        return FailureCause::TlsWantsCertificate;
    case FailureCause::TlsRefusedWith:
        return FailureCause::TlsRefusedWithout;
    default:
        return cause;
    }
}

// Garbage in what was TLS before is damage, and may pass.
bool breaksOpenConnection(FailureCause cause)
{
    switch (cause) {
    case FailureCause::TlsNotAgreed:
    case FailureCause::TlsNotSpoken:
    case FailureCause::TlsTooWeak:
    case FailureCause::TlsServerFault:
    case FailureCause::TlsDamaged:
        return true;
    default:
        return false;
    }
}

} // namespace

bool isTlsError(QAbstractSocket::SocketError error)
{
    return error == QAbstractSocket::SslHandshakeFailedError || error == QAbstractSocket::SslInternalError
           || error == QAbstractSocket::SslInvalidUserDataError;
}

ConnectionError tlsFailure(const QString &raw, TlsMoment moment, bool certificateShown)
{
    const FailureCause cause = causeIn(raw);
    if (moment == TlsMoment::Open && breaksOpenConnection(cause))
        return connectionFailure({FailureCause::TlsBroke, {raw}}, raw);
    return connectionFailure({certificateShown ? cause : withoutCertificate(cause), {}}, raw);
}

ConnectionError tlsInterrupted(const QString &host, bool reset, const QString &raw)
{
    return connectionFailure(reset ? Failure{FailureCause::TlsInterrupted, {host, raw}}
                                   : Failure{FailureCause::TlsEnded, {host}},
                             raw);
}
