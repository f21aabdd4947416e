// SPDX-License-Identifier: MIT
#include "app/unixprocess.h"

#include <QSocketNotifier>

#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

void allowManyDescriptors()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max)
        return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
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
    // A file that has reached the size allowed for it is an error that is told, as a full disk is.
    std::signal(SIGXFSZ, SIG_IGN);
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
