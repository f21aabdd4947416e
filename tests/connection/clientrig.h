// SPDX-License-Identifier: MIT
#pragma once

#include "connection/engine/clientconnection.h"
#include "support/websocketframe.h"
#include "websocket/serverhandshake.h"

#include <QStringList>

#include <memory>

/// A ClientConnection without a socket: a test feeds it bytes and looks at what it says and sends.
struct ClientRig final : private ClientListener
{
    ClientRig() { profile.url = QUrl(QStringLiteral("ws://server.test/path")); }

    /// After redirects to these.
    void start(const QList<QUrl> &redirects = {})
    {
        visited = QList<QUrl>{profile.url} + redirects;
        client = std::make_unique<ClientConnection>(static_cast<ClientListener &>(*this), profile, visited,
                                                    StreamInfo());
        client->start();
        request = std::exchange(sent, {});
    }
    /// With whole header lines beside the ones that are needed.
    void open(const QByteArray &headers = {})
    {
        start();
        feed(answer(headers));
    }
    QByteArray answer(const QByteArray &headers = {}) const
    {
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Accept: "
               + acceptForKey(key()) + "\r\n" + headers + "\r\n";
    }
    QByteArray key() const
    {
        const QByteArray name = "Sec-WebSocket-Key: ";
        const qsizetype at = request.indexOf(name) + name.size();
        return request.mid(at, 24);
    }
    void feed(const QByteArray &bytes) { client->add(bytes.constData(), bytes.size()); }
    void feed(const WebSocketFrame &frame) { feed(frame.encoded()); }
    /// Each piece in memory of its own, so that a read beyond it is noticed.
    void feedInPieces(const QByteArray &bytes, qsizetype piece)
    {
        for (qsizetype at = 0; at < bytes.size(); at += piece)
            feed(QByteArray(bytes.constData() + at, std::min(piece, bytes.size() - at)));
    }
    void writeAll()
    {
        while (client->writeSome()) {
        }
    }
    /// The frames sent so far.
    QList<WebSocketFrame> frames() const
    {
        QList<WebSocketFrame> all;
        QByteArray bytes = sent;
        while (const auto frame = WebSocketFrame::take(bytes))
            all.append(*frame);
        return all;
    }
    // How it went: as by default if it has not come to that, so that a test fails and does not crash.
    HandshakeInfo handshake() const
    {
        return info ? *info : end && end->handshake ? *end->handshake : HandshakeInfo();
    }
    CloseInfo closeInfo() const { return end && end->close ? *end->close : CloseInfo(); }
    ConnectionError error() const { return end && end->error ? *end->error : ConnectionError(); }
    QString sentence() const { return error().sentence; }

    ConnectionProfile profile;
    QList<QUrl> visited;
    std::unique_ptr<ClientConnection> client;
    QByteArray request;
    QByteArray sent;
    qint64 unsent = 0;
    /// "text hello", "binary x", "in ping x", "out close 1000 bye" …
    QStringList log;
    QList<QByteArray> messages;
    QList<qint64> wireBytes;
    /// Of what was sent.
    QList<qint64> written;
    std::optional<HandshakeInfo> info;
    std::optional<TransportEnd> end;
    bool mayLinger = false;
    QUrl redirect;
    bool isRefusing = false;
    int ends = 0;

private:
    void sendBytes(const char *bytes, qsizetype size) override { sent.append(bytes, size); }
    qint64 unsentBytes() const override { return unsent; }
    void handshakeDone(const HandshakeInfo &handshake) override { info = handshake; }
    void messageRead(bool text, const QByteArray &payload, qint64 bytes) override
    {
        messages.append(payload);
        wireBytes.append(bytes);
        log.append((text ? QStringLiteral("text ") : QStringLiteral("binary "))
                   + QString::fromUtf8(payload.left(40)));
    }
    void messageWritten(qint64 bytes) override { written.append(bytes); }
    void controlSeen(const ControlFrame &frame) override
    {
        QString line = frame.incoming ? QStringLiteral("in ") : QStringLiteral("out ");
        if (frame.opcode == WebSocketFrame::Close) {
            const WebSocketFrame close{WebSocketFrame::Close, frame.payload};
            line += QStringLiteral("close %1 ").arg(close.closeCode())
                    + QString::fromUtf8(close.closeReason());
        } else {
            line += (frame.opcode == WebSocketFrame::Ping ? QStringLiteral("ping ") : QStringLiteral("pong "))
                    + QString::fromUtf8(frame.payload);
        }
        log.append(line.trimmed());
    }
    void redirected(const QUrl &url) override { redirect = url; }
    void refusing() override { isRefusing = true; }
    void protocolEnded(const TransportEnd &how, bool linger) override
    {
        end = how;
        mayLinger = linger;
        ++ends;
    }
};
