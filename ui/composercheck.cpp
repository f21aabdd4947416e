// SPDX-License-Identifier: MIT
#include "ui/composercheck.h"

#include "format/binarytext.h"
#include "format/jsonlayout.h"

#include <QCoreApplication>

#include <algorithm>

static QString checkSentence(const char *text)
{
    return QCoreApplication::translate("ComposerCheck", text);
}

/// A byte of the UTF-8 form of `text` as a position in it.
static qsizetype positionOfByte(const QString &text, qint64 byte)
{
    qint64 bytes = 0;
    qsizetype position = 0;
    while (position < text.size() && bytes < byte) {
        const char16_t c = text[position].unicode();
        if (QChar::isHighSurrogate(c) && position + 1 < text.size() && text[position + 1].isLowSurrogate()) {
            bytes += 4;
            position += 2;
            continue;
        }
        bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
        ++position;
    }
    return position;
}

static QString withPlace(int line, int column, const QString &message)
{
    QString lower = message;
    // "Line 2, column 14: expected a comma": the sentence goes on.
    if (lower.size() > 1 && lower[1].isLower())
        lower[0] = lower[0].toLower();
    return checkSentence("Line %1, column %2: %3").arg(QString::number(line), QString::number(column), lower);
}

static QString withPlace(const QString &text, qsizetype position, const QString &message)
{
    const QStringView before = QStringView(text).left(position);
    const qsizetype lineStart = before.lastIndexOf(u'\n') + 1;
    return withPlace(int(before.count(u'\n')) + 1, int(position - lineStart) + 1, message);
}

ComposerCheck checkComposerText(const QString &text, ComposerFormat format)
{
    ComposerCheck result;
    if (format == ComposerFormat::Text)
        return result;
    const bool blank = std::all_of(text.begin(), text.end(), [](QChar c) { return c.isSpace(); });
    if (blank) {
        result.problem = checkSentence("There is nothing to send yet.");
        return result;
    }
    if (format == ComposerFormat::Json) {
        const JsonCheck check = checkJson(text.toUtf8());
        if (!check.ok) {
            result.problem = withPlace(check.errorLine, check.errorColumn, check.errorMessage);
            result.position = positionOfByte(text, check.errorOffset);
        }
        return result;
    }
    const ParsedBytes parsed = format == ComposerFormat::Hex ? parseHex(text) : parseBase64(text);
    if (parsed.ok) {
        result.bytes = parsed.bytes;
    } else {
        result.position = parsed.errorPosition;
        result.problem = withPlace(text, parsed.errorPosition, parsed.errorMessage);
    }
    return result;
}
