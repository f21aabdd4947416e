// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>
#include <QList>
#include <QString>

#include <algorithm>
#include <optional>

/// Joins two versions of a list that grew out of the same one. Nothing that anybody added or changed is lost:
/// what one side removed and the other changed stays, and of what both changed, `ours` stays and
/// `conflict(ours, theirs)` may give an entry to keep beside it.
///
/// The order is theirs if it is ours that did not change, else ours. `idOf(entry)` is unique in each list.
template <typename Entry, typename IdOf, typename Conflict>
QList<Entry> mergedThreeWays(const QList<Entry> &base, const QList<Entry> &ours, const QList<Entry> &theirs,
                             const IdOf &idOf, const Conflict &conflict)
{
    const auto index = [&](const QList<Entry> &list) {
        QHash<QString, const Entry *> entries;
        for (const Entry &entry : list)
            entries.insert(idOf(entry), &entry);
        return entries;
    };
    const auto inBase = index(base);
    const auto inOurs = index(ours);
    const auto inTheirs = index(theirs);

    const auto sameOrder = [&](const QList<Entry> &list) {
        return std::equal(base.begin(), base.end(), list.begin(), list.end(),
                          [&](const Entry &a, const Entry &b) { return idOf(a) == idOf(b); });
    };
    const bool theirOrder = sameOrder(ours);
    const QList<Entry> &first = theirOrder ? theirs : ours;
    const QList<Entry> &second = theirOrder ? ours : theirs;

    QList<Entry> merged;
    const auto append = [&](const QString &id) {
        const Entry *was = inBase.value(id);
        const Entry *our = inOurs.value(id);
        const Entry *their = inTheirs.value(id);
        if (!our || !their) {
            const Entry *one = our ? our : their;
            // Gone from one side: it stays if it is new or the other side has changed it.
            if (!was || !(*was == *one))
                merged.append(*one);
            return;
        }
        const bool weChanged = !was || !(*was == *our);
        const bool theyChanged = !was || !(*was == *their);
        merged.append(weChanged ? *our : *their);
        if (weChanged && theyChanged && !(*our == *their)) {
            if (const std::optional<Entry> beside = conflict(*our, *their))
                merged.append(*beside);
        }
    };
    for (const Entry &entry : first)
        append(idOf(entry));
    const auto &inFirst = theirOrder ? inTheirs : inOurs;
    for (const Entry &entry : second) {
        if (!inFirst.contains(idOf(entry)))
            append(idOf(entry));
    }
    return merged;
}
