// SPDX-License-Identifier: MIT
#include "format/json/jsonlayout.h"

#include "format/json/jsonscanner.h"
#include "scancontrol.h"
#include "utf8.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <numeric>
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

/// Whether to go on, which is looked at so often that a scan can be cancelled within a millisecond.
class Patience
{
public:
    explicit Patience(const ScanControl *control)
        : m_control(control)
    {}

    /// Once in a while; whether it is cancelled has to be asked then.
    bool isTimeToLook() { return m_control && ++m_steps % 4096 == 0; }
    bool goesOn() { return !isTimeToLook() || !m_control->cancelled; }

private:
    const ScanControl *m_control;
    quint32 m_steps = 0;
};

class MinifySink
{
public:
    MinifySink(qsizetype atMost, const ScanControl *control)
        : m_patience(control)
    {
        m_text.reserve(atMost);
    }

    bool goOn(const char *) { return m_patience.goesOn(); }
    void open(char bracket) { m_text.append(bracket); }
    void beginFirst() {}
    void comma() { m_text.append(','); }
    void colon() { m_text.append(':'); }
    void token(const char *begin, qsizetype size) { m_text.append(begin, size); }
    void close(char bracket, bool) { m_text.append(bracket); }

    QByteArray takeText() { return std::move(m_text); }

private:
    Patience m_patience;
    QByteArray m_text;
};

/// Where line breaks and blanks go. Output has put(), putToken(), newLine(depth) and goOn(position).
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

    bool goOn(const char *position) { return m_output.goOn(position); }

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
    MeasuringOutput(const char *begin, ScanControl *control)
        : m_counted(begin)
        , m_control(control)
        , m_patience(control)
    {}

    bool goOn(const char *position)
    {
        if (!m_patience.isTimeToLook())
            return true;
        m_control->done += position - m_counted;
        m_counted = position;
        return !m_control->cancelled;
    }

    void put(char) { ++m_bytes; }
    void putToken(const char *, qsizetype size) { m_bytes += size; }
    void newLine(qsizetype depth)
    {
        ++m_bytes;
        ++m_linesAtLevel[size_t(std::min<qsizetype>(depth, MaxIndentedLevels))];
    }

    /// Without indentation.
    qint64 bytes() const { return m_bytes; }
    qint64 lines() const { return std::accumulate(m_linesAtLevel.begin(), m_linesAtLevel.end(), qint64(1)); }

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
    const char *m_counted;
    ScanControl *m_control;
    Patience m_patience;
};

class WritingOutput
{
public:
    WritingOutput(char *out, int width, int levels, const ScanControl *control)
        : m_out(out)
        , m_width(width)
        , m_levels(levels)
        , m_patience(control)
    {}

    bool goOn(const char *) { return m_patience.goesOn(); }

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
    Patience m_patience;
};

/// Stops when it is full.
class PartOutput
{
public:
    PartOutput(QByteArray *text, qint64 maxBytes, qint64 maxLines, int width, int levels)
        : m_text(text)
        , m_maxBytes(maxBytes)
        , m_linesLeft(maxLines)
        , m_width(width)
        , m_levels(levels)
    {}

    bool goOn(const char *) { return m_linesLeft > 0; }

    void put(char c) { putToken(&c, 1); }

    void putToken(const char *begin, qsizetype size)
    {
        if (m_linesLeft <= 0)
            return;
        m_text->append(begin, std::min<qsizetype>(size, m_maxBytes - m_text->size()));
        if (m_text->size() == m_maxBytes)
            m_linesLeft = 0;
    }

    void newLine(qsizetype depth)
    {
        if (--m_linesLeft <= 0)
            return;
        put('\n');
        const qsizetype blanks = std::min<qsizetype>(depth, m_levels) * m_width;
        putToken(QByteArray(blanks, ' ').constData(), blanks);
    }

private:
    QByteArray *m_text;
    const qsizetype m_maxBytes;
    qint64 m_linesLeft;
    const int m_width;
    const int m_levels;
};

void dropCutCharacter(QByteArray *utf8)
{
    qsizetype start = utf8->size();
    while (start > 0 && utf8->size() - start < 4 && (uchar(utf8->at(start - 1)) & 0xC0) == 0x80)
        --start;
    if (start == 0)
        return;
    --start;
    if (uchar(utf8->at(start)) >= 0xC0
        && decodeUtf8(utf8->constData() + start, utf8->constData() + utf8->size()).truncated)
        utf8->truncate(start);
}

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
    if (!check.ok && !scanner.wasEnded()) {
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

JsonLayout layOutJson(const QByteArray &utf8, int indent, ScanControl *control)
{
    const int width = std::clamp(indent, 0, 16);
    MeasuringOutput measured(utf8.constData(), control);
    LayoutSink measuring(measured);
    JsonLayout layout{scanInto(measuring, utf8), {}};
    if (!layout.ok)
        return layout;
    const int levels = indentedLevels(measured, width, utf8.size());
    const qint64 size = measured.bytes() + measured.indentation(width, levels);
    layout.text = QByteArray(qsizetype(size), Qt::Uninitialized);
    WritingOutput written(layout.text.data(), width, levels, control);
    LayoutSink writing(written);
    layout.ok = scanInto(writing, utf8).ok;
    if (!layout.ok)
        layout.text.clear();
    return layout;
}

JsonLayoutPart layOutJsonPart(const QByteArray &utf8, qint64 maxBytes, qint64 maxLines, int indent,
                              ScanControl *control)
{
    const int width = std::clamp(indent, 0, 16);
    const qint64 doneBefore = control ? control->done.load() : 0;
    MeasuringOutput measured(utf8.constData(), control);
    LayoutSink measuring(measured);
    JsonLayoutPart part;
    static_cast<JsonCheck &>(part) = scanInto(measuring, utf8);
    if (!part.ok) {
        part.wasCancelled = part.errorOffset < 0;
        return part;
    }
    if (control)
        control->done = doneBefore + utf8.size();
    const int levels = indentedLevels(measured, width, utf8.size());
    part.bytes = measured.bytes() + measured.indentation(width, levels);
    part.lines = measured.lines();
    part.text.reserve(std::min(maxBytes, part.bytes));
    PartOutput written(&part.text, maxBytes, maxLines, width, levels);
    LayoutSink writing(written);
    scanInto(writing, utf8);
    if (part.text.size() < part.bytes)
        dropCutCharacter(&part.text);
    return part;
}

QByteArray minifyJson(const QByteArray &utf8, const ScanControl *control)
{
    MinifySink sink(utf8.size(), control);
    if (!scanInto(sink, utf8).ok)
        return {};
    return sink.takeText();
}

bool looksLikeJson(QByteArrayView utf8)
{
    for (const char c : utf8.first(std::min<qsizetype>(utf8.size(), 4096))) {
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
            return c == '{' || c == '[';
    }
    return false;
}
