// SPDX-License-Identifier: MIT
#pragma once

#include "failure/connectionerror.h"
#include "profile/profileparts.h"

#include <QAbstractSocket>

#include <optional>

// What QWebSocket and its socket say, sorted. Pure functions.

/// What a socket of Qt that goes through a proxy says when it cannot connect. Qt (6.4.2) keeps some statuses
/// of HTTP proxies to itself; those that it turns into errors of their own are told from these. Nothing if
/// the error is not of the way to the host.
std::optional<ConnectionError> qtProxyFailure(QAbstractSocket::SocketError error, const ProxySettings &proxy,
                                              const QString &raw);

/// True if code and text are those that QWebSocket itself gives when it closes because the peer broke
/// RFC 6455; they cannot be told otherwise from what a peer sent. The text is Qt's own in English: the
/// program must not install the translations of Qt WebSockets.
bool isEngineClose(quint16 code, const QString &reason);

/// True if code and text say that Qt took the peer's close code for illegal and hides it.
bool isHiddenClose(quint16 code, const QString &reason);
