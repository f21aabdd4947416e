// SPDX-License-Identifier: MIT
#pragma once

#include "log/scan/matchindex.h"
#include "record/record.h"
#include "worker.h"

#include <QObject>

/// The pings and pongs of a record, known from the first entry on as far as it has been looked at. Where none
/// came that costs nothing; those of a frame are found at once; those of a file that was opened, or of a
/// flood of them, on a worker. Belongs to the GUI thread. Destroying it waits for a read, some milliseconds.
class HeartbeatIndex : public QObject
{
    Q_OBJECT

public:
    /// The record must outlive it.
    explicit HeartbeatIndex(const Record *record, QObject *parent = nullptr);

    /// Looks as far as the record reaches; advanced() follows if that is not done at once.
    void reachTo(const RecordExtent &extent);
    /// The entries up to this one have been looked at.
    quint64 known() const { return m_known; }
    const MatchIndex &all() const { return m_all; }
    /// Those that were found since this was last asked; all of them are behind what was known then.
    MatchIndex takeNew();
    /// The numbers are others now: begins anew.
    void clear();

Q_SIGNALS:
    /// More is known.
    void advanced();

private:
    void startWork(quint64 last);
    void take(const MatchIndex &found, quint64 upTo);

    const Record *const m_record;
    MatchIndex m_all;
    MatchIndex m_new;
    quint64 m_known = 0;
    Worker m_worker;
};
