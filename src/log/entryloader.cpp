// SPDX-License-Identifier: MIT
#include "log/entryloader.h"

EntryLoader::EntryLoader(const Record *record, QObject *parent)
    : QObject(parent)
    , m_record(record)
{
    m_pool.setMaxThreadCount(1);
}

EntryLoader::~EntryLoader()
{
    m_pool.waitForDone();
}

void EntryLoader::load(quint64 sequence)
{
    m_wanted = sequence;
    m_pool.start([this, sequence] {
        const std::optional<Message> message = m_record->entry(sequence);
        if (!message)
            return;
        const auto deliver = [this, message] {
            if (message->sequence == m_wanted)
                Q_EMIT loaded(*message);
        };
        QMetaObject::invokeMethod(this, deliver, Qt::QueuedConnection);
    });
}

void EntryLoader::copyTo(const QString &fileName)
{
    m_pool.start([this, fileName] {
        const QString problem = m_record->copyTo(fileName);
        QMetaObject::invokeMethod(
                this, [this, fileName, problem] { Q_EMIT copied(fileName, problem); }, Qt::QueuedConnection);
    });
}
