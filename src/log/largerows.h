// SPDX-License-Identifier: MIT
#pragma once

#include "format/binary/payloaddecoder.h"
#include "log/rowbuilder.h"
#include "worker.h"

#include <QObject>
#include <QSet>

#include <memory>

/// Makes the rows of large entries on a worker, from their whole payloads up to MaxBytes: what a filter found
/// may be far behind the head. Belongs to the GUI thread. Destroying it waits for the one under way.
class LargeRows : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 MaxBytes = PayloadJson::MostBytes;

    /// The record must outlive this.
    explicit LargeRows(const Record *record, QObject *parent = nullptr);

    /// What is on its way is forgotten.
    void setBuilder(const RowBuilder &builder);
    /// ready() follows, once for all requests until then.
    void request(const EntryHead &head);

Q_SIGNALS:
    void ready(const LogRow &row);

private:
    void startNext();

    const Record *const m_record;
    /// The worker alone uses it.
    std::shared_ptr<RowBuilder> m_builder;
    /// The last one is the next: what was asked for last is in view.
    QList<EntryHead> m_waiting;
    /// And not ready yet, or not readable.
    QSet<quint64> m_requested;
    Worker m_worker;
};
