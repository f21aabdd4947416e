// SPDX-License-Identifier: MIT
#pragma once

#include "failurecause.h"

#include <QByteArray>
#include <QString>

/// What servers that expect TLS say to somebody who does not speak it, and what those say that want a client
/// certificate but speak of it in HTTP only.
namespace TlsAdvice {

/// True if this, which came in place of HTTP, is an alert of TLS (RFC 8446 section 5.1).
bool isAlert(const QByteArray &start);
/// The cause that `body` tells, or None. It is that of a 400, whose words are those of nginx, Apache, Go and
/// Tomcat. `scheme` is that of the URL it came from; `atOrigin` is false where the profile's client
/// certificate is not shown (staysAtOrigin()).
FailureCause ofRefusal(int status, const QByteArray &body, const QString &scheme, bool atOrigin);

} // namespace TlsAdvice
