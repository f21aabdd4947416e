// SPDX-License-Identifier: MIT
#include "format/jsonlayout.h"

#include "format/jsonscanner.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <utility>

namespace {

constexpr int MaxIndentedLevels = 64;
constexpr qint64 IndentationPerByte = 16;
constexpr qint64 IndentationAllowance = 1024 * 1024;

struct NullSink
{
    void open(char) {}
    void beginFirst() {}
    void comma() {}
    void colon() {}
    void token(const char *, qsizetype) {}
    void close(char, bool) {}
};

class MinifySink
{
public:
    explicit MinifySink(qsizetype atMost) { m_text.reserve(atMost); }

    void open(char bracket) { m_text.append(bracket); }
    void beginFirst() {}
    void comma() { m_text.append(','); }
    void colon() { m_text.append(':'); }
    void token(const char *begin, qsizetype size) { m_text.append(begin, size); }
    void close(char bracket, bool) { m_text.append(bracket); }

    QByteArray takeText() { return std::move(m_text); }

private:
    QByteArray m_text;
};

/// Where line breaks and blanks go. Output has put(), putToken() and newLine(depth).
template <typename Output>
class LayoutSink
{
public:
    explicit LayoutSink(Output &output)
        : m_output(output)
    {}

    void open(char bracket)
    {
        m_output.put(bracket);
        ++m_depth;
    }

    void beginFirst() { m_output.newLine(m_depth); }

    void comma()
    {
        m_output.put(',');
        m_output.newLine(m_depth);
    }

    void colon()
    {
        m_output.put(':');
        m_output.put(' ');
    }

    void token(const char *begin, qsizetype size) { m_output.putToken(begin, size); }

    void close(char bracket, bool empty)
    {
        --m_depth;
        if (!empty)
            m_output.newLine(m_depth);
        m_output.put(bracket);
    }

private:
    Output &m_output;
    qsizetype m_depth = 0;
};

/// Measures first, so that the text is allocated once and indentation can be kept within bounds.
class MeasuringOutput
{
public:
    void put(char) { ++m_bytes; }
    void putToken(const char *, qsizetype size) { m_bytes += size; }
    void newLine(qsizetype depth)
    {
        ++m_bytes;
        ++m_linesAtLevel[size_t(std::min<qsizetype>(depth, MaxIndentedLevels))];
    }

    /// Without indentation.
    qint64 bytes() const { return m_bytes; }

    qint64 indentation(int width, int levels) const
    {
        qint64 blanks = 0;
        for (int level = 1; level <= MaxIndentedLevels; ++level)
            blanks += m_linesAtLevel[size_t(level)] * std::min(level, levels) * width;
        return blanks;
    }

private:
    qint64 m_bytes = 0;
    std::array<qint64, MaxIndentedLevels + 1> m_linesAtLevel{};
};

class WritingOutput
{
public:
    WritingOutput(char *out, int width, int levels)
        : m_out(out)
        , m_width(width)
        , m_levels(levels)
    {}

    void put(char c) { *m_out++ = c; }

    void putToken(const char *begin, qsizetype size)
    {
        std::memcpy(m_out, begin, size_t(size));
        m_out += size;
    }

    void newLine(qsizetype depth)
    {
        put('\n');
        m_out = std::fill_n(m_out, std::min<qsizetype>(depth, m_levels) * m_width, ' ');
    }

private:
    char *m_out;
    const int m_width;
    const int m_levels;
};

void locate(JsonCheck &check, QByteArrayView utf8)
{
    qint64 line = 1;
    qint64 column = 1;
    for (qsizetype i = 0; i < check.errorOffset; ++i) {
        const char c = utf8.at(i);
        // "\r\n" is one line break; its "\n" comes next and counts.
        const bool endsLine = c == '\n' || (c == '\r' && (i + 1 == utf8.size() || utf8.at(i + 1) != '\n'));
        if (endsLine) {
            ++line;
            column = 1;
        } else if ((uchar(c) & 0xC0) != 0x80) {
            ++column;
        }
    }
    constexpr qint64 largest = std::numeric_limits<int>::max();
    check.errorLine = int(std::min(line, largest));
    check.errorColumn = int(std::min(column, largest));
}

template <typename Sink>
JsonCheck scanInto(Sink &sink, const QByteArray &utf8)
{
    JsonScanner<Sink> scanner(utf8, sink);
    JsonCheck check;
    check.ok = scanner.scan();
    if (!check.ok) {
        check.errorOffset = scanner.lexer().errorOffset();
        check.errorMessage = scanner.lexer().errorMessage();
        locate(check, utf8);
    }
    return check;
}

int indentedLevels(const MeasuringOutput &measured, int width, qint64 textSize)
{
    int levels = MaxIndentedLevels;
    const qint64 allowed = textSize * IndentationPerByte + IndentationAllowance;
    while (levels > 0 && measured.indentation(width, levels) > allowed)
        --levels;
    return levels;
}

} // namespace

JsonCheck checkJson(const QByteArray &utf8)
{
    NullSink sink;
    return scanInto(sink, utf8);
}

JsonLayout layOutJson(const QByteArray &utf8, int indent)
{
    const int width = std::clamp(indent, 0, 16);
    MeasuringOutput measured;
    LayoutSink measuring(measured);
    JsonLayout layout{scanInto(measuring, utf8), {}};
    if (!layout.ok)
        return layout;
    const int levels = indentedLevels(measured, width, utf8.size());
    const qint64 size = measured.bytes() + measured.indentation(width, levels);
    layout.text = QByteArray(qsizetype(size), Qt::Uninitialized);
    WritingOutput written(layout.text.data(), width, levels);
    LayoutSink writing(written);
    scanInto(writing, utf8);
    return layout;
}

QByteArray minifyJson(const QByteArray &utf8)
{
    MinifySink sink(utf8.size());
    if (!scanInto(sink, utf8).ok)
        return {};
    return sink.takeText();
}

bool looksLikeJson(const QByteArray &utf8)
{
    const QByteArrayView head = QByteArrayView(utf8).first(std::min<qsizetype>(utf8.size(), 4096));
    for (const char c : head) {
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
            return c == '{' || c == '[';
    }
    return false;
}
