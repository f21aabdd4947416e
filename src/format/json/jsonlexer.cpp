// SPDX-License-Identifier: MIT
#include "format/json/jsonlexer.h"

#include "utf8.h"

using namespace Qt::StringLiterals;

static bool isHexDigit(char c)
{
    return isJsonDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

JsonLexer::JsonLexer(QByteArrayView utf8)
    : m_begin(utf8.data())
    , m_end(utf8.data() + utf8.size())
    , m_at(m_begin)
    , m_errorAt(m_begin)
{}

bool JsonLexer::fail(const char *position, const QString &message)
{
    m_errorAt = position;
    m_errorMessage = message;
    return false;
}

bool JsonLexer::fail(Expected expected, char bracket)
{
    const bool isInObject = bracket == '{';
    if (atEnd()) {
        return fail(m_at, bracket == 0 ? u"There is no JSON here, only blanks or nothing."_s
                          : isInObject ? u"The text ends inside an object: a } is missing."_s
                                       : u"The text ends inside an array: a ] is missing."_s);
    }
    if (peek() == '/' && m_at + 1 != m_end && (m_at[1] == '/' || m_at[1] == '*'))
        return fail(m_at, u"JSON has no comments."_s);
    switch (expected) {
    case Expected::Value:
    case Expected::FirstValue:
        return fail(m_at, u"The comma before ] has no element after it."_s);
    case Expected::Name:
        return fail(m_at, peek() == '}' ? u"The comma before } has no member after it."_s
                                        : u"Expected a member's name in double quotes."_s);
    case Expected::FirstName:
        return fail(m_at, u"Expected a member's name in double quotes or }."_s);
    case Expected::Colon:
        return fail(m_at, u"Expected a colon after the member's name."_s);
    case Expected::CommaOrEnd:
        return fail(m_at, isInObject ? u"Expected a comma or } after a member of the object."_s
                                     : u"Expected a comma or ] after an element of the array."_s);
    case Expected::Nothing:
        break;
    }
    return fail(m_at, u"Nothing may follow after the end of the JSON value."_s);
}

bool JsonLexer::skipString()
{
    const char *const opening = m_at++;
    while (m_at != m_end) {
        const uchar c = uchar(*m_at);
        if (c == '"') {
            ++m_at;
            return true;
        }
        if (c == '\\') {
            if (!skipEscape())
                return false;
        } else if (c < 0x20) {
            return failInString(opening);
        } else if (c < 0x80) {
            ++m_at;
        } else {
            const Utf8Step step = decodeUtf8(m_at, m_end);
            if (!step.ok)
                return fail(m_at, u"The text is not valid UTF-8 here."_s);
            m_at += step.length;
        }
    }
    return failInString(opening);
}

bool JsonLexer::failInString(const char *opening)
{
    if (m_at == m_end)
        return fail(opening, u"The string that begins here is not closed: a double quote is missing."_s);
    switch (*m_at) {
    case '\n':
    case '\r':
        return fail(m_at, u"A string must end in its line; a line break in it is written as \\n."_s);
    case '\t':
        return fail(m_at, u"A tab in a string must be written as \\t."_s);
    default:
        return fail(m_at, u"The control character U+%1 must be written as \\u%1 in a string."_s.arg(
                                  uchar(*m_at), 4, 16, QLatin1Char('0')));
    }
}

bool JsonLexer::skipEscape()
{
    const char *const backslash = m_at++;
    if (m_at == m_end)
        return fail(backslash, u"The text ends in the middle of an escape."_s);
    switch (*m_at++) {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
        return true;
    case 'u':
        break;
    default:
        return fail(backslash, u"This escape does not exist: after a backslash JSON knows only "
                               "\" \\ / b f n r t and u."_s);
    }
    for (int i = 0; i < 4; ++i) {
        if (m_at == m_end || !isHexDigit(*m_at))
            return fail(backslash, u"\\u needs four hexadecimal digits."_s);
        ++m_at;
    }
    return true;
}

bool JsonLexer::skipNumberOrLiteral()
{
    if (isJsonDigit(*m_at) || *m_at == '-')
        return skipNumber();
    const char *wordEnd = m_at;
    while (wordEnd != m_end && (isLetter(*wordEnd) || isJsonDigit(*wordEnd) || *wordEnd == '_'))
        ++wordEnd;
    const QByteArrayView word(m_at, wordEnd - m_at);
    if (word == "true" || word == "false" || word == "null") {
        m_at = wordEnd;
        return true;
    }
    if (word == "NaN" || word == "Infinity" || word == "undefined")
        return fail(m_at,
                    u"JSON has no %1; null is what often stands for it."_s.arg(QLatin1StringView(word)));
    if (!word.isEmpty())
        return fail(m_at, u"Text needs double quotes; without them only true, false, null and numbers "
                          "are values."_s);
    return failAsValue();
}

bool JsonLexer::skipNumber()
{
    if (*m_at == '-')
        ++m_at;
    const char *const integer = m_at;
    if (QByteArrayView(m_at, m_end - m_at).startsWith("Infinity"))
        return fail(m_at - 1, u"JSON has no Infinity; null is what often stands for it."_s);
    if (!skipDigits(u"Expected a digit after the minus sign."_s))
        return false;
    if (*integer == '0' && m_at - integer > 1)
        return fail(integer, u"A number must not begin with zeros."_s);
    if (m_at != m_end && *m_at == '.') {
        ++m_at;
        if (!skipDigits(u"Expected a digit after the decimal point."_s))
            return false;
    }
    if (m_at != m_end && (*m_at == 'e' || *m_at == 'E')) {
        ++m_at;
        if (m_at != m_end && (*m_at == '+' || *m_at == '-'))
            ++m_at;
        if (!skipDigits(u"Expected a digit in the exponent."_s))
            return false;
    }
    return true;
}

bool JsonLexer::skipDigits(const QString &message)
{
    if (m_at == m_end || !isJsonDigit(*m_at))
        return fail(m_at, message);
    while (m_at != m_end && isJsonDigit(*m_at))
        ++m_at;
    return true;
}

bool JsonLexer::failAsValue()
{
    switch (*m_at) {
    case '\'':
        return fail(m_at, u"Strings need double quotes, not single quotes."_s);
    case ',':
        return fail(m_at, u"Expected a value before the comma."_s);
    case '}':
    case ']':
        return fail(m_at, u"Expected a value before %1."_s.arg(QLatin1Char(*m_at)));
    case '/':
        return fail(m_at, u"JSON has no comments."_s);
    case '+':
    case '.':
        return fail(m_at, u"A number must begin with a digit or a minus sign."_s);
    case '\0':
        return fail(m_at, u"There is a NUL byte here, which JSON does not allow."_s);
    default:
        break;
    }
    if (QByteArrayView(m_at, m_end - m_at).startsWith("\xEF\xBB\xBF"))
        return fail(m_at, u"There is a byte order mark (U+FEFF) here, which JSON does not allow."_s);
    return fail(m_at, u"Expected a value: an object, an array, a string in double quotes, a number, true, "
                      "false or null."_s);
}
