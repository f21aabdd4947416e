// SPDX-License-Identifier: MIT
#include "log/filter/filterheartbeats.h"

#include <algorithm>

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
