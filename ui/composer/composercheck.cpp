// SPDX-License-Identifier: MIT
#include "ui/composer/composercheck.h"

#include "format/json/jsoncomments.h"
#include "format/json/jsonlayout.h"
#include "format/text/binarytext.h"
#include "format/text/visibletext.h"

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

// Lines as checkJson() counts them, columns in code points.
static QString withPlace(const QString &text, qsizetype position, const QString &message)
{
    int line = 1;
    int column = 1;
    for (qsizetype at = 0; at < position; ++at) {
        const QChar c = text[at];
        const bool endsLine = c == u'\n' || (c == u'\r' && (at + 1 == text.size() || text[at + 1] != u'\n'));
        if (endsLine) {
            ++line;
            column = 1;
        } else if (!c.isLowSurrogate()) {
            ++column;
        }
    }
    return checkSentence("Line %1, column %2: %3")
            .arg(QString::number(line), QString::number(column), withLowerStart(message));
}

static ComposerCheck checkBytes(const QString &text, MessageFormat format)
{
    const ParsedBytes parsed = format == MessageFormat::Hex ? parseHex(text) : parseBase64(text);
    ComposerCheck result;
    if (parsed.ok) {
        result.bytes = parsed.bytes;
        result.size = parsed.bytes.size();
    } else {
        result.position = parsed.errorPosition;
        result.problem = withPlace(text, parsed.errorPosition, parsed.errorMessage);
    }
    return result;
}

static QString commentedSentence(const CommentedJson &json)
{
    if (json.comma < 0)
        return checkSentence(
                "JSON with comments, which many servers refuse: Ctrl+Shift+F takes them out, Text sends "
                "them.");
    if (json.comment < 0)
        return checkSentence(
                "JSON with a trailing comma, which many servers refuse: Ctrl+Shift+F takes it out, Text "
                "sends it.");
    return checkSentence(
            "JSON with comments and trailing commas, which many servers refuse: Ctrl+Shift+F takes them "
            "out, Text sends them.");
}

static void judgeJson(const QString &text, const Variables::ExpandedText &filled, const QByteArray &utf8,
                      ComposerCheck *result)
{
    JsonCheck check = checkJson(utf8);
    if (check.ok)
        return;
    // What is wrong besides comes first.
    if (const CommentedJson commented = withoutComments(utf8); commented.hasAny()) {
        check = checkJson(commented.json);
        if (check.ok) {
            const auto first = qsizetype(std::min(quint64(commented.comment), quint64(commented.comma)));
            result->isCommentedJson = true;
            result->problem = commentedSentence(commented);
            result->position = filled.sourcePosition(positionOfByte(filled.text, first));
            return;
        }
    }
    const qsizetype position = positionOfByte(filled.text, check.errorOffset);
    const Variables::Span *span = filled.spanAt(position);
    result->position = filled.sourcePosition(position);
    if (span && filled.missing.contains(span->name)) {
        result->problem = Variables::missingSentence({span->name});
    } else if (span && !span->name.isEmpty()) {
        const QString sentence =
                checkSentence("in the value of %1: %2")
                        .arg(u"{{"_s + span->name + u"}}"_s, withLowerStart(check.errorMessage));
        result->problem = withPlace(text, result->position, sentence);
    } else {
        result->problem = withPlace(text, result->position, check.errorMessage);
    }
}

// Calls and escapes that are none; others are right whatever the text is meant as.
static void judgeWriting(const QString &text, const Variables::ExpandedText &filled, ComposerCheck *result)
{
    const auto isWrong = [&](const Variables::Span &span) {
        return GeneratedValues::isCall(span.name) && filled.missing.contains(span.name);
    };
    const auto wrong = std::find_if(filled.spans.begin(), filled.spans.end(), isWrong);
    if (wrong != filled.spans.end()) {
        result->position = wrong->sourceStart;
        result->problem = GeneratedValues::problem(wrong->name);
    } else if (filled.escapePosition >= 0) {
        result->position = filled.escapePosition;
        result->problem = withPlace(text, filled.escapePosition, filled.escapeProblem);
    }
}

// Secret values are not shown: the names stay.
static QString whatEscapesBecome(const QString &text)
{
    constexpr qsizetype MostShown = 200;
    if (!text.contains(u'\\'))
        return {};
    return visibleText(Variables::expand(text.left(MostShown), {}, {}, Variables::Escapes::Replaced).text);
}

ComposerCheck checkComposerText(const QString &text, MessageFormat format, const Variables::Values &values)
{
    ComposerCheck result;
    const bool isBlank = std::all_of(text.begin(), text.end(), [](QChar c) { return c.isSpace(); });
    if (isBlank && (isBinary(format) || format == MessageFormat::Json)) {
        result.problem = checkSentence("There is nothing to send yet.");
        return result;
    }
    if (isBinary(format))
        return checkBytes(text, format);
    const bool hasEscapes = format == MessageFormat::EscapedText;
    const Variables::ExpandedText filled =
            Variables::expand(text, values, &GeneratedValues::sample, escapesOf(format));
    const QByteArray utf8 = filled.text.toUtf8();
    result.missing = filled.missing;
    judgeWriting(text, filled, &result);
    if (!result.isOk())
        return result;
    result.size = utf8.size();
    result.isSizeExact =
            std::none_of(filled.spans.begin(), filled.spans.end(),
                         [](const Variables::Span &span) { return GeneratedValues::isCall(span.name); });
    if (hasEscapes)
        result.becomes = whatEscapesBecome(text);
    if (format == MessageFormat::Json)
        judgeJson(text, filled, utf8, &result);
    return result;
}
