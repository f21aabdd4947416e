// SPDX-License-Identifier: MIT
#include "commands/jsliteral.h"

#include <QRegularExpression>

#include <cctype>

using namespace Qt::StringLiterals;

JsValue JsValue::member(const QString &name) const
{
    for (qsizetype i = names.size() - 1; i >= 0; --i) {
        if (names[i] == name)
            return items[i];
    }
    JsValue none;
    none.kind = Kind::Undefined;
    return none;
}

static bool isNameCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c == u'$';
}

namespace {

constexpr int MaxDepth = 16;

class JsReader
{
public:
    // A name may lead to a value with names in it, but not further; each look-up reads the whole text, so
    // that all share a number of them.
    JsReader(const QString &text, qsizetype at, int level, int *lookupsLeft)
        : m_text(text)
        , m_at(at)
        , m_level(level)
        , m_lookupsLeft(lookupsLeft)
    {}

    JsArguments arguments();
    JsValue expression(int depth);

private:
    QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : QChar();
    }
    bool atEnd() const { return m_at >= m_text.size(); }
    bool take(QChar c);
    void skipBlanks();
    bool endsHere();
    void skipExpression();
    void skipString();
    JsValue primary(int depth);
    JsValue stringLiteral();
    void stringEscape(QString *value);
    char32_t hexDigits(int count);
    JsValue numberLiteral();
    JsValue array(int depth);
    JsValue object(int depth);
    bool memberName(QString *name);
    JsValue word();
    JsValue lookUp(const QString &name);

    const QString &m_text;
    qsizetype m_at;
    const int m_level;
    int *const m_lookupsLeft;
};

JsValue constant(JsValue::Kind kind, bool boolean = false)
{
    JsValue value;
    value.kind = kind;
    value.boolean = boolean;
    return value;
}

bool JsReader::take(QChar c)
{
    skipBlanks();
    if (peek() != c || atEnd())
        return false;
    ++m_at;
    return true;
}

// Comments are blanks.
void JsReader::skipBlanks()
{
    while (!atEnd()) {
        if (peek().isSpace()) {
            ++m_at;
        } else if (peek() == u'/' && (peek(1) == u'/' || peek(1) == u'*')) {
            const QString end = peek(1) == u'/' ? u"\n"_s : u"*/"_s;
            const qsizetype found = m_text.indexOf(end, m_at + 2);
            m_at = found < 0 ? m_text.size() : found + end.size();
        } else {
            return;
        }
    }
}

// An expression that goes on after its first part has a value that we do not know.
bool JsReader::endsHere()
{
    skipBlanks();
    return atEnd() || u",)]};"_s.contains(peek());
}

JsArguments JsReader::arguments()
{
    JsArguments result;
    while (!take(u')')) {
        result.values.append(expression(0));
        if (take(u')'))
            break;
        if (!take(u','))
            return result;
    }
    result.closed = m_at > 0 && m_text[m_at - 1] == u')';
    return result;
}

JsValue JsReader::expression(int depth)
{
    if (depth > MaxDepth) {
        skipExpression();
        return {};
    }
    JsValue value = primary(depth);
    if (endsHere())
        return value;
    skipExpression();
    return {};
}

// To the comma or bracket that ends an expression.
void JsReader::skipExpression()
{
    int open = 0;
    while (!atEnd()) {
        const QChar c = peek();
        if (open == 0 && u",)]};"_s.contains(c))
            return;
        if (u"([{"_s.contains(c))
            ++open;
        else if (u")]}"_s.contains(c))
            --open;
        if (c == u'"' || c == u'\'' || c == u'`')
            skipString();
        else
            ++m_at;
    }
}

void JsReader::skipString()
{
    const QChar quote = m_text[m_at++];
    while (!atEnd() && peek() != quote)
        m_at += peek() == u'\\' ? 2 : 1;
    ++m_at;
    m_at = qMin(m_at, m_text.size());
}

JsValue JsReader::primary(int depth)
{
    skipBlanks();
    const QChar c = peek();
    if (c == u'"' || c == u'\'' || c == u'`')
        return stringLiteral();
    if (c == u'[')
        return array(depth);
    if (c == u'{')
        return object(depth);
    if (c.isDigit())
        return numberLiteral();
    return isNameCharacter(c) ? word() : JsValue();
}

JsValue JsReader::stringLiteral()
{
    JsValue value = constant(JsValue::Kind::String);
    const QChar quote = m_text[m_at++];
    while (!atEnd() && peek() != quote) {
        const QChar c = m_text[m_at++];
        if (c == u'\\' && !atEnd())
            stringEscape(&value.string);
        else if (c == u'$' && quote == u'`' && peek() == u'{')
            value.kind = JsValue::Kind::Computed;
        else if (c == u'\n' && quote != u'`')
            value.kind = JsValue::Kind::Computed; // not closed
        else
            value.string += c;
    }
    if (atEnd())
        return {};
    ++m_at;
    return value;
}

char32_t JsReader::hexDigits(int count)
{
    char32_t value = 0;
    for (int i = 0; i < count && isxdigit(uchar(peek().toLatin1())); ++i)
        value = value * 16 + QString(m_text[m_at++]).toUInt(nullptr, 16);
    return value;
}

void JsReader::stringEscape(QString *value)
{
    static const QString names = u"bfnrtv0"_s;
    static const QString values = u"\b\f\n\r\t\v\0"_s;
    const QChar c = m_text[m_at++];
    if (const qsizetype named = names.indexOf(c); named >= 0) {
        *value += values[named];
    } else if (c == u'x') {
        *value += QChar(char16_t(hexDigits(2)));
    } else if (c == u'u' && peek() == u'{') {
        ++m_at;
        const char32_t codePoint = hexDigits(6);
        if (peek() == u'}')
            ++m_at;
        if (codePoint <= QChar::LastValidCodePoint)
            *value += QString::fromUcs4(&codePoint, 1);
    } else if (c == u'u') {
        *value += QChar(char16_t(hexDigits(4)));
    } else if (c == u'\r' && peek() == u'\n') {
        ++m_at;
    } else if (c != u'\n' && c != u'\r') {
        *value += c;
    }
}

JsValue JsReader::numberLiteral()
{
    const qsizetype start = m_at;
    while (isNameCharacter(peek()) || peek() == u'.')
        ++m_at;
    JsValue value;
    bool ok = false;
    value.number = m_text.mid(start, m_at - start).remove(u'_').toDouble(&ok);
    value.kind = ok ? JsValue::Kind::Number : JsValue::Kind::Computed;
    return value;
}

JsValue JsReader::array(int depth)
{
    JsValue value = constant(JsValue::Kind::Array);
    ++m_at;
    while (!take(u']')) {
        if (atEnd())
            return {};
        value.items.append(expression(depth + 1));
        if (!take(u',') && peek() != u']')
            return {};
    }
    return value;
}

JsValue JsReader::object(int depth)
{
    JsValue value = constant(JsValue::Kind::Object);
    ++m_at;
    while (!take(u'}')) {
        QString name;
        if (!memberName(&name)) {
            // A method, a spread or a computed name.
            skipExpression();
            value.names.append(QString());
            value.items.append(JsValue());
        } else if (take(u':')) {
            value.names.append(name);
            value.items.append(expression(depth + 1));
        } else {
            value.names.append(name);
            value.items.append(endsHere() ? lookUp(name) : JsValue());
            skipExpression();
        }
        if (!take(u',') && peek() != u'}')
            return {};
    }
    return value;
}

bool JsReader::memberName(QString *name)
{
    skipBlanks();
    if (peek() == u'"' || peek() == u'\'') {
        const JsValue literal = stringLiteral();
        *name = literal.string;
        return literal.kind == JsValue::Kind::String;
    }
    const qsizetype start = m_at;
    while (isNameCharacter(peek()))
        ++m_at;
    *name = m_text.mid(start, m_at - start);
    return !name->isEmpty();
}

JsValue JsReader::word()
{
    const qsizetype start = m_at;
    while (isNameCharacter(peek()))
        ++m_at;
    const QString name = m_text.mid(start, m_at - start);
    if (name == "true"_L1 || name == "false"_L1)
        return constant(JsValue::Kind::Boolean, name == "true"_L1);
    if (name == "undefined"_L1 || name == "null"_L1)
        return constant(JsValue::Kind::Undefined);
    // With an operator, a call or a member after it, its own value does not matter.
    return endsHere() ? lookUp(name) : JsValue();
}

JsValue JsReader::lookUp(const QString &name)
{
    if (m_level >= 2 || --*m_lookupsLeft < 0)
        return {};
    const QRegularExpression declaration(u"\\b(?:const|let|var)\\s+%1\\s*(?::[^=\\n]{0,200})?=(?!=)"_s.arg(
            QRegularExpression::escape(name)));
    const QRegularExpressionMatch match = declaration.match(m_text);
    if (!match.hasMatch())
        return {};
    JsReader reader(m_text, match.capturedEnd(), m_level + 1, m_lookupsLeft);
    const JsValue value = reader.primary(0);
    reader.skipBlanks();
    // The next statement may begin without a semicolon.
    const QChar next = reader.peek();
    const bool goesOn = !next.isNull() && u"+-*/%.?&|=<>([`"_s.contains(next);
    return goesOn ? JsValue() : value;
}

} // namespace

JsArguments readJsArguments(const QString &text, qsizetype start)
{
    int lookupsLeft = 32;
    return JsReader(text, start, 0, &lookupsLeft).arguments();
}
