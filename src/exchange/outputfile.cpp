// SPDX-License-Identifier: MIT
#include "exchange/outputfile.h"

#include "record/sessioncheck.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

static constexpr qsizetype BufferBytes = 256 * 1024;

// A link leads to the file that is replaced.
OutputFile::OutputFile(const QString &fileName, Existing existing, const std::atomic<bool> *cancelled)
    : m_fileName(fileName.isEmpty() ? fileName : SessionCompanions::realName(fileName))
    , m_existing(existing)
    , m_cancelled(cancelled)
{}

OutputFile::OutputFile(QByteArray *memory, qsizetype maxBytes, const std::atomic<bool> *cancelled)
    : m_memory(memory)
    , m_maxBytes(maxBytes)
    , m_cancelled(cancelled)
{}

OutputFile::~OutputFile()
{
    if (m_descriptor >= 0 && m_descriptor != STDOUT_FILENO)
        ::close(m_descriptor);
    if (m_temporary.isEmpty())
        return;
    // A session has more beside it.
    for (const QString &suffix : SessionCompanions::suffixes())
        ::unlink(QFile::encodeName(m_temporary + suffix).constData());
    ::unlink(QFile::encodeName(m_temporary + u".lock"_s).constData());
}

bool OutputFile::fail()
{
    if (m_error == 0)
        m_error = errno;
    return false;
}

bool OutputFile::open()
{
    m_buffer.resize(BufferBytes);
    if (m_memory)
        return true;
    struct stat status
    {};
    const QByteArray name = QFile::encodeName(m_fileName);
    if (m_fileName.isEmpty()) {
        m_descriptor = STDOUT_FILENO;
        m_mayWait = ::fstat(m_descriptor, &status) != 0 || !S_ISREG(status.st_mode);
    } else if (::stat(name.constData(), &status) == 0 && !S_ISREG(status.st_mode)) {
        m_descriptor = openForReader(name.constData());
        m_mayWait = true;
    } else {
        // For its owner alone, as mkstemp(3) makes it.
        QByteArray temporary = name + ".XXXXXX";
        m_descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
        if (m_descriptor >= 0)
            m_temporary = QFile::decodeName(temporary);
    }
    return m_descriptor >= 0 || fail();
}

// A pipe that nobody reads yet cannot be opened at once, and is waited for (fifo(7)).
int OutputFile::openForReader(const char *name) const
{
    while (true) {
        const int descriptor = ::open(name, O_WRONLY | O_CLOEXEC | O_NONBLOCK);
        if (descriptor >= 0 || errno != ENXIO)
            return descriptor;
        if (m_cancelled && *m_cancelled) {
            errno = ECANCELED;
            return -1;
        }
        ::poll(nullptr, 0, WaitMs);
    }
}

QString OutputFile::shownName() const
{
    return m_fileName.isEmpty() ? tr("Standard output") : QDir::toNativeSeparators(m_fileName);
}

void OutputFile::write(QByteArrayView bytes)
{
    if (bytes.size() > BufferBytes) {
        flush();
        put(bytes.data(), bytes.size());
        return;
    }
    written(std::copy(bytes.begin(), bytes.end(), room(bytes.size())));
}

void OutputFile::writeHex(QByteArrayView bytes)
{
    static constexpr char digits[] = "0123456789abcdef";
    constexpr qsizetype most = 16 * 1024;
    for (qsizetype at = 0; at < bytes.size(); at += most) {
        const QByteArrayView piece = bytes.sliced(at, std::min(most, bytes.size() - at));
        char *to = room(2 * piece.size());
        for (const char byte : piece) {
            *to++ = digits[uchar(byte) >> 4];
            *to++ = digits[uchar(byte) & 0xF];
        }
        written(to);
    }
}

char *OutputFile::room(qsizetype bytes)
{
    if (m_used + bytes > m_buffer.size()) {
        flush();
        if (bytes > m_buffer.size())
            m_buffer.resize(bytes);
    }
    return m_buffer.data() + m_used;
}

void OutputFile::flush()
{
    put(m_buffer.constData(), std::exchange(m_used, 0));
}

// What may be written to a pipe without waiting for its reader is PIPE_BUF bytes, once there is room at all
// (pipe(7)).
void OutputFile::put(const char *at, qsizetype bytes)
{
    if (m_memory) {
        const qsizetype taken = std::min(bytes, m_maxBytes - m_memory->size());
        m_memory->append(at, taken);
        if (taken < bytes)
            m_error = EFBIG;
        return;
    }
    while (bytes > 0 && m_error == 0) {
        qsizetype piece = bytes;
        if (m_mayWait) {
            piece = std::min<qsizetype>(bytes, PIPE_BUF);
            pollfd ready{m_descriptor, POLLOUT, 0};
            const int count = ::poll(&ready, 1, WaitMs);
            if (m_cancelled && *m_cancelled)
                m_error = ECANCELED;
            if (count <= 0)
                continue;
        }
        const ssize_t put = ::write(m_descriptor, at, size_t(piece));
        if (put < 0) {
            if (errno != EINTR && errno != EAGAIN)
                fail();
            continue;
        }
        at += put;
        bytes -= put;
    }
}

bool OutputFile::finish()
{
    flush();
    if (hasFailed() || m_temporary.isEmpty())
        return !hasFailed();
    if (::fsync(m_descriptor) != 0 || !giveName())
        return fail();
    m_temporary.clear();
    return true;
}

bool OutputFile::giveName() const
{
    const QByteArray from = QFile::encodeName(m_temporary);
    const QByteArray to = QFile::encodeName(m_fileName);
    if (m_existing == Existing::Replace)
        return std::rename(from.constData(), to.constData()) == 0;
    if (::renameat2(AT_FDCWD, from.constData(), AT_FDCWD, to.constData(), RENAME_NOREPLACE) == 0)
        return true;
    // Not every file system can do that. That nothing had the name was asked before.
    return errno == EINVAL && std::rename(from.constData(), to.constData()) == 0;
}

QString OutputFile::problem() const
{
    return hasFailed() ? tr("%1 cannot be written: %2.").arg(shownName(), qt_error_string(m_error))
                       : QString();
}

bool OutputFile::isTooLarge() const
{
    return m_error == EFBIG;
}

bool OutputFile::isBrokenPipe() const
{
    return m_error == EPIPE;
}
