// SPDX-License-Identifier: MIT
#include "exchange/inputfile.h"

#include "format/text/numbers.h"
#include "scancontrol.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

static constexpr qsizetype ReadBytes = 256 * 1024;

InputFile::InputFile(const QString &fileName, const std::atomic<bool> *cancelled)
    : m_fileName(fileName)
    , m_cancelled(cancelled)
{}

InputFile::~InputFile()
{
    if (m_descriptor >= 0 && m_descriptor != STDIN_FILENO)
        ::close(m_descriptor);
}

QString InputFile::shownName() const
{
    return m_fileName.isEmpty() ? tr("Standard input") : QDir::toNativeSeparators(m_fileName);
}

// Of a pipe, also before anybody writes to it.
bool InputFile::open()
{
    m_descriptor = m_fileName.isEmpty() ? STDIN_FILENO
                                        : ::open(QFile::encodeName(m_fileName).constData(),
                                                 O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    struct stat status
    {};
    if (m_descriptor < 0 || ::fstat(m_descriptor, &status) != 0) {
        m_problem = tr("%1 cannot be read: %2.").arg(shownName(), qt_error_string(errno));
        return false;
    }
    m_mayWait = !S_ISREG(status.st_mode);
    m_size = m_mayWait ? 0 : qint64(status.st_size);
    return true;
}

// False if there is nothing more, or there is a problem.
bool InputFile::fill()
{
    if (m_begin > 0) {
        std::memmove(m_buffer.data(), m_buffer.constData() + m_begin, size_t(m_end - m_begin));
        m_end -= std::exchange(m_begin, 0);
    }
    if (m_buffer.size() - m_end < ReadBytes)
        m_buffer.resize(std::max(m_end + ReadBytes, m_end + m_end / 2));
    while (!m_atEnd && !isCancelled()) {
        pollfd ready{m_descriptor, POLLIN, 0};
        if (m_mayWait && ::poll(&ready, 1, WaitMs) <= 0)
            continue;
        const ssize_t got = ::read(m_descriptor, m_buffer.data() + m_end, size_t(ReadBytes));
        if (got > 0) {
            m_end += got;
            m_read += got;
            return true;
        }
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (got < 0)
            m_problem = tr("%1 cannot be read: %2.").arg(shownName(), qt_error_string(errno));
        m_atEnd = true;
    }
    return false;
}

QByteArrayView InputFile::ahead(qsizetype bytes)
{
    while (m_end - m_begin < bytes && fill()) {
    }
    return QByteArrayView(m_buffer).sliced(m_begin, m_end - m_begin);
}

QByteArrayView InputFile::peek(qsizetype bytes)
{
    const QByteArrayView there = ahead(bytes);
    return there.first(std::min(bytes, there.size()));
}

bool InputFile::seek(qint64 position)
{
    const qint64 begin = m_read - m_end;
    if (position >= begin && position <= m_read) {
        m_begin = qsizetype(position - begin);
        return true;
    }
    if (::lseek(m_descriptor, position, SEEK_SET) != position) {
        m_problem = tr("%1 cannot be read: %2.").arg(shownName(), qt_error_string(errno));
        return false;
    }
    m_read = position;
    m_begin = m_end = 0;
    m_atEnd = false;
    return true;
}

bool InputFile::readLine(char **begin, char **end)
{
    qsizetype looked = 0;
    for (;;) {
        char *const from = m_buffer.data() + m_begin;
        const qsizetype size = m_end - m_begin;
        auto *newline = static_cast<char *>(std::memchr(from + looked, '\n', size_t(size - looked)));
        if (!newline && size > MaxLineBytes) {
            m_problem = tr("%1, line %2 is longer than %3.")
                                .arg(shownName(), formatCount(m_lineNumber + 1), formatSize(MaxLineBytes));
            return false;
        }
        looked = size;
        if (!newline && fill())
            continue;
        // The last line may have no end; what comes after a problem is not one.
        if (!newline && (m_begin == m_end || !m_problem.isEmpty() || isCancelled()))
            return false;
        *begin = m_buffer.data() + m_begin;
        *end = newline ? newline : m_buffer.data() + m_end;
        m_begin = *end - m_buffer.data() + (newline ? 1 : 0);
        ++m_lineNumber;
        return true;
    }
}

qint64 InputFile::done() const
{
    return m_size > 0 ? std::min(m_read, m_size) * WholeScan / m_size : 0;
}
