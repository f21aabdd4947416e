// SPDX-License-Identifier: MIT
#pragma once

#include "failure/connectionerror.h"
#include "profile/connectionprofile.h"

#include <QAbstractSocket>
#include <QNetworkRequest>
#include <QString>

#include <optional>

// What is said to QWebSocket, and what it and its socket say, sorted. Pure functions.

/// A profile as QWebSocket takes it.
struct QtRequest
{
    QNetworkRequest request;
    /// Goes to QWebSocket's constructor: as a raw header it would be sent twice.
    QString origin;
};

/// Headers of the same name become one, since QNetworkRequest knows each name once: joined by ", "
/// (RFC 9110 section 5.3), cookies by "; ".
QtRequest qtRequest(const ConnectionProfile &profile);

/// What the profile asks for and QWebSocket cannot do, as a permanent error; nothing if it can do all of it.
/// Not judged: compression and following redirects, which are offers.
std::optional<ConnectionError> qtEngineRefusal(const ConnectionProfile &profile);

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
