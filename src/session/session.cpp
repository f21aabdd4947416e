// SPDX-License-Identifier: MIT
#include "session/session.h"

#include "log/logmodel.h"
#include "record/filerecord.h"

#include <algorithm>
#include <utility>

Session::Session(std::unique_ptr<Record> record, QObject *parent)
    : QObject(parent)
    , m_record(std::move(record))
    , m_log(std::make_unique<LogModel>(m_record.get()))
{}

Session::~Session() = default;

void Session::countFromHere()
{
    m_before = m_record->extent().received;
}

SessionCounters Session::counters() const
{
    // Read against the flow, so that no stage seems ahead of the one before.
    SessionCounters counters;
    counters.before = m_before;
    // Of a file that is appended to, the log shows what was there with its first frame.
    counters.shown = std::max(m_log->shown(), m_before) - m_before;
    counters.isLogFull = m_log->isFull();
    const RecordExtent extent = m_record->extent();
    counters.stored = extent.stored - m_before;
    counters.lost = extent.lost;
    return counters;
}

FileSession::FileSession(std::unique_ptr<FileRecord> record, QObject *parent)
    : Session(std::move(record), parent)
    , m_url(static_cast<const FileRecord *>(this->record())->origin().url)
{
    countFromHere();
}

void FileSession::dispose()
{
    if (!std::exchange(m_isDisposed, true))
        QMetaObject::invokeMethod(this, &Session::disposed, Qt::QueuedConnection);
}
