// SPDX-License-Identifier: MIT
#include "format/text/binarytext.h"
#include "net/proxy/proxydialogue.h"

#include <QHostAddress>
#include <QtEndian>

#include <array>

using namespace Qt::StringLiterals;

namespace {

constexpr char SocksVersion = 5;
constexpr char CredentialsVersion = 1;

enum Method : char { NoCredentials = 0, UserAndPassword = 2, NoneFits = -1 };
enum AddressType : char { IPv4 = 1, Name = 3, IPv6 = 4 };

// RFC 1928 section 6, in the order of the codes.
constexpr std::array replies{
        FailureCause::SocksFailed,
        FailureCause::SocksForbidden,
        FailureCause::SocksNetworkUnreachable,
        FailureCause::SocksHostUnreachable,
        FailureCause::SocksHostRefused,
        FailureCause::SocksTimedOut,
        FailureCause::SocksUnsupported,
        FailureCause::SocksAddressUnknown,
};

FailureCause replyCause(quint8 code)
{
    return code <= replies.size() ? replies[code - 1] : FailureCause::SocksUnknownReply;
}

/// SOCKS version 5 (RFC 1928) with or without user and password (RFC 1929). The proxy resolves names.
class SocksDialogue final : public ProxyDialogue
{
public:
    using ProxyDialogue::ProxyDialogue;

    // An HTTP proxy waits for the rest of a line.
    Failure silence() const override
    {
        return m_step == Step::Method ? Failure{FailureCause::SocksUnanswered, {proxyName()}} : Failure();
    }

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

bool SocksDialogue::step(QByteArray &received)
{
    switch (m_step) {
    case Step::Greeting:
        greet();
        return true;
    case Step::Method:
        return readMethod(received);
    case Step::Credentials:
        return readVerdict(received);
    case Step::Reply:
        return readReply(received);
    }
    return false;
}

void SocksDialogue::greet()
{
    if (m_host.toUtf8().size() > 255) {
        fail({FailureCause::SocksHostTooLong, {}});
        return;
    }
    if (m_proxy.user.toUtf8().size() > 255 || m_proxy.password.toUtf8().size() > 255) {
        fail({FailureCause::SocksCredentialsTooLong, {}});
        return;
    }
    QByteArray methods(1, NoCredentials);
    if (hasCredentials())
        methods += UserAndPassword;
    say(QByteArray(1, SocksVersion) + char(methods.size()) + methods);
    m_step = Step::Method;
}

void SocksDialogue::failAsNoSocks(const QByteArray &received)
{
    const FailureCause cause =
            received.startsWith("HTTP") ? FailureCause::ProxyIsHttp : FailureCause::ProxyNotSocks;
    fail({cause, {proxyName()}}, escapedBytes(received.first(qMin<qsizetype>(received.size(), 80))));
}

bool SocksDialogue::readMethod(QByteArray &received)
{
    if (!received.isEmpty() && received.front() != SocksVersion) {
        // The first byte may come alone.
        if (QByteArrayView("HTTP").startsWith(received) && received.size() < 4)
            return false;
        failAsNoSocks(received);
        return true;
    }
    if (received.size() < 2)
        return false;
    const char method = received.at(1);
    if (method == NoCredentials) {
        sendRequest();
    } else if (method == UserAndPassword && hasCredentials()) {
        sendCredentials();
    } else if (method == NoneFits && hasCredentials()) {
        fail({FailureCause::ProxyAcceptsNoMethod, {proxyName()}});
    } else if (method == NoneFits) {
        fail({FailureCause::ProxyWantsCredentials, {proxyName()}});
    } else {
        failAsNoSocks(received);
        return true;
    }
    received.remove(0, 2);
    return true;
}

void SocksDialogue::sendCredentials()
{
    const QByteArray user = m_proxy.user.toUtf8();
    const QByteArray password = m_proxy.password.toUtf8();
    say(QByteArray(1, CredentialsVersion) + char(user.size()) + user + char(password.size()) + password);
    m_step = Step::Credentials;
}

bool SocksDialogue::readVerdict(QByteArray &received)
{
    if (received.size() < 2)
        return false;
    const bool accepted = received.at(1) == 0;
    received.remove(0, 2);
    if (accepted)
        sendRequest();
    else
        fail({FailureCause::ProxyRefusesCredentials, {proxyName()}});
    return true;
}

void SocksDialogue::sendRequest()
{
    QByteArray request(1, SocksVersion);
    request += '\x01'; // CONNECT
    request += '\0';
    const QHostAddress address(m_host);
    if (address.protocol() == QHostAddress::IPv4Protocol) {
        QByteArray bytes(4, Qt::Uninitialized);
        qToBigEndian(address.toIPv4Address(), bytes.data());
        request += IPv4 + bytes;
    } else if (address.protocol() == QHostAddress::IPv6Protocol) {
        const Q_IPV6ADDR bytes = address.toIPv6Address();
        request += IPv6;
        request.append(reinterpret_cast<const char *>(bytes.c), sizeof bytes.c);
    } else {
        const QByteArray name = m_host.toUtf8();
        request += Name;
        request += char(name.size());
        request += name;
    }
    QByteArray port(2, Qt::Uninitialized);
    qToBigEndian(m_port, port.data());
    say(request + port);
    m_step = Step::Reply;
}

bool SocksDialogue::readReply(QByteArray &received)
{
    if (!received.isEmpty() && received.front() != SocksVersion) {
        failAsNoSocks(received);
        return true;
    }
    if (received.size() < 2)
        return false;
    if (const auto code = quint8(received.at(1)); code != 0) {
        fail({replyCause(code), {proxyName(), targetName()}}, u"SOCKS5 reply %1"_s.arg(code));
        return true;
    }
    if (received.size() < 5)
        return false;
    qsizetype length = 6;
    switch (received.at(3)) {
    case IPv4:
        length += 4;
        break;
    case IPv6:
        length += 16;
        break;
    case Name:
        length += 1 + quint8(received.at(4));
        break;
    default:
        failAsNoSocks(received);
        return true;
    }
    if (received.size() < length)
        return false;
    received.remove(0, length);
    succeed();
    return true;
}

} // namespace

std::unique_ptr<ProxyDialogue> makeSocksDialogue(const ProxySettings &proxy, const QString &host,
                                                 quint16 port)
{
    return std::make_unique<SocksDialogue>(proxy, host, port);
}
