// SPDX-License-Identifier: MIT
#include "failure/tlsfailure.h"

#include <QLatin1StringView>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace {

enum class Cause : quint8 {
    NoTls,
    Version,
    WantsCertificate,
    RefusesCertificate,
    NoCommon,
    Name,
    Weak,
    Key,
    ServerFault,
    Damage
};

struct Marker
{
    QLatin1StringView text;
    Cause cause;
};

// The reasons of OpenSSL 1.1 and 3, of which the first that fits holds.
constexpr std::array markers{
        Marker{"wrong version number"_L1, Cause::NoTls},
        Marker{"record layer failure"_L1, Cause::NoTls},
        Marker{"packet length too long"_L1, Cause::NoTls},
        Marker{"http request"_L1, Cause::NoTls},
        Marker{"https proxy request"_L1, Cause::NoTls},
        Marker{"unexpected message"_L1, Cause::NoTls},
        Marker{"alert protocol version"_L1, Cause::Version},
        Marker{"unsupported protocol"_L1, Cause::Version},
        Marker{"no protocols available"_L1, Cause::Version},
        Marker{"inappropriate fallback"_L1, Cause::Version},
        Marker{"version too low"_L1, Cause::Version},
        Marker{"certificate required"_L1, Cause::WantsCertificate},
        Marker{"alert bad certificate"_L1, Cause::RefusesCertificate},
        Marker{"alert unsupported certificate"_L1, Cause::RefusesCertificate},
        Marker{"alert certificate revoked"_L1, Cause::RefusesCertificate},
        Marker{"alert certificate expired"_L1, Cause::RefusesCertificate},
        Marker{"alert certificate unknown"_L1, Cause::RefusesCertificate},
        Marker{"alert unknown ca"_L1, Cause::RefusesCertificate},
        Marker{"alert access denied"_L1, Cause::RefusesCertificate},
        Marker{"alert decrypt error"_L1, Cause::RefusesCertificate},
        Marker{"alert handshake failure"_L1, Cause::NoCommon},
        Marker{"alert unrecognized name"_L1, Cause::Name},
        Marker{"unrecognized name"_L1, Cause::Name},
        Marker{"alert insufficient security"_L1, Cause::Weak},
        Marker{"key too small"_L1, Cause::Weak},
        Marker{"md too weak"_L1, Cause::Weak},
        Marker{"wrong signature type"_L1, Cause::Weak},
        Marker{"legacy sigalg"_L1, Cause::Weak},
        Marker{"unsafe legacy renegotiation"_L1, Cause::Weak},
        Marker{"does not certify"_L1, Cause::Key},
        Marker{"key values mismatch"_L1, Cause::Key},
        Marker{"alert internal error"_L1, Cause::ServerFault},
        Marker{"alert user cancel"_L1, Cause::ServerFault},
        Marker{"bad record mac"_L1, Cause::Damage},
        Marker{"bad decrypt"_L1, Cause::Damage},
        Marker{"decryption failed"_L1, Cause::Damage},
        Marker{"alert decode error"_L1, Cause::Damage},
};

QString sentenceFor(Cause cause, bool certificateShown)
{
    switch (cause) {
    case Cause::NoTls:
        return u"The server does not speak TLS on this port: try ws:// instead of wss://."_s;
    case Cause::Version:
        return u"The server and the settings have no version of TLS in common: see the minimum version in "
               u"the connection's settings. OpenSSL may forbid versions below 1.2 altogether."_s;
    case Cause::WantsCertificate:
        return u"The server wants a client certificate: name one in the connection's settings."_s;
    case Cause::RefusesCertificate:
        return certificateShown
                       ? u"The server refused the client certificate."_s
                       : u"The server wants a client certificate: name one in the connection's settings."_s;
    case Cause::NoCommon:
        return certificateShown
                       ? u"The server ended the TLS handshake: it refuses the client certificate, or "
                         "there is no cipher that both allow."_s
                       : u"The server ended the TLS handshake: it wants a client certificate, or "
                         "there is no cipher that both allow."_s;
    case Cause::Name:
        return u"The server knows no host of this name: see the server name in the connection's settings."_s;
    case Cause::Weak:
        return u"The server's key, signature or protocol is too weak for the security level of OpenSSL."_s;
    case Cause::Key:
        return u"The private key does not belong to the client certificate."_s;
    case Cause::ServerFault:
        return u"The server gave up the TLS handshake because of a fault of its own."_s;
    case Cause::Damage:
        return u"The TLS handshake broke: what one side sent did not reach the other as it was."_s;
    }
    return {};
}

} // namespace

bool isTlsError(QAbstractSocket::SocketError error)
{
    return error == QAbstractSocket::SslHandshakeFailedError || error == QAbstractSocket::SslInternalError
           || error == QAbstractSocket::SslInvalidUserDataError;
}

ConnectionError tlsFailure(const QString &raw, TlsMoment moment, bool certificateShown)
{
    ConnectionError error;
    error.stage = ErrorStage::Tls;
    error.raw = raw;
    const auto *found = std::find_if(markers.begin(), markers.end(), [&](const Marker &marker) {
        return raw.contains(marker.text, Qt::CaseInsensitive);
    });
    const bool known = found != markers.end();
    // Garbage in what was TLS before is damage, and may pass.
    if (moment == TlsMoment::Open
        && (!known || found->cause == Cause::NoTls || found->cause == Cause::Weak
            || found->cause == Cause::ServerFault || found->cause == Cause::Damage)) {
        error.sentence = u"The encryption of the connection broke: %1."_s.arg(raw);
        return error;
    }
    error.permanent = !known || (found->cause != Cause::ServerFault && found->cause != Cause::Damage);
    error.sentence = known ? sentenceFor(found->cause, certificateShown)
                           : u"No TLS connection could be agreed on with the server."_s;
    return error;
}

ConnectionError tlsInterrupted(const QString &host, bool reset, const QString &raw)
{
    ConnectionError error;
    error.stage = ErrorStage::Tls;
    error.sentence =
            reset ? u"The connection to %1 was lost during the TLS handshake: %2."_s.arg(host, raw)
                  : u"%1 ended the connection during the TLS handshake: it may want a client certificate, or no TLS."_s
                            .arg(host);
    error.raw = raw;
    return error;
}
