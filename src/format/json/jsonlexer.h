// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QString>

/// The digits of JSON's numbers: 0 to 9.
inline bool isJsonDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Walks over the tokens of JSON text (RFC 8259 sections 2, 6 and 7) without decoding them. After the
/// first failure nothing else may be called but the accessors of the error.
///
/// Own code rather than RapidJSON's reader: that refuses numbers beyond a double's range even when told
/// to hand them on as strings, refuses \ud800 alone, and takes a NUL byte for the end of the text.
class JsonLexer
{
public:
    /// What the grammar has next.
    enum class Expected { Value, FirstValue, Name, FirstName, Colon, CommaOrEnd, Nothing };

    /// The text must outlive the lexer.
    explicit JsonLexer(QByteArrayView utf8);

    bool atEnd() const { return m_at == m_end; }
    /// Only before the end.
    char peek() const { return *m_at; }
    void skip() { ++m_at; }
    const char *position() const { return m_at; }

    void skipBlanks()
    {
        while (m_at != m_end && (*m_at == ' ' || *m_at == '\n' || *m_at == '\r' || *m_at == '\t'))
            ++m_at;
    }

    /// A string, from its opening quotation mark on.
    bool skipString();
    /// A number, true, false or null.
    bool skipNumberOrLiteral();

    /// What is here, or the end, is not what is expected within this bracket; 0 if within none. Always false,
    /// for `return fail(...)`.
    bool fail(Expected expected, char bracket);

    qint64 errorOffset() const { return m_errorAt - m_begin; }
    QString errorMessage() const { return m_errorMessage; }

private:
    bool fail(const char *position, const QString &message);
    bool skipEscape();
    bool skipNumber();
    bool skipDigits(const QString &message);
    bool failInString(const char *opening);
    bool failAsValue();

    const char *const m_begin;
    const char *const m_end;
    const char *m_at;
    const char *m_errorAt;
    QString m_errorMessage;
};
