// SPDX-License-Identifier: MIT
#pragma once

#include "failure/connectionerror.h"
#include "net/streaminfo.h"
#include "profile/connectionprofile.h"
#include "websocket/closecode.h"
#include "websocket/httpheader.h"

#include <QByteArray>
#include <QList>
#include <QMetaType>
#include <QObject>
#include <QString>
#include <QUrl>

#include <functional>
#include <memory>
#include <optional>

/// What is known of a handshake (RFC 6455 section 4). What an engine cannot tell stays empty.
/// It holds secrets: headers are as they were on the wire.
struct HandshakeInfo : StreamInfo
{
    HandshakeInfo() = default;
    explicit HandshakeInfo(const StreamInfo &stream)
        : StreamInfo(stream)
    {}

    QString subprotocol;
    /// "GET / HTTP/1.1" and "HTTP/1.1 101 Switching Protocols", without line ends.
    QByteArray requestLine;
    QByteArray statusLine;
    HttpHeaders requestHeaders;
    HttpHeaders responseHeaders;
    /// Of a response that refused the handshake; at most HttpResponse::MaxBodyBytes.
    QByteArray body;
    bool bodyWasCut = false;
    /// As negotiated, such as "permessage-deflate; server_no_context_takeover".
    QString extensions;
    /// The URLs that redirected us, the first one first. They may hold secrets.
    QList<QUrl> redirects;
    /// Where they led to; empty without them. May hold secrets.
    QUrl finalUrl;
    /// Some of the redirects led to another origin than the first URL's, whether or not they came back.
    bool leftOrigin = false;
    /// Messages that are longer are sent in frames of so many bytes, before they are compressed.
    qint64 sentFrameBytes = 0;
};

/// A ping, pong or close frame seen on the wire (RFC 6455 section 5.5).
struct ControlFrame
{
    enum Opcode : quint8 { Close = 0x8, Ping = 0x9, Pong = 0xA };

    quint8 opcode = Ping;
    bool incoming = true;
    /// Unmasked; of a close frame the code and the reason (section 5.5.1).
    QByteArray payload;
};

/// How an attempt ended: every transport that was opened ends with exactly one of these.
struct TransportEnd
{
    /// If the handshake had succeeded.
    std::optional<CloseInfo> close;
    /// If it ended by a fault; without one it ended as asked or by a Close frame. `willRetry` and
    /// `retryIn` are not the transport's to know.
    std::optional<ConnectionError> error;
    /// If the handshake did not succeed: what is known of it.
    std::optional<HandshakeInfo> handshake;
};

/// The seam between the connection and an engine that speaks RFC 6455: one attempt, one object.
///
/// Lives on the manager's thread, which also deletes it; deleting aborts. Signals never come from
/// within a call of open(), so that the caller is done first. After finished() there are none.
class Transport : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Begins the attempt; once only. The profile has been checked.
    virtual void open(const ConnectionProfile &profile) = 0;
    /// Sends one message. Only between opened() and close(). False if the engine refused it.
    virtual bool sendText(const QByteArray &utf8) = 0;
    virtual bool sendBinary(const QByteArray &data) = 0;
    /// At most 125 bytes (RFC 6455 section 5.5).
    virtual void ping(const QByteArray &payload) = 0;
    /// Whether controlFrame() reports pings, pongs and closes of both directions.
    virtual bool tellsControlFrames() const { return false; }
    /// Once open: whether messageSent() will tell what each message came to.
    virtual bool tellsSentBytes() const { return false; }
    /// Begins the closing handshake (section 7.1.2); messages may still arrive until finished().
    /// The code and the reason have been checked.
    virtual void close(quint16 code, const QString &reason) = 0;
    /// Sends a Close frame with this code if one can still be sent, none without a code, and drops the
    /// connection without waiting for an answer. No signals follow, not even finished().
    virtual void abort(std::optional<quint16> code) = 0;
    /// A Close frame has come, or the connection has broken: finished() will follow within a bound.
    virtual bool isEnding() const = 0;
    /// Bytes accepted by send…() that have not gone to the operating system.
    virtual qint64 bytesToWrite() const = 0;
    /// Of what was accepted by send…() and close(), what has not gone to the operating system.
    struct Backlog
    {
        /// 0 beside bytes: the engine cannot tell how many.
        qint64 messages = 0;
        /// Of the messages that have not gone whole.
        qint64 bytes = 0;
        /// Our Close frame is among it.
        bool close = false;
    };
    /// After the end and after abort(), as it was then.
    virtual Backlog backlog() const = 0;
    /// Bytes that came from or went to the operating system since opened(), both directions together,
    /// as exactly as the engine can tell. What has come of a message that is not complete counts.
    virtual qint64 bytesMoved() const = 0;

    /// Before opened(), if whoever waits has no more patience: what the attempt is stuck at. Nothing if that
    /// is the exchange of HTTP, or if the engine cannot tell.
    virtual std::optional<ConnectionError> stalled() const { return {}; }

Q_SIGNALS:
    void opened(const HandshakeInfo &info);
    /// Valid UTF-8: section 8.1 is the engine's to enforce.
    /// `wireBytes` are the payload's on the wire: fewer if it was compressed; -1 if the engine cannot tell.
    void textReceived(const QByteArray &utf8, qint64 wireBytes);
    void binaryReceived(const QByteArray &data, qint64 wireBytes);
    /// Only if tellsSentBytes(): once for each message that send…() took, in their order, from within that
    /// call or later, when the last of it has become frames. `wireBytes` are its payload's on the wire.
    void messageSent(qint64 wireBytes);
    /// Every one, whether or not tellsControlFrames(); if so, after controlFrame().
    void pongReceived(const QByteArray &payload);
    /// Only if tellsControlFrames(): in the order of the wire, among the messages.
    void controlFrame(const ControlFrame &frame);
    /// All frames have been seen that will be: TCP is still to end, and finished() will follow within a
    /// bound. No ping is answered any more. Not every engine says so.
    void closing();
    void finished(const TransportEnd &end);
};

/// Makes a fresh transport for every attempt, on the engine that the profile wants. Called on the manager's
/// thread.
using TransportFactory = std::function<std::unique_ptr<Transport>(Engine engine)>;

Q_DECLARE_METATYPE(HandshakeInfo)
