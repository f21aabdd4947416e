// SPDX-License-Identifier: MIT
#pragma once

#include "websocket/deflate/huffmancode.h"

#include <QByteArrayView>
#include <QLatin1StringView>

#include <array>
#include <memory>
#include <optional>

/// Reads DEFLATE (RFC 1951) as it comes, in pieces of any size. A block that is marked as the last ends a
/// stream: a new one, which cannot look back, begins at the next byte.
class InflateStream
{
public:
    /// How far the stream may look back: 2 to the power of `windowBits`, 8 to 15.
    explicit InflateStream(int windowBits);

    enum class Stop {
        InputUsed, ///< More is needed.
        RoomFull,  ///< takeOutput() makes room for more.
        Broken     ///< See fault(). Nothing more can be read.
    };
    /// Reads on from `*at`, which is moved behind what was used.
    Stop read(const char **at, const char *end);
    /// What was made since it was last taken, at most MostOutput bytes; valid until the next call of another
    /// function.
    QByteArrayView takeOutput();
    static constexpr qsizetype MostOutput = 96 * 1024 + 512;

    /// Forgets everything.
    void restart();

    /// At the end of a message, with all output taken. True if it may end here: where an empty stored block
    /// has only its lengths to come, which are then taken as read (RFC 7692 section 7.2.1); where such a
    /// block or a last one has just ended; and where nothing has begun.
    bool endMessage();

    QLatin1StringView fault() const { return m_fault; }

private:
    enum class State { BlockHeader, StoredLength, Stored, CodeCounts, CodeLengthCode, CodeLengths, Symbols };

    /// Nothing: there is more to do.
    using Step = std::optional<Stop>;
    Step step();
    Step readBlockHeader();
    Step readStoredLength();
    Step copyStored();
    Step readCodeCounts();
    Step readCodeLengthCode();
    Step readCodeLengths();
    Step setCodes();
    Step judge(HuffmanCode::Completeness found);
    Step readSymbols();
    template <bool AtEnd, bool FixedCodes>
    Step readSymbols();
    template <typename Reader>
    Step readMatch(Reader &input, HuffmanEntry symbol, char **out);
    void endBlock();
    void slide();
    Step broken(QLatin1StringView fault);

    bool need(int bits);
    void fill();
    void drop(int bits);
    int take(int bits);
    char *roomEnd() const;

    const qsizetype m_windowSize;
    /// The window, and behind it what is being made.
    const std::unique_ptr<char[]> m_memory;
    /// Since when the stream has run, up to where its output was taken, and its end.
    char *m_begin = nullptr;
    char *m_taken = nullptr;
    char *m_out = nullptr;

    const char *m_in = nullptr;
    const char *m_inEnd = nullptr;
    /// Read and not used, the next bit lowest; bits beyond the count are 0.
    quint64 m_bits = 0;
    int m_bitCount = 0;

    State m_state = State::BlockHeader;
    bool m_isLastBlock = false;
    /// In BlockHeader: a message may end here.
    bool m_mayEnd = true;
    quint32 m_storedLeft = 0;
    int m_literalCount = 0;
    int m_distanceCount = 0;
    int m_codeLengthCount = 0;
    int m_lengthsRead = 0;
    std::array<quint8, 286 + 32> m_lengths{};
    HuffmanCode m_ownLiterals;
    HuffmanCode m_ownDistances;
    /// Bytes to be made until the literals are paired; not above 0 if they are, or never will be.
    qsizetype m_bytesUntilPairs = 0;
    /// Of the block that is being read.
    const HuffmanCode *m_literals = nullptr;
    const HuffmanCode *m_distances = nullptr;
    QLatin1StringView m_fault;
};
