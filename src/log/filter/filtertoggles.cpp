// SPDX-License-Identifier: MIT
#include "log/filter/filtertoggles.h"

#include "log/filter/filterparser.h"
#include "log/filter/filterquery.h"
#include "log/filter/filtervalues.h"
#include "message.h"

#include <optional>

using namespace Qt::StringLiterals;

namespace {

struct Found
{
    qsizetype start = 0;
    qsizetype length = 0;
    FilterToggles toggles;
};

constexpr quint32 bit(Direction direction)
{
    return 1U << int(direction);
}

constexpr quint32 bits(MessageType one, MessageType other)
{
    return 1U << int(one) | 1U << int(other);
}

constexpr quint32 ControlBits = bits(MessageType::Ping, MessageType::Pong);
constexpr quint32 ErrorBits = bits(MessageType::Close, MessageType::Error);

FilterToggles togglesOfBits(quint32 directions, quint32 types)
{
    FilterToggles toggles;
    toggles.setFlag(FilterToggle::In, directions & bit(Direction::In));
    toggles.setFlag(FilterToggle::Out, directions & bit(Direction::Out));
    toggles.setFlag(FilterToggle::Control, types & ControlBits);
    toggles.setFlag(FilterToggle::Errors, types & ErrorBits);
    return toggles;
}

quint32 directionBits(FilterToggles toggles)
{
    return (toggles & FilterToggle::In ? bit(Direction::In) : 0U)
           | (toggles & FilterToggle::Out ? bit(Direction::Out) : 0U);
}

quint32 typeBits(FilterToggles toggles)
{
    return (toggles & FilterToggle::Control ? ControlBits : 0U)
           | (toggles & FilterToggle::Errors ? ErrorBits : 0U);
}

/// None if the term says more or less than toggles can.
FilterToggles togglesOfTerm(const FilterTerm &term)
{
    quint32 directions = 0;
    quint32 types = 0;
    for (const FilterAtom &atom : term.alternatives) {
        if (const auto *direction = std::get_if<FilterDirections>(&atom))
            directions |= direction->bits;
        else if (const auto *type = std::get_if<FilterTypes>(&atom))
            types |= type->bits;
        else
            return {};
    }
    const FilterToggles toggles = togglesOfBits(directions, types);
    const bool isSame = directionBits(toggles) == directions && typeBits(toggles) == types;
    return isSame && !term.isNegated ? toggles : FilterToggles();
}

std::optional<Found> findIn(const FilterQuery &query)
{
    for (const FilterGroup &group : query.groups()) {
        if (group.size() != 1)
            continue;
        const FilterTerm &term = group.first();
        if (const FilterToggles toggles = togglesOfTerm(term))
            return Found{term.start, term.length, toggles};
    }
    return std::nullopt;
}

struct Token
{
    qsizetype start = 0;
    qsizetype length = 0;
};

QList<Token> tokensOf(const QString &text)
{
    QList<Token> tokens;
    bool isInside = false;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const bool isBlank = FilterSyntax::isBlank(text[at]);
        if (!isBlank && !isInside)
            tokens.append({at, 0});
        if (!isBlank)
            ++tokens.last().length;
        isInside = !isBlank;
    }
    return tokens;
}

std::optional<Found> findAmongTokens(const QString &text)
{
    const QList<Token> tokens = tokensOf(text);
    const auto isOr = [&](qsizetype index) {
        return index >= 0 && index < tokens.size()
               && QStringView(text).mid(tokens[index].start, tokens[index].length) == FilterSyntax::Or;
    };
    for (qsizetype index = 0; index < tokens.size(); ++index) {
        const Token token = tokens[index];
        if (isOr(index - 1) || isOr(index + 1) || !filterKeyAt(QStringView(text).mid(token.start)))
            continue;
        if (const auto found = findIn(FilterQuery::parse(text.mid(token.start, token.length))))
            return Found{token.start, token.length, found->toggles};
    }
    return std::nullopt;
}

std::optional<Found> find(const QString &text, const FilterQuery &query)
{
    return query.isValid() ? findIn(query) : findAmongTokens(text);
}

QString termOf(FilterToggles toggles)
{
    QStringList parts;
    if (const quint32 directions = directionBits(toggles))
        parts.append(filterValueText(FilterDirections{directions}));
    if (const quint32 types = typeBits(toggles))
        parts.append(filterValueText(FilterTypes{types}));
    return parts.join(u'|');
}

QString added(const QString &text, const QString &term, bool isValid)
{
    if (text.isEmpty())
        return term;
    // What has no end yet, such as "a OR" or a quotation mark, would swallow what is added behind it.
    if (isValid || text.startsWith(FilterSyntax::Or))
        return text + u' ' + term;
    return term + u' ' + text;
}

} // namespace

FilterToggles togglesOf(const QString &text)
{
    const auto found = find(text, FilterQuery::parse(text));
    return found ? found->toggles : FilterToggles();
}

QString withToggles(const QString &text, FilterToggles toggles)
{
    const FilterQuery query = FilterQuery::parse(text);
    const QString term = termOf(toggles);
    auto found = find(text, query);
    if (!found)
        return term.isEmpty() ? text : added(text, term, query.isValid());
    if (found->toggles == toggles)
        return text;
    if (term.isEmpty()) {
        const bool isFirst = found->start == 0;
        if (!isFirst)
            --found->start;
        if (!isFirst || found->length < text.size())
            ++found->length;
    }
    return text.left(found->start) + term + text.mid(found->start + found->length);
}
