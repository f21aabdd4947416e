// SPDX-License-Identifier: MIT
#include "record/outage.h"

#include "localentry.h"
#include "record/entrytail.h"

#include <QDateTime>

#include <algorithm>

using namespace Qt::StringLiterals;
using std::chrono::steady_clock;

static qint64 currentUs()
{
    return QDateTime::currentMSecsSinceEpoch() * 1000;
}

static Message noteAt(qint64 timeUs, const NoteEntry &entry)
{
    return {0, timeUs, Direction::Local, MessageType::Note, localPayload(entry.fields())};
}

Outage::Outage(const EntryTail &tail)
    : m_sinceUs(currentUs())
    , m_noteUs(m_sinceUs)
    , m_begin(steady_clock::now())
{
    if (const Message *oldest = tail.at(0))
        m_noteUs = std::min(m_sinceUs, oldest->timeUs);
}

Message Outage::note(const QString &problem) const
{
    return noteAt(m_noteUs, {u"From here on nothing could be kept on disk. "_s + problem, {}});
}

Message Outage::lastNote(const QString &problem, const EntryTail &tail) const
{
    const MessageCount &lost = tail.dropped();
    const std::chrono::duration<double> seconds = steady_clock::now() - m_begin;
    QString text = u"Nothing could be kept on disk for %1 s. %2 "_s.arg(
            QString::number(seconds.count(), 'f', 1), problem);
    text += !tail.hasDropped() ? u"Nothing was lost: memory held what came meanwhile."_s
                               : u"%1 messages (%2 bytes) were lost; later ones follow."_s.arg(lost.messages)
                                         .arg(lost.bytes);
    return noteAt(m_noteUs, {text, NoteEntry::Gap{lost, m_sinceUs, currentUs()}});
}

Message Outage::lostEntry() const
{
    return noteAt(m_sinceUs, {u"Not kept: memory was full while the disk took nothing."_s, {}});
}
