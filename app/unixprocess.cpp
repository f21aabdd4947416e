// SPDX-License-Identifier: MIT
#include "app/unixprocess.h"

#include "descriptors.h"
#include "format/text/visibletext.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

// The lowest number that is free is the one that is given.
static void occupyStandardStreams()
{
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(stream, F_GETFD) < 0 && errno == EBADF)
            (void)::open("/dev/null", stream == STDERR_FILENO ? O_WRONLY : O_RDONLY);
    }
}

void sayError(const QString &sentence)
{
    const QString line = QCoreApplication::applicationName() + u": "_s + visibleText(sentence) + u'\n';
    std::fputs(qUtf8Printable(line), stderr);
}

static void allowManyDescriptors()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max)
        return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

bool setUpProcess(int descriptors)
{
    occupyStandardStreams();
    for (const int number : {SIGXFSZ, SIGPIPE})
        std::signal(number, SIG_IGN);
    allowManyDescriptors();
    if (Descriptors::haveRoomFor(descriptors))
        return true;
    sayError(QCoreApplication::translate("UnixProcess",
                                         "too many files and sockets are open, or the system allows too few: "
                                         "%1 more are needed (ulimit -n).")
                     .arg(descriptors));
    return false;
}

bool printOut(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    const auto size = std::size_t(bytes.size());
    if (std::fwrite(bytes.constData(), 1, size, stdout) == size && std::fflush(stdout) == 0)
        return true;
    const QString why = qt_error_string(errno);
    sayError(QCoreApplication::translate("UnixProcess", "standard output cannot be written: %1.").arg(why));
    return false;
}

static constexpr int Endings[] = {SIGINT, SIGTERM, SIGHUP};

// All that a signal handler may do is to write (signal-safety(7)).
static int writeEnd = -1;

static void handle(int number)
{
    std::signal(number, SIG_DFL);
    const char byte = 0;
    [[maybe_unused]] const ssize_t written = ::write(writeEnd, &byte, 1);
}

UnixSignals::UnixSignals(QObject *parent)
    : QObject(parent)
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_readEnd = ends[0];
    writeEnd = ends[1];
    m_notifier = std::make_unique<QSocketNotifier>(m_readEnd, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        char byte;
        [[maybe_unused]] const ssize_t got = ::read(m_readEnd, &byte, 1);
        Q_EMIT terminationRequested();
    });
    for (const int number : Endings) {
        // Under nohup(1) a terminal that goes is no end.
        if (std::signal(number, handle) == SIG_IGN && number == SIGHUP)
            std::signal(number, SIG_IGN);
    }
}

UnixSignals::~UnixSignals()
{
    for (const int number : Endings) {
        if (std::signal(number, SIG_DFL) == SIG_IGN) // under nohup(1)
            std::signal(number, SIG_IGN);
    }
    m_notifier.reset();
    if (m_readEnd >= 0) {
        ::close(m_readEnd);
        ::close(writeEnd);
    }
}
