// SPDX-License-Identifier: MIT
#include "net/proxy/proxydialogue.h"

#include <QUrl>

using namespace Qt::StringLiterals;

QString hostAndPort(const QString &host, quint16 port)
{
    return (host.contains(u':') ? u"[%1]:%2"_s : u"%1:%2"_s).arg(host, QString::number(port));
}

std::unique_ptr<ProxyDialogue> ProxyDialogue::make(const ProxySettings &proxy, const QString &host,
                                                   quint16 port)
{
    if (proxy.kind == ProxySettings::Kind::Socks5)
        return makeSocksDialogue(proxy, host, port);
    return makeHttpConnect(proxy, host, port);
}

static QString asciiHost(const QString &host)
{
    const QByteArray ascii = host.contains(u':') ? QByteArray() : QUrl::toAce(host);
    return ascii.isEmpty() ? host : QString::fromLatin1(ascii);
}

ProxyDialogue::ProxyDialogue(const ProxySettings &proxy, const QString &host, quint16 port)
    : m_proxy(proxy)
    , m_host(asciiHost(host))
    , m_port(port)
{}

ProxyDialogue::State ProxyDialogue::advance(QByteArray &received)
{
    while (m_state == State::Talking && step(received)) {
    }
    return m_state;
}

void ProxyDialogue::fail(const Failure &failure, const QString &raw, int httpStatus)
{
    m_state = State::Failed;
    m_error = connectionFailure(failure, raw);
    m_error.httpStatus = httpStatus;
}

QString ProxyDialogue::proxyName() const
{
    return hostAndPort(m_proxy.host, m_proxy.port);
}

QString ProxyDialogue::targetName() const
{
    return hostAndPort(m_host, m_port);
}
