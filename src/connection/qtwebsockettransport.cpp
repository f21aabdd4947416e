// SPDX-License-Identifier: MIT
#include "connection/qtwebsockettransport.h"

#include "connection/connectionloss.h"
#include "connection/socketfailure.h"

#include <QHostAddress>
#include <QNetworkRequest>
#include <QRandomGenerator>
#include <QSslError>
#include <QSslSocket>
#include <QStringEncoder>
#include <QTcpSocket>
#include <QTimer>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>
#include <QtEndian>

using namespace Qt::StringLiterals;

static constexpr qsizetype SmallText = 16 * 1024;
static constexpr int ReceiveBufferBytes = 1024 * 1024;

// The one place that knows what later versions of Qt renamed.
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
static constexpr auto errorSignal = &QWebSocket::errorOccurred;
#else
static constexpr auto errorSignal = qOverload<QAbstractSocket::SocketError>(&QWebSocket::error);
#endif

QtWebSocketTransport::QtWebSocketTransport(QObject *parent)
    : Transport(parent)
    , m_socket(std::make_unique<QWebSocket>())
{}

QtWebSocketTransport::~QtWebSocketTransport()
{
    abort(CloseCode::GoingAway);
}

QString QtWebSocketTransport::engine() const
{
    return u"qt"_s;
}

Transport::Capabilities QtWebSocketTransport::capabilities() const
{
    return {};
}

void QtWebSocketTransport::open(const ConnectionProfile &profile)
{
    m_host = profile.url.host();
    m_closeTimeout = profile.closeTimeout;
    connectSignals();
    m_socket->setMaxAllowedIncomingMessageSize(quint64(profile.maxMessageBytes));
    m_socket->setMaxAllowedIncomingFrameSize(quint64(profile.maxMessageBytes));

    QUrl url = profile.url;
    QNetworkRequest request;
    if (!url.userInfo().isEmpty()) {
        const QString credentials =
                url.userName(QUrl::FullyDecoded) + u':' + url.password(QUrl::FullyDecoded);
        request.setRawHeader("Authorization", "Basic " + credentials.toUtf8().toBase64());
        url.setUserInfo(QString());
    }
    request.setUrl(url);
    QWebSocketHandshakeOptions options;
    options.setSubprotocols(profile.subprotocols);
    m_socket->open(request, options);
    m_tcp = m_socket->findChild<QTcpSocket *>(QString(), Qt::FindDirectChildrenOnly);
    if (m_tcp)
        connect(m_tcp, &QTcpSocket::bytesWritten, this, [this](qint64 bytes) { m_moved += bytes; });
}

void QtWebSocketTransport::connectSignals()
{
    QWebSocket *socket = m_socket.get();
    connect(socket, &QWebSocket::connected, this, &QtWebSocketTransport::handleConnected);
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
    connect(socket, &QWebSocket::aboutToClose, this, [this] {
        m_closeFrameSeen = true;
        // QWebSocket now waits, without a limit, until all that was sent before has been taken.
        QTimer::singleShot(m_closeTimeout, this, &QtWebSocketTransport::settleLater);
    });
    connect(socket, &QWebSocket::sslErrors, this, [this](const QList<QSslError> &errors) {
        if (!errors.isEmpty())
            m_tlsProblem = errors.first().errorString();
    });
    connect(socket, errorSignal, this, [this](QAbstractSocket::SocketError error) {
        m_error = error;
        m_errorText = m_socket->errorString();
        settleLater();
    });
    connect(socket, &QWebSocket::disconnected, this, &QtWebSocketTransport::settleLater);
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
    // The system would let it grow to tens of megabytes, all of which a crash loses. Across a network it
    // must grow, for the sake of the distance.
    if (m_tcp && m_socket->peerAddress().isLoopback())
        m_tcp->setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, ReceiveBufferBytes);
    HandshakeInfo info;
    info.subprotocol = m_socket->subprotocol();
    const QHostAddress address = m_socket->peerAddress();
    info.peer = address.protocol() == QAbstractSocket::IPv6Protocol
                        ? u"[%1]:%2"_s.arg(address.toString()).arg(m_socket->peerPort())
                        : u"%1:%2"_s.arg(address.toString()).arg(m_socket->peerPort());
    if (const auto *tls = qobject_cast<const QSslSocket *>(m_tcp); tls && tls->isEncrypted()) {
        switch (tls->sessionProtocol()) {
        case QSsl::TlsV1_3:
            info.security = u"TLS 1.3"_s;
            break;
        case QSsl::TlsV1_2:
            info.security = u"TLS 1.2"_s;
            break;
        default:
            info.security = u"TLS"_s;
        }
    }
    Q_EMIT opened(info);
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
    Q_ASSERT(payload.size() <= 125);

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

void QtWebSocketTransport::abort(quint16 code)
{
    m_done = true;
    m_socket->disconnect(this);
    if (m_opened && m_sentCode == 0 && !m_closeFrameSeen)
        writeCloseFrame(code, QString());
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
    } else if (!m_tlsProblem.isEmpty()) {
        end.error = tlsVerificationFailure(m_host, m_tlsProblem);
    } else {
        end.error = socketFailure(m_error, m_host, m_errorText);
    }
    abort(CloseCode::Normal);
    Q_EMIT finished(end);
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
        close.detail =
                u"The peer sent a close code that this engine hides: 1012, 1013 or one that RFC 6455 forbids."_s;
    } else if (isEngineClose(close.code, close.reason)) {
        close.by = CloseInfo::By::Engine;
        close.clean = false;
    } else if (m_sentCode && m_sentCode != close.code) {
        close.detail = u"We sent %1."_s.arg(m_sentCode);
    }
    return close;
}

ConnectionError QtWebSocketTransport::openFailure(const CloseInfo &close) const
{
    return close.by == CloseInfo::By::Engine ? protocolBroken(close.code, QString(), close.reason)
                                             : connectionLost(m_errorText);
}
