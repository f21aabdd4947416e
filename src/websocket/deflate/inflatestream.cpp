// SPDX-License-Identifier: MIT
#include "websocket/deflate/inflatestream.h"

#include <QtEndian>

#include <algorithm>
#include <cstring>

using namespace Qt::StringLiterals;

static constexpr qsizetype RoomBytes = 64 * 1024;
// A match may end so far behind the room, and copying in words goes on a little.
static constexpr qsizetype LongestMatch = 258;
static constexpr qsizetype SlackBytes = LongestMatch + 32;
static_assert((1 << 15) + RoomBytes + LongestMatch <= InflateStream::MostOutput);

static constexpr qsizetype ReadAheadBytes = sizeof(quint64);
// A length's code word and what it leaves open, and a distance's.
static constexpr int MostSymbolBits = 15 + 5 + 15 + 13;
// So much of a block is read before entries of two literals are made for it.
static constexpr qsizetype BytesUntilPairs = 2048;
static constexpr int LiteralTableBits = 11;
// Of a literal in the fixed codes, if it is below 144: ASCII, for one.
static constexpr int UsualFixedBits = 8;
static constexpr int DistanceTableBits = 9;
static constexpr int CodeLengthTableBits = 7;
static constexpr int EndOfBlock = 256;
static constexpr int MostLiterals = 286;
static constexpr int MostDistances = 30;

namespace {

// RFC 1951 section 3.2.5. The last symbols take part in the fixed codes only, and stand for nothing.
constexpr std::array<HuffmanEntry, HuffmanCode::MaxSymbols> literalEntries()
{
    std::array<HuffmanEntry, HuffmanCode::MaxSymbols> entries{};
    for (int byte = 0; byte < EndOfBlock; ++byte)
        entries[byte] = {quint16(byte), 0, HuffmanEntry::Literal};
    entries[EndOfBlock].kind = HuffmanEntry::EndOfBlock;
    int base = 3;
    for (int symbol = 257; symbol < 285; ++symbol) {
        const int extraBits = std::max(0, (symbol - 261) / 4);
        entries[symbol] = {quint16(base), 0, quint8(extraBits)};
        base += 1 << extraBits;
    }
    entries[285] = {LongestMatch, 0, 0};
    return entries;
}

constexpr std::array<HuffmanEntry, 32> distanceEntries()
{
    std::array<HuffmanEntry, 32> entries{};
    int base = 1;
    for (int symbol = 0; symbol < MostDistances; ++symbol) {
        const int extraBits = std::max(0, symbol / 2 - 1);
        entries[symbol] = {quint16(base), 0, quint8(extraBits)};
        base += 1 << extraBits;
    }
    return entries;
}

// Section 3.2.7: lengths, and 16 to 18, which repeat.
constexpr std::array<HuffmanEntry, 19> codeLengthEntries()
{
    std::array<HuffmanEntry, 19> entries{};
    for (int symbol = 0; symbol < 19; ++symbol)
        entries[symbol] = {quint16(symbol), 0, HuffmanEntry::Literal};
    return entries;
}

constexpr auto LiteralEntries = literalEntries();
constexpr auto DistanceEntries = distanceEntries();
constexpr auto CodeLengthEntries = codeLengthEntries();

const HuffmanCode &fixedLiterals()
{
    static const HuffmanCode code = [] {
        std::array<quint8, HuffmanCode::MaxSymbols> lengths{};
        std::fill_n(lengths.begin(), 144, quint8(8));
        std::fill_n(lengths.begin() + 144, 112, quint8(9));
        std::fill_n(lengths.begin() + 256, 24, quint8(7));
        std::fill_n(lengths.begin() + 280, 8, quint8(8));
        HuffmanCode made;
        made.set(lengths, LiteralEntries.data(), LiteralTableBits);
        return made;
    }();
    return code;
}

const HuffmanCode &fixedDistances()
{
    static const HuffmanCode code = [] {
        std::array<quint8, DistanceEntries.size()> lengths{};
        lengths.fill(5);
        HuffmanCode made;
        made.set(lengths, DistanceEntries.data(), DistanceTableBits);
        return made;
    }();
    return code;
}

quint64 lowBits(quint64 bits, int count)
{
    return bits & ((quint64(1) << count) - 1);
}

// The bits of the input, for as long as they can be kept in registers. Before the end of the input, a word is
// read at once.
template <bool AtEnd>
struct BitReader
{
    const char *at;
    const char *const end;
    quint64 bits;
    int count;

    bool mayRefill() const { return AtEnd || end - at >= ReadAheadBytes; }
    void refill()
    {
        if (AtEnd) {
            for (; count <= 56 && at < end; count += 8)
                bits |= quint64(uchar(*at++)) << count;
        } else {
            bits |= qFromLittleEndian<quint64>(at) << count;
            at += (63 - count) >> 3;
            count |= 56;
        }
    }
    bool isMissing(int needed) const { return AtEnd && needed > count; }
    void use(int used)
    {
        bits >>= used;
        count -= used;
    }
    // Two are written in any case. Returns where the next one goes.
    char *useLiterals(HuffmanEntry symbol, char *out)
    {
        use(symbol.bits);
        qToLittleEndian(symbol.value, out);
        return out + symbol.literalCount();
    }
    // Whole bytes that were read ahead.
    void giveBack()
    {
        if (AtEnd)
            return;
        at -= count / 8;
        count %= 8;
        bits = lowBits(bits, count);
    }
};

// A match may overlap itself. May write two words too much.
inline void copyMatch(char *to, qsizetype distance, int length)
{
    constexpr int Word = sizeof(quint64);
    const char *from = to - distance;
    const char *const end = to + length;
    if (distance >= Word) {
        // Most are no longer than two.
        std::memcpy(to, from, Word);
        std::memcpy(to + Word, from + Word, Word);
        for (to += 2 * Word, from += 2 * Word; to < end; to += Word, from += Word)
            std::memcpy(to, from, Word);
    } else if (distance == 1) {
        std::memset(to, *from, size_t(length));
    } else {
        do {
            *to++ = *from++;
        } while (to < end);
    }
}

} // namespace

InflateStream::InflateStream(int windowBits)
    : m_windowSize(qsizetype(1) << windowBits)
    , m_memory(std::make_unique_for_overwrite<char[]>(size_t(m_windowSize + RoomBytes + SlackBytes)))
{
    restart();
}

void InflateStream::restart()
{
    m_begin = m_taken = m_out = m_memory.get();
    m_bits = 0;
    m_bitCount = 0;
    m_state = State::BlockHeader;
    m_mayEnd = true;
}

char *InflateStream::roomEnd() const
{
    return m_memory.get() + m_windowSize + RoomBytes;
}

QByteArrayView InflateStream::takeOutput()
{
    const QByteArrayView output(m_taken, m_out);
    m_taken = m_out;
    return output;
}

// Keeps what can be looked back at.
void InflateStream::slide()
{
    Q_ASSERT(m_taken == m_out);
    const qsizetype kept = std::min(m_windowSize, qsizetype(m_out - m_begin));
    std::memmove(m_memory.get(), m_out - kept, size_t(kept));
    m_begin = m_memory.get();
    m_taken = m_out = m_begin + kept;
}

bool InflateStream::endMessage()
{
    // So that most messages need not be taken in two.
    if (roomEnd() - m_out < RoomBytes / 2)
        slide();
    if (m_state == State::StoredLength && m_bitCount == 0) {
        endBlock();
        m_mayEnd = true;
    }
    return m_state == State::BlockHeader && m_bitCount == 0 && m_mayEnd;
}

InflateStream::Step InflateStream::broken(QLatin1StringView fault)
{
    m_fault = fault;
    return Stop::Broken;
}

bool InflateStream::need(int bits)
{
    while (m_bitCount < bits) {
        if (m_in == m_inEnd)
            return false;
        m_bits |= quint64(uchar(*m_in++)) << m_bitCount;
        m_bitCount += 8;
    }
    return true;
}

void InflateStream::fill()
{
    while (m_bitCount <= 56 && m_in < m_inEnd) {
        m_bits |= quint64(uchar(*m_in++)) << m_bitCount;
        m_bitCount += 8;
    }
}

void InflateStream::drop(int bits)
{
    m_bits >>= bits;
    m_bitCount -= bits;
}

int InflateStream::take(int bits)
{
    const auto value = int(lowBits(m_bits, bits));
    drop(bits);
    return value;
}

InflateStream::Stop InflateStream::read(const char **at, const char *end)
{
    m_in = *at;
    m_inEnd = end;
    if (m_out >= roomEnd())
        slide();
    Step stop;
    while (!stop)
        stop = step();
    *at = m_in;
    return *stop;
}

InflateStream::Step InflateStream::step()
{
    switch (m_state) {
    case State::BlockHeader:
        return readBlockHeader();
    case State::StoredLength:
        return readStoredLength();
    case State::Stored:
        return copyStored();
    case State::CodeCounts:
        return readCodeCounts();
    case State::CodeLengthCode:
        return readCodeLengthCode();
    case State::CodeLengths:
        return readCodeLengths();
    case State::Symbols:
        return readSymbols();
    }
    Q_UNREACHABLE();
}

InflateStream::Step InflateStream::readBlockHeader()
{
    if (!need(3))
        return Stop::InputUsed;
    m_mayEnd = false;
    m_isLastBlock = take(1) == 1;
    switch (take(2)) {
    case 0:
        drop(m_bitCount % 8);
        m_state = State::StoredLength;
        return {};
    case 1:
        m_bytesUntilPairs = 0;
        m_literals = &fixedLiterals();
        m_distances = &fixedDistances();
        m_state = State::Symbols;
        return {};
    case 2:
        m_state = State::CodeCounts;
        return {};
    default:
        return broken("invalid block type"_L1);
    }
}

InflateStream::Step InflateStream::readStoredLength()
{
    if (!need(32))
        return Stop::InputUsed;
    const int length = take(16);
    if (length != (take(16) ^ 0xFFFF))
        return broken("invalid stored block length"_L1);
    m_storedLeft = quint32(length);
    m_state = State::Stored;
    if (length == 0) {
        endBlock();
        m_mayEnd = true;
    }
    return {};
}

InflateStream::Step InflateStream::copyStored()
{
    while (m_storedLeft > 0) {
        const qsizetype room = roomEnd() - m_out;
        if (room <= 0)
            return Stop::RoomFull;
        if (m_bitCount > 0) {
            *m_out++ = char(take(8));
            --m_storedLeft;
            continue;
        }
        if (m_in == m_inEnd)
            return Stop::InputUsed;
        const qsizetype size = std::min({qsizetype(m_storedLeft), room, qsizetype(m_inEnd - m_in)});
        std::memcpy(m_out, m_in, size_t(size));
        m_out += size;
        m_in += size;
        m_storedLeft -= quint32(size);
    }
    endBlock();
    return {};
}

void InflateStream::endBlock()
{
    m_state = State::BlockHeader;
    if (!m_isLastBlock)
        return;
    drop(m_bitCount % 8);
    m_begin = m_out;
    m_mayEnd = true;
}

InflateStream::Step InflateStream::readCodeCounts()
{
    if (!need(14))
        return Stop::InputUsed;
    m_literalCount = take(5) + 257;
    m_distanceCount = take(5) + 1;
    m_codeLengthCount = take(4) + 4;
    if (m_literalCount > MostLiterals || m_distanceCount > MostDistances)
        return broken("too many symbols"_L1);
    m_lengths.fill(0);
    m_lengthsRead = 0;
    m_state = State::CodeLengthCode;
    return {};
}

InflateStream::Step InflateStream::readCodeLengthCode()
{
    static constexpr std::array<quint8, 19> Order{16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                  11, 4,  12, 3, 13, 2, 14, 1, 15};
    for (; m_lengthsRead < m_codeLengthCount; ++m_lengthsRead) {
        if (!need(3))
            return Stop::InputUsed;
        m_lengths[Order[m_lengthsRead]] = quint8(take(3));
    }
    // The literals' code is not needed yet.
    const auto lengths = std::span(m_lengths).first(Order.size());
    const auto found = m_ownLiterals.set(lengths, CodeLengthEntries.data(), CodeLengthTableBits);
    if (found == HuffmanCode::Completeness::OneOrNone)
        return broken("incomplete length set"_L1);
    if (const Step wrong = judge(found))
        return wrong;
    m_lengths.fill(0);
    m_lengthsRead = 0;
    m_state = State::CodeLengths;
    return {};
}

InflateStream::Step InflateStream::readCodeLengths()
{
    const int count = m_literalCount + m_distanceCount;
    while (m_lengthsRead < count) {
        fill();
        const HuffmanEntry entry = m_ownLiterals.entry(m_bits);
        const int repeatBits = entry.value < 16 ? 0 : entry.value == 16 ? 2 : entry.value == 17 ? 3 : 7;
        if (entry.bits + repeatBits > m_bitCount)
            return Stop::InputUsed;
        drop(entry.bits);
        if (entry.value < 16) {
            m_lengths[size_t(m_lengthsRead++)] = quint8(entry.value);
            continue;
        }
        const int repeats = take(repeatBits) + (entry.value == 18 ? 11 : 3);
        if ((entry.value == 16 && m_lengthsRead == 0) || m_lengthsRead + repeats > count)
            return broken("invalid bit length repeat"_L1);
        const quint8 length = entry.value == 16 ? m_lengths[size_t(m_lengthsRead - 1)] : quint8(0);
        std::fill_n(m_lengths.begin() + m_lengthsRead, repeats, length);
        m_lengthsRead += repeats;
    }
    return setCodes();
}

InflateStream::Step InflateStream::setCodes()
{
    if (m_lengths[EndOfBlock] == 0)
        return broken("missing end of block code"_L1);
    const auto literals = std::span(m_lengths).first(size_t(m_literalCount));
    const auto distances = std::span(m_lengths).subspan(size_t(m_literalCount), size_t(m_distanceCount));
    if (const Step wrong = judge(m_ownLiterals.set(literals, LiteralEntries.data(), LiteralTableBits)))
        return wrong;
    if (const Step wrong = judge(m_ownDistances.set(distances, DistanceEntries.data(), DistanceTableBits)))
        return wrong;
    m_literals = &m_ownLiterals;
    m_distances = &m_ownDistances;
    m_bytesUntilPairs = BytesUntilPairs;
    m_state = State::Symbols;
    return {};
}

InflateStream::Step InflateStream::judge(HuffmanCode::Completeness found)
{
    switch (found) {
    case HuffmanCode::Completeness::TooMany:
        return broken("over-subscribed length"_L1);
    case HuffmanCode::Completeness::TooFew:
        return broken("incomplete length set"_L1);
    case HuffmanCode::Completeness::Complete:
    case HuffmanCode::Completeness::OneOrNone:
        break;
    }
    return {};
}

// Where the input ends, nothing of a symbol is used that is not all there. Before, more bits are always there
// than a symbol needs.
InflateStream::Step InflateStream::readSymbols()
{
    while (m_state == State::Symbols) {
        if (m_out >= roomEnd())
            return Stop::RoomFull;
        const char *const before = m_out;
        const bool atEnd = m_inEnd - m_in < ReadAheadBytes;
        const Step stop = m_literals != &m_ownLiterals
                                  ? (atEnd ? readSymbols<true, true>() : readSymbols<false, true>())
                                  : (atEnd ? readSymbols<true, false>() : readSymbols<false, false>());
        if (stop)
            return stop;
        if (m_bytesUntilPairs > 0 && (m_bytesUntilPairs -= m_out - before) <= 0)
            m_ownLiterals.pairLiterals();
    }
    return {};
}

// Inline, or else everything would have to be in memory.
template <typename Reader>
Q_ALWAYS_INLINE InflateStream::Step InflateStream::readMatch(Reader &input, HuffmanEntry symbol, char **out)
{
    const int lengthBits = symbol.bits + symbol.extraBits();
    const quint64 rest = input.bits >> lengthBits;
    const HuffmanEntry back = m_distances->entry(rest);
    const int usedBits = lengthBits + back.bits + back.extraBits();
    if (input.isMissing(usedBits))
        return Stop::InputUsed;
    if (!back.isBase())
        return broken("invalid distance code"_L1);
    const int length = symbol.value + int(lowBits(input.bits >> symbol.bits, symbol.extraBits()));
    const qsizetype distance = back.value + qsizetype(lowBits(rest >> back.bits, back.extraBits()));
    if (distance > std::min(qsizetype(*out - m_begin), m_windowSize))
        return broken("invalid distance"_L1);
    input.use(usedBits);
    copyMatch(*out, distance, length);
    *out += length;
    return {};
}

template <bool AtEnd, bool FixedCodes>
InflateStream::Step InflateStream::readSymbols()
{
    const HuffmanCode &literals = *m_literals;
    BitReader<AtEnd> input{m_in, m_inEnd, m_bits, m_bitCount};
    char *out = m_out;
    char *const outEnd = m_bytesUntilPairs > 0 ? std::min(roomEnd(), out + m_bytesUntilPairs) : roomEnd();
    Step stop;
    while (out < outEnd && input.mayRefill()) {
        if (input.count < MostSymbolBits)
            input.refill();
        HuffmanEntry symbol = literals.shortEntry(input.bits);
        constexpr int AtOnce = FixedCodes ? 4 : 2;
        for (int i = 0; i < AtOnce && symbol.isLiteral() && !input.isMissing(symbol.bits); ++i) {
            // So the next entry need not wait for this one, mostly.
            const HuffmanEntry next = literals.shortEntry(input.bits >> UsualFixedBits);
            const bool isNext = FixedCodes && symbol.bits == UsualFixedBits;
            out = input.useLiterals(symbol, out);
            if (isNext) [[likely]]
                symbol = next;
            else
                symbol = literals.shortEntry(input.bits);
        }
        if (symbol.kind == HuffmanEntry::Long || input.isMissing(symbol.bits))
            symbol = literals.longEntry(input.bits);
        if (input.isMissing(symbol.bits)) {
            if (input.at < input.end)
                continue;
            stop = Stop::InputUsed;
            break;
        }
        if (symbol.isLiteral()) {
            out = input.useLiterals(symbol, out);
            continue;
        }
        if (!symbol.isBase()) {
            input.use(symbol.bits);
            if (symbol.kind == HuffmanEntry::Invalid)
                stop = broken("invalid literal/length code"_L1);
            else
                m_state = State::BlockHeader;
            break;
        }
        if (input.count < MostSymbolBits) {
            if (!input.mayRefill())
                break;
            input.refill();
        }
        stop = readMatch(input, symbol, &out);
        if (stop)
            break;
    }
    input.giveBack();
    m_in = input.at;
    m_bits = input.bits;
    m_bitCount = input.count;
    m_out = out;
    if (m_state == State::BlockHeader)
        endBlock();
    return stop;
}
