// SPDX-License-Identifier: MIT
// One JSON object an entry, a line each, with the names of the session file's view `message`. In place of the
// payload is `text`, or, of what is neither text nor of here, and of text that is no UTF-8, `base64`.
#include "exchange/exchangeformat.h"
#include "exchange/inputfile.h"
#include "exchange/outputfile.h"
#include "format/json/jsonscanner.h"
#include "format/json/jsonstring.h"
#include "format/text/numbers.h"
#include "record/recordschema.h"
#include "utf8.h"

#include <QCoreApplication>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

namespace {

// Payloads are written in pieces; of base64, in whole groups.
constexpr qsizetype TextPiece = 16 * 1024;
constexpr qsizetype BinaryPiece = 3 * 16 * 1024;
constexpr qsizetype MostBeforePayload = 256;

char *put(QByteArrayView text, char *to)
{
    return std::copy(text.begin(), text.end(), to);
}

char *put(qint64 number, char *to)
{
    constexpr int mostDigits = 20;
    return std::to_chars(to, to + mostDigits, number).ptr;
}

char *put(QLatin1StringView text, char *to)
{
    return put(QByteArrayView(text.data(), text.size()), to);
}

class NdjsonWriter : public EntryWriter
{
public:
    explicit NdjsonWriter(OutputFile &output)
        : m_output(output)
    {}

    bool write(const EntryBlock &block) override
    {
        for (const EntryBlock::Row &row : block.rows())
            writeLine(row, block.payload(row));
        return !m_output.hasFailed();
    }

private:
    void writeLine(const EntryBlock::Row &row, QByteArrayView payload)
    {
        const bool isMeantAsText = row.direction == Direction::Local || row.type == MessageType::Text;
        const bool isText = isMeantAsText && invalidUtf8At(payload) < 0;
        char *to = m_output.room(MostBeforePayload);
        to = put(qint64(row.sequence), put("{\"seq\":", to));
        to = put(row.timeUs, put(",\"time_us\":", to));
        to = put(DirectionNames[size_t(row.direction)], put(",\"direction\":\"", to));
        to = put(TypeNames[size_t(row.type)], put("\",\"type\":\"", to));
        to = put(row.size, put("\",\"size\":", to));
        if (row.wireBytes >= 0)
            to = put(row.wireBytes, put(",\"wire_size\":", to));
        m_output.written(put(isText ? ",\"text\":\"" : ",\"base64\":\"", to));
        isText ? writeText(payload) : writeBase64(payload);
        m_output.write("\"}\n");
    }

    void writeText(QByteArrayView text)
    {
        for (qsizetype at = 0; at < text.size(); at += TextPiece) {
            const QByteArrayView piece = text.sliced(at, std::min(TextPiece, text.size() - at));
            m_output.written(
                    JsonString::escape(piece, m_output.room(JsonString::MostPerByte * piece.size())));
        }
    }

    void writeBase64(QByteArrayView bytes)
    {
        for (qsizetype at = 0; at < bytes.size(); at += BinaryPiece) {
            const QByteArrayView piece = bytes.sliced(at, std::min(BinaryPiece, bytes.size() - at));
            m_output.write(QByteArray::fromRawData(piece.data(), piece.size()).toBase64());
        }
    }

    OutputFile &m_output;
};

/// The members of a line's object, as they are written; empty if they are not there.
struct LineMembers
{
    bool isObject = false;
    QByteArrayView timeUs;
    QByteArrayView direction;
    QByteArrayView type;
    QByteArrayView wireSize;
    QByteArrayView text;
    QByteArrayView base64;

    QByteArrayView *find(QByteArrayView name)
    {
        const std::pair<QByteArrayView, QByteArrayView *> all[] = {
                {"\"time_us\"", &timeUs},     {"\"direction\"", &direction}, {"\"type\"", &type},
                {"\"wire_size\"", &wireSize}, {"\"text\"", &text},           {"\"base64\"", &base64},
        };
        for (const auto &[known, value] : all) {
            if (name == known)
                return value;
        }
        return nullptr;
    }
};

/// A sink of JsonScanner.
class LineSink
{
public:
    explicit LineSink(LineMembers *members)
        : m_members(members)
    {}

    void open(char bracket)
    {
        if (m_depth++ == 0)
            m_members->isObject = bracket == '{';
    }
    void beginFirst() {}
    void comma() {}
    void colon() { m_isValue = true; }
    void token(const char *begin, qsizetype size)
    {
        if (m_depth != 1)
            return;
        if (!m_isValue)
            m_value = m_members->find({begin, size});
        else if (m_value)
            *m_value = {begin, size};
        m_isValue = false;
    }
    void close(char, bool)
    {
        --m_depth;
        m_isValue = false;
    }

private:
    LineMembers *const m_members;
    /// Of the name that was read last.
    QByteArrayView *m_value = nullptr;
    int m_depth = 0;
    bool m_isValue = false;
};

std::optional<qint64> integer(QByteArrayView value)
{
    qint64 number = 0;
    const auto [at, error] = std::from_chars(value.begin(), value.end(), number);
    return error == std::errc() && at == value.end() ? std::optional(number) : std::nullopt;
}

bool isString(QByteArrayView value)
{
    return value.startsWith('"');
}

// Its place among the names of a table; nothing if it is none of them.
template <typename Names>
std::optional<int> placeOf(QByteArrayView value, const Names &names)
{
    const auto is = [value](QLatin1StringView name) {
        return isString(value) && QLatin1StringView(value.sliced(1).chopped(1)) == name;
    };
    const auto found = std::find_if(names.begin(), names.end(), is);
    return found != names.end() ? std::optional(int(found - names.begin())) : std::nullopt;
}

class NdjsonReader : public EntryReader
{
    Q_DECLARE_TR_FUNCTIONS(NdjsonReader)

public:
    explicit NdjsonReader(InputFile &input)
        : m_input(input)
    {}

    bool read(EntryBlock *block) override
    {
        while (!isFull(*block)) {
            char *begin = nullptr;
            char *end = nullptr;
            if (!m_input.readLine(&begin, &end))
                return fail(m_input.problem());
            if (m_input.lineNumber() == 1 && QByteArrayView(begin, end).startsWith("\xEF\xBB\xBF"))
                begin += 3;
            if (std::all_of(begin, end, [](char c) { return c == ' ' || c == '\t' || c == '\r'; }))
                continue;
            if (!readEntry({begin, end}, block))
                return false;
        }
        return true;
    }

    qint64 done() const override { return m_input.done(); }

private:
    bool readEntry(QByteArrayView line, EntryBlock *block)
    {
        LineMembers members;
        LineSink sink(&members);
        JsonScanner scanner(line, sink);
        if (!scanner.scan())
            return failAt(tr("byte %1: %2")
                                  .arg(formatCount(scanner.lexer().errorOffset() + 1),
                                       scanner.lexer().errorMessage()));
        if (!members.isObject)
            return failAt(tr("an object is missing, { to }."));
        const auto direction = placeOf(members.direction, DirectionNames);
        if (!direction)
            return failAt(tr("“direction” is missing, or none of “in”, “out” and “local”."));
        const auto type = placeOf(members.type, TypeNames);
        if (!type)
            return failAt(tr("“type” is missing, or none of those of the table “message”."));
        const auto timeUs = integer(members.timeUs);
        if (!timeUs || *timeUs != RecordSchema::timeOf(*timeUs))
            return failAt(tr("“time_us” is missing, or not in microseconds from 1970 to 9999."));
        EntryBlock::Row row{{0, *timeUs, Direction(*direction), MessageType(*type)}};
        row.wireBytes = std::max<qint64>(-1, integer(members.wireSize).value_or(-1));
        return addPayload(row, members, block);
    }

    bool addPayload(EntryBlock::Row row, const LineMembers &members, EntryBlock *block)
    {
        const bool isText = isString(members.text);
        if (!isText && !isString(members.base64))
            return failAt(tr("“text” and “base64” are missing: one of them has the payload."));
        const QByteArrayView quoted = isText ? members.text : members.base64;
        // The line is ours to change.
        char *const begin = const_cast<char *>(quoted.data()) + 1;
        char *const end = JsonString::unescape(begin, begin + quoted.size() - 2);
        if (!end)
            return failAt(tr("the text has half of a character: \\ud800 to \\udfff stand in pairs."));
        QByteArrayView payload(begin, end);
        QByteArray bytes;
        if (!isText) {
            const auto decoded = QByteArray::fromBase64Encoding(QByteArray::fromRawData(begin, end - begin),
                                                                QByteArray::AbortOnBase64DecodingErrors);
            if (!decoded)
                return failAt(tr("“base64” has what is no base64."));
            bytes = *decoded;
            payload = bytes;
        }
        row.size = payload.size();
        char *to = block->add(row, true);
        if (!payload.isEmpty())
            std::memcpy(to, payload.data(), size_t(payload.size()));
        return true;
    }

    bool failAt(const QString &what)
    {
        return fail(tr("%1, line %2: %3").arg(m_input.shownName(), formatCount(m_input.lineNumber()), what));
    }

    InputFile &m_input;
};

// Others write a JSON object a line, too, but not with these names.
bool recognisesNdjson(QByteArrayView head)
{
    const qsizetype name = head.indexOf("\"direction\"");
    if (name < 0 || head.indexOf('{') > name)
        return false;
    JsonLexer lexer(head.sliced(name));
    lexer.skipString();
    lexer.skipBlanks();
    if (lexer.atEnd() || lexer.peek() != ':')
        return false;
    lexer.skip();
    lexer.skipBlanks();
    const char *const value = lexer.position();
    return !lexer.atEnd() && *value == '"' && lexer.skipString()
           && placeOf({value, lexer.position()}, DirectionNames);
}

} // namespace

const ExchangeFormat NdjsonFormat{
        .key = QLatin1StringView("ndjson"),
        .name = QT_TRANSLATE_NOOP("ExchangeFormat", "NDJSON: a JSON object a line"),
        .suffix = QLatin1StringView("ndjson"),
        .recognises = recognisesNdjson,
        .reader = [](InputFile &input) -> std::unique_ptr<EntryReader> {
            return std::make_unique<NdjsonReader>(input);
        },
        .writer = [](OutputFile &output) -> std::unique_ptr<EntryWriter> {
            return std::make_unique<NdjsonWriter>(output);
        },
};
