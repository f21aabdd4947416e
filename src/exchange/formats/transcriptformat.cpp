// SPDX-License-Identifier: MIT
// What wscat and websocat leave on a terminal: `> ` in front of what was sent and `< ` of what was received;
// what follows without either is a further line of it. It says nothing of times, and not whether a message
// was binary.
#include "exchange/exchangeformat.h"
#include "exchange/inputfile.h"
#include "format/text/numbers.h"
#include "localentry.h"
#include "profile/connectionprofile.h"
#include "profile/redactor.h"
#include "utf8.h"

#include <QCoreApplication>

#include <algorithm>
#include <memory>
#include <optional>

using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView ConnectedLine = "Connected (press CTRL+C";
constexpr QByteArrayView DisconnectedLine = "Disconnected (code: ";
constexpr QByteArrayView ErrorLine = "error: ";

// wscat colours whole lines (ECMA-48: ESC [ … m), and a terminal ends them with CR.
QByteArrayView withoutColours(QByteArrayView line)
{
    const auto colourSize = [](QByteArrayView text) {
        qsizetype size = 2;
        while (size < text.size() && (text[size] == ';' || (text[size] >= '0' && text[size] <= '9')))
            ++size;
        return text.startsWith("\x1B[") && size < text.size() && text[size] == 'm' ? size + 1 : 0;
    };
    while (const qsizetype size = colourSize(line))
        line = line.sliced(size);
    for (;;) {
        if (line.endsWith('\r'))
            line.chop(1);
        const qsizetype escape = line.lastIndexOf('\x1B');
        if (escape < 0 || colourSize(line.sliced(escape)) != line.size() - escape)
            return line;
        line.truncate(escape);
    }
}

// Which way it went, if the line begins a message. A terminal may have cut the blank off.
std::optional<Direction> directionOf(QByteArrayView line)
{
    if (line.isEmpty() || (line.size() > 1 && line[1] != ' '))
        return std::nullopt;
    return line[0] == '>'   ? std::optional(Direction::Out)
           : line[0] == '<' ? std::optional(Direction::In)
                            : std::nullopt;
}

// `Disconnected (code: 1000, reason: "bye")`.
CloseEntry closeOf(QByteArrayView line)
{
    CloseEntry entry;
    const QByteArrayView rest = line.sliced(DisconnectedLine.size());
    const qsizetype comma = rest.indexOf(',');
    entry.code = rest.first(comma < 0 ? rest.size() : comma).toByteArray().toUShort();
    const qsizetype quote = rest.indexOf('"');
    const qsizetype end = rest.lastIndexOf('"');
    if (quote < end)
        entry.reason = stringFromUtf8(rest.sliced(quote + 1, end - quote - 1));
    return entry;
}

class TranscriptReader : public EntryReader
{
    Q_DECLARE_TR_FUNCTIONS(TranscriptReader)

public:
    explicit TranscriptReader(InputFile &input)
        : m_input(input)
    {}

    bool read(EntryBlock *block) override
    {
        if (m_input.lineNumber() == 0)
            addNote(tr("A transcript has no times: those here mean nothing, but for the order."), block);
        while (!isFull(*block)) {
            char *begin = nullptr;
            char *end = nullptr;
            if (!m_input.readLine(&begin, &end)) {
                endMessage(block);
                return fail(m_input.problem());
            }
            if (!readLine(withoutColours({begin, end}), block))
                return false;
        }
        return true;
    }

    qint64 done() const override { return m_input.done(); }

private:
    bool readLine(QByteArrayView line, EntryBlock *block)
    {
        if (const auto direction = directionOf(line)) {
            endMessage(block);
            m_direction = direction;
            m_text = line.sliced(std::min<qsizetype>(2, line.size())).toByteArray();
        } else if (line.startsWith(ConnectedLine)) {
            endMessage(block);
            addLocal(MessageType::Open, OpenEntry().fields(), block);
        } else if (line.startsWith(DisconnectedLine)) {
            endMessage(block);
            CloseEntry close = closeOf(line);
            close.reason = m_redactor.own(close.reason);
            addLocal(MessageType::Close, close.fields(), block);
        } else if (line.startsWith(ErrorLine)) {
            endMessage(block);
            ErrorEntry entry;
            entry.message = m_redactor.own(stringFromUtf8(line.sliced(ErrorLine.size())));
            addLocal(MessageType::Error, entry.fields(), block);
        } else if (!m_direction) {
            if (!line.isEmpty())
                addNote(m_redactor.own(stringFromUtf8(line)), block);
        } else if (m_text.size() + line.size() < InputFile::MaxLineBytes) {
            m_text += '\n';
            m_text += line;
        } else {
            return fail(tr("%1, line %2: the message is longer than %3.")
                                .arg(m_input.shownName(), formatCount(m_input.lineNumber()),
                                     formatSize(InputFile::MaxLineBytes)));
        }
        return true;
    }

    void endMessage(EntryBlock *block)
    {
        // A prompt at which nothing was typed looks like an empty message, which hardly anybody sends.
        if (m_direction && (m_direction == Direction::In || !m_text.isEmpty())) {
            const auto type = invalidUtf8At(m_text) < 0 ? MessageType::Text : MessageType::Binary;
            block->add(Message(0, 0, *m_direction, type, m_text), true);
        }
        m_direction.reset();
        m_text.clear();
    }

    static void addLocal(MessageType type, const QJsonObject &fields, EntryBlock *block)
    {
        block->add(Message(0, 0, Direction::Local, type, localPayload(fields)), true);
    }

    static void addNote(const QString &text, EntryBlock *block)
    {
        addLocal(MessageType::Note, NoteEntry{text, {}}.fields(), block);
    }

    InputFile &m_input;
    // What looks like a secret is recorded of no connection.
    const Redactor m_redactor{ConnectionProfile()};
    /// Of the message that goes on, if there is one, and its text so far.
    std::optional<Direction> m_direction;
    QByteArray m_text;
};

// It begins with a message, or wscat has said that it is connected.
bool recognisesTranscript(QByteArrayView head)
{
    if (head.contains('\0'))
        return false;
    bool isFirst = true;
    while (!head.isEmpty()) {
        const qsizetype newline = head.indexOf('\n');
        const QByteArrayView line = withoutColours(head.first(newline < 0 ? head.size() : newline));
        if (line.startsWith(ConnectedLine) || (isFirst && line.size() > 2 && directionOf(line)))
            return true;
        isFirst = isFirst && line.isEmpty();
        head = head.sliced(newline < 0 ? head.size() : newline + 1);
    }
    return false;
}

} // namespace

const ExchangeFormat TranscriptFormat{
        .key = QLatin1StringView("transcript"),
        .name = QT_TRANSLATE_NOOP("ExchangeFormat", "Transcript of wscat or websocat"),
        .suffix = QLatin1StringView("wscat"),
        .recognises = recognisesTranscript,
        .reader = [](InputFile &input) -> std::unique_ptr<EntryReader> {
            return std::make_unique<TranscriptReader>(input);
        },
};
