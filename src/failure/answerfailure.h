// SPDX-License-Identifier: MIT
#pragma once

#include "failure/connectionerror.h"
#include "failurecause.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

class HttpResponse;

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

// These say what is wrong with the answer to an opening handshake (RFC 6455 section 4.1), whichever engine
// asked. They may be called on any thread. A Failure is empty if nothing is wrong.

/// Judges whether the bytes are HTTP, and not too many. `scheme` is that of the URL they came from.
Failure problemOfHttp(const HttpResponse &answer, const QString &scheme);
/// Judges the headers of a 101. `key` is the Sec-WebSocket-Key that was sent.
Failure problemOfUpgrade(const HttpResponse &answer, const QByteArray &key);
/// Judges the subprotocol that was chosen, if any was.
Failure problemOfSubprotocol(const HttpResponse &answer, const QStringList &offered);

/// What an error shows of the answer: its status line, or else its first bytes, without the values of secret
/// headers.
QString answerAsItCame(const HttpResponse &answer);

/// The error that one of these means.
ConnectionError brokenAnswer(const HttpResponse &answer, const Failure &failure);
/// The error that another status than 101 means. `told` is what the answer's body tells (TlsAdvice), if it
/// does.
ConnectionError refusingAnswer(const HttpResponse &answer, bool withCredentials,
                               FailureCause told = FailureCause::None);
/// The same of a status alone. `phrase` is the server's own.
ConnectionError handshakeRefused(int status, const QString &phrase, const QString &raw);

/// "404 Not Found": the standard phrase if there is one (RFC 9110 section 15), else the server's own.
QString httpStatusText(int status, const QString &phrase);
