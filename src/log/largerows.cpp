// SPDX-License-Identifier: MIT
#include "log/largerows.h"

#include <atomic>

LargeRows::LargeRows(const Record *record, QObject *parent)
    : QObject(parent)
    , m_record(record)
    , m_job(std::make_shared<Job>())
{
    m_pool.setMaxThreadCount(1);
}

LargeRows::~LargeRows()
{
    m_job->isCurrent = false;
    m_pool.clear();
    m_pool.waitForDone();
}

void LargeRows::setBuilder(const RowBuilder &builder)
{
    m_job->isCurrent = false;
    m_pool.clear();
    m_requested.clear();
    m_job = std::make_shared<Job>(RowBuilder(builder.query(), builder.columns(), FilterHits::Effort::Worker));
}

void LargeRows::request(const EntryHead &head)
{
    if (head.size > MaxBytes || m_requested.contains(head.sequence))
        return;
    m_requested.insert(head.sequence);
    const auto work = [this, head, job = m_job] {
        const std::optional<Message> message = job->isCurrent ? m_record->entry(head.sequence) : std::nullopt;
        if (!message)
            return;
        EntryHead whole = head;
        whole.head = message->payload;
        const LogRow row = job->builder.build(whole);
        const auto deliver = [this, job, row] {
            if (!job->isCurrent)
                return;
            // The row may go, and be wanted again.
            m_requested.remove(row.head.sequence);
            Q_EMIT ready(row);
        };
        QMetaObject::invokeMethod(this, deliver, Qt::QueuedConnection);
    };
    // What was asked for last is in view.
    m_pool.start(work, ++m_priority);
}
