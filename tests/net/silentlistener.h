// SPDX-License-Identifier: MIT
#pragma once

#include <QHostAddress>
#include <QList>
#include <QTcpSocket>
#include <QTest>

#include <memory>
#include <vector>

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

/// A port of 127.0.0.1 that answers nothing, not even with a refusal: its queue of connections is full.
class SilentListener
{
public:
    SilentListener()
        : m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *generic = reinterpret_cast<sockaddr *>(&address);
        if (::bind(m_listener, generic, size) != 0 || ::listen(m_listener, 0) != 0
            || ::getsockname(m_listener, generic, &size) != 0)
            qFatal("The silent listener cannot listen on loopback.");
        m_port = ntohs(address.sin_port);
        for (int i = 0; i < 4; ++i) {
            m_fillers.push_back(std::make_unique<QTcpSocket>());
            m_fillers.back()->connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
            QTest::qWait(20);
        }
    }
    ~SilentListener() { ::close(m_listener); }
    Q_DISABLE_COPY_MOVE(SilentListener)

    quint16 port() const { return m_port; }
    /// False where the system queues connections without a limit.
    bool isSilent() const { return m_fillers.back()->state() == QAbstractSocket::ConnectingState; }
    /// Makes room: the next try of a client is answered.
    void answer()
    {
        m_fillers.clear();
        for (int i = 0; i < 4; ++i) {
            const int accepted = ::accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK);
            if (accepted < 0)
                break;
            ::close(accepted);
            ::fcntl(m_listener, F_SETFL, O_NONBLOCK);
        }
    }

private:
    const int m_listener;
    quint16 m_port = 0;
    std::vector<std::unique_ptr<QTcpSocket>> m_fillers;
};
