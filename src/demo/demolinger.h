// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QTimer>

#include <chrono>

class QTcpSocket;

/// Ends a TCP connection without loss: writes what is left, ends only our direction, and reads and drops
/// what comes until the peer closes as well. Closing at once would answer whatever the peer sends
/// meanwhile, be it a ping, with a reset, and a reset may take with it what the peer has not read yet
/// (RFC 9112 section 9.6). Lives on the socket's thread, as its child; the caller writes and reads no more.
class DemoLinger final : public QObject
{
    Q_OBJECT

public:
    /// `patience` is how long the peer may take without any progress before the connection is aborted.
    DemoLinger(QTcpSocket *socket, std::chrono::milliseconds patience);

private:
    void progress();
    void discard();

    QTcpSocket *const m_socket;
    QTimer m_patience;
    bool m_shut = false;
};
