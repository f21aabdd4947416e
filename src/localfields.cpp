// SPDX-License-Identifier: MIT
#include "localfields.h"

#include "utf8.h"

#include <algorithm>

static constexpr qsizetype MaxMembers = 32;

static const char *skipBlanks(const char *at, const char *end)
{
    while (at != end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t'))
        ++at;
    return at;
}

// Returns where the closing quotation mark is, or the end.
static const char *findStringEnd(const char *at, const char *end)
{
    for (++at; at != end && *at != '"'; ++at) {
        if (*at == '\\' && ++at == end)
            break;
    }
    return at;
}

// Returns what follows a value that is no string: the comma or bracket after it, or the end.
static const char *findValueEnd(const char *at, const char *end)
{
    int depth = 0;
    for (; at != end; ++at) {
        switch (*at) {
        case '{':
        case '[':
            ++depth;
            break;
        case '}':
        case ']':
            if (depth-- == 0)
                return at;
            break;
        case ',':
            if (depth == 0)
                return at;
            break;
        case '"':
            at = findStringEnd(at, end);
            if (at == end)
                return end;
            break;
        default:
            break;
        }
    }
    return end;
}

static QByteArrayView view(const char *begin, const char *end)
{
    return {begin, end - begin};
}

LocalFields::LocalFields(QByteArrayView json)
{
    const char *const end = json.end();
    const char *at = skipBlanks(json.begin(), end);
    if (at == end || *at != '{')
        return;
    at = skipBlanks(at + 1, end);
    m_isObject = at == end || *at == '}';
    while (at != end && *at == '"' && m_members.size() < MaxMembers) {
        const char *const name = at + 1;
        const char *const nameEnd = findStringEnd(at, end);
        at = nameEnd == end ? end : skipBlanks(nameEnd + 1, end);
        if (at == end || *at != ':')
            break;
        at = skipBlanks(at + 1, end);
        const bool isString = at != end && *at == '"';
        const char *const value = at;
        at = isString ? findStringEnd(at, end) : findValueEnd(at, end);
        m_members.append({view(name, nameEnd), view(value, at), at == end});
        m_isObject = true;
        at = skipBlanks(isString && at != end ? at + 1 : at, end);
        if (at == end || *at != ',')
            break;
        at = skipBlanks(at + 1, end);
    }
}

const LocalFields::Member *LocalFields::find(QByteArrayView name) const
{
    const auto found = std::find_if(m_members.begin(), m_members.end(),
                                    [name](const Member &member) { return member.name == name; });
    return found == m_members.end() ? nullptr : &*found;
}

// Returns 0 for what is no such escape.
static char16_t simpleEscape(char letter)
{
    switch (letter) {
    case '"':
    case '\\':
    case '/':
        return char16_t(letter);
    case 'b':
        return u'\b';
    case 'f':
        return u'\f';
    case 'n':
        return u'\n';
    case 'r':
        return u'\r';
    case 't':
        return u'\t';
    default:
        return 0;
    }
}

// Appends the escape at `at`, a backslash, and returns what follows it; the end if it is cut.
static const char *appendEscape(QString &text, const char *at, const char *end)
{
    if (end - at < 2)
        return end;
    if (at[1] != 'u') {
        const char16_t c = simpleEscape(at[1]);
        text += QChar(c != 0 ? c : u'\ufffd');
        return at + 2;
    }
    if (end - at < 6)
        return end;
    bool ok = false;
    const ushort unit = view(at + 2, at + 6).toUShort(&ok, 16);
    text += QChar(ok ? unit : ushort(0xFFFD));
    return at + 6;
}

static QString unescaped(QByteArrayView raw, bool isCut)
{
    QString text;
    text.reserve(raw.size() + 1);
    const char *const end = raw.end();
    for (const char *at = raw.begin(); at != end;) {
        if (*at == '\\') {
            at = appendEscape(text, at, end);
            continue;
        }
        const Utf8Step step = decodeUtf8(at, end);
        if (step.truncated && isCut)
            break;
        text += QChar::fromUcs4(step.ok ? step.codePoint : U'\ufffd');
        at += step.length;
    }
    if (isCut)
        text += u'\u2026';
    return text;
}

QString LocalFields::text(QByteArrayView name) const
{
    const Member *member = find(name);
    if (!member || !member->value.startsWith('"'))
        return {};
    return unescaped(member->value.sliced(1), member->isCut);
}

std::optional<qint64> LocalFields::number(QByteArrayView name) const
{
    const Member *member = find(name);
    if (!member || member->isCut)
        return std::nullopt;
    const QByteArrayView value = member->value.trimmed();
    bool ok = false;
    const qint64 integer = value.toLongLong(&ok);
    if (ok)
        return integer;
    // Beyond this a double no longer knows every integer.
    constexpr double largest = 9007199254740992.0;
    const double real = value.toDouble(&ok);
    if (!ok || !(real >= -largest && real <= largest))
        return std::nullopt;
    return qint64(real);
}

std::optional<bool> LocalFields::flag(QByteArrayView name) const
{
    const Member *member = find(name);
    if (!member || member->isCut)
        return std::nullopt;
    const QByteArrayView value = member->value.trimmed();
    if (value == "true")
        return true;
    if (value == "false")
        return false;
    return std::nullopt;
}
