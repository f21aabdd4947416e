// SPDX-License-Identifier: MIT
#pragma once

#include "failure/connectionerror.h"

#include <QAbstractSocket>
#include <QString>

// What a stream of bytes fails of, told from the codes of Qt's sockets and from what OpenSSL says; `raw` is
// what they say. Pure functions.

/// `host` is named in the sentence.
ConnectionError socketFailure(QAbstractSocket::SocketError error, const QString &host, const QString &raw);

/// The way to a proxy, "proxy.example:3128", or the talk with it failed; stage Proxy.
ConnectionError proxyFailure(QAbstractSocket::SocketError error, const QString &proxy, const QString &raw);

/// The same of a Unix-domain socket. `systemError` is an errno.
ConnectionError unixSocketFailure(int systemError, const QString &path);

/// True for what tlsFailure() is about.
bool isTlsError(QAbstractSocket::SocketError error);

/// What was going on when TLS failed.
enum class TlsMoment : quint8 {
    Handshake,
    /// After the handshake: with TLS 1.3 (RFC 8446 section 4.4.2) a server refuses our certificate only now.
    Open,
};

/// Tells the cause from what OpenSSL says, for which Qt has no codes, when TLS fails for another reason than
/// the server's certificate; alerts are those of RFC 8446 section 6. `certificateShown`: we have a client
/// certificate.
ConnectionError tlsFailure(const QString &raw, TlsMoment moment = TlsMoment::Handshake,
                           bool certificateShown = false);

/// The connection ended or broke in the middle of the TLS handshake, which may pass. `reset`: not in order.
ConnectionError tlsInterrupted(const QString &host, bool reset, const QString &raw);
