// SPDX-License-Identifier: MIT
#include "log/entryconnections.h"

#include "format/text/visibletext.h"
#include "log/scan/filterscan.h"

using namespace Qt::StringLiterals;

// Who connects that often does so to the URLs that were seen by then.
static constexpr int MostRead = 256;

EntryConnections::EntryConnections(const Record *record, QObject *parent)
    : QObject(parent)
    , m_record(record)
{}

EntryConnections::~EntryConnections() = default;

void EntryConnections::clear()
{
    m_scan.reset();
    m_opens.clear();
    m_urls.clear();
    m_read = 0;
    m_known = 0;
}

void EntryConnections::reachTo(quint64 last)
{
    if (m_scan || last <= m_known)
        return;
    m_scanned = last;
    m_scan = std::make_unique<FilterScan>(m_record, FilterQuery::parse(u"type:open"_s), m_known + 1, last);
    // Queued, since the scan goes when it is done.
    connect(m_scan.get(), &FilterScan::advanced, this, &EntryConnections::take, Qt::QueuedConnection);
}

void EntryConnections::take()
{
    if (!m_scan)
        return;
    const MatchIndex found = m_scan->take().older;
    m_opens.add(found);
    // Of two it is known that the log has several.
    for (quint64 sequence = found.next(0); sequence > 0 && m_urls.size() < 2 && m_read < MostRead;
         sequence = found.next(sequence), ++m_read)
        m_urls.insert(opened(sequence).url);
    if (!m_scan->isDone())
        return;
    m_scan.reset();
    m_known = m_scanned;
    Q_EMIT advanced();
}

OpenEntry EntryConnections::opened(quint64 sequence) const
{
    const QList<EntryHead> heads = m_record->heads(sequence, 1);
    return heads.isEmpty() ? OpenEntry() : OpenEntry::read(LocalFields(heads.first().head));
}

OpenEntry EntryConnections::openOf(quint64 sequence) const
{
    if (sequence > m_known)
        return {};
    const quint64 open = m_opens.contains(sequence) ? sequence : m_opens.previous(sequence);
    return open > 0 ? opened(open) : OpenEntry();
}

QString EntryConnections::urlOf(quint64 sequence) const
{
    return m_urls.size() < 2 ? QString() : visibleText(openOf(sequence).url);
}

qint64 EntryConnections::sentFrameBytesOf(quint64 sequence) const
{
    return openOf(sequence).sentFrameBytes;
}
