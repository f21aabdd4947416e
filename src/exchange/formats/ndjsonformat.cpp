// SPDX-License-Identifier: MIT
// One JSON object an entry, a line each.
#include "exchange/entryjson.h"
#include "exchange/exchangeformat.h"
#include "exchange/formats/linereader.h"
#include "exchange/outputfile.h"
#include "format/json/jsonlexer.h"
#include "format/text/numbers.h"

#include <QCoreApplication>

#include <algorithm>
#include <memory>

namespace {

class NdjsonWriter : public EntryWriter
{
public:
    explicit NdjsonWriter(OutputFile &output)
        : m_output(output)
    {}

    bool write(const EntryBlock &block) override
    {
        for (const EntryBlock::Row &row : block.rows()) {
            EntryJson::write(row, block.payload(row), m_output);
            m_output.write("\n");
        }
        return !m_output.hasFailed();
    }

private:
    OutputFile &m_output;
};

class NdjsonReader : public LineReader
{
    Q_DECLARE_TR_FUNCTIONS(NdjsonReader)

public:
    using LineReader::LineReader;

protected:
    bool readEntry(char *begin, char *end, EntryBlock *block) override
    {
        const JsonParts::Problem problem = EntryJson::read({begin, end}, block);
        if (problem.sentence.isEmpty())
            return true;
        return failAt(problem.offset < 0
                              ? problem.sentence
                              : tr("byte %1: %2").arg(formatCount(problem.offset + 1), problem.sentence));
    }
};

// Others write a JSON object a line, too, but not with these names.
bool recognisesNdjson(QByteArrayView head)
{
    const qsizetype name = head.indexOf("\"direction\"");
    const qsizetype brace = head.indexOf('{');
    const QByteArrayView before = head.first(std::max<qsizetype>(0, brace)).trimmed();
    if (brace < 0 || name < brace || (!before.isEmpty() && before != "\xEF\xBB\xBF"))
        return false;
    JsonLexer lexer(head.sliced(name));
    lexer.skipString();
    lexer.skipBlanks();
    if (lexer.atEnd() || lexer.peek() != ':')
        return false;
    lexer.skip();
    lexer.skipBlanks();
    const char *const value = lexer.position();
    if (lexer.atEnd() || *value != '"' || !lexer.skipString())
        return false;
    const QByteArrayView direction(value + 1, lexer.position() - 1);
    return std::any_of(DirectionNames.begin(), DirectionNames.end(), [direction](QLatin1StringView known) {
        return QLatin1StringView(direction) == known;
    });
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
