// SPDX-License-Identifier: MIT
#pragma once

#include "record/record.h"
#include "taskqueue.h"
#include "worker.h"

#include <QList>
#include <QObject>

#include <functional>

/// Reads large entries, which takes its time, on a worker, so that nobody waits for a disk. Belongs to the
/// GUI thread. Destroying it waits for what is under way.
class EntryLoader : public QObject
{
    Q_OBJECT

public:
    /// Up to this size an entry is read at once, in a few milliseconds.
    static constexpr qint64 AtOnceBytes = 1024 * 1024;

    /// The record must outlive this.
    explicit EntryLoader(const Record *record, QObject *parent = nullptr);

    /// loaded() follows, unless another one is asked for first.
    void load(quint64 sequence);
    void forget() { m_loading.cancel(); }
    /// Gives those of them that are there, in order, until their payloads come to `maxBytes`; the first is
    /// always given. Later, in the order of the calls; never once this is gone.
    void read(const QList<quint64> &sequences, qint64 maxBytes,
              const std::function<void(const QList<Message> &)> &done);

Q_SIGNALS:
    void loaded(const Message &message);

private:
    const Record *const m_record;
    Worker m_loading;
    /// Each is done, one after the other.
    TaskQueue m_tasks;
};
