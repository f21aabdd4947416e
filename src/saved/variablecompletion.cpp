// SPDX-License-Identifier: MIT
#include "saved/variablecompletion.h"

#include "format/text/visibletext.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr qsizetype MostOffered = 50;
// Of a line, on either side of the cursor. Longer than any variable.
static constexpr qsizetype Reach = 256;

static QList<Completion> offered(const ChosenEnvironment &environment)
{
    QList<Completion> all;
    for (auto value = environment.values.constBegin(); value != environment.values.constEnd(); ++value) {
        if (!environment.secretNames.contains(value.key()))
            all.append({value.key(), quotedInput(*value)});
    }
    for (const QString &name : environment.secretNames)
        all.append({name, ChosenEnvironment::tr("a secret")});
    std::sort(all.begin(), all.end(), [](const Completion &a, const Completion &b) {
        return a.insert.compare(b.insert, Qt::CaseInsensitive) < 0;
    });
    const QList<GeneratedValues::Kind> kinds = GeneratedValues::kinds();
    for (const GeneratedValues::Kind &kind : kinds)
        all.append({kind.call, kind.explanation});
    return all;
}

Completions completeVariable(const QString &line, qsizetype cursor, const ChosenEnvironment &environment)
{
    static const QRegularExpression begun(
            u"(\\\\*)\\{\\{[ \\t]*([\\p{L}\\p{N}_.$-][\\p{L}\\p{N}_.$ -]*)?$"_s);
    static const QRegularExpression ending(u"^([\\p{L}\\p{N}_.$ -]*)\\}\\}"_s);
    const QString before = line.first(cursor).last(std::min(cursor, Reach));
    const QRegularExpressionMatch match = begun.match(before);
    if (!match.hasMatch() || match.capturedLength(1) % 2 == 1)
        return {};
    const QString typed = match.captured(2);
    const QRegularExpressionMatch end = ending.match(line.mid(cursor, Reach));
    const QString there = end.hasMatch() ? typed + end.captured(1) : QString();
    Completions result{{}, cursor - typed.size(), typed.size() + end.capturedLength()};
    const QList<Completion> all = offered(environment);
    for (const Completion &item : all) {
        if (item.insert.startsWith(typed, Qt::CaseInsensitive) && item.insert != there
            && result.items.size() < MostOffered)
            result.items.append(item);
    }
    return result;
}
