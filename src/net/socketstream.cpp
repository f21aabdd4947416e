// SPDX-License-Identifier: MIT
#include "net/socketstream.h"

#include "descriptors.h"
#include "failure/streamfailure.h"
#include "net/proxy/proxychoice.h"
#include "net/proxy/proxydialogue.h"
#include "net/tcpdialler.h"
#include "net/tls/tlsconfiguration.h"
#include "net/unixdialler.h"
#include "profile/websocketurl.h"

#include <QHostAddress>
#include <QMetaObject>
#include <QNetworkProxy>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTimer>

#include <cerrno>
#include <chrono>
#include <utility>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

// The system would let it grow to tens of megabytes, all of which a crash loses. Across a network it must
// grow, for the sake of the distance.
static constexpr int LoopbackReceiveBytes = 1024 * 1024;

static ConnectionError lostBecause(const QString &raw)
{
    return connectionFailure({FailureCause::ConnectionLostBecause, {raw}}, raw);
}

SocketStream::SocketStream(QObject *parent)
    : QObject(parent)
{}

SocketStream::~SocketStream()
{
    dropSockets();
}

void SocketStream::open(const ConnectionProfile &profile, const QUrl &url)
{
    m_profile = profile;
    m_url = url;
    m_step = Step::Choosing;
    QMetaObject::invokeMethod(this, &SocketStream::begin, Qt::QueuedConnection);
}

QString SocketStream::host() const
{
    return m_url.host(QUrl::FullyDecoded);
}

QString SocketStream::proxyName() const
{
    return hostAndPort(m_proxy.host, m_proxy.port);
}

void SocketStream::begin()
{
    if (m_step != Step::Choosing)
        return;
    if (isUnixSocket(m_url)) {
        m_step = Step::Dialling;
        m_info.peer = unixSocketPath(m_url);
        m_unixDialler = std::make_unique<UnixDialler>();
        connect(m_unixDialler.get(), &UnixDialler::connected, this, &SocketStream::adoptUnixSocket);
        connect(m_unixDialler.get(), &UnixDialler::failed, this,
                [this](int systemError) { endLater(unixSocketFailure(systemError, unixSocketPath(m_url))); });
        m_unixDialler->dial(m_info.peer);
        return;
    }
    if (m_url.scheme() == "wss"_L1) {
        const TlsConfiguration tls = tlsConfiguration(m_profile.tls);
        if (tls.error) {
            endLater(tls.error);
            return;
        }
        m_tlsConfiguration = tls.configuration;
    }
    auto *choice = new ProxyChoice(this);
    connect(choice, &ProxyChoice::chosen, this, &SocketStream::dial);
    connect(choice, &ProxyChoice::failed, this, &SocketStream::endLater);
    choice->choose(m_profile.proxy, m_url);
}

void SocketStream::dial(const ProxySettings &proxy)
{
    if (m_step != Step::Choosing)
        return;
    m_step = Step::Dialling;
    m_proxy = proxy;
    m_dialler = std::make_unique<TcpDialler>();
    connect(m_dialler.get(), &TcpDialler::connected, this, &SocketStream::handleConnected);
    connect(m_dialler.get(), &TcpDialler::failed, this, &SocketStream::handleDialFailure);
    const bool encrypted = m_url.scheme() == "wss"_L1;
    if (isThroughProxy())
        m_dialler->dial(proxy.host, proxy.port, AddressPreference::System);
    else
        m_dialler->dial(host(), quint16(m_url.port(encrypted ? 443 : 80)), m_profile.addresses);
}

void SocketStream::handleDialFailure(QAbstractSocket::SocketError error, const QString &raw)
{
    m_info.timings.dns = m_dialler->dnsTime();
    if (isThroughProxy())
        endLater(proxyFailure(error, proxyName(), raw));
    else if (error == QAbstractSocket::RemoteHostClosedError)
        endLater(connectionFailure({FailureCause::ConnectReset, {host()}}, raw));
    else
        endLater(socketFailure(error, host(), raw));
}

void SocketStream::handleConnected(int descriptor)
{
    m_info.timings.dns = m_dialler->dnsTime();
    m_info.timings.tcp = m_dialler->tcpTime();
    if (m_url.scheme() == "wss"_L1)
        m_tcp = m_tls = new QSslSocket(this);
    else
        m_tcp = new QTcpSocket(this);
    m_device = m_tcp;
    m_tcp->setProxy(QNetworkProxy::NoProxy);
    m_tcp->setReadBufferSize(ReadBufferBytes);
    m_watch = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    if (!m_tcp->setSocketDescriptor(descriptor)) {
        ::close(descriptor);
        endLater(socketFailure(m_tcp->error(), host(), m_tcp->errorString()));
        return;
    }
    m_tcp->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    if (m_tcp->peerAddress().isLoopback())
        m_tcp->setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, LoopbackReceiveBytes);
    m_info.peer = hostAndPort(m_tcp->peerAddress().toString(), m_tcp->peerPort());
    connectTcp();
    m_elapsed.start();
    if (isThroughProxy()) {
        const auto port = quint16(m_url.port(m_tls ? 443 : 80));
        m_info.peer = tr("%1 through the proxy %2").arg(hostAndPort(host(), port), m_info.peer);
        m_step = Step::Proxy;
        m_proxyDialogue = ProxyDialogue::make(m_proxy, host(), port);
        QTimer::singleShot(ProxyDialogue::Silence, this, [this] {
            const Failure silence = m_step == Step::Proxy ? m_proxyDialogue->silence() : Failure();
            if (!silence.isEmpty())
                endLater(connectionFailure(silence));
        });
        talkToProxy();
    } else if (m_tls) {
        startTls();
    } else {
        becomeOpen();
    }
}

void SocketStream::adoptUnixSocket(int descriptor)
{
    m_local = new QLocalSocket(this);
    m_device = m_local;
    m_local->setReadBufferSize(ReadBufferBytes);
    if (!m_local->setSocketDescriptor(descriptor)) {
        ::close(descriptor);
        endLater(unixSocketFailure(EINVAL, unixSocketPath(m_url)));
        return;
    }
    connect(m_local, &QLocalSocket::readyRead, this, [this] {
        if (m_step == Step::Open)
            Q_EMIT readyRead();
    });
    connect(m_local, &QLocalSocket::bytesWritten, this, &SocketStream::bytesWritten);
    connect(m_local, &QLocalSocket::errorOccurred, this, [this](QLocalSocket::LocalSocketError error) {
        if (error == QLocalSocket::PeerClosedError)
            endLater({});
        else
            endLater(lostBecause(m_local->errorString()));
    });
    connect(m_local, &QLocalSocket::disconnected, this, [this] { endLater({}); });
    becomeOpen();
}

void SocketStream::connectTcp()
{
    connect(m_tcp, &QTcpSocket::readyRead, this, [this] {
        if (m_step == Step::Proxy)
            talkToProxy();
        else if (m_step == Step::Open)
            Q_EMIT readyRead();
    });
    connect(m_tcp, &QTcpSocket::errorOccurred, this,
            [this](QAbstractSocket::SocketError error) { handleSocketError(error, m_tcp->errorString()); });
    connect(m_tcp, &QTcpSocket::disconnected, this, [this] { endLater({}); });
    if (!m_tls) {
        connect(m_tcp, &QTcpSocket::bytesWritten, this, &SocketStream::bytesWritten);
        return;
    }
    connect(m_tls, &QSslSocket::encryptedBytesWritten, this, &SocketStream::bytesWritten);
    connect(m_tls, &QSslSocket::encrypted, this, &SocketStream::handleEncrypted);
    connect(m_tls, &QSslSocket::sslErrors, this, [this](const QList<QSslError> &errors) {
        m_verdict = judgeCertificates(m_profile.tls, tlsPeerName(m_profile.tls, host()),
                                      m_tls->peerCertificateChain(), errors);
        m_verdict.error.certificateHost = hostAndPort(host(), quint16(m_url.port(443)));
        if (m_verdict.accepted)
            m_tls->ignoreSslErrors();
    });
}

void SocketStream::talkToProxy()
{
    // No more is taken than belongs to the dialogue: what follows is the server's.
    QByteArray received = m_tcp->peek(m_tcp->bytesAvailable());
    const qsizetype before = received.size();
    const ProxyDialogue::State state = m_proxyDialogue->advance(received);
    m_tcp->skip(before - received.size());
    m_tcp->write(m_proxyDialogue->takeOutput());
    if (state == ProxyDialogue::State::Failed) {
        endLater(m_proxyDialogue->error());
    } else if (state == ProxyDialogue::State::Through) {
        m_info.timings.proxy = elapsedTime(m_elapsed);
        m_elapsed.start();
        if (m_tls)
            startTls();
        else
            becomeOpen();
    }
}

void SocketStream::startTls()
{
    m_step = Step::Tls;
    m_tls->setSslConfiguration(m_tlsConfiguration);
    m_tls->setPeerVerifyName(tlsPeerName(m_profile.tls, host()));
    m_tls->startClientEncryption();
}

void SocketStream::handleEncrypted()
{
    if (m_step != Step::Tls)
        return;
    m_info.timings.tls = elapsedTime(m_elapsed);
    m_info.tls = tlsInfo(*m_tls);
    m_info.tls.verified = m_verdict.verified;
    m_info.tls.problem = m_verdict.problem;
    m_info.security = m_info.tls.protocol;
    becomeOpen();
}

void SocketStream::becomeOpen()
{
    if (m_ending)
        return;
    m_step = Step::Open;
    const QPointer<SocketStream> self(this);
    Q_EMIT opened();
    if (self && m_step == Step::Open && bytesAvailable() > 0)
        Q_EMIT readyRead();
}

qint64 SocketStream::bytesAvailable() const
{
    return m_device ? m_device->bytesAvailable() : 0;
}

qint64 SocketStream::read(char *buffer, qint64 size)
{
    return m_device && m_device->isOpen() ? m_device->read(buffer, size) : -1;
}

void SocketStream::write(const char *data, qint64 size)
{
    if (m_step == Step::Open && !m_finishing && !m_ending)
        m_device->write(data, size);
}

void SocketStream::flush()
{
    if (m_tcp)
        m_tcp->flush();
    else if (m_local)
        m_local->flush();
}

qint64 SocketStream::bytesToWrite() const
{
    if (!m_device)
        return 0;
    return m_device->bytesToWrite() + (m_tls ? m_tls->encryptedBytesToWrite() : 0);
}

void SocketStream::finish()
{
    if (m_step != Step::Open || m_finishing)
        return;
    m_finishing = true;
    if (m_tls) {
        m_tls->disconnectFromHost();
        return;
    }
    connect(this, &SocketStream::bytesWritten, this, &SocketStream::shutDownWriting);
    shutDownWriting();
}

// Qt's sockets know no end of one direction alone.
void SocketStream::shutDownWriting()
{
    if (!m_device || bytesToWrite() > 0)
        return;
    const qintptr descriptor = m_tcp ? m_tcp->socketDescriptor() : m_local->socketDescriptor();
    if (descriptor >= 0)
        ::shutdown(int(descriptor), SHUT_WR);
}

void SocketStream::abort()
{
    m_step = Step::Ended;
    dropSockets();
}

// A socket may be in the middle of one of its signals: it must not be deleted yet.
void SocketStream::dropSockets()
{
    m_dialler.reset();
    m_unixDialler.reset();
    closeWatch();
    if (!m_device)
        return;
    m_device->disconnect(this);
    if (m_tcp)
        m_tcp->abort();
    else
        m_local->abort();
    m_device->setParent(nullptr);
    m_device->deleteLater();
    m_device = nullptr;
    m_tcp = nullptr;
    m_local = nullptr;
    m_tls = nullptr;
}

// After a RST a socket has no peer any more, after a FIN it has.
bool SocketStream::wasReset() const
{
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    return m_watch >= 0 && !m_finishing
           && ::getpeername(m_watch, reinterpret_cast<sockaddr *>(&peer), &size) != 0;
}

void SocketStream::closeWatch()
{
    if (m_watch >= 0)
        ::close(std::exchange(m_watch, -1));
}

void SocketStream::handleSocketError(QAbstractSocket::SocketError error, const QString &said)
{
    const bool reset = error == QAbstractSocket::RemoteHostClosedError && wasReset();
    const QString raw = reset ? qt_error_string(ECONNRESET) : said;
    const bool hasCertificate = !m_profile.tls.certificateFile.isEmpty();
    switch (m_step) {
    case Step::Proxy:
        endLater(proxyFailure(error, proxyName(), raw));
        break;
    case Step::Tls:
        if (const int why = Descriptors::error(); !m_verdict.accepted && Descriptors::areTooMany(why)) {
            // Of authorities that could not be read, none is known.
            endLater(socketFailure(QAbstractSocket::SocketResourceError, host(), qt_error_string(why)));
        } else if (!m_verdict.accepted) {
            m_info.tls = tlsInfo(*m_tls);
            m_info.tls.verified = false;
            m_info.tls.problem = m_verdict.problem;
            endLater(m_verdict.error);
        } else if (isTlsError(error)) {
            endLater(tlsFailure(raw, TlsMoment::Handshake, hasCertificate));
        } else {
            endLater(tlsInterrupted(host(), reset || error != QAbstractSocket::RemoteHostClosedError, raw));
        }
        break;
    default:
        if (isTlsError(error))
            endLater(tlsFailure(raw, TlsMoment::Open, hasCertificate));
        else if (error == QAbstractSocket::RemoteHostClosedError && !reset)
            endLater({});
        else
            endLater(lostBecause(raw));
    }
}

Failure SocketStream::stalledDialling() const
{
    if (m_unixDialler)
        return {FailureCause::SocketTimedOut, {unixSocketPath(m_url)}};
    const bool resolving = m_dialler->isResolving();
    if (isThroughProxy())
        return {resolving ? FailureCause::ProxyNameTimedOut : FailureCause::ProxyTimedOut, {proxyName()}};
    return {resolving ? FailureCause::NameTimedOut : FailureCause::ConnectTimedOut, {host()}};
}

ConnectionError SocketStream::stalled() const
{
    switch (m_step) {
    case Step::Choosing:
        return connectionFailure({FailureCause::ProxyUndecided, {}});
    case Step::Dialling:
        return connectionFailure(stalledDialling());
    case Step::Proxy:
        return connectionFailure({FailureCause::ProxyTunnelTimedOut, {proxyName(), host()}});
    case Step::Tls:
        return connectionFailure({FailureCause::TlsTimedOut, {host()}});
    default:
        return connectionFailure({FailureCause::HandshakeTimedOut, {}});
    }
}

// Later: sockets tell of an error and of the end in either order and from within calls of write().
void SocketStream::endLater(const std::optional<ConnectionError> &error)
{
    if (m_ending || m_step == Step::Ended)
        return;
    m_ending = true;
    closeWatch();
    QMetaObject::invokeMethod(
            this,
            [this, error] {
                if (m_step == Step::Ended)
                    return;
                m_step = Step::Ended;
                Q_EMIT ended(error);
            },
            Qt::QueuedConnection);
}
