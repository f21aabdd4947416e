// SPDX-License-Identifier: MIT
#include "saved/savedmessage.h"

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

QString beginning(const SavedMessage &message)
{
    return visibleText(message.text.left(MaxBeginning).simplified());
}

QString suggestedName(const SavedMessage &message)
{
    const QString line = beginning(message);
    if (line.isEmpty())
        return QCoreApplication::translate("SavedMessage", "Empty message");
    return line.size() <= MaxSuggestedName ? line : line.left(MaxSuggestedName - 1).trimmed() + u'…';
}

SavedMessage writtenMessage(const Message &entry, const ChosenEnvironment &environment)
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
