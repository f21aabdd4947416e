// SPDX-License-Identifier: MIT
#pragma once

#include "connection/engine/transport.h"
#include "net/tls/tlsverdict.h"

#include <QAbstractSocket>
#include <QSslConfiguration>

#include <memory>
#include <optional>

class QtAnswerWatch;
class QTcpSocket;
class QWebSocket;

/// The engine on Qt's own QWebSocket, with its known faults worked around as far as its public
/// interface allows (measured with 6.4.2 and 6.8.2):
///
/// - a drop without a Close frame is 1006, not 1000: a Close frame that was received makes QWebSocket
///   emit aboutToClose() before disconnected(), a drop does not;
/// - close() waits for the peer's Close frame: it writes the frame to the QTcpSocket that QWebSocket
///   keeps as its child, since QWebSocket::close() would drop TCP at once;
/// - a refused handshake ends, for the reason that its bytes give (QtAnswerWatch), and user:password in the
///   URL becomes an Authorization header.
///
/// What stays, since only the inside of QWebSocket could change it: after the peer's answer to our Close
/// frame, QWebSocket writes a second one; masked frames of a server are accepted (RFC 6455 section 5.1);
/// a port that resets TCP before the connection is noticed is tried again and again until the handshake
/// timeout, silently.
///
/// What of a profile it cannot do is refused, see qtEngineRefusal(); compression is never offered and
/// redirects are never followed.
///
/// What it cannot tell: headers, but those of a refusal, control frames (but the payload of pongs), an empty
/// Close frame (reported as 1000), and the codes that Qt takes for illegal, 1012 and 1013 among them
/// (reported as CloseCode::Unknown).
class QtWebSocketTransport final : public Transport
{
    Q_OBJECT

public:
    explicit QtWebSocketTransport(QObject *parent = nullptr);
    ~QtWebSocketTransport() override;

    void open(const ConnectionProfile &profile) override;
    bool sendText(const QByteArray &utf8) override;
    bool sendBinary(const QByteArray &data) override;
    void ping(const QByteArray &payload) override;
    void close(quint16 code, const QString &reason) override;
    void abort(std::optional<quint16> code) override;
    bool isEnding() const override { return m_closeFrameSeen || m_settling; }
    qint64 bytesToWrite() const override;
    Backlog backlog() const override;
    qint64 bytesMoved() const override;

private:
    QByteArray toUtf8(const QString &text);
    void connectSignals();
    void connectMessages();
    void connectThrough(const ProxySettings &proxy);
    void watchGreeting();
    void judgeTls(const QList<QSslError> &errors);
    void failLater(const ConnectionError &error);
    HandshakeInfo handshakeInfo() const;
    ConnectionError attemptFailure() const;
    bool isThroughProxy() const { return m_proxy.kind != ProxySettings::Kind::None; }
    void handleConnected();
    void settleLater();
    void settle();
    bool writeCloseFrame(quint16 code, const QString &reason);
    CloseInfo closeInfo() const;
    ConnectionError openFailure(const CloseInfo &close) const;

    /// QWebSocket may ask it for a mask to its last.
    std::unique_ptr<QtAnswerWatch> m_watch;
    std::unique_ptr<QWebSocket> m_socket;
    /// QWebSocket's own, below it.
    QTcpSocket *m_tcp = nullptr;
    ConnectionProfile m_profile;
    /// As chosen: never Kind::System once the attempt has begun.
    ProxySettings m_proxy{ProxySettings::Kind::None, {}, 0, {}, {}};
    QSslConfiguration m_tlsConfiguration;
    TlsVerdict m_verdict;
    /// Decided here, before or in place of what the socket says.
    std::optional<ConnectionError> m_failure;
    /// As it began: the sockets forget their peers when they end.
    std::optional<HandshakeInfo> m_handshake;
    /// For toUtf8().
    QByteArray m_utf8;
    qint64 m_moved = 0;
    qint64 m_leftAtEnd = 0;
    QAbstractSocket::SocketError m_error = QAbstractSocket::UnknownSocketError;
    QString m_errorText;
    quint16 m_sentCode = 0;
    bool m_proxySpoke = false;
    bool m_encrypting = false;
    bool m_opened = false;
    bool m_settling = false;
    bool m_done = false;
    bool m_closeFrameSeen = false;
};
