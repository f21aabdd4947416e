// SPDX-License-Identifier: MIT
#include "log/headcache.h"

#include "format/preview.h"

#include <algorithm>
#include <memory>

// What fits a wide screen; more would cost time in every frame.
static constexpr int PreviewChars = 256;

HeadCache::HeadCache(const Record *record)
    : m_record(record)
    , m_pages(MaxBytes)
{}

void HeadCache::clear()
{
    m_pages.clear();
}

const LogRow *HeadCache::row(quint64 sequence)
{
    // Sequences count from 1; page 0 holds 1 to PageRows.
    const quint64 number = (sequence - 1) / PageRows;
    const auto find = [sequence](const Page *page) -> const LogRow * {
        if (!page || page->isEmpty() || sequence < page->first().head.sequence
            || sequence > page->last().head.sequence)
            return nullptr;
        return &page->at(qsizetype(sequence - page->first().head.sequence));
    };
    // A page at the tail may have been read before the entry came.
    if (const LogRow *known = find(m_pages.object(number)))
        return known;
    return find(load(number));
}

HeadCache::Page *HeadCache::load(quint64 number)
{
    const quint64 pageFirst = number * PageRows + 1;
    // One more in front, for the first row's delta.
    const quint64 from = std::max<quint64>(1, pageFirst - 1);
    const QList<EntryHead> heads = m_record->heads(from, int(pageFirst + PageRows - from));

    auto page = std::make_unique<Page>();
    page->reserve(heads.size());
    for (qsizetype i = 0; i < heads.size(); ++i) {
        const EntryHead &head = heads.at(i);
        if (head.sequence < pageFirst)
            continue;
        LogRow row{head, previewOf(head.type, head.direction, head.head, PreviewChars, head.size), {}};
        if (i > 0)
            row.deltaUs = head.timeUs - heads.at(i - 1).timeUs;
        row.head.head.clear();
        page->append(row);
    }
    if (page->isEmpty()) {
        m_pages.remove(number);
        return nullptr;
    }
    qsizetype bytes = 0;
    for (const LogRow &row : std::as_const(*page))
        bytes += qsizetype(sizeof(LogRow)) + row.preview.capacity() * qsizetype(sizeof(QChar));
    Page *result = page.get();
    m_pages.insert(number, page.release(), bytes);
    return result;
}
