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
    bool scan()
    {
        for (;;) {
            m_lexer.skipBlanks();
            if (m_lexer.atEnd())
                return m_expected == Expected::Nothing || fail();
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

    /// Whether the sink ended the scan; there is no error then.
    bool wasEnded() const { return m_ended; }

    const JsonLexer &lexer() const { return m_lexer; }

private:
    using Expected = JsonLexer::Expected;

    bool step()
    {
        const char c = m_lexer.peek();
        switch (m_expected) {
        case Expected::FirstValue:
            if (c == ']')
                return close(c, true);
            m_sink.beginFirst();
            [[fallthrough]];
        case Expected::Value:
            return value();
        case Expected::FirstName:
            if (c == '}')
                return close(c, true);
            m_sink.beginFirst();
            [[fallthrough]];
        case Expected::Name:
            if (c != '"')
                return fail();
            m_expected = Expected::Colon;
            return token();
        case Expected::Colon:
            if (c != ':')
                return fail();
            m_lexer.skip();
            m_sink.colon();
            m_expected = Expected::Value;
            return true;
        case Expected::CommaOrEnd:
            if (c == (m_isObject.back() ? '}' : ']'))
                return close(c, false);
            if (c != ',')
                return fail();
            m_lexer.skip();
            m_sink.comma();
            m_expected = m_isObject.back() ? Expected::Name : Expected::Value;
            return true;
        case Expected::Nothing:
            break;
        }
        return fail();
    }

    bool value()
    {
        const char c = m_lexer.peek();
        if (c == '{' || c == '[')
            return open(c);
        if (c == ']' && !m_isObject.empty() && !m_isObject.back())
            return fail();
        if (!token())
            return false;
        endValue();
        return true;
    }

    bool token()
    {
        const char *const begin = m_lexer.position();
        if (!(m_lexer.peek() == '"' ? m_lexer.skipString() : m_lexer.skipNumberOrLiteral()))
            return false;
        m_sink.token(begin, m_lexer.position() - begin);
        return true;
    }

    bool open(char bracket)
    {
        m_lexer.skip();
        m_sink.open(bracket);
        m_isObject.push_back(bracket == '{');
        m_expected = bracket == '{' ? Expected::FirstName : Expected::FirstValue;
        return true;
    }

    bool close(char bracket, bool empty)
    {
        m_lexer.skip();
        m_isObject.pop_back();
        m_sink.close(bracket, empty);
        endValue();
        return true;
    }

    void endValue() { m_expected = m_isObject.empty() ? Expected::Nothing : Expected::CommaOrEnd; }
    bool fail() { return m_lexer.fail(m_expected, m_isObject.empty() ? 0 : m_isObject.back() ? '{' : '['); }

    JsonLexer m_lexer;
    Sink &m_sink;
    Expected m_expected = Expected::Value;
    bool m_ended = false;
    // One bit for each level that is open, so that depth costs next to nothing.
    std::vector<bool> m_isObject;
};
