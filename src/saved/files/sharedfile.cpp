// SPDX-License-Identifier: MIT
#include "saved/files/sharedfile.h"

#include "ownfolder.h"
#include "saved/files/privatefile.h"

#include <QFileInfo>
#include <QLockFile>

using namespace Qt::StringLiterals;

// Several changes in a row are written once.
static constexpr int WriteDelayMs = 150;
static constexpr int RetryMs = 5000;
static constexpr int LockedRetryMs = 300;
static constexpr int RefreshDelayMs = 100;
// The window waits that long at most; the other program is done within a few.
static constexpr int LockWaitMs = 50;
static constexpr int LastLockWaitMs = 2000;

SharedFile::SharedFile(const QString &fileName, SharedFileContents *contents, QObject *parent)
    : QObject(parent)
    , m_fileName(fileName)
    , m_contents(contents)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { synchronise(LockWaitMs); });
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(RefreshDelayMs);
    connect(&m_refresh, &QTimer::timeout, this, &SharedFile::refresh);
    // The folder: the file itself is another one after each time it is written.
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_refresh, qOverload<>(&QTimer::start));
}

SharedFile::~SharedFile()
{
    flush();
}

void SharedFile::refresh()
{
    watch();
    takeIn();
    if (m_changed && !m_timer.isActive())
        m_timer.start(WriteDelayMs);
}

void SharedFile::setChanged()
{
    m_changed = true;
    m_timer.start(WriteDelayMs);
}

bool SharedFile::flush()
{
    m_timer.stop();
    return !m_changed || synchronise(LastLockWaitMs);
}

bool SharedFile::synchronise(int lockWaitMs)
{
    const QString folder = QFileInfo(m_fileName).absolutePath();
    if (const QString problem = OwnFolder::make(folder); !problem.isEmpty()) {
        say(tr("“%1” cannot be written: %2.").arg(m_fileName, problem));
        m_timer.start(RetryMs);
        return false;
    }
    QLockFile lock(m_fileName + u".lock"_s);
    // Where there can be no lock, there can be no file either, which write() says better.
    if (!lock.tryLock(lockWaitMs) && lock.error() == QLockFile::LockFailedError) {
        m_timer.start(LockedRetryMs);
        return false;
    }
    if (!takeIn() || !write()) {
        m_timer.start(RetryMs);
        return false;
    }
    m_timer.stop();
    watch();
    return true;
}

// False if there is a file that must not be written over.
bool SharedFile::takeIn()
{
    const PrivateFile::Contents now = PrivateFile::read(m_fileName, MaxBytes);
    if (!now.problem.isEmpty()) {
        say(now.problem);
        return false;
    }
    if (!now.exists || now.bytes == m_known)
        return true;
    QString why;
    const auto taken = m_contents->takeIn(now.bytes, &why);
    m_copyFirst = taken == SharedFileContents::Taken::Partly;
    if (taken == SharedFileContents::Taken::Damaged) {
        const QString name = PrivateFile::keepAside(m_fileName, PrivateFile::Aside::Move);
        if (name.isEmpty()) {
            say(tr("“%1” cannot be used: %2").arg(m_fileName, why));
            return false;
        }
        say(tr("“%1” cannot be used and is kept as “%2”: %3").arg(m_fileName, name, why));
        // What it was before is still here.
        m_changed = m_changed || !m_known.isEmpty();
        m_known.clear();
        return true;
    }
    if (m_copyFirst)
        say(tr("Not all of “%1” is understood: %2").arg(m_fileName, why));
    m_known = now.bytes;
    return true;
}

bool SharedFile::write()
{
    const QByteArray bytes = m_contents->bytesToWrite();
    if (bytes != m_known || !QFileInfo::exists(m_fileName)) {
        if (bytes.size() > MaxBytes) {
            say(tr("“%1” is not written: it would have more than %2 MiB, and would not be read again. Remove "
                   "something from it.")
                        .arg(m_fileName)
                        .arg(MaxBytes / 1024 / 1024));
            return false;
        }
        if (m_copyFirst && PrivateFile::keepAside(m_fileName, PrivateFile::Aside::Copy).isEmpty()) {
            say(tr("“%1” is not written: what is in it and not understood cannot be kept.").arg(m_fileName));
            return false;
        }
        m_copyFirst = false;
        if (const QString failure = PrivateFile::write(m_fileName, bytes); !failure.isEmpty()) {
            say(tr("%1 Changes are kept until the program ends, and writing is tried again.").arg(failure));
            return false;
        }
        m_known = bytes;
    }
    m_contents->written(bytes);
    m_changed = false;
    m_said.clear();
    return true;
}

void SharedFile::say(const QString &sentence)
{
    if (sentence == m_said)
        return;
    m_said = sentence;
    Q_EMIT problem(sentence);
}

void SharedFile::watch()
{
    const QString folder = QFileInfo(m_fileName).absolutePath();
    if (m_watcher.directories().isEmpty() && QFileInfo::exists(folder))
        m_watcher.addPath(folder);
}
