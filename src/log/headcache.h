// SPDX-License-Identifier: MIT
#pragma once

#include "record/record.h"

#include <QCache>
#include <QList>
#include <QString>

/// A row as the log shows it.
struct LogRow
{
    EntryHead head;
    QString preview;
    /// Microseconds since the entry before; nothing for the first one that is kept.
    std::optional<qint64> deltaUs;
};

/// Reads a record by pages and keeps the last used ones, so that painting asks it seldom. Bounded in
/// bytes. GUI thread only.
class HeadCache
{
public:
    static constexpr int PageRows = 64;
    static constexpr int MaxBytes = 4 * 1024 * 1024;

    explicit HeadCache(const Record *record);

    /// Null if the record has no such entry. Valid until the next call.
    const LogRow *row(quint64 sequence);
    void clear();

private:
    using Page = QList<LogRow>;

    Page *load(quint64 page);

    const Record *const m_record;
    QCache<quint64, Page> m_pages;
};
