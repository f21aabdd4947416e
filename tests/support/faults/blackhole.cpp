// SPDX-License-Identifier: MIT
#include "support/faults/blackhole.h"

#ifdef Q_OS_LINUX
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

BlackHole::BlackHole(QObject *parent)
    : QObject(parent)
{
#ifdef Q_OS_LINUX
    const auto create = [this](int flags) {
        m_descriptors.append(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0));
        return m_descriptors.last();
    };
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto *const generic = reinterpret_cast<sockaddr *>(&address);
    const int listener = create(0);
    if (::bind(listener, generic, size) != 0 || ::listen(listener, 0) != 0
        || ::getsockname(listener, generic, &size) != 0)
        return;
    // One connection fits into a queue of length 0; the others make sure of it.
    for (int i = 0; i < 4; ++i)
        (void)::connect(create(SOCK_NONBLOCK), generic, size);
    m_url = QUrl(QStringLiteral("ws://127.0.0.1:%1/").arg(ntohs(address.sin_port)));
#endif
}

BlackHole::~BlackHole()
{
#ifdef Q_OS_LINUX
    for (const int descriptor : m_descriptors)
        ::close(descriptor);
#endif
}
