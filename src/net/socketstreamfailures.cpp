// SPDX-License-Identifier: MIT
// SocketStream: what goes wrong, and the streams that are no TCP.
#include "failure/socketfailure.h"
#include "failure/tlsfailure.h"
#include "net/proxy/proxychoice.h"
#include "net/proxy/proxydialogue.h"
#include "net/socketstream.h"
#include "net/tcpdialler.h"
#include "profile/websocketurl.h"

#include <QFile>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

// While a server's queue is full, it is asked so often.
static constexpr std::chrono::milliseconds UnixPause{50};

static ConnectionError unixFailure(int error, const QString &path)
{
    const QString raw = qt_error_string(error);
    const auto failure = [&raw](const QString &sentence) {
        return connectionFailure(ErrorStage::Tcp, sentence, raw);
    };
    switch (error) {
    case ENOENT:
        return failure(u"There is no socket “%1”: is the server running?"_s.arg(path));
    case EACCES:
    case EPERM: {
        ConnectionError denied = failure(u"You may not use the socket “%1”: permission denied."_s.arg(path));
        denied.permanent = true;
        return denied;
    }
    case ECONNREFUSED:
        return failure(u"Nobody listens on the socket “%1”: is the server running?"_s.arg(path));
    default:
        return failure(u"The connection to “%1” failed: %2."_s.arg(path, raw));
    }
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
        if (!m_verdict.accepted) {
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
            endLater(connectionFailure(ErrorStage::Tcp, u"The connection was lost: %1."_s.arg(raw), raw));
    }
}

ConnectionError SocketStream::stalled() const
{
    switch (m_step) {
    case Step::Choosing:
        return proxyUndecided();
    case Step::Dialling:
        if (!m_dialler) {
            return connectionFailure(
                    ErrorStage::Tcp,
                    u"The socket “%1” did not answer in time: the server accepts nobody."_s.arg(
                            unixSocketPath(m_url)));
        }
        if (m_dialler->isResolving()) {
            return isThroughProxy()
                           ? connectionFailure(
                                   ErrorStage::Proxy,
                                   u"The name of the proxy %1 was not resolved in time."_s.arg(proxyName()))
                           : connectionFailure(ErrorStage::Dns,
                                               u"The name “%1” was not resolved in time."_s.arg(host()));
        }
        return isThroughProxy()
                       ? connectionFailure(ErrorStage::Proxy,
                                           u"The proxy %1 did not answer in time."_s.arg(proxyName()))
                       : connectionFailure(ErrorStage::Tcp, u"%1 did not answer in time."_s.arg(host()));
    case Step::Proxy:
        return connectionFailure(ErrorStage::Proxy,
                                 u"The proxy %1 did not connect to %2 in time."_s.arg(proxyName(), host()));
    case Step::Tls:
        return connectionFailure(ErrorStage::Tls,
                                 u"%1 did not complete the TLS handshake in time."_s.arg(host()));
    default:
        return connectionFailure(ErrorStage::Handshake,
                                 u"The server did not complete the handshake in time."_s);
    }
}

// By hand: while the server's queue is full, QLocalSocket asks again without a pause.
void SocketStream::dialUnixSocket()
{
    if (m_step != Step::Dialling)
        return;
    const QString path = unixSocketPath(m_url);
    const QByteArray name = QFile::encodeName(path);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name.constData(),
                std::min(std::size_t(name.size()), sizeof address.sun_path - 1));
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor >= 0
        && ::connect(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0) {
        adoptUnixSocket(descriptor);
        return;
    }
    const int error = errno;
    if (descriptor >= 0)
        ::close(descriptor);
    if (descriptor >= 0 && (error == EAGAIN || error == EINTR))
        QTimer::singleShot(UnixPause, this, &SocketStream::dialUnixSocket);
    else
        endLater(unixFailure(error, path));
}

void SocketStream::adoptUnixSocket(int descriptor)
{
    m_local = new QLocalSocket(this);
    m_device = m_local;
    m_local->setReadBufferSize(ReadBufferBytes);
    if (!m_local->setSocketDescriptor(descriptor)) {
        ::close(descriptor);
        endLater(unixFailure(EINVAL, unixSocketPath(m_url)));
        return;
    }
    connect(m_local, &QLocalSocket::readyRead, this, [this] {
        if (m_step == Step::Open)
            Q_EMIT readyRead();
    });
    connect(m_local, &QLocalSocket::bytesWritten, this, &SocketStream::bytesWritten);
    connect(m_local, &QLocalSocket::errorOccurred, this, &SocketStream::handleLocalError);
    connect(m_local, &QLocalSocket::disconnected, this, [this] { endLater({}); });
    becomeOpen();
}

void SocketStream::handleLocalError(QLocalSocket::LocalSocketError error)
{
    const QString raw = m_local->errorString();
    if (error == QLocalSocket::PeerClosedError)
        endLater({});
    else
        endLater(connectionFailure(ErrorStage::Tcp, u"The connection was lost: %1."_s.arg(raw), raw));
}
