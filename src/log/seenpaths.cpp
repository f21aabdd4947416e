// SPDX-License-Identifier: MIT
#include "log/seenpaths.h"

#include "format/binary/payloaddecoder.h"
#include "format/json/jsonpath.h"

#include <QHash>

#include <algorithm>

static constexpr int Entries = 64;
// Without a new path in so many, further ones hardly have one.
static constexpr int EntriesWithoutNews = 16;
static constexpr int PathsOfOne = 64;
static constexpr qsizetype MostSeenPaths = 400;

QStringList seenPaths(const Record &record, quint64 last)
{
    const quint64 first = last > Entries ? last - Entries + 1 : 1;
    const QList<EntryHead> heads = record.heads(first, Entries);
    QStringList paths;
    QHash<QString, int> counts;
    int withoutNews = 0;
    for (auto entry = heads.crbegin(); entry != heads.crend() && withoutNews < EntriesWithoutNews; ++entry) {
        const EntryHead &head = *entry;
        const bool isMessage = head.type == MessageType::Text || head.type == MessageType::Binary;
        if (head.direction == Direction::Local || !isMessage)
            continue;
        const QStringList found = jsonPathsOf(PayloadJson::ofHead(head.head, head.size).text(), PathsOfOne);
        ++withoutNews;
        for (const QString &path : found) {
            if (counts[path]++ > 0 || paths.size() == MostSeenPaths)
                continue;
            paths.append(path);
            withoutNews = 0;
        }
    }
    std::stable_sort(paths.begin(), paths.end(), [&counts](const QString &a, const QString &b) {
        return counts.value(a) > counts.value(b);
    });
    return paths;
}
