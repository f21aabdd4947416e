// SPDX-License-Identifier: MIT
#include "log/entryloader.h"

#include <optional>

EntryLoader::EntryLoader(const Record *record, QObject *parent)
    : QObject(parent)
    , m_record(record)
{}

void EntryLoader::load(quint64 sequence)
{
    m_loading.start([this, sequence, record = m_record](ScanControl &) {
        return [this, message = record->entry(sequence)] {
            if (message)
                Q_EMIT loaded(*message);
        };
    });
}

void EntryLoader::read(const QList<quint64> &sequences, qint64 maxBytes,
                       const std::function<void(const QList<Message> &)> &done)
{
    m_tasks.add([this, sequences, maxBytes, done] {
        QList<Message> entries;
        qint64 bytes = 0;
        for (const quint64 sequence : sequences) {
            const std::optional<Message> entry = m_record->entry(sequence);
            if (!entry)
                continue;
            bytes += entry->payload.size();
            if (bytes > maxBytes && !entries.isEmpty())
                break;
            entries.append(*entry);
        }
        QMetaObject::invokeMethod(
                this, [done, entries] { done(entries); }, Qt::QueuedConnection);
    });
}
