// SPDX-License-Identifier: MIT
#pragma once

#include "failure/connectionerror.h"

#include <QAbstractSocket>
#include <QString>

// What an attempt to connect fails of, made of the codes of Qt's sockets; `raw` is what they say. Pure
// functions.

/// `host` is named in the sentence.
ConnectionError socketFailure(QAbstractSocket::SocketError error, const QString &host, const QString &raw);

/// The way to a proxy, "proxy.example:3128", or the talk with it failed; stage Proxy.
ConnectionError proxyFailure(QAbstractSocket::SocketError error, const QString &proxy, const QString &raw);

/// The same of a Unix-domain socket. `systemError` is an errno.
ConnectionError unixSocketFailure(int systemError, const QString &path);
