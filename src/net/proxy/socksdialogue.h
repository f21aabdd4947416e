// SPDX-License-Identifier: MIT
#pragma once

#include "net/proxy/proxydialogue.h"

/// SOCKS version 5 (RFC 1928) with or without user and password (RFC 1929). The proxy resolves names.
class SocksDialogue final : public ProxyDialogue
{
public:
    SocksDialogue(const ProxySettings &proxy, const QString &host, quint16 port);

protected:
    bool step(QByteArray &received) override;

private:
    enum class Step : quint8 { Greeting, Method, Credentials, Reply };

    bool hasCredentials() const { return !m_proxy.user.isEmpty() || !m_proxy.password.isEmpty(); }
    void greet();
    bool readMethod(QByteArray &received);
    bool readVerdict(QByteArray &received);
    bool readReply(QByteArray &received);
    void sendCredentials();
    void sendRequest();
    void failAsNoSocks(const QByteArray &received);

    Step m_step = Step::Greeting;
};
