// SPDX-License-Identifier: MIT
#include "saved/writtenmessage.h"

#include "format/json/jsonlayout.h"
#include "format/text/binarytext.h"
#include "format/text/visibletext.h"
#include "message.h"
#include "saved/variables.h"

#include <QCoreApplication>
#include <QStringList>

using namespace Qt::StringLiterals;

// In UTF-16 code units.
static constexpr qsizetype MaxBeginning = 1000;
static constexpr qsizetype MaxSuggestedName = 40;

static const QStringList &formatWords()
{
    // In the order of MessageFormat.
    static const QStringList words{u"text"_s, u"json"_s, u"hex"_s, u"base64"_s, u"escaped"_s};
    return words;
}

QJsonObject messageJson(const WrittenMessage &message)
{
    return {{u"format"_s, formatWords().at(qsizetype(message.format))}, {u"text"_s, message.text}};
}

WrittenMessage readMessage(JsonReader *reader, qsizetype maxText)
{
    WrittenMessage message;
    if (const auto format = reader->readWord("format"_L1, formatWords()))
        message.format = MessageFormat(*format);
    reader->read("text"_L1, &message.text, maxText);
    return message;
}

QString beginning(const WrittenMessage &message)
{
    return visibleText(message.text.left(MaxBeginning).simplified());
}

QString suggestedName(const WrittenMessage &message)
{
    const QString line = beginning(message);
    if (line.isEmpty())
        return QCoreApplication::translate("WrittenMessage", "Empty message");
    return line.size() <= MaxSuggestedName ? line : line.left(MaxSuggestedName - 1).trimmed() + u'…';
}

WrittenMessage rewrittenMessage(const Message &entry, const ChosenEnvironment &environment)
{
    if (entry.type == MessageType::Binary)
        return {toHex(entry.payload), MessageFormat::Hex};
    const QString text = QString::fromUtf8(entry.payload);
    QStringList kept;
    if (entry.direction == Direction::Out) {
        kept = Variables::namesIn(text);
        kept.removeIf([&](const QString &name) {
            return environment.values.contains(name) && !environment.secretNames.contains(name);
        });
    }
    const MessageFormat format = checkJson(entry.payload).ok ? MessageFormat::Json : MessageFormat::Text;
    return {Variables::escaped(text, kept), format};
}
