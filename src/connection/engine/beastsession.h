// SPDX-License-Identifier: MIT
#pragma once

#include "connection/engine/beastlistener.h"
#include "websocket/beastcodec.h"
#include "websocket/frameheader.h"

#include <QByteArray>

#include <deque>
#include <optional>

/// The client's side of an open connection (RFC 6455 sections 5 to 7, RFC 7692) on bytes, without a socket.
/// Frames are taken apart here, so that everything on the wire is known; what is in the data frames is left
/// to BeastCodec.
class BeastSession
{
public:
    BeastSession(BeastListener &listener, const ConnectionProfile &profile,
                 const std::optional<DeflateTerms> &deflate);

    /// Bytes of the server, in pieces of any size.
    void add(const char *bytes, qsizetype size);
    /// The stream has ended, of itself (nothing) or by a fault.
    void end(const std::optional<ConnectionError> &error);

    /// False when closing has begun.
    bool send(bool text, const QByteArray &payload);
    void ping(const QByteArray &payload);
    /// After all that was given to send().
    void close(quint16 code, const QString &reason);
    /// At once, if none has been sent yet and no more than the beginning of a message would have to be given
    /// up.
    void closeNow(quint16 code);
    /// Nothing is told any more.
    void stop() { m_over = true; }

    /// Writes what waits, a slice of at most SliceBytes, and returns whether more does.
    bool writeSome();
    bool compresses() const { return m_compresses; }
    /// Of messages.
    qint64 waitingBytes() const { return m_waitingBytes; }
    /// What has not been written, if `unsent` of the bytes given to the listener have not; also after the
    /// end.
    Transport::Backlog backlog(qint64 unsent) const;

private:
    struct Outgoing
    {
        bool text = false;
        QByteArray payload;
        qsizetype written = 0;
        /// Of the payload, what that came to on the wire.
        qint64 wireBytes = 0;
    };
    /// A message that was given to the listener whole.
    struct Handed
    {
        /// Of its last frame, counted as m_given is.
        qint64 end = 0;
        qint64 bytes = 0;
    };
    struct OwnClose
    {
        quint16 code = 0;
        QString reason;
    };

    qsizetype process(const char *bytes, qsizetype size);
    qsizetype processHeader(const char *bytes, qsizetype size);
    qsizetype processControl(const FrameHeader &header, const char *bytes, qsizetype size);
    bool addPayload(const char *bytes, qsizetype size);
    void makeRoom(qsizetype size);
    BeastCodec::Fault checkInflatedText();
    bool checkEnd();
    void deliver();
    void beginFrame(const char *bytes);
    void receivedPing(const QByteArray &payload);
    void receivedClose(const QByteArray &payload);
    void failCodec(BeastCodec::Fault fault);
    void fail(quint16 code, const Failure &failure, const QString &raw);
    void over(const TransportEnd &end, bool mayLinger);
    static QByteArray closePayload(quint16 code);
    void writeControl(quint8 opcode, const QByteArray &payload);
    void writeClose(const QByteArray &payload);
    void flush();
    void forgetWritten(qint64 unsent);

    BeastListener &m_listener;
    const qint64 m_maxMessageBytes;
    const bool m_answerPings;
    const bool m_compresses;
    BeastCodec m_codec;
    FrameRules m_rules;

    /// The beginning of a header or of a control frame.
    QByteArray m_held;
    FrameHeader m_header;
    bool m_inFrame = false;
    quint64 m_frameLeft = 0;
    QByteArray m_message;
    qsizetype m_filled = 0;
    /// Of a compressed text, what is known to be UTF-8.
    qsizetype m_checked = 0;

    QByteArray m_output;
    std::deque<Outgoing> m_waiting;
    qint64 m_waitingBytes = 0;
    std::deque<Handed> m_handed;
    /// Bytes given to the listener so far.
    qint64 m_given = 0;
    /// Where our Close frame ends among them, once there is one.
    std::optional<qint64> m_closeEnd;
    std::optional<QByteArray> m_owedPong;
    std::optional<OwnClose> m_asked;
    /// The payload of our Close frame.
    std::optional<QByteArray> m_closeSent;
    bool m_over = false;
};
