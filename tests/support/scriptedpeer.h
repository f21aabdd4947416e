// SPDX-License-Identifier: MIT
#pragma once

#include "support/websocketframe.h"

#include <QList>
#include <QObject>

class QTcpSocket;

/// One connection that a ScriptedServer accepted: what the client said, and what to say to it, byte by
/// byte if need be. It never acts by itself. Stays until the server goes, so that tests can look back.
class ScriptedPeer : public QObject
{
    Q_OBJECT

public:
    /// Takes the socket over.
    explicit ScriptedPeer(QTcpSocket *socket, QObject *parent = nullptr);

    /// The client's HTTP request up to and with the empty line; empty until it has come.
    QByteArray request() const { return m_request; }
    /// The first line of the request.
    QByteArray requestLine() const { return m_request.left(m_request.indexOf("\r\n")); }
    /// A header of the request, names in any case; null if there is none.
    QByteArray header(const QByteArray &name) const;

    /// The client's frames so far, unmasked.
    const QList<WebSocketFrame> &frames() const { return m_frames; }
    QList<WebSocketFrame> framesOf(WebSocketFrame::Opcode opcode) const;
    /// False if the client sent a frame without a mask (RFC 6455 section 5.1).
    bool allMasked() const { return m_allMasked; }
    bool isConnected() const;
    qint64 bytesToWrite() const;

    /// The 101 answer; `headers` are whole lines with their line ends.
    QByteArray handshakeAnswer(const QByteArray &headers = {}) const;
    void accept(const QByteArray &headers = {});
    /// An answer with another status and an empty body.
    void answerStatus(int status, const QByteArray &phrase);

    /// What comes next is another request, and not frames: requestRead() will tell.
    void awaitRequest() { m_request.clear(); }

    void write(const QByteArray &bytes);
    void send(const WebSocketFrame &frame) { write(frame.encoded()); }
    void sendText(const QByteArray &utf8) { send(WebSocketFrame::text(utf8)); }
    /// One byte a turn of the event loop, each in a TCP segment of its own.
    void dribble(const QByteArray &bytes);
    /// Stops reading: what the client sends stays in the operating system's buffers.
    void stopReading();
    /// Ends with a FIN after all has been written.
    void finish();
    /// Ends with a RST at once.
    void reset();

Q_SIGNALS:
    /// Something came, whatever it is.
    void bytesRead();
    void requestRead();
    void frameRead(const WebSocketFrame &frame);
    void bytesWritten();
    void disconnected();

private:
    void readAll();
    void dribbleNext();

    QTcpSocket *const m_socket;
    QByteArray m_unread;
    QByteArray m_request;
    QByteArray m_dribble;
    QList<WebSocketFrame> m_frames;
    bool m_allMasked = true;
};
