// SPDX-License-Identifier: MIT
#include "format/text/escapes.h"

#include <QtGlobal>

#include <optional>

using namespace Qt::StringLiterals;

namespace {

struct SimpleEscape
{
    char16_t letter;
    char16_t meaning;
};

constexpr SimpleEscape SimpleEscapes[] = {
        {u'n', u'\n'}, {u'r', u'\r'}, {u't', u'\t'}, {u'0', u'\0'}, {u'\\', u'\\'}};

std::optional<char16_t> simpleMeaning(QChar letter)
{
    for (const SimpleEscape &escape : SimpleEscapes) {
        if (letter == escape.letter)
            return escape.meaning;
    }
    return std::nullopt;
}

// Only the digits: Qt's own reading takes signs and blanks, too.
std::optional<char16_t> hexDigits(QStringView text, qsizetype from, qsizetype count)
{
    char16_t value = 0;
    for (qsizetype at = from; at < from + count; ++at) {
        const char16_t c = at < text.size() ? text[at].unicode() : u' ';
        const char16_t lower = c | 0x20;
        if (c >= u'0' && c <= u'9')
            value = char16_t(value << 4 | (c - u'0'));
        else if (lower >= u'a' && lower <= u'f')
            value = char16_t(value << 4 | (lower - u'a' + 10));
        else
            return std::nullopt;
    }
    return value;
}

// What \uHHHH at `at` says; nothing if there is none.
std::optional<char16_t> unitAt(QStringView text, qsizetype at)
{
    return text.mid(at, 2) == "\\u"_L1 ? hexDigits(text, at + 2, 4) : std::nullopt;
}

} // namespace

UnescapedText unescaped(QStringView text)
{
    UnescapedText result;
    const auto fail = [&result](qsizetype at, const QString &message) {
        result.errorPosition = at;
        result.errorMessage = message;
        return result;
    };
    result.text.reserve(text.size());
    qsizetype done = 0;
    for (qsizetype at = text.indexOf(u'\\'); at >= 0; at = text.indexOf(u'\\', done)) {
        result.text += text.sliced(done, at - done);
        if (at + 1 == text.size())
            return fail(at, u"A backslash alone ends the text: one that is meant is written as \\\\."_s);
        const QChar letter = text[at + 1];
        if (const auto meaning = simpleMeaning(letter)) {
            result.text += QChar(*meaning);
            done = at + 2;
        } else if (letter == u'x') {
            const auto value = hexDigits(text, at + 2, 2);
            if (!value)
                return fail(at, u"\\x needs two hexadecimal digits."_s);
            result.text += QChar(*value);
            done = at + 4;
        } else if (letter == u'u') {
            const auto value = unitAt(text, at);
            if (!value)
                return fail(at, u"\\u needs four hexadecimal digits."_s);
            result.text += QChar(*value);
            done = at + 6;
            if (!QChar::isSurrogate(*value))
                continue;
            const auto second = unitAt(text, done);
            if (!QChar::isHighSurrogate(*value) || !second || !QChar::isLowSurrogate(*second))
                return fail(at, u"This is half of a pair: \\ud83d\\ude00 say is one character."_s);
            result.text += QChar(*second);
            done += 6;
        } else {
            return fail(at, u"This escape does not exist: after a backslash there is \\ n r t 0 x or u."_s);
        }
    }
    result.text += text.sliced(done);
    return result;
}
