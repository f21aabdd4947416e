// SPDX-License-Identifier: MIT
#pragma once

#include "connection/connectionerror.h"
#include "connection/connectionprofile.h"
#include "connection/handshakeinfo.h"

#include <QObject>

#include <optional>

/// A stream of bytes to a server: name resolution, TCP or a Unix-domain socket, a proxy, TLS. One attempt,
/// one object; what speaks HTTP and WebSocket is above it.
///
/// Lives on the thread of its user, who also deletes it; deleting aborts. Signals never come from within
/// open(). Either opened() or ended() comes first; after ended() there are none.
class SocketStream : public QObject
{
    Q_OBJECT

public:
    explicit SocketStream(QObject *parent = nullptr);
    ~SocketStream() override;

    /// Begins; once only. `url` is the profile's, or where it was redirected to.
    void open(const ConnectionProfile &profile, const QUrl &url);

    /// As QIODevice's, never waiting.
    qint64 bytesAvailable() const;
    qint64 read(char *buffer, qint64 size);
    void write(const char *data, qint64 size);
    /// Hands to the operating system what it takes now.
    void flush();
    /// Written and not yet with the operating system, encrypted or not.
    qint64 bytesToWrite() const;
    /// Ends our side after all has been written; the peer may go on.
    void finish();
    /// Ends at once. No signals follow.
    void abort();

    /// What is known so far: `peer`, `security`, `tls` and the timings but for `http`.
    const HandshakeInfo &info() const { return m_info; }

Q_SIGNALS:
    void opened();
    void readyRead();
    void bytesWritten(qint64 bytes);
    /// Nothing: the peer ended the stream in order. What it had sent before can still be read.
    void ended(const std::optional<ConnectionError> &error);

private:
    HandshakeInfo m_info;
};
