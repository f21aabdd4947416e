// SPDX-License-Identifier: MIT
#pragma once

#include "log/rowbuilder.h"
#include "record/record.h"

#include <QCache>
#include <QList>

/// Reads a record by pages and keeps the last used ones as rows, so that painting asks it seldom. Bounded in
/// bytes. GUI thread only.
class HeadCache
{
public:
    static constexpr int PageRows = 64;
    static constexpr int MaxBytes = 4 * 1024 * 1024;

    explicit HeadCache(const Record *record);

    /// Null if the record has no such entry. Valid until the next call.
    const LogRow *row(quint64 sequence);
    /// Makes rows anew.
    void setBuilder(const RowBuilder &builder);
    /// Only some entries are shown: each is read by itself.
    void setSparse(bool sparse);
    /// A better one for an entry that is partial here; dropped if the entry is not here any more.
    void replace(const LogRow &row);
    void clear();

private:
    using Page = QList<LogRow>;

    quint64 pageOf(quint64 sequence) const { return (sequence - 1) / quint64(m_pageRows); }
    LogRow *find(Page *page, quint64 sequence) const;
    Page *load(quint64 page);

    const Record *const m_record;
    RowBuilder m_builder;
    QCache<quint64, Page> m_pages;
    int m_pageRows = PageRows;
};
