// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

/// What servers that expect TLS say to somebody who does not speak it, and what those say that want a client
/// certificate but speak of it in HTTP only. Each is a sentence of advice, or empty.
namespace TlsAdvice {

/// `start` is what came in place of HTTP: it may be a TLS record (RFC 8446 section 5.1).
QString ofRecord(const QByteArray &start);
/// `body` is that of a 400, whose words are those of nginx, Apache, Go and Tomcat. `scheme` is that of the
/// URL it came from; `atOrigin` is false where the profile's client certificate is not shown
/// (staysAtOrigin()).
QString ofRefusal(int status, const QByteArray &body, const QString &scheme, bool atOrigin);

} // namespace TlsAdvice
