// SPDX-License-Identifier: MIT
#include "ui/composer/composercheck.h"

#include "format/json/jsonlayout.h"
#include "format/text/binarytext.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

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

// "Line 2, column 14: expected a comma": the sentence goes on.
static QString withLowerStart(QString message)
{
    if (message.size() > 1 && message[1].isLower())
        message[0] = message[0].toLower();
    return message;
}

static QString withPlace(int line, int column, const QString &message)
{
    return checkSentence("Line %1, column %2: %3")
            .arg(QString::number(line), QString::number(column), withLowerStart(message));
}

static QString withPlace(const QString &text, qsizetype position, const QString &message)
{
    const QStringView before = QStringView(text).left(position);
    const qsizetype lineStart = before.lastIndexOf(u'\n') + 1;
    return withPlace(int(before.count(u'\n')) + 1, int(position - lineStart) + 1, message);
}

static ComposerCheck checkAsWritten(const QString &text, ComposerFormat format)
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

ComposerCheck checkComposerText(const QString &text, ComposerFormat format, const Variables::Values &values)
{
    if (format >= ComposerFormat::Hex || !text.contains("{{"_L1))
        return checkAsWritten(text, format);
    const Variables::ExpandedText filled = Variables::expand(text, values);
    ComposerCheck result;
    result.missing = filled.missing;
    if (format == ComposerFormat::Text)
        return result;
    const JsonCheck check = checkJson(filled.text.toUtf8());
    if (check.ok)
        return result;
    const qsizetype position = positionOfByte(filled.text, check.errorOffset);
    const Variables::Span *span = filled.spanAt(position);
    result.position = filled.sourcePosition(position);
    if (span && filled.missing.contains(span->name)) {
        result.problem = Variables::missingSentence({span->name});
    } else if (span && !span->name.isEmpty()) {
        result.problem =
                withPlace(text, result.position,
                          checkSentence("in the value of %1: %2")
                                  .arg(u"{{"_s + span->name + u"}}"_s, withLowerStart(check.errorMessage)));
    } else {
        result.problem = withPlace(text, result.position, check.errorMessage);
    }
    return result;
}
