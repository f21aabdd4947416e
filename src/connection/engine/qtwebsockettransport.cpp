// SPDX-License-Identifier: MIT
#include "connection/engine/qtwebsockettransport.h"

#include "connection/engine/qtanswerwatch.h"
#include "connection/engine/qtdialect.h"
#include "failure/connectionerror.h"
#include "failure/streamfailure.h"
#include "net/proxy/proxychoice.h"
#include "net/proxy/proxydialogue.h"
#include "net/tls/tlsconfiguration.h"
#include "websocket/frameheader.h"

#include <QHostAddress>
#include <QNetworkProxy>
#include <QRandomGenerator>
#include <QSslError>
#include <QSslSocket>
#include <QStringEncoder>
#include <QTcpSocket>
#include <QTimer>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>
#include <QtEndian>

#include <utility>

using namespace Qt::StringLiterals;

static constexpr qsizetype SmallText = 16 * 1024;
static constexpr int ReceiveBufferBytes = 1024 * 1024;

// The one place that knows what later versions of Qt renamed.
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
static constexpr auto errorSignal = &QWebSocket::errorOccurred;
#else
static constexpr auto errorSignal = qOverload<QAbstractSocket::SocketError>(&QWebSocket::error);
#endif

std::unique_ptr<Transport> makeQtTransport()
{
    return std::make_unique<QtWebSocketTransport>();
}

QtWebSocketTransport::QtWebSocketTransport(QObject *parent)
    : Transport(parent)
    , m_socket(std::make_unique<QWebSocket>())
{}

QtWebSocketTransport::~QtWebSocketTransport()
{
    abort(CloseCode::GoingAway);
}

void QtWebSocketTransport::open(const ConnectionProfile &profile)
{
    m_profile = profile;
    if (const auto refusal = qtEngineRefusal(profile)) {
        failLater(*refusal);
        return;
    }
    if (profile.url.scheme() == "wss"_L1) {
        const TlsConfiguration tls = tlsConfiguration(profile.tls);
        if (tls.error) {
            failLater(*tls.error);
            return;
        }
        m_tlsConfiguration = tls.configuration;
    }
    auto *choice = new ProxyChoice(this);
    connect(choice, &ProxyChoice::chosen, this, &QtWebSocketTransport::connectThrough);
    connect(choice, &ProxyChoice::failed, this, &QtWebSocketTransport::failLater);
    choice->choose(profile.proxy, profile.url);
}

void QtWebSocketTransport::failLater(const ConnectionError &error)
{
    m_failure = error;
    settleLater();
}

void QtWebSocketTransport::connectThrough(const ProxySettings &proxy)
{
    if (m_done)
        return;
    m_proxy = proxy;
    const QtRequest made = qtRequest(m_profile);
    m_socket = std::make_unique<QWebSocket>(made.origin);
    connectSignals();
    m_socket->setMaxAllowedIncomingMessageSize(quint64(m_profile.maxMessageBytes));
    m_socket->setMaxAllowedIncomingFrameSize(
            quint64(qMin(m_profile.maxFrameBytes, m_profile.maxMessageBytes)));
    m_socket->setProxy(networkProxy(proxy));
    if (!m_tlsConfiguration.isNull())
        m_socket->setSslConfiguration(m_tlsConfiguration);
    QWebSocketHandshakeOptions options;
    options.setSubprotocols(m_profile.subprotocols);
    m_socket->open(made.request, options);
    m_tcp = m_socket->findChild<QTcpSocket *>(QString(), Qt::FindDirectChildrenOnly);
    if (!m_tcp)
        return;
    m_watch = std::make_unique<QtAnswerWatch>(m_profile, m_socket.get(), m_tcp);
    connect(m_watch.get(), &QtAnswerWatch::begun, this, [this] { m_handshake = handshakeInfo(); });
    connect(m_watch.get(), &QtAnswerWatch::refused, this, [this] {
        // Else QWebSocket, since Qt 6.6, would send an answer of its own to some 401.
        m_socket->abort();
        settleLater();
    });
    // QWebSocket sends the URL's host and looks for it; the handshake has not begun yet.
    if (auto *tls = qobject_cast<QSslSocket *>(m_tcp)) {
        tls->setPeerVerifyName(tlsPeerName(m_profile.tls, m_profile.url.host()));
        m_encrypting = true;
        connect(tls, &QSslSocket::encrypted, this, [this] { m_encrypting = false; });
    }
    connect(m_tcp, &QTcpSocket::bytesWritten, this, [this](qint64 bytes) { m_moved += bytes; });
    if (proxy.kind == ProxySettings::Kind::Socks5)
        watchGreeting();
}

// Qt would wait for it as long as the handshake may take. The socket to the proxy is below that to the
// server.
void QtWebSocketTransport::watchGreeting()
{
    const auto sockets = m_tcp->findChildren<QTcpSocket *>();
    // With TLS, the first of them is the one to the server, without its encryption.
    if (sockets.size() < (m_encrypting ? 2 : 1))
        return;
    const QTcpSocket *below = sockets.last();
    connect(below, &QTcpSocket::readyRead, this, [this] { m_proxySpoke = true; });
    connect(below, &QTcpSocket::connected, this, [this] {
        QTimer::singleShot(ProxyDialogue::Silence, this, [this] {
            if (!m_proxySpoke && !m_opened)
                failLater(connectionFailure(
                        {FailureCause::SocksUnanswered, {hostAndPort(m_proxy.host, m_proxy.port)}}));
        });
    });
}

void QtWebSocketTransport::judgeTls(const QList<QSslError> &errors)
{
    const auto *tls = qobject_cast<const QSslSocket *>(m_tcp);
    m_verdict = judgeCertificates(m_profile.tls, tlsPeerName(m_profile.tls, m_profile.url.host()),
                                  tls ? tls->peerCertificateChain() : QList<QSslCertificate>(), errors);
    m_verdict.error.certificateHost = hostAndPort(m_profile.url.host(), quint16(m_profile.url.port(443)));
    if (m_verdict.accepted)
        m_socket->ignoreSslErrors();
}

void QtWebSocketTransport::connectSignals()
{
    QWebSocket *socket = m_socket.get();
    connect(socket, &QWebSocket::connected, this, &QtWebSocketTransport::handleConnected);
    connect(socket, &QWebSocket::aboutToClose, this, [this] {
        m_closeFrameSeen = true;
        // QWebSocket now waits, without a limit, until all that was sent before has been taken.
        QTimer::singleShot(m_profile.closeTimeout, this, &QtWebSocketTransport::settleLater);
    });
    connect(socket, &QWebSocket::sslErrors, this, &QtWebSocketTransport::judgeTls);
    connect(socket, errorSignal, this, [this](QAbstractSocket::SocketError error) {
        if (m_watch && !m_opened)
            m_watch->look();
        // Of two that TLS gives, the first one says why.
        if (!isTlsError(m_error)) {
            m_error = error;
            m_errorText = m_socket->errorString();
        }
        settleLater();
    });
    connect(socket, &QWebSocket::disconnected, this, &QtWebSocketTransport::settleLater);
}

// Not before: since Qt 6.6 QWebSocket takes what follows an answer that it has refused for frames.
void QtWebSocketTransport::connectMessages()
{
    QWebSocket *socket = m_socket.get();
    connect(socket, &QWebSocket::textMessageReceived, this,
            [this](const QString &text) { Q_EMIT textReceived(toUtf8(text), -1); });
    connect(socket, &QWebSocket::binaryMessageReceived, this,
            [this](const QByteArray &data) { Q_EMIT binaryReceived(data, -1); });
    connect(socket, &QWebSocket::pong, this,
            [this](quint64, const QByteArray &payload) { Q_EMIT pongReceived(payload); });
    // Frames, not messages: a long message in many of them shows that the peer lives.
    connect(socket, &QWebSocket::textFrameReceived, this,
            [this](const QString &frame, bool) { m_moved += frame.size(); });
    connect(socket, &QWebSocket::binaryFrameReceived, this,
            [this](const QByteArray &frame, bool) { m_moved += frame.size(); });
}

// QString::toUtf8() keeps three bytes a character, which would fill queues three times as fast.
QByteArray QtWebSocketTransport::toUtf8(const QString &text)
{
    if (text.size() > SmallText)
        return text.toUtf8();
    m_utf8.resize(3 * SmallText);
    QStringEncoder encoder(QStringConverter::Utf8, QStringConverter::Flag::Stateless);
    const char *end = encoder.appendToBuffer(m_utf8.data(), text);
    return {m_utf8.constData(), end - m_utf8.constData()};
}

void QtWebSocketTransport::handleConnected()
{
    m_opened = true;
    connectMessages();
    if (m_watch)
        m_watch->stop();
    // The system would let it grow to tens of megabytes, all of which a crash loses. Across a network it
    // must grow, for the sake of the distance.
    if (m_tcp && m_socket->peerAddress().isLoopback())
        m_tcp->setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, ReceiveBufferBytes);
    Q_EMIT opened(handshakeInfo());
}

HandshakeInfo QtWebSocketTransport::handshakeInfo() const
{
    HandshakeInfo info;
    info.subprotocol = m_socket->subprotocol();
    info.sentFrameBytes = qint64(m_socket->outgoingFrameSize());
    const QUrl &url = m_profile.url;
    const auto *tls = qobject_cast<const QSslSocket *>(m_tcp);
    if (isThroughProxy()) {
        info.peer = tr("%1 through the proxy %2")
                            .arg(hostAndPort(url.host(), quint16(url.port(tls ? 443 : 80))),
                                 hostAndPort(m_proxy.host, m_proxy.port));
    } else if (m_tcp && !m_tcp->peerAddress().isNull()) {
        info.peer = hostAndPort(m_tcp->peerAddress().toString(), m_tcp->peerPort());
    }
    if (tls && !tls->peerCertificate().isNull()) {
        info.tls = tlsInfo(*tls);
        info.tls.verified = m_verdict.verified;
        info.tls.problem = m_verdict.problem;
        info.security = info.tls.protocol;
    }
    return info;
}

bool QtWebSocketTransport::sendText(const QByteArray &utf8)
{
    return m_socket->state() == QAbstractSocket::ConnectedState
           && m_socket->sendTextMessage(QString::fromUtf8(utf8)) == utf8.size();
}

bool QtWebSocketTransport::sendBinary(const QByteArray &data)
{
    return m_socket->state() == QAbstractSocket::ConnectedState
           && m_socket->sendBinaryMessage(data) == data.size();
}

void QtWebSocketTransport::ping(const QByteArray &payload)
{
    m_socket->ping(payload);
}

qint64 QtWebSocketTransport::bytesToWrite() const
{
    qint64 bytes = m_socket->bytesToWrite();
    // With TLS, that counts only what is not yet encrypted.
    if (const auto *tls = qobject_cast<const QSslSocket *>(m_tcp))
        bytes += tls->encryptedBytesToWrite();
    return bytes;
}

// Frames and all: what of them are messages is not known.
Transport::Backlog QtWebSocketTransport::backlog() const
{
    return {0, m_done ? m_leftAtEnd : bytesToWrite(), false};
}

qint64 QtWebSocketTransport::bytesMoved() const
{
    return m_moved + (m_tcp ? m_tcp->bytesAvailable() : 0);
}

void QtWebSocketTransport::close(quint16 code, const QString &reason)
{
    if (!writeCloseFrame(code, reason))
        m_socket->close(QWebSocketProtocol::CloseCode(code), reason);
}

// A masked Close frame (RFC 6455 section 5.2 and 5.5.1), past QWebSocket, which goes on reading: the
// peer's answer comes as aboutToClose() with the peer's code.
bool QtWebSocketTransport::writeCloseFrame(quint16 code, const QString &reason)
{
    if (!m_tcp || m_tcp->state() != QAbstractSocket::ConnectedState)
        return false;
    QByteArray payload(2, Qt::Uninitialized);
    qToBigEndian(code, payload.data());
    payload += reason.toUtf8();
    Q_ASSERT(payload.size() <= MaxControlPayload);

    QByteArray mask(4, Qt::Uninitialized);
    qToBigEndian(QRandomGenerator::system()->generate(), mask.data());
    for (qsizetype i = 0; i < payload.size(); ++i)
        payload[i] = char(payload[i] ^ mask[i % 4]);

    QByteArray frame;
    frame += char(0x88);
    frame += char(0x80 | payload.size());
    m_sentCode = code;
    m_tcp->write(frame + mask + payload);
    m_tcp->flush();
    return true;
}

void QtWebSocketTransport::abort(std::optional<quint16> code)
{
    if (std::exchange(m_done, true))
        return;
    m_leftAtEnd = m_opened ? bytesToWrite() : 0;
    m_socket->disconnect(this);
    if (code && m_opened && m_sentCode == 0 && !m_closeFrameSeen)
        writeCloseFrame(*code, QString());
    m_socket->abort();
}

// Qt emits error() and disconnected() in either order, or only one of them: the end is told when both
// have had their turn.
void QtWebSocketTransport::settleLater()
{
    if (m_settling)
        return;
    m_settling = true;
    QMetaObject::invokeMethod(this, &QtWebSocketTransport::settle, Qt::QueuedConnection);
}

void QtWebSocketTransport::settle()
{
    if (m_done)
        return;
    TransportEnd end;
    if (m_opened) {
        end.close = closeInfo();
        const CloseInfo &close = *end.close;
        const bool asked = m_sentCode != 0;
        if (close.by == CloseInfo::By::Engine || (!asked && !close.clean))
            end.error = openFailure(close);
    } else {
        end.error = attemptFailure();
        end.handshake = m_handshake ? *m_handshake : handshakeInfo();
        if (m_watch) {
            end.handshake->statusLine = m_watch->answer().statusLine;
            end.handshake->responseHeaders = m_watch->answer().headers;
        }
    }
    abort(CloseCode::Normal);
    Q_EMIT finished(end);
}

ConnectionError QtWebSocketTransport::attemptFailure() const
{
    if (m_failure)
        return *m_failure;
    if (auto refused = m_watch ? m_watch->failure() : std::nullopt) {
        if (!m_errorText.isEmpty())
            refused->raw = m_errorText;
        return *refused;
    }
    if (!m_verdict.accepted)
        return m_verdict.error;
    if (isTlsError(m_error))
        return tlsFailure(m_errorText, TlsMoment::Handshake, !m_profile.tls.certificateFile.isEmpty());
    if (m_encrypting && m_error == QAbstractSocket::RemoteHostClosedError)
        return tlsInterrupted(m_profile.url.host(), false, m_errorText);
    // So QWebSocket calls whatever it has against a server that it has reached.
    if (m_handshake && m_error == QAbstractSocket::ConnectionRefusedError)
        return connectionFailure({FailureCause::QtEndsHandshake, {}}, m_errorText);
    const ConnectionError error = socketFailure(m_error, m_profile.url.host(), m_errorText);
    if (!isThroughProxy() || error.stage == ErrorStage::Handshake)
        return error;
    return qtProxyFailure(m_error, m_proxy, m_errorText).value_or(error);
}

CloseInfo QtWebSocketTransport::closeInfo() const
{
    if (!m_closeFrameSeen)
        return closeWithoutFrame(m_sentCode);
    CloseInfo close;
    close.code = quint16(m_socket->closeCode());
    close.reason = m_socket->closeReason();
    close.by = m_sentCode ? CloseInfo::By::Us : CloseInfo::By::Peer;
    close.clean = true;
    if (isHiddenClose(close.code, close.reason)) {
        close.code = CloseCode::Unknown;
        close.reason.clear();
        close.detail = tr("The peer sent a close code that this engine hides: 1012, 1013 or one that RFC "
                          "6455 forbids.");
        if (m_sentCode)
            close.detail += u' ' + CloseDetail::weSent(m_sentCode);
    } else if (isEngineClose(close.code, close.reason)) {
        close.by = CloseInfo::By::Engine;
        close.clean = false;
    } else if (m_sentCode && m_sentCode != close.code) {
        close.detail = CloseDetail::weSent(m_sentCode);
    }
    return close;
}

ConnectionError QtWebSocketTransport::openFailure(const CloseInfo &close) const
{
    if (close.by != CloseInfo::By::Engine)
        return lostConnection(m_errorText);
    const Failure broken = close.code == CloseCode::MessageTooBig
                                   ? Failure{FailureCause::MessageOverLimit, {}}
                                   : Failure{FailureCause::ProtocolBroken, {QString::number(close.code)}};
    return protocolBroken(close.code, broken, close.reason);
}
