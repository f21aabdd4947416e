// SPDX-License-Identifier: MIT
#include "ui/inspector/entryinfo.h"

#include "format/preview.h"
#include "format/text/numbers.h"
#include "message.h"

#include <QCoreApplication>
#include <QStringList>

using namespace Qt::StringLiterals;

static QString infoWords(const char *text)
{
    return QCoreApplication::translate("EntryInfo", text);
}

static QString directionInWords(Direction direction)
{
    switch (direction) {
    case Direction::In:
        return infoWords("received");
    case Direction::Out:
        return infoWords("sent");
    case Direction::Local:
        break;
    }
    return infoWords("here");
}

static QString typeInWords(MessageType type)
{
    switch (type) {
    case MessageType::Text:
        return infoWords("text");
    case MessageType::Binary:
        return infoWords("binary");
    case MessageType::Ping:
        return infoWords("ping");
    case MessageType::Pong:
        return infoWords("pong");
    case MessageType::Open:
        return infoWords("open");
    case MessageType::Close:
        return infoWords("close");
    case MessageType::Error:
        return infoWords("error");
    case MessageType::Retry:
        return infoWords("retry");
    case MessageType::Note:
        break;
    }
    return infoWords("note");
}

QString entryInfoLine(const Message &message)
{
    QStringList parts;
    if (message.sequence > 0)
        parts.append(u'#' + formatCount(message.sequence));
    if (message.direction != Direction::Local)
        parts.append(directionInWords(message.direction));
    parts.append(typeInWords(message.type));
    if (message.direction != Direction::Local)
        parts.append(message.wireBytes >= 0 ? sizeInWords(message.payload.size(), message.wireBytes)
                                            : formatSize(message.payload.size()));
    // The date is the part that is rarely asked for: it follows the time.
    const QString timestamp = formatTimestamp(message.timeUs);
    const qsizetype split = timestamp.indexOf(u'T');
    parts.append(timestamp.mid(split + 1, qsizetype(sizeof("12:01:02.134567") - 1)));
    parts.append(timestamp.left(split));
    return parts.join(u" · "_s);
}
