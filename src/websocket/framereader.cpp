// SPDX-License-Identifier: MIT
#include "websocket/framereader.h"

#include "utf8.h"
#include "websocket/closecode.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <new>
#include <utility>

#include <sys/mman.h>

// What a message gets at once; then it doubles, but by so much at most.
static constexpr qsizetype FirstRoomBytes = 1024 * 1024;
static constexpr qsizetype MostMoreBytes = 32 * 1024 * 1024;
static constexpr qsizetype UnknownBytes = std::numeric_limits<qsizetype>::max();
// For all else that goes on meanwhile.
static constexpr qint64 SpareBytes = 32LL * 1024 * 1024;

// Nothing of it is touched, so that it costs no memory.
bool hasMemory(qint64 bytes)
{
    void *const memory =
            ::mmap(nullptr, std::size_t(bytes), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory != MAP_FAILED && ::munmap(memory, std::size_t(bytes)) == 0;
}

FrameReader::FrameReader(Role sender, const FrameLimits &limits, const std::optional<DeflateWindow> &deflate,
                         MemoryProbe memory)
    : m_maxMessageBytes(limits.maxMessageBytes)
    , m_hasMemory(memory)
    , m_rules(sender, deflate.has_value(), limits)
{
    if (deflate)
        m_inflater = std::make_unique<MessageInflater>(*deflate, limits.maxMessageBytes);
}

void FrameReader::add(const char *bytes, qsizetype size)
{
    Q_ASSERT(m_at == m_end);
    if (!m_held.isEmpty()) {
        m_held.append(bytes, size);
        bytes = m_held.constData();
        size = m_held.size();
    }
    m_at = bytes;
    m_end = bytes + size;
}

void FrameReader::hold()
{
    m_held = QByteArray(m_at, m_end - m_at);
    m_at = m_end;
}

std::optional<ReceivedMessage> FrameReader::next()
{
    try {
        return read();
    } catch (const std::bad_alloc &) {
        // Another thread was faster.
        failMemory();
        m_at = m_end;
        m_held = {};
        return {};
    }
}

std::optional<ReceivedMessage> FrameReader::read()
{
    while (!m_fault) {
        if (!m_inFrame) {
            if (!readHeader())
                break;
            if (m_header.isControl())
                return takeControl();
        }
        const auto piece = qsizetype(std::min(m_frameLeft, quint64(m_end - m_at)));
        if (piece == 0 && m_frameLeft > 0)
            break;
        addPayload(m_at, piece);
        m_at += piece;
        m_frameLeft -= quint64(piece);
        m_inFrame = m_frameLeft > 0;
        if (m_inFrame || !m_header.final || m_fault)
            continue;
        endMessage();
        if (!m_fault)
            return takeMessage();
    }
    hold();
    return {};
}

// False while it is not all there, or if it is wrong. A control frame is read with its payload.
bool FrameReader::readHeader()
{
    const QByteArrayView bytes(m_at, m_end);
    if (bytes.size() < 2)
        return false;
    FrameHeader header = FrameHeader::fromStart(bytes);
    m_fault = m_rules.checkStart(header);
    if (!m_fault) {
        if (!header.readLength(bytes))
            return false;
        m_fault = m_rules.checkLength(header);
    }
    if (m_fault) {
        m_fault.raw = header.toString();
        return false;
    }
    if (header.isControl() && bytes.size() < header.size + qsizetype(header.length))
        return false;
    m_rules.accept(header);
    m_maskKey = header.maskKey(bytes);
    m_at += header.size;
    m_frameLeft = header.length;
    if (!header.isControl())
        m_inFrame = true;
    m_header = header;
    return true;
}

ReceivedMessage FrameReader::takeControl()
{
    const auto size = qsizetype(m_header.length);
    QByteArray payload(size, Qt::Uninitialized);
    applyMask(m_maskKey, 0, m_at, payload.data(), size);
    m_at += size;
    return {m_header.opcode, payload, size};
}

ReceivedMessage FrameReader::takeMessage()
{
    m_message.truncate(m_filled);
    m_filled = 0;
    m_checked = 0;
    return {m_rules.isText() ? Opcode::Text : Opcode::Binary, std::exchange(m_message, {}),
            m_rules.messageBytes()};
}

void FrameReader::addPayload(const char *bytes, qsizetype size)
{
    if (m_rules.isCompressed())
        addDeflated(bytes, size);
    else
        addPlain(bytes, size);
    if (!m_fault && m_rules.isText())
        checkText();
}

// As bytes arrive: what a header announces may never come. `whole` is what the message comes to, if that is
// known.
bool FrameReader::makeRoom(qsizetype size, qsizetype whole)
{
    const qsizetype needed = m_filled + size;
    const qsizetype before = m_message.size();
    if (!m_message.isNull() && needed <= before)
        return true;
    const qsizetype more = m_filled == 0 ? FirstRoomBytes : std::min(before, MostMoreBytes);
    const qsizetype room = std::min(whole, std::max(needed, before + more));
    if (room > FirstRoomBytes && !m_hasMemory(2 * room - before + SpareBytes)) {
        failMemory();
        return false;
    }
    if (m_filled == 0) {
        m_message = QByteArray(room, Qt::Uninitialized); // of exact size
        return true;
    }
    // Alone, resize() would take the next power of two.
    m_message.reserve(room);
    m_message.resize(room);
    return true;
}

void FrameReader::addPlain(const char *bytes, qsizetype size)
{
    const bool isKnown = m_filled == 0 || m_header.final;
    if (!makeRoom(size, isKnown ? m_filled + qsizetype(m_frameLeft) : UnknownBytes))
        return;
    char *to = m_message.data() + m_filled;
    if (m_header.masked)
        applyMask(m_maskKey, qint64(m_header.length - m_frameLeft), bytes, to, size);
    else
        std::memcpy(to, bytes, std::size_t(size));
    m_filled += size;
}

void FrameReader::addDeflated(const char *bytes, qsizetype size)
{
    if (m_header.masked) {
        m_unmasked.resize(size);
        applyMask(m_maskKey, qint64(m_header.length - m_frameLeft), bytes, m_unmasked.data(), size);
        bytes = m_unmasked.constData();
    }
    judge(m_inflater->add(bytes, size, [this](QByteArrayView inflated) { return append(inflated); }));
}

// Most messages come in one piece, of which they have the size.
bool FrameReader::append(QByteArrayView inflated)
{
    if (!makeRoom(inflated.size(), m_filled == 0 ? inflated.size() : UnknownBytes))
        return false;
    std::memcpy(m_message.data() + m_filled, inflated.data(), std::size_t(inflated.size()));
    m_filled += inflated.size();
    return true;
}

void FrameReader::judge(MessageInflater::Fault fault)
{
    switch (fault) {
    case MessageInflater::Fault::None:
    case MessageInflater::Fault::Refused:
        return;
    case MessageInflater::Fault::TooBig:
        fail(CloseCode::MessageTooBig,
             {FailureCause::InflatedTooLarge, {QString::number(m_maxMessageBytes)}});
        return;
    case MessageInflater::Fault::Broken:
        fail(CloseCode::InvalidPayload, {FailureCause::DeflateBroken, {m_inflater->message()}},
             m_inflater->message());
        return;
    }
}

void FrameReader::checkText()
{
    const Utf8Prefix valid = utf8Prefix(QByteArrayView(m_message).first(m_filled).sliced(m_checked));
    m_checked += valid.size;
    if (valid.broken)
        failText();
}

void FrameReader::endMessage()
{
    if (m_rules.isCompressed())
        judge(m_inflater->finish());
    if (m_message.isNull())
        m_message = QByteArray("");
    if (!m_fault && m_rules.isText() && m_checked < m_filled)
        failText(); // in the middle of a code point
}

void FrameReader::failText()
{
    fail(CloseCode::InvalidPayload, {FailureCause::TextNotUtf8, {QString::number(m_checked)}});
}

void FrameReader::failMemory()
{
    fail(CloseCode::MessageTooBig, {FailureCause::MessageOverMemory, {QString::number(m_filled)}});
}

void FrameReader::fail(quint16 code, const Failure &failure, const QString &raw)
{
    m_message = {};
    m_fault = {code, failure, raw.isEmpty() ? m_header.toString() : raw};
}
