// SPDX-License-Identifier: MIT
#pragma once

#include <QFile>
#include <QStringList>

#include <sys/inotify.h>
#include <unistd.h>

#include <cstddef>

/// Which files of a folder are opened, by whomever. Closing is watched, too: the system makes one event of
/// two that are the same and follow each other.
class FileOpens
{
public:
    explicit FileOpens(const QString &folder)
        : m_inotify(inotify_init1(IN_NONBLOCK | IN_CLOEXEC))
    {
        if (m_inotify < 0
            || inotify_add_watch(m_inotify, QFile::encodeName(folder).constData(), IN_OPEN | IN_CLOSE) < 0)
            qFatal("%s cannot be watched", qPrintable(folder));
    }
    ~FileOpens() { ::close(m_inotify); }
    Q_DISABLE_COPY_MOVE(FileOpens)

    /// The names since the last call, one for each time, sorted.
    QStringList take()
    {
        QStringList names;
        alignas(inotify_event) char buffer[4096];
        ssize_t size = 0;
        while ((size = ::read(m_inotify, buffer, sizeof buffer)) > 0) {
            for (const char *at = buffer; at < buffer + size;) {
                const auto *event = reinterpret_cast<const inotify_event *>(at);
                if (event->len > 0 && (event->mask & IN_OPEN))
                    names.append(QFile::decodeName(event->name));
                at += sizeof(inotify_event) + event->len;
            }
        }
        names.sort();
        return names;
    }

private:
    const int m_inotify;
};
