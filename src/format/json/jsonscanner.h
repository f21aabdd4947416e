// SPDX-License-Identifier: MIT
#pragma once

#include "format/json/jsonlexer.h"

#include <vector>

/// Checks JSON text against the grammar of RFC 8259 and tells a sink its tokens as they were sent,
/// without recursion. A sink has:
///
///     void open(char bracket);               // { or [
///     void beginFirst();                     // the first member or element follows
///     void comma();
///     void colon();
///     void token(const char *begin, qsizetype size);
///     void close(char bracket, bool empty);  // } or ]
///
/// and may have, to know places and to end the scan early:
///
///     bool goOn(const char *position);       // of the token that comes next; false ends the scan
///
/// Own code rather than RapidJSON's reader: that refuses numbers beyond a double's range even when told
/// to hand them on as strings, refuses \ud800 alone, and takes a NUL byte for the end of the text.
template <typename Sink>
class JsonScanner
{
public:
    /// Text and sink must outlive the scanner.
    JsonScanner(QByteArrayView utf8, Sink &sink)
        : m_lexer(utf8)
        , m_sink(sink)
    {}

    /// Once only. False at the first error; what the sink was told is then of no use.
    bool scan();
    /// Whether the sink ended the scan; there is no error then.
    bool wasEnded() const { return m_ended; }

    const JsonLexer &lexer() const { return m_lexer; }

private:
    enum class Expect { Value, FirstValue, Name, FirstName, Colon, CommaOrEnd, Nothing };

    bool step();
    bool value();
    bool name();
    bool colon();
    bool commaOrEnd();
    bool failAtEnd();

    bool token();
    bool open(char bracket);
    bool close(char bracket, bool empty);
    void endValue() { m_expect = m_isObject.empty() ? Expect::Nothing : Expect::CommaOrEnd; }

    JsonLexer m_lexer;
    Sink &m_sink;
    Expect m_expect = Expect::Value;
    bool m_ended = false;
    // One bit for each level that is open, so that depth costs next to nothing.
    std::vector<bool> m_isObject;
};

template <typename Sink>
bool JsonScanner<Sink>::scan()
{
    for (;;) {
        m_lexer.skipBlanks();
        if (m_lexer.atEnd())
            return m_expect == Expect::Nothing || failAtEnd();
        if constexpr (requires { m_sink.goOn(m_lexer.position()); }) {
            if (!m_sink.goOn(m_lexer.position())) {
                m_ended = true;
                return false;
            }
        }
        if (!step())
            return false;
    }
}

template <typename Sink>
bool JsonScanner<Sink>::step()
{
    const char c = m_lexer.peek();
    switch (m_expect) {
    case Expect::FirstValue:
        if (c == ']')
            return close(c, true);
        m_sink.beginFirst();
        return value();
    case Expect::Value:
        return value();
    case Expect::FirstName:
        if (c == '}')
            return close(c, true);
        m_sink.beginFirst();
        return name();
    case Expect::Name:
        return name();
    case Expect::Colon:
        return colon();
    case Expect::CommaOrEnd:
        return commaOrEnd();
    case Expect::Nothing:
        break;
    }
    return m_lexer.fail(m_lexer.position(),
                        QStringLiteral("Nothing may follow after the end of the JSON value."));
}

template <typename Sink>
bool JsonScanner<Sink>::token()
{
    const char *const begin = m_lexer.position();
    if (!(m_lexer.peek() == '"' ? m_lexer.skipString() : m_lexer.skipNumberOrLiteral()))
        return false;
    m_sink.token(begin, m_lexer.position() - begin);
    return true;
}

template <typename Sink>
bool JsonScanner<Sink>::value()
{
    const char c = m_lexer.peek();
    if (c == '{' || c == '[')
        return open(c);
    if (c == ']' && m_expect == Expect::Value && !m_isObject.empty() && !m_isObject.back())
        return m_lexer.fail(m_lexer.position(),
                            QStringLiteral("The comma before ] has no element after it."));
    if (!token())
        return false;
    endValue();
    return true;
}

template <typename Sink>
bool JsonScanner<Sink>::name()
{
    if (m_lexer.peek() == '"') {
        if (!token())
            return false;
        m_expect = Expect::Colon;
        return true;
    }
    if (m_lexer.peek() == '}')
        return m_lexer.fail(m_lexer.position(), QStringLiteral("The comma before } has no member after it."));
    return m_lexer.fail(m_lexer.position(),
                        m_expect == Expect::FirstName
                                ? QStringLiteral("Expected a member's name in double quotes or }.")
                                : QStringLiteral("Expected a member's name in double quotes."));
}

template <typename Sink>
bool JsonScanner<Sink>::colon()
{
    if (m_lexer.peek() != ':')
        return m_lexer.fail(m_lexer.position(), QStringLiteral("Expected a colon after the member's name."));
    m_lexer.skip();
    m_sink.colon();
    m_expect = Expect::Value;
    return true;
}

template <typename Sink>
bool JsonScanner<Sink>::commaOrEnd()
{
    const bool inObject = m_isObject.back();
    const char c = m_lexer.peek();
    if (c == (inObject ? '}' : ']'))
        return close(c, false);
    if (c != ',') {
        return m_lexer.fail(m_lexer.position(),
                            inObject
                                    ? QStringLiteral("Expected a comma or } after a member of the object.")
                                    : QStringLiteral("Expected a comma or ] after an element of the array."));
    }
    m_lexer.skip();
    m_sink.comma();
    m_expect = inObject ? Expect::Name : Expect::Value;
    return true;
}

template <typename Sink>
bool JsonScanner<Sink>::open(char bracket)
{
    m_lexer.skip();
    m_sink.open(bracket);
    m_isObject.push_back(bracket == '{');
    m_expect = bracket == '{' ? Expect::FirstName : Expect::FirstValue;
    return true;
}

template <typename Sink>
bool JsonScanner<Sink>::close(char bracket, bool empty)
{
    m_lexer.skip();
    m_isObject.pop_back();
    m_sink.close(bracket, empty);
    endValue();
    return true;
}

template <typename Sink>
bool JsonScanner<Sink>::failAtEnd()
{
    const char *const end = m_lexer.position();
    if (m_isObject.empty())
        return m_lexer.fail(end, QStringLiteral("There is no JSON here, only blanks or nothing."));
    return m_lexer.fail(end, m_isObject.back()
                                     ? QStringLiteral("The text ends inside an object: a } is missing.")
                                     : QStringLiteral("The text ends inside an array: a ] is missing."));
}
