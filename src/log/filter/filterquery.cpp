// SPDX-License-Identifier: MIT
#include "log/filter/filterquery.h"

#include "log/filter/filterparser.h"
#include "log/filter/filtervalues.h"
#include "message.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

QString quoted(QString text)
{
    text.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s);
    return u'"' + text + u'"';
}

bool isBare(const QString &text)
{
    const auto ends = [](QChar c) { return c == u'|' || FilterSyntax::isBlank(c); };
    return !text.isEmpty() && std::none_of(text.begin(), text.end(), ends);
}

QString atomText(const FilterWord &word)
{
    constexpr QStringView special = u"-\"/";
    const QString &text = word.text;
    const bool isPlain = isBare(text) && text != FilterSyntax::Or && !special.contains(text.front())
                         && !FilterSyntax::beginsPath(text) && !filterKeyAt(text);
    return isPlain ? text : quoted(text);
}

QString atomText(const FilterRegex &regex)
{
    QString text = u"/"_s;
    const QString &pattern = regex.pattern;
    for (qsizetype at = 0; at < pattern.size(); ++at) {
        if (pattern[at] == u'/')
            text += u'\\';
        text += pattern[at];
        if (pattern[at] == u'\\' && at + 1 < pattern.size())
            text += pattern[++at];
    }
    return text + (regex.ignoreCase ? u"/i"_s : u"/"_s);
}

QString operatorText(FilterJson::Operator op)
{
    switch (op) {
    case FilterJson::Operator::Exists:
        return {};
    case FilterJson::Operator::Equal:
        return u"="_s;
    case FilterJson::Operator::NotEqual:
        return u"!="_s;
    case FilterJson::Operator::Less:
        return u"<"_s;
    case FilterJson::Operator::LessOrEqual:
        return u"<="_s;
    case FilterJson::Operator::Greater:
        return u">"_s;
    case FilterJson::Operator::GreaterOrEqual:
        return u">="_s;
    case FilterJson::Operator::Matches:
        return u"~"_s;
    }
    return {};
}

QString valueText(const FilterJson &json)
{
    if (json.op == FilterJson::Operator::Matches)
        return atomText(json.regex);
    return json.isQuoted ? quoted(json.value) : json.value;
}

QString atomText(const FilterJson &json)
{
    return json.path.toString() + operatorText(json.op) + valueText(json);
}

QString atomText(const auto &keyed)
{
    return filterValueText(keyed);
}

/// Whether the value alone is enough after | because the comparison before it goes on.
bool goesOn(const FilterAtom &before, const FilterJson &json)
{
    const auto *other = std::get_if<FilterJson>(&before);
    if (!other || json.op == FilterJson::Operator::Exists || other->op != json.op || other->path != json.path)
        return false;
    if (json.isQuoted || json.op == FilterJson::Operator::Matches)
        return true;
    // A slash may find its partner anywhere behind.
    return !json.value.startsWith(u'/') && !FilterSyntax::beginsPath(json.value) && !filterKeyAt(json.value);
}

QString termText(const FilterTerm &term)
{
    QString text;
    for (qsizetype index = 0; index < term.alternatives.size(); ++index) {
        const FilterAtom &atom = term.alternatives[index];
        if (index > 0) {
            text += u'|';
            const auto *json = std::get_if<FilterJson>(&atom);
            if (json && goesOn(term.alternatives[index - 1], *json)) {
                text += valueText(*json);
                continue;
            }
        }
        text += std::visit([](const auto &kind) { return atomText(kind); }, atom);
    }
    return term.isNegated ? u'-' + text : text;
}

} // namespace

bool FilterWord::isCaseSensitive() const
{
    const auto codePoints = text.toUcs4();
    return std::any_of(codePoints.begin(), codePoints.end(),
                       [](char32_t codePoint) { return QChar::isUpper(codePoint); });
}

FilterQuery FilterQuery::parse(const QString &text)
{
    FilterParser parser(text);
    FilterQuery query;
    if (auto groups = parser.parse())
        query.m_groups = *std::move(groups);
    else
        query.m_problem = parser.problem();
    return query;
}

FilterQuery FilterQuery::begunAt(const std::function<quint64(qint64 us)> &firstWithin) const
{
    FilterQuery query = *this;
    for (FilterGroup &group : query.m_groups) {
        for (FilterTerm &term : group) {
            for (FilterAtom &atom : term.alternatives) {
                if (auto *last = std::get_if<FilterLast>(&atom))
                    last->first = firstWithin(last->us);
            }
        }
    }
    return query;
}

QString FilterQuery::toString() const
{
    QStringList groups;
    for (const FilterGroup &group : m_groups) {
        QStringList terms;
        for (const FilterTerm &term : group)
            terms.append(termText(term));
        groups.append(terms.join(u" OR "_s));
    }
    return groups.join(u' ');
}

static constexpr quint32 HeartbeatBits = 1U << int(MessageType::Ping) | 1U << int(MessageType::Pong);

static bool isName(const FilterAtom &atom)
{
    const auto *types = std::get_if<FilterTypes>(&atom);
    return types && (types->bits & HeartbeatBits) != 0;
}

static bool isContent(const FilterAtom &atom)
{
    return std::holds_alternative<FilterWord>(atom) || std::holds_alternative<FilterRegex>(atom)
           || std::holds_alternative<FilterJson>(atom);
}

bool namesHeartbeats(const FilterQuery &query)
{
    const auto names = [](const FilterTerm &term) {
        return !term.isNegated && std::any_of(term.alternatives.begin(), term.alternatives.end(), isName);
    };
    return std::any_of(query.groups().begin(), query.groups().end(), [names](const FilterGroup &group) {
        return std::any_of(group.begin(), group.end(), names);
    });
}

bool findsHeartbeats(const FilterQuery &query)
{
    const auto asks = [](const FilterTerm &term) {
        return !term.isNegated && std::all_of(term.alternatives.begin(), term.alternatives.end(), isContent);
    };
    // All groups must hold: one that is about the payload alone is enough.
    return namesHeartbeats(query)
           || std::any_of(query.groups().begin(), query.groups().end(), [asks](const FilterGroup &group) {
                  return std::all_of(group.begin(), group.end(), asks);
              });
}

FilterQuery withoutHeartbeats(const FilterQuery &query)
{
    QList<FilterGroup> groups = query.groups();
    groups.append({FilterTerm{{FilterTypes{HeartbeatBits}}, true, 0, 0}});
    return FilterQuery(groups);
}
