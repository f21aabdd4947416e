// SPDX-License-Identifier: MIT
#pragma once

#include "connection/engine/transport.h"
#include "websocket/framewriter.h"

#include <QByteArray>

#include <deque>
#include <optional>

/// The sending half of an open connection: what waits, in its order, becomes frames slice by slice, and is
/// kept account of until it has gone to the operating system.
class MessageSender
{
public:
    /// See FrameWriter, and ConnectionProfile::sentFrameBytes.
    MessageSender(const std::optional<DeflateWindow> &deflate, qint64 frameBytes);

    bool compresses() const { return m_writer.compresses(); }
    /// See HandshakeInfo::sentFrameBytes.
    qint64 frameBytes() const { return m_frameBytes; }
    void add(bool text, const QByteArray &payload);
    bool isWaiting() const { return !m_waiting.empty(); }
    /// Of messages.
    qint64 waitingBytes() const { return m_waitingBytes; }

    /// Makes frames of what waits, until about a slice is done or a message is: then, what that one came to
    /// on the wire.
    struct Slice
    {
        qint64 bytes = 0;
        std::optional<qint64> wireBytes;
    };
    Slice writeNext();
    /// Of payloads, at once. So neither the event loop nor a ping waits long.
    qsizetype sliceBytes() const;
    void writeControl(quint8 opcode, const QByteArray &payload);

    /// Frames that have not been taken.
    qsizetype outputBytes() const { return m_output.size(); }
    /// Is called with them; what comes meanwhile is for the next call.
    template <typename Send>
    void takeOutput(Send send)
    {
        QByteArray output;
        output.swap(m_output);
        m_given += output.size();
        send(output.constData(), output.size());
        reuse(output);
    }

    /// `unsent` of the bytes that were taken have not gone to the operating system: the rest is forgotten.
    void forgetSent(qint64 unsent);
    /// Messages and our Close frame that have not gone.
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
    /// A message that has become frames whole.
    struct Written
    {
        /// Of its last frame, counted as m_given is.
        qint64 end = 0;
        qint64 bytes = 0;
    };

    void reuse(QByteArray &output);

    FrameWriter m_writer;
    const qsizetype m_frameBytes;
    QByteArray m_output;
    std::deque<Outgoing> m_waiting;
    qint64 m_waitingBytes = 0;
    std::deque<Written> m_written;
    /// Bytes of frames that were taken so far.
    qint64 m_given = 0;
    /// Where our Close frame ends among them, once there is one.
    std::optional<qint64> m_closeEnd;
};
