// SPDX-License-Identifier: MIT
// SocketStream: what goes wrong, and the streams that are no TCP.
#include "connection/proxydialogue.h"
#include "connection/socketfailure.h"
#include "connection/socketstream.h"
#include "connection/tcpdialler.h"
#include "connection/tlsfailure.h"
#include "connection/websocketurl.h"

#include <QSslSocket>
#include <QTcpSocket>

#include <cerrno>

using namespace Qt::StringLiterals;

static ConnectionError failure(ErrorStage stage, const QString &sentence, const QString &raw = {})
{
    ConnectionError error;
    error.stage = stage;
    error.sentence = sentence;
    error.raw = raw;
    return error;
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
            endLater(failure(ErrorStage::Tcp, u"The connection was lost: %1."_s.arg(raw), raw));
    }
}

ConnectionError SocketStream::stalled() const
{
    switch (m_step) {
    case Step::Choosing:
        return failure(ErrorStage::Proxy, u"The system did not say in time which proxy to use."_s);
    case Step::Dialling:
        if (m_dialler->isResolving()) {
            return isThroughProxy()
                           ? failure(ErrorStage::Proxy,
                                     u"The name of the proxy %1 was not resolved in time."_s.arg(proxyName()))
                           : failure(ErrorStage::Dns,
                                     u"The name “%1” was not resolved in time."_s.arg(host()));
        }
        return isThroughProxy() ? failure(ErrorStage::Proxy,
                                          u"The proxy %1 did not answer in time."_s.arg(proxyName()))
                                : failure(ErrorStage::Tcp, u"%1 did not answer in time."_s.arg(host()));
    case Step::Proxy:
        return failure(ErrorStage::Proxy,
                       u"The proxy %1 did not connect to %2 in time."_s.arg(proxyName(), host()));
    case Step::Tls:
        return failure(ErrorStage::Tls, u"%1 did not complete the TLS handshake in time."_s.arg(host()));
    default:
        return failure(ErrorStage::Handshake, u"The server did not complete the handshake in time."_s);
    }
}

void SocketStream::openUnixSocket()
{
    m_step = Step::Dialling;
    const QString path = unixSocketPath(m_url);
    m_info.peer = path;
    m_local = new QLocalSocket(this);
    m_device = m_local;
    m_local->setReadBufferSize(ReadBufferBytes);
    connect(m_local, &QLocalSocket::connected, this, &SocketStream::becomeOpen);
    connect(m_local, &QLocalSocket::readyRead, this, [this] {
        if (m_step == Step::Open)
            Q_EMIT readyRead();
    });
    connect(m_local, &QLocalSocket::bytesWritten, this, &SocketStream::bytesWritten);
    connect(m_local, &QLocalSocket::errorOccurred, this, &SocketStream::handleLocalError);
    connect(m_local, &QLocalSocket::disconnected, this, [this] { endLater({}); });
    m_local->connectToServer(path);
}

void SocketStream::handleLocalError(QLocalSocket::LocalSocketError error)
{
    const QString raw = m_local->errorString();
    const QString path = unixSocketPath(m_url);
    if (m_step == Step::Open) {
        if (error == QLocalSocket::PeerClosedError)
            endLater({});
        else
            endLater(failure(ErrorStage::Tcp, u"The connection was lost: %1."_s.arg(raw), raw));
        return;
    }
    switch (error) {
    case QLocalSocket::ServerNotFoundError:
        endLater(failure(ErrorStage::Tcp, u"There is no socket “%1”: is the server running?"_s.arg(path),
                         raw));
        break;
    case QLocalSocket::SocketAccessError:
        endLater(failure(ErrorStage::Tcp, u"You may not use the socket “%1”: permission denied."_s.arg(path),
                         raw));
        break;
    case QLocalSocket::ConnectionRefusedError:
        endLater(failure(ErrorStage::Tcp,
                         u"Nobody listens on the socket “%1”: is the server running?"_s.arg(path), raw));
        break;
    default:
        endLater(failure(ErrorStage::Tcp, u"The connection to “%1” failed: %2."_s.arg(path, raw), raw));
    }
}
