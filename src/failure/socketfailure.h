// SPDX-License-Identifier: MIT
#pragma once

#include "failure/connectionerror.h"

#include <QAbstractSocket>
#include <QString>

// Make error values of what sockets and servers say when an attempt fails. Pure functions.

/// A failure of the socket; `raw` is what it says. `host` is named in the sentence.
ConnectionError socketFailure(QAbstractSocket::SocketError error, const QString &host, const QString &raw);

/// The way to a proxy, "proxy.example:3128", or the talk with it failed; stage Proxy.
ConnectionError proxyFailure(QAbstractSocket::SocketError error, const QString &proxy, const QString &raw);

/// The peer's certificate was not accepted; `reason` says why, in Qt's words.
ConnectionError tlsVerificationFailure(const QString &host, const QString &reason);

/// "404 Not Found": the standard phrase if there is one (RFC 9110 section 15), else the server's own.
QString httpStatusText(int status, const QString &phrase);

/// The handshake was answered with another HTTP status than 101. The server's own phrase is used
/// when the status has no standard one (RFC 9110 section 15).
ConnectionError handshakeRefused(int status, const QString &phrase, const QString &raw);
/// The sentence of such a refusal if the request had an Authorization.
QString handshakeCredentialsRefused(int status, const QString &phrase);

/// True if code and text are those that QWebSocket itself gives when it closes because the peer broke
/// RFC 6455; they cannot be told otherwise from what a peer sent. The text is Qt's own in English: the
/// program must not install the translations of Qt WebSockets.
bool isEngineClose(quint16 code, const QString &reason);

/// True if code and text say that Qt took the peer's close code for illegal and hides it.
bool isHiddenClose(quint16 code, const QString &reason);
