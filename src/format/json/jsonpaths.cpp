// SPDX-License-Identifier: MIT
#include "format/json/jsonpaths.h"

#include "format/json/jsoncursor.h"
#include "format/json/jsonpath.h"
#include "format/json/jsonvalue.h"

#include <QSet>

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
