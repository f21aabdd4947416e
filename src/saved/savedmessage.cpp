// SPDX-License-Identifier: MIT
#include "saved/savedmessage.h"

#include "format/json/jsonlayout.h"
#include "format/text/binarytext.h"
#include "format/text/visibletext.h"
#include "message.h"
#include "saved/variables.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

// In UTF-16 code units.
static constexpr qsizetype MaxSuggestedName = 40;

QString suggestedName(const SavedMessage &message)
{
    const QString line = visibleText(message.text.left(4 * MaxSuggestedName).simplified());
    if (line.isEmpty())
        return QCoreApplication::translate("SavedMessage", "Empty message");
    return line.size() <= MaxSuggestedName ? line : line.left(MaxSuggestedName - 1).trimmed() + u'…';
}

SavedMessage writtenMessage(const Message &entry, const QStringList &secretNames)
{
    if (entry.type == MessageType::Binary)
        return {toHex(entry.payload), MessageFormat::Hex};
    const QStringList names = entry.direction == Direction::Out ? secretNames : QStringList();
    const MessageFormat format = checkJson(entry.payload).ok ? MessageFormat::Json : MessageFormat::Text;
    return {Variables::escaped(QString::fromUtf8(entry.payload), names), format};
}
