// SPDX-License-Identifier: MIT
#include "exchange/sessionreader.h"

#include "record/filerecord.h"

#include <algorithm>
#include <utility>

static const std::atomic<bool> never = false;

SessionReader::SessionReader(const Record &record, const QList<EntryRange> &ranges,
                             const std::atomic<bool> *cancelled)
    : m_cancelled(cancelled ? cancelled : &never)
{
    begin(record, ranges);
}

SessionReader::SessionReader(const QString &fileName, const std::atomic<bool> *cancelled)
    : m_cancelled(cancelled ? cancelled : &never)
{
    QString problem;
    auto record = FileRecord::open(fileName, &problem, m_cancelled);
    if (!record) {
        fail(problem);
        return;
    }
    m_origin = record->origin();
    m_file = std::move(record);
    begin(*m_file, {EntryRange()});
}

SessionReader::~SessionReader() = default;

void SessionReader::begin(const Record &record, const QList<EntryRange> &ranges)
{
    m_record = &record;
    const quint64 last = record.extent().last;
    for (const EntryRange &range : ranges) {
        const EntryRange there{std::max<quint64>(1, range.first), std::min(range.last, last)};
        if (there.first > there.last)
            continue;
        m_ranges.append(there);
        m_total += there.last - there.first + 1;
    }
}

bool SessionReader::read(EntryBlock *block)
{
    while (!m_ranges.isEmpty() && !isFull(*block)) {
        EntryRange &range = m_ranges.first();
        const quint64 left = range.last - range.first + 1;
        const auto count = int(std::min<quint64>(left, BlockRows));
        const size_t before = block->rows().size();
        // The last lane is that of who looks at some: a filter of the window has the others.
        m_record->readBlock(Record::ScanLanes - 1, range.first, count, {true, BlockBytes, true, true}, block,
                            *m_cancelled);
        if (isCancelled())
            return false;
        const quint64 found = block->rows().size() - before;
        // Where something cannot be read, what is behind it may be.
        const quint64 looked = found > 0 ? block->rows().back().sequence - range.first + 1
                                         : std::min({left, m_skip, quint64(count)});
        m_skip = found > 0 ? 1 : 2 * m_skip;
        addMissing(looked - found);
        m_looked += looked;
        range.first += looked;
        if (looked == left)
            m_ranges.removeFirst();
    }
    return !m_ranges.isEmpty();
}

qint64 SessionReader::done() const
{
    return m_total > 0 ? qint64(double(m_looked) / double(m_total) * WholeScan) : WholeScan;
}
