// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QtEndian>

#include <bit>
#include <cstring>

/// Moves over JSON text (RFC 8259) as fast as it can: looks for brackets and quotation marks alone, and so
/// takes valid text as it is and gets over much of what is cut or invalid. Never reads beyond the end, no
/// recursion, no allocation; all is linear in the bytes passed. After false nothing else may be called.
/// What short messages need is inline: ten million of them are looked into at a time.
class JsonCursor
{
public:
    /// The text must outlive the cursor.
    explicit JsonCursor(QByteArrayView json)
        : m_at(json.data())
        , m_end(json.data() + json.size())
    {}

    bool atEnd() const { return m_at == m_end; }
    const char *position() const { return m_at; }
    /// Whether this is the next byte.
    bool isAt(char c) const { return m_at != m_end && *m_at == c; }

    void skipBlanks()
    {
        while (m_at != m_end && isBlank(*m_at))
            ++m_at;
    }

    /// Over this one byte; false if it is not the next.
    bool skip(char c)
    {
        if (!isAt(c))
            return false;
        ++m_at;
        return true;
    }

    /// A string with its quotation marks, from the opening one on. False if it is not closed.
    bool skipString()
    {
        const char *const stringBegin = ++m_at;
        const char *const quote = findQuote(m_at);
        if (!quote)
            return false;
        m_at = quote + 1;
        return quote[-1] != '\\' || skipRestOfString(stringBegin);
    }

    /// A value, from its first byte on. False if none begins here and for strings, objects and arrays that
    /// are not closed. Numbers and literals are not checked, and may be cut if the cursor is at the end.
    bool skipValue()
    {
        if (m_at == m_end)
            return false;
        if (*m_at == '"')
            return skipString();
        if (*m_at == '{' || *m_at == '[')
            return skipNested();
        const char *const begin = m_at;
        while (m_at != m_end && !endsScalar(*m_at))
            ++m_at;
        return m_at != begin;
    }

    /// The name of a member, the colon and the blanks around it, so that the value is next. `name` is as it
    /// was sent, with its quotation marks.
    bool skipName(QByteArrayView *name)
    {
        const char *const begin = m_at;
        if (!isAt('"') || !skipString())
            return false;
        *name = QByteArrayView(begin, m_at - begin);
        skipBlanks();
        if (!skip(':'))
            return false;
        skipBlanks();
        return true;
    }

    /// After a value, over the comma and the blanks around it. False at the end of the object or array.
    bool skipComma()
    {
        skipBlanks();
        if (!skip(','))
            return false;
        skipBlanks();
        return true;
    }

private:
    static bool isBlank(char c)
    {
        return uchar(c) <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t');
    }
    static bool endsScalar(char c)
    {
        return c == ',' || c == '}' || c == ']' || isBlank(c) || c == ':' || c == '"' || c == '{' || c == '[';
    }

    // Eight bytes at a time: most strings end among the first, sooner than a call of memchr() could say.
    const char *findQuote(const char *begin) const
    {
        constexpr quint64 ones = 0x0101010101010101;
        for (int i = 0; i < 2 && m_end - begin >= 8; ++i, begin += 8) {
            const quint64 other = qFromLittleEndian<quint64>(begin) ^ (ones * '"');
            const quint64 found = (other - ones) & ~other & (ones << 7);
            if (found != 0)
                return begin + std::countr_zero(found) / 8;
        }
        return begin == m_end ? nullptr
                              : static_cast<const char *>(std::memchr(begin, '"', size_t(m_end - begin)));
    }

    bool skipRestOfString(const char *stringBegin);
    bool skipNested();

    const char *m_at;
    const char *const m_end;
};
