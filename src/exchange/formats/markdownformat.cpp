// SPDX-License-Identifier: MIT
// A transcript for people, as a ticket has it: a heading and, in fences, where Markdown takes nothing for
// markup, a line an entry. Lines that follow in a text are indented, so that none looks like an entry's, nor
// like the end of a fence; and a fence is longer than any run of backticks in it.
#include "exchange/exchangeformat.h"
#include "exchange/outputfile.h"
#include "format/json/jsonlayout.h"
#include "format/preview.h"
#include "format/text/numbers.h"
#include "format/text/unseen.h"
#include "format/text/visibletext.h"
#include "record/recordfile.h"
#include "utf8.h"

#include <QCoreApplication>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace {

qsizetype longestRunOfBackticks(QByteArrayView text)
{
    qsizetype longest = 0;
    qsizetype run = 0;
    for (const char byte : text) {
        run = byte == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

// Text in one line that stays what it is (CommonMark 6.1).
QString codeSpan(const QString &text)
{
    const QString line = visibleText(text);
    const QString ticks(longestRunOfBackticks(line.toUtf8()) + 1, u'`');
    // A backtick at either end would be one of the fence's.
    const QString blank = ticks.size() > 1 ? u" "_s : QString();
    return ticks + blank + line + blank + ticks;
}

class MarkdownWriter : public EntryWriter
{
    Q_DECLARE_TR_FUNCTIONS(MarkdownWriter)

public:
    explicit MarkdownWriter(OutputFile &output)
        : m_output(output)
    {}

    bool begin(const RecordOrigin &origin) override
    {
        const QString title = origin.url.isEmpty() ? tr("A WebSocket session") : codeSpan(origin.url);
        const QString filter =
                origin.filter.isEmpty()
                        ? QString()
                        : u' ' + tr("Only what %1 finds is here.").arg(codeSpan(origin.filter));
        m_output.write(QString("# "_L1 + title + "\n\n"_L1 + tr("Times are UTC.") + filter + u'\n').toUtf8());
        return !m_output.hasFailed();
    }

    bool write(const EntryBlock &block) override
    {
        for (const EntryBlock::Row &row : block.rows())
            writeEntry(row, block.payload(row));
        return !m_output.hasFailed();
    }

    bool finish() override
    {
        endFence();
        return !m_output.hasFailed();
    }

private:
    void writeEntry(const EntryBlock::Row &row, QByteArrayView payload)
    {
        static constexpr const char *arrows[] = {" ← ", " → ", "   "};
        static constexpr qsizetype typeWidth = 6;
        const bool isBinary = row.type >= MessageType::Binary && row.type <= MessageType::Pong;
        const QByteArray text = isBinary ? QByteArray() : shownText(row, payload);
        fence(longestRunOfBackticks(text));
        m_output.written(writeIsoTime(row.timeUs, m_output.room(IsoTimeBytes)));
        const QLatin1StringView type = TypeNames[size_t(row.type)];
        m_output.write(arrows[size_t(row.direction)]);
        m_output.write(QByteArray(type.data(), type.size()).leftJustified(typeWidth) + ' ');
        isBinary ? m_output.writeHex(payload) : writeLines(text);
        m_output.write("\n");
    }

    static QByteArray shownText(const EntryBlock::Row &row, QByteArrayView payload)
    {
        const QByteArray bytes = QByteArray::fromRawData(payload.data(), payload.size());
        if (row.type > MessageType::Pong)
            return previewOf(row.type, row.direction, bytes, int(PreviewHeadBytes)).toUtf8();
        const QByteArray json = looksLikeJson(payload) ? minifyJson(bytes) : QByteArray();
        return withUnseenNamed(stringFromUtf8(json.isNull() ? payload : QByteArrayView(json))).toUtf8();
    }

    void writeLines(QByteArrayView text)
    {
        for (qsizetype newline = text.indexOf('\n'); newline >= 0; newline = text.indexOf('\n')) {
            m_output.write(text.first(newline + 1));
            m_output.write("    ");
            text = text.sliced(newline + 1);
        }
        m_output.write(text);
    }

    // Those before may have needed a shorter one.
    void fence(qsizetype backticks)
    {
        constexpr qsizetype least = 3;
        if (m_fence.size() > backticks)
            return;
        endFence();
        m_fence = QByteArray(std::max(least, backticks + 1), '`');
        m_output.write('\n' + m_fence + "text\n");
    }

    void endFence()
    {
        if (!m_fence.isEmpty())
            m_output.write(m_fence + '\n');
    }

    OutputFile &m_output;
    /// The one that is open; empty before the first.
    QByteArray m_fence;
};

} // namespace

const ExchangeFormat MarkdownFormat{
        .key = QLatin1StringView("md"),
        .name = QT_TRANSLATE_NOOP("ExchangeFormat", "Markdown: a transcript"),
        .suffix = QLatin1StringView("md"),
        .writer = [](OutputFile &output) -> std::unique_ptr<EntryWriter> {
            return std::make_unique<MarkdownWriter>(output);
        },
};
