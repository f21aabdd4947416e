// SPDX-License-Identifier: MIT
#include "format/json/jsondiff.h"

#include "format/json/jsonoutline.h"

#include <QHash>

#include <algorithm>
#include <limits>

static constexpr JsonOutline::Index None = JsonOutline::None;
static constexpr qsizetype MaxPathText = 16 * 1024 * 1024;

namespace {

class JsonComparison
{
public:
    JsonComparison(const JsonOutline &left, const JsonOutline &right, const std::function<bool()> &cancelled)
        : m_left(left)
        , m_right(right)
        , m_cancelled(cancelled)
    {}

    void compare();
    JsonDiff takeResult() { return std::move(m_result); }

private:
    /// Nodes that stand for each other; None where there is none.
    struct Pair
    {
        quint32 left = None;
        quint32 right = None;
    };
    struct Level
    {
        bool isObject = false;
        std::vector<Pair> pairs;
        size_t at = 0;
    };

    void visit(const Pair &pair);
    void add(JsonDifference::Kind kind, const Pair &pair);
    QString currentPath() const;
    std::vector<Pair> pairedByIndex(quint32 left, quint32 right) const;
    std::vector<Pair> pairedByName(quint32 left, quint32 right);
    std::vector<Pair> matched(const std::vector<quint32> &lefts, const std::vector<quint32> &rights);
    static std::vector<quint32> children(const JsonOutline &outline, quint32 of);

    const JsonOutline &m_left;
    const JsonOutline &m_right;
    const std::function<bool()> &m_cancelled;
    std::vector<Level> m_levels;
    qsizetype m_pathText = 0;
    JsonDiff m_result;
};

} // namespace

void JsonComparison::compare()
{
    visit({0, 0});
    for (quint32 steps = 1; !m_levels.empty() && !m_result.more; ++steps) {
        if (steps % 4096 == 0 && m_cancelled())
            return;
        Level &level = m_levels.back();
        if (level.at == level.pairs.size()) {
            m_levels.pop_back();
            if (!m_levels.empty())
                ++m_levels.back().at;
            continue;
        }
        const size_t depth = m_levels.size();
        const Pair pair = level.pairs[level.at];
        visit(pair);
        // What has been entered is left later.
        if (m_levels.size() == depth)
            ++m_levels.back().at;
    }
}

void JsonComparison::visit(const Pair &pair)
{
    if (pair.left == None || pair.right == None) {
        add(pair.left == None ? JsonDifference::Kind::Added : JsonDifference::Kind::Removed, pair);
        return;
    }
    const JsonKind kind = m_left.kind(pair.left);
    const bool isSameKind = kind == m_right.kind(pair.right);
    if (isSameKind && kind == JsonKind::Object)
        m_levels.push_back({true, pairedByName(pair.left, pair.right), 0});
    else if (isSameKind && kind == JsonKind::Array)
        m_levels.push_back({false, pairedByIndex(pair.left, pair.right), 0});
    else if (m_left.value(pair.left) != m_right.value(pair.right))
        add(JsonDifference::Kind::Changed, pair);
}

void JsonComparison::add(JsonDifference::Kind kind, const Pair &pair)
{
    if (m_result.differences.size() == JsonDiff::MaxDifferences || m_pathText > MaxPathText) {
        m_result.more = true;
        return;
    }
    JsonDifference difference{currentPath(), kind, {}, {}};
    if (pair.left != None)
        difference.left = m_left.value(pair.left);
    if (pair.right != None)
        difference.right = m_right.value(pair.right);
    m_pathText += difference.path.size();
    m_result.differences.append(difference);
}

QString JsonComparison::currentPath() const
{
    QList<JsonPath::Step> steps;
    for (const Level &level : m_levels) {
        const Pair pair = level.pairs[level.at];
        const QByteArrayView name = pair.left != None ? m_left.name(pair.left) : m_right.name(pair.right);
        if (level.isObject)
            steps.append({jsonText(name).toUtf8()});
        else
            steps.append({{}, true, quint64(level.at)});
    }
    return JsonPath(std::move(steps)).toString();
}

std::vector<quint32> JsonComparison::children(const JsonOutline &outline, quint32 of)
{
    std::vector<quint32> indexes;
    for (quint32 child = of + 1; child < outline.at(of).end; child = outline.at(child).end)
        indexes.push_back(child);
    return indexes;
}

std::vector<JsonComparison::Pair> JsonComparison::pairedByIndex(quint32 left, quint32 right) const
{
    const std::vector<quint32> lefts = children(m_left, left);
    const std::vector<quint32> rights = children(m_right, right);
    std::vector<Pair> pairs(std::max(lefts.size(), rights.size()));
    for (size_t i = 0; i < lefts.size(); ++i)
        pairs[i].left = lefts[i];
    for (size_t i = 0; i < rights.size(); ++i)
        pairs[i].right = rights[i];
    return pairs;
}

std::vector<JsonComparison::Pair> JsonComparison::pairedByName(quint32 left, quint32 right)
{
    const std::vector<quint32> lefts = children(m_left, left);
    const std::vector<quint32> rights = children(m_right, right);
    const auto sameName = [this](quint32 a, quint32 b) { return m_left.name(a) == m_right.name(b); };
    // As nearly always.
    if (std::equal(lefts.begin(), lefts.end(), rights.begin(), rights.end(), sameName))
        return pairedByIndex(left, right);
    return matched(lefts, rights);
}

std::vector<JsonComparison::Pair> JsonComparison::matched(const std::vector<quint32> &lefts,
                                                          const std::vector<quint32> &rights)
{
    // Of each name the first one that is left on the right, and of each one there the next of its name.
    QHash<QByteArrayView, size_t> firstOfName;
    std::vector<size_t> nextOfName(rights.size(), rights.size());
    for (size_t i = rights.size(); i-- > 0;) {
        size_t &first = firstOfName[m_right.name(rights[i])];
        // Places count from 1 in the hash, where 0 is none.
        if (first > 0)
            nextOfName[i] = first - 1;
        first = i + 1;
    }
    std::vector<Pair> pairs;
    std::vector<bool> taken(rights.size());
    size_t furthest = 0;
    for (const quint32 child : lefts) {
        const auto found = firstOfName.find(m_left.name(child));
        if (found == firstOfName.end() || *found == 0) {
            pairs.push_back({child, None});
            continue;
        }
        const size_t place = *found - 1;
        *found = nextOfName[place] == rights.size() ? 0 : nextOfName[place] + 1;
        taken[place] = true;
        m_result.orderDiffers = m_result.orderDiffers || place < furthest;
        furthest = std::max(furthest, place);
        pairs.push_back({child, rights[place]});
    }
    for (size_t i = 0; i < rights.size(); ++i) {
        if (!taken[i])
            pairs.push_back({None, rights[i]});
    }
    return pairs;
}

JsonDiff diffJson(const QByteArray &left, const QByteArray &right, const std::function<bool()> &cancelled)
{
    const auto leftOutline = JsonOutline::build(left);
    if (!leftOutline || cancelled())
        return {};
    const auto rightOutline = JsonOutline::build(right);
    if (!rightOutline)
        return {};
    JsonComparison comparison(*leftOutline, *rightOutline, cancelled);
    comparison.compare();
    JsonDiff result = comparison.takeResult();
    result.ok = true;
    return result;
}
