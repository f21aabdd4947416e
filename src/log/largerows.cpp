// SPDX-License-Identifier: MIT
#include "log/largerows.h"

LargeRows::LargeRows(const Record *record, QObject *parent)
    : QObject(parent)
    , m_record(record)
    , m_builder(std::make_shared<RowBuilder>())
{}

void LargeRows::setBuilder(const RowBuilder &builder)
{
    m_worker.cancel();
    m_waiting.clear();
    m_requested.clear();
    m_builder = std::make_shared<RowBuilder>(builder.query(), builder.columns(), FilterHits::Effort::Worker);
}

void LargeRows::request(const EntryHead &head)
{
    if (head.size > MaxBytes || m_requested.contains(head.sequence))
        return;
    m_requested.insert(head.sequence);
    m_waiting.append(head);
    if (!m_worker.isRunning())
        startNext();
}

void LargeRows::startNext()
{
    if (m_waiting.isEmpty())
        return;
    m_worker.start([this, head = m_waiting.takeLast(), record = m_record,
                    builder = m_builder](ScanControl &control) -> Worker::Delivery {
        const std::optional<Message> message = record->entry(head.sequence);
        if (!message)
            return [this] { startNext(); };
        EntryHead whole = head;
        whole.head = message->payload;
        const LogRow row = builder->build(whole, [&control] { return control.cancelled.load(); });
        return [this, row] {
            // The row may go, and be wanted again.
            m_requested.remove(row.head.sequence);
            startNext();
            Q_EMIT ready(row);
        };
    });
}
