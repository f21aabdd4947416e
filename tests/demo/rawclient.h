// SPDX-License-Identifier: MIT
#pragma once

#include "websocket/frameheader.h"

#include <QByteArray>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QUrl>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

/// A client that shows what was on the wire.
class RawClient final : public QObject
{
public:
    explicit RawClient(const QUrl &url)
        : m_url(url)
    {
        connect(&m_socket, &QTcpSocket::readyRead, this, [this] { m_received += m_socket.readAll(); });
        m_socket.connectToHost(url.host(), quint16(url.port()));
    }

    QTcpSocket &socket() { return m_socket; }
    const QByteArray &received() const { return m_received; }
    bool isDisconnected() const { return m_socket.state() == QTcpSocket::UnconnectedState; }

    static constexpr const char *Upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                                           "Sec-WebSocket-Version: 13\r\n";
    /// RFC 6455 section 1.3, whose accept key is s3pPLMBiTxaQ9kYGzzhZRbK+xOo=.
    static constexpr const char *Key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    static QByteArray headFor(const QUrl &url, const QByteArray &headers, const QByteArray &method)
    {
        const QByteArray target = url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority);
        return method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n";
    }
    QByteArray head(const QByteArray &headers = QByteArray(Upgrade) + Key,
                    const QByteArray &method = "GET") const
    {
        return headFor(m_url, headers, method);
    }
    void send(const QByteArray &bytes) { m_socket.write(bytes); }
    /// Empty until the head of the answer is there.
    QByteArray responseHead() const
    {
        const qsizetype end = m_received.indexOf("\r\n\r\n");
        return end < 0 ? QByteArray() : m_received.left(end + 4);
    }
    QByteArray afterHead() const { return m_received.mid(responseHead().size()); }
    int status() const { return responseHead().mid(9, 3).toInt(); }

    /// A frame that ends its message. A key of zeros leaves the payload as it is.
    static QByteArray maskedFrame(quint8 opcode, const QByteArray &payload, bool isFinal = true)
    {
        FrameHeader header;
        header.opcode = opcode;
        header.final = isFinal;
        header.masked = true;
        header.length = quint64(payload.size());
        QByteArray frame;
        header.appendTo(&frame, {});
        return frame + payload;
    }

private:
    QUrl m_url;
    QTcpSocket m_socket;
    QByteArray m_received;
};

/// Qt's client, and what it was told.
struct QtClient
{
    explicit QtClient(const QUrl &url, const QWebSocketHandshakeOptions &options = {})
    {
        socket.open(url, options);
    }

    QWebSocket socket;
    const QSignalSpy connected{&socket, &QWebSocket::connected};
    const QSignalSpy disconnected{&socket, &QWebSocket::disconnected};
    const QSignalSpy texts{&socket, &QWebSocket::textMessageReceived};
    const QSignalSpy binaries{&socket, &QWebSocket::binaryMessageReceived};
    const QSignalSpy pongs{&socket, &QWebSocket::pong};
};
