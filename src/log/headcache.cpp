// SPDX-License-Identifier: MIT
#include "log/headcache.h"

#include <algorithm>
#include <memory>

HeadCache::HeadCache(const Record *record)
    : m_record(record)
    , m_pages(MaxBytes)
{}

void HeadCache::clear()
{
    m_pages.clear();
}

void HeadCache::setBuilder(const RowBuilder &builder)
{
    m_builder = builder;
    m_pages.clear();
}

void HeadCache::setSparse(bool sparse)
{
    m_pageRows = sparse ? 1 : PageRows;
    m_pages.clear();
}

LogRow *HeadCache::find(Page *page, quint64 sequence) const
{
    if (!page || page->isEmpty() || sequence < page->first().head.sequence
        || sequence > page->last().head.sequence)
        return nullptr;
    return &(*page)[qsizetype(sequence - page->first().head.sequence)];
}

const LogRow *HeadCache::row(quint64 sequence)
{
    // A page at the tail may have been read before the entry came.
    if (const LogRow *known = find(m_pages.object(pageOf(sequence)), sequence))
        return known;
    return find(load(pageOf(sequence)), sequence);
}

void HeadCache::replace(const LogRow &row)
{
    if (LogRow *known = find(m_pages.object(pageOf(row.head.sequence)), row.head.sequence))
        *known = row;
}

HeadCache::Page *HeadCache::load(quint64 number)
{
    // Sequences count from 1; page 0 holds 1 to PageRows.
    const QList<EntryHead> heads = m_record->heads(number * quint64(m_pageRows) + 1, m_pageRows);
    auto page = std::make_unique<Page>();
    page->reserve(heads.size());
    qsizetype bytes = 0;
    for (const EntryHead &head : heads) {
        page->append(m_builder.build(head));
        const LogRow &row = page->last();
        bytes += qsizetype(sizeof(LogRow)) + row.preview.capacity() * qsizetype(sizeof(QChar))
                 + row.hits.capacity() * qsizetype(sizeof(TextRange));
        for (const QString &value : row.values)
            bytes += qsizetype(sizeof(QString)) + value.capacity() * qsizetype(sizeof(QChar));
    }
    if (page->isEmpty()) {
        m_pages.remove(number);
        return nullptr;
    }
    Page *result = page.get();
    m_pages.insert(number, page.release(), bytes);
    return result;
}
