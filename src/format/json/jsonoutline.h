// SPDX-License-Identifier: MIT
#pragma once

#include "format/json/jsonpath.h"
#include "format/json/jsonvalue.h"

#include <QByteArray>

#include <memory>
#include <vector>

struct ScanControl;

/// Where each value of a JSON text is: an index of byte ranges, so that nothing of what was sent is lost,
/// neither the order of members nor duplicate names, long numbers or escapes. Values are numbered in the
/// order in which they begin; 0 is the whole text's. Const functions may be called from any thread.
class JsonOutline
{
public:
    using Index = quint32;
    static constexpr Index None = 0xffffffff;
    /// Texts with more values have no outline, so that its memory stays below 28 bytes times this.
    static constexpr Index MaxValues = 12'000'000;

    struct Value
    {
        quint32 start = 0;
        /// In bytes, the brackets included.
        quint32 size = 0;
        /// Of the quotation mark that opens its name; None if it is no member.
        quint32 nameStart = None;
        Index parent = None;
        /// The value after this one and all within it: the next sibling, if the parent has one.
        Index end = 0;
        /// Members or elements.
        quint32 count = 0;
        /// Its place within its parent, from 0.
        quint32 row = 0;
    };

    /// In one pass without recursion: a bit and an index for each level that is open. Nothing for what is not
    /// JSON, is larger than 4 GiB or has more than MaxValues values, or if `control` was cancelled, which
    /// counts the bytes of one pass.
    static std::shared_ptr<const JsonOutline> build(const QByteArray &utf8, ScanControl *control = nullptr);

    const QByteArray &text() const { return m_text; }
    Index size() const { return m_size; }
    /// `index` is less than size().
    const Value &at(Index index) const { return m_chunks[index >> ChunkBits][index & (ChunkSize - 1)]; }

    JsonKind kind(Index index) const { return jsonKind(value(index)); }
    bool isContainer(Index index) const;
    /// As it was sent.
    QByteArrayView value(Index index) const;
    /// With its quotation marks; empty if it is no member.
    QByteArrayView name(Index index) const;
    JsonPath path(Index index) const;

private:
    friend class JsonOutlineSink;
    static constexpr int ChunkBits = 10;
    static constexpr Index ChunkSize = 1 << ChunkBits;

    QByteArray m_text;
    std::vector<std::unique_ptr<Value[]>> m_chunks;
    Index m_size = 0;
};

/// For each line of a text that layOutJson() made, or of its beginning: the value that begins or ends in it.
std::vector<JsonOutline::Index> jsonValuesOfLines(QByteArrayView layout);
