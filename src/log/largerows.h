// SPDX-License-Identifier: MIT
#pragma once

#include "log/rowbuilder.h"

#include <QObject>
#include <QSet>
#include <QThreadPool>

#include <memory>

/// Makes the rows of large entries on a worker, from their whole payloads up to MaxBytes: what a filter found
/// may be far behind the head. Belongs to the GUI thread. Destroying it waits for the one under way.
class LargeRows : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 MaxBytes = 16 * 1024 * 1024;

    /// The record must outlive this.
    explicit LargeRows(const Record *record, QObject *parent = nullptr);
    ~LargeRows() override;

    /// What is on its way is forgotten.
    void setBuilder(const RowBuilder &builder);
    /// ready() follows, once for all requests until then.
    void request(const EntryHead &head);

Q_SIGNALS:
    void ready(const LogRow &row);

private:
    /// What the worker uses, and it alone.
    struct Job
    {
        explicit Job(const RowBuilder &wanted = RowBuilder())
            : builder(wanted)
        {}

        RowBuilder builder;
        std::atomic<bool> isCurrent = true;
    };

    const Record *const m_record;
    QThreadPool m_pool;
    std::shared_ptr<Job> m_job;
    /// And not ready yet, or not readable.
    QSet<quint64> m_requested;
    int m_priority = 0;
};
