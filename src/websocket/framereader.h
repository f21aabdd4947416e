// SPDX-License-Identifier: MIT
#pragma once

#include "websocket/deflate/messagecompression.h"
#include "websocket/framerules.h"

#include <QByteArray>

#include <memory>
#include <optional>

/// A message, or a control frame.
struct ReceivedMessage
{
    /// Text, Binary, Close, Ping or Pong.
    quint8 opcode = Opcode::Text;
    /// Unmasked and inflated.
    QByteArray payload;
    /// Of the payload, as it was in its frames.
    qint64 wireBytes = 0;

    bool isControl() const { return opcode & 0x8; }
};

/// Whether so many bytes of memory could be had now.
using MemoryProbe = bool (*)(qint64 bytes);
bool hasMemory(qint64 bytes);

/// Makes messages of the bytes of frames (RFC 6455 section 5, RFC 7692 section 7.2.2), in pieces of any size.
/// What breaks the rules is told as soon as it is there.
class FrameReader
{
public:
    /// `sender` is the other side. `deflate` is how it compresses, if that was agreed on. A message that
    /// memory has no room for, or not twice, since who writes it down copies it, is a fault, too.
    FrameReader(Role sender, const FrameLimits &limits, const std::optional<DeflateWindow> &deflate,
                MemoryProbe memory = &hasMemory);

    /// To be followed by calls of next() until it gives nothing more; the bytes have to stay until then.
    void add(const char *bytes, qsizetype size);
    /// What comes next among the bytes; nothing if that is not all there, or wrong.
    std::optional<ReceivedMessage> next();
    /// What is wrong, if anything: nothing is read any more.
    const FrameFault &fault() const { return m_fault; }

private:
    std::optional<ReceivedMessage> read();
    bool readHeader();
    ReceivedMessage takeControl();
    ReceivedMessage takeMessage();
    void addPayload(const char *bytes, qsizetype size);
    void addPlain(const char *bytes, qsizetype size);
    void addDeflated(const char *bytes, qsizetype size);
    void endMessage();
    bool append(QByteArrayView plain);
    bool makeRoom(qsizetype size, qsizetype whole);
    void checkText();
    void judge(MessageInflater::Fault fault);
    void fail(quint16 code, const Failure &failure, const QString &raw = {});
    void failText();
    void failMemory();
    void hold();

    const qint64 m_maxMessageBytes;
    const MemoryProbe m_hasMemory;
    FrameRules m_rules;
    /// Null without compression.
    std::unique_ptr<MessageInflater> m_inflater;
    FrameFault m_fault;

    /// What is unread.
    const char *m_at = nullptr;
    const char *m_end = nullptr;
    /// The beginning of a header or of a control frame.
    QByteArray m_held;
    FrameHeader m_header;
    MaskKey m_maskKey{};
    bool m_inFrame = false;
    quint64 m_frameLeft = 0;
    QByteArray m_message;
    qsizetype m_filled = 0;
    /// Of a text, what is known to be UTF-8.
    qsizetype m_checked = 0;
    QByteArray m_unmasked;
};
