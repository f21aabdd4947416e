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
class JsonLexer
{
public:
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

    /// Always false, for `return fail(...)`.
    bool fail(const char *position, const QString &message);

    qint64 errorOffset() const { return m_errorAt - m_begin; }
    QString errorMessage() const { return m_errorMessage; }

private:
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
