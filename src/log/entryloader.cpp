// SPDX-License-Identifier: MIT
#include "log/entryloader.h"

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

void EntryLoader::copyTo(const QString &fileName)
{
    m_copying.add([this, fileName] {
        const QString problem = m_record->copyTo(fileName);
        QMetaObject::invokeMethod(
                this, [this, fileName, problem] { Q_EMIT copied(fileName, problem); }, Qt::QueuedConnection);
    });
}
