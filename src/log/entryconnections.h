// SPDX-License-Identifier: MIT
#pragma once

#include "localentry.h"
#include "log/scan/matchindex.h"
#include "record/record.h"

#include <QObject>
#include <QSet>
#include <QString>

#include <memory>

class FilterScan;

/// Which connection each entry of a log belongs to: that of the last *open* before it. Looks for opens when
/// it is asked, on workers, once at each entry; payloads are not read. Belongs to the GUI thread.
class EntryConnections : public QObject
{
    Q_OBJECT

public:
    /// The record must outlive it.
    explicit EntryConnections(const Record *record, QObject *parent = nullptr);
    ~EntryConnections() override;

    /// Looks as far as this entry; advanced() follows if that is not known yet.
    void reachTo(quint64 last);
    /// As the entry *open* has it, in visible text; empty before any, and where all that are known have the
    /// same.
    QString urlOf(quint64 sequence) const;
    /// OpenEntry::sentFrameBytes; 0 before any *open*.
    qint64 sentFrameBytesOf(quint64 sequence) const;
    /// The numbers are others now: begins anew.
    void clear();

Q_SIGNALS:
    /// More is known.
    void advanced();

private:
    void take();
    OpenEntry opened(quint64 sequence) const;
    OpenEntry openOf(quint64 sequence) const;

    const Record *const m_record;
    MatchIndex m_opens;
    /// Of the first opens, until there are two.
    QSet<QString> m_urls;
    int m_read = 0;
    quint64 m_known = 0;
    /// While it looks.
    std::unique_ptr<FilterScan> m_scan;
    quint64 m_scanned = 0;
};
