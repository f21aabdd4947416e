// SPDX-License-Identifier: MIT
#include "format/json/jsonpath.h"

#include "format/json/jsoncursor.h"
#include "format/json/jsonvalue.h"
#include "utf8.h"

#include <QSet>

#include <algorithm>
#include <cstring>
#include <limits>

using namespace Qt::StringLiterals;

namespace {

bool endsName(QChar c)
{
    return c.isSpace() || u".[]\"=!<>~|()"_s.contains(c);
}

class PathParser
{
public:
    explicit PathParser(QStringView text)
        : m_text(text)
    {}

    bool parse();

    const QList<JsonPath::Step> &steps() const { return m_steps; }
    /// After success where the path ends, else where the error is.
    qsizetype position() const { return m_at; }
    QString problem() const { return m_problem; }

private:
    bool isAt(QChar c) const { return m_at < m_text.size() && m_text.at(m_at) == c; }
    bool skip(QChar c)
    {
        if (!isAt(c))
            return false;
        ++m_at;
        return true;
    }
    bool fail(qsizetype position, const QString &problem)
    {
        m_at = position;
        m_problem = problem;
        return false;
    }

    bool parseName();
    bool parseQuotedName();
    bool parseElement();
    bool parseIndex(quint64 *index);
    void addName(QStringView name);

    const QStringView m_text;
    qsizetype m_at = 0;
    QList<JsonPath::Step> m_steps;
    QString m_problem;
};

bool PathParser::parse()
{
    if (!skip(u'$'))
        return fail(m_at, u"A JSON path begins with $, as in $.price."_s);
    for (;;) {
        if (skip(u'.')) {
            if (!(isAt(u'"') ? parseQuotedName() : parseName()))
                return false;
        } else if (skip(u'[')) {
            if (!parseElement())
                return false;
        } else {
            return true;
        }
    }
}

bool PathParser::parseName()
{
    const qsizetype begin = m_at;
    while (m_at < m_text.size() && !endsName(m_text.at(m_at)))
        ++m_at;
    if (m_at == begin)
        return fail(begin, u"A member's name is missing after the dot, as in $.price or $.\"two words\"."_s);
    addName(m_text.sliced(begin, m_at - begin));
    return true;
}

bool PathParser::parseQuotedName()
{
    const qsizetype quote = m_at++;
    QString name;
    while (m_at < m_text.size()) {
        if (skip(u'"')) {
            addName(name);
            return true;
        }
        const bool isEscape = isAt(u'\\') && m_at + 1 < m_text.size()
                              && (m_text.at(m_at + 1) == u'"' || m_text.at(m_at + 1) == u'\\');
        if (isEscape)
            ++m_at;
        name.append(m_text.at(m_at++));
    }
    return fail(quote, u"The name that begins here is not closed: a double quote is missing."_s);
}

// As jsonText() decodes names, where toUtf8() makes a question mark of a surrogate without its partner.
void PathParser::addName(QStringView name)
{
    QString text = name.toString();
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool isPair =
                text.at(i).isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate();
        if (isPair)
            ++i;
        else if (text.at(i).isSurrogate())
            text[i] = QChar::ReplacementCharacter;
    }
    m_steps.append({text.toUtf8(), false, 0, false});
}

bool PathParser::parseElement()
{
    JsonPath::Step step{{}, true, 0, false};
    if (skip(u'#')) {
        step.fromBack = true;
        if (!skip(u'-'))
            return fail(m_at, u"Counted from the back, the last element is [#-1]."_s);
    }
    const qsizetype begin = m_at;
    if (!parseIndex(&step.index))
        return false;
    if (step.fromBack && step.index == 0)
        return fail(begin, u"Counted from the back, the last element is [#-1]."_s);
    if (!skip(u']'))
        return fail(m_at, u"The ] after the number of the element is missing."_s);
    m_steps.append(step);
    return true;
}

bool PathParser::parseIndex(quint64 *index)
{
    const qsizetype begin = m_at;
    for (; m_at < m_text.size() && m_text.at(m_at) >= u'0' && m_text.at(m_at) <= u'9'; ++m_at) {
        const quint64 digit = m_text.at(m_at).unicode() - u'0';
        if (*index > (std::numeric_limits<quint64>::max() - digit) / 10)
            return fail(begin, u"No array has so many elements."_s);
        *index = *index * 10 + digit;
    }
    if (m_at == begin)
        return fail(begin, u"Expected the number of an element: [0] is the first and [#-1] the last."_s);
    return true;
}

bool isName(QByteArrayView quoted, const QByteArray &name)
{
    const QByteArrayView raw = quoted.sliced(1, quoted.size() - 2);
    if (raw.size() < name.size())
        return false;
    if (raw.size() == name.size())
        return std::memcmp(raw.data(), name.constData(), size_t(raw.size())) == 0 && !raw.contains('\\');
    // An escape takes at most six times what it stands for.
    return raw.size() / 6 <= name.size() && raw.contains('\\') && jsonText(quoted).toUtf8() == name;
}

bool enterMember(JsonCursor &cursor, const QByteArray &name)
{
    if (!cursor.skip('{'))
        return false;
    cursor.skipBlanks();
    do {
        QByteArrayView candidate;
        if (!cursor.skipName(&candidate))
            return false;
        if (isName(candidate, name))
            return true;
        if (!cursor.skipValue())
            return false;
    } while (cursor.skipComma());
    return false;
}

/// Of an array that is closed; else, and for what is no array, 0.
quint64 countElements(JsonCursor cursor)
{
    if (!cursor.skip('['))
        return 0;
    cursor.skipBlanks();
    quint64 count = 0;
    do {
        if (!cursor.skipValue())
            return 0;
        ++count;
    } while (cursor.skipComma());
    return cursor.isAt(']') ? count : 0;
}

bool enterElement(JsonCursor &cursor, const JsonPath::Step &step)
{
    quint64 left = step.index;
    if (step.fromBack) {
        const quint64 count = countElements(cursor);
        if (step.index == 0 || step.index > count)
            return false;
        left = count - step.index;
    }
    if (!cursor.skip('['))
        return false;
    cursor.skipBlanks();
    for (; left > 0; --left) {
        if (!cursor.skipValue() || !cursor.skipComma())
            return false;
    }
    return true;
}

bool isScalar(QByteArrayView value)
{
    switch (jsonKind(value)) {
    case JsonKind::Number:
        return isJsonNumber(value);
    case JsonKind::True:
        return value == "true";
    case JsonKind::False:
        return value == "false";
    case JsonKind::Null:
        return value == "null";
    default:
        return false;
    }
}

} // namespace

std::optional<JsonPath> JsonPath::parse(QStringView text, qsizetype *length, QString *problem)
{
    PathParser parser(text);
    const bool ok = parser.parse();
    *length = parser.position();
    *problem = parser.problem();
    if (!ok)
        return std::nullopt;
    return JsonPath(parser.steps());
}

std::optional<JsonPath> JsonPath::parse(QStringView text)
{
    PathParser parser(text);
    if (!parser.parse() || parser.position() != text.size())
        return std::nullopt;
    return JsonPath(parser.steps());
}

QString JsonPath::toString() const
{
    QString text = u"$"_s;
    for (const Step &step : m_steps) {
        if (step.isElement) {
            text += (step.fromBack ? u"[#-%1]"_s : u"[%1]"_s).arg(step.index);
            continue;
        }
        QString name = stringFromUtf8(step.name);
        if (name.isEmpty() || std::any_of(name.cbegin(), name.cend(), endsName)) {
            name.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s);
            name = u'"' + name + u'"';
        }
        text += u'.' + name;
    }
    return text;
}

QByteArrayView JsonPath::find(QByteArrayView json) const
{
    JsonCursor cursor(json);
    cursor.skipBlanks();
    for (const Step &step : m_steps) {
        if (!(step.isElement ? enterElement(cursor, step) : enterMember(cursor, step.name)))
            return {};
    }
    const char *const begin = cursor.position();
    if (!cursor.skipValue())
        return {};
    const QByteArrayView value(begin, cursor.position() - begin);
    const bool isClosed = *begin == '"' || *begin == '{' || *begin == '[';
    // Inside an object or an array, "64" at the end of the text may have been 64231.07.
    if (!isClosed && (!isScalar(value) || (cursor.atEnd() && !m_steps.isEmpty())))
        return {};
    if (m_steps.isEmpty()) {
        cursor.skipBlanks();
        if (!cursor.atEnd())
            return {};
    }
    return value;
}

namespace {

constexpr int MaxSteps = 6;
constexpr qsizetype MaxNameSize = 128;

/// Each function leaves the cursor after what it is named for, or says false: nothing more to come.
class PathCollector
{
public:
    PathCollector(QByteArrayView json, qsizetype limit)
        : m_cursor(json)
        , m_limit(limit)
    {}

    void collect()
    {
        m_cursor.skipBlanks();
        if (m_limit > 0)
            value();
    }

    const QStringList &paths() const { return m_paths; }

private:
    bool value();
    bool object();
    bool array();
    bool child(const JsonPath::Step &step);

    JsonCursor m_cursor;
    const qsizetype m_limit;
    QList<JsonPath::Step> m_steps;
    QStringList m_paths;
    QSet<QString> m_seen;
};

// Recursion, but no deeper than MaxSteps.
bool PathCollector::value()
{
    if (m_steps.size() < MaxSteps) {
        if (m_cursor.skip('{'))
            return object();
        if (m_cursor.skip('['))
            return array();
    }
    return m_cursor.skipValue();
}

bool PathCollector::object()
{
    m_cursor.skipBlanks();
    if (m_cursor.skip('}'))
        return true;
    do {
        QByteArrayView name;
        if (!m_cursor.skipName(&name))
            return false;
        const bool goesOn = name.size() > MaxNameSize ? m_cursor.skipValue()
                                                      : child({jsonText(name).toUtf8(), false, 0, false});
        if (!goesOn)
            return false;
    } while (m_cursor.skipComma());
    return m_cursor.skip('}');
}

bool PathCollector::array()
{
    m_cursor.skipBlanks();
    if (m_cursor.skip(']'))
        return true;
    if (m_cursor.atEnd() || !child({{}, true, 0, false}))
        return false;
    while (m_cursor.skipComma()) {
        if (!m_cursor.skipValue())
            return false;
    }
    return m_cursor.skip(']');
}

bool PathCollector::child(const JsonPath::Step &step)
{
    m_steps.append(step);
    const QString path = JsonPath(m_steps).toString();
    bool goesOn = false;
    if (m_seen.contains(path)) {
        // Of duplicate names only the first one's value would be found.
        goesOn = m_cursor.skipValue();
    } else {
        m_seen.insert(path);
        m_paths.append(path);
        goesOn = m_paths.size() < m_limit && value();
    }
    m_steps.removeLast();
    return goesOn;
}

} // namespace

QStringList jsonPathsOf(QByteArrayView json, int limit)
{
    PathCollector collector(json, limit);
    collector.collect();
    return collector.paths();
}
