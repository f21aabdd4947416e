// SPDX-License-Identifier: MIT
#pragma once

#include "failure/connectionerror.h"
#include "profile/profileparts.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <memory>
#include <utility>

/// What is said to a proxy until it passes bytes on: CONNECT (RFC 9110 section 9.3.6) or SOCKS5 (RFC 1928 and
/// 1929). Bytes in, bytes out; the socket is somebody else's.
class ProxyDialogue
{
public:
    enum class State : quint8 { Talking, Through, Failed };

    /// What is a proxy of its kind answers sooner.
    static constexpr std::chrono::milliseconds Silence{3000};

    /// For Kind::Http or Socks5. `host` and `port` are where the proxy is to lead to.
    static std::unique_ptr<ProxyDialogue> make(const ProxySettings &proxy, const QString &host, quint16 port);

    ProxyDialogue(const ProxySettings &proxy, const QString &host, quint16 port);
    virtual ~ProxyDialogue() = default;
    Q_DISABLE_COPY_MOVE(ProxyDialogue)

    /// Reads what the proxy said, from the front of `received`, and takes away what belongs to the dialogue:
    /// what is left after Through comes from the host. Once more with nothing to begin.
    State advance(QByteArray &received);
    /// What has to be sent now; forgets it.
    QByteArray takeOutput() { return std::exchange(m_output, {}); }
    /// What it means if the proxy has said nothing for that long; empty if that is as it may be.
    virtual Failure silence() const { return {}; }
    /// If it Failed; stage Proxy.
    const ConnectionError &error() const { return m_error; }

protected:
    /// One step: false if more bytes are needed.
    virtual bool step(QByteArray &received) = 0;

    void say(const QByteArray &bytes) { m_output += bytes; }
    void succeed() { m_state = State::Through; }
    void fail(const Failure &failure, const QString &raw = {}, int httpStatus = 0);

    /// "proxy.example:3128" and "example.org:443", for sentences.
    QString proxyName() const;
    QString targetName() const;

    const ProxySettings m_proxy;
    /// ASCII; IPv6 addresses without brackets.
    const QString m_host;
    const quint16 m_port;

private:
    State m_state = State::Talking;
    QByteArray m_output;
    ConnectionError m_error;
};

// What make() chooses from.
std::unique_ptr<ProxyDialogue> makeHttpConnect(const ProxySettings &proxy, const QString &host, quint16 port);
std::unique_ptr<ProxyDialogue> makeSocksDialogue(const ProxySettings &proxy, const QString &host,
                                                 quint16 port);

/// "example.org:443", "[::1]:443".
QString hostAndPort(const QString &host, quint16 port);
