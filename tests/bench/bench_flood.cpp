// SPDX-License-Identifier: MIT
// The server of the bench: floods one client after the other on loopback, without an event loop, so that it
// is not what is measured. Prints its URL, then one JSON line for each connection that has ended.
//   bench_flood        then connect to ws://127.0.0.1:PORT/?n=&size=&rate=&delay=&wait=&deflate= (see
//   FloodPlan)
#include "floodconnection.h"

#include <cstdio>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

// Nobody has come for so long: whoever started it is gone.
static constexpr int IdleLimitMs = 15 * 60 * 1000;

static int listenOnLoopback(quint16 *port)
{
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto *generic = reinterpret_cast<sockaddr *>(&address);
    if (listener < 0 || bind(listener, generic, size) != 0 || listen(listener, 4) != 0
        || getsockname(listener, generic, &size) != 0)
        return -1;
    *port = ntohs(address.sin_port);
    return listener;
}

int main()
{
    quint16 port = 0;
    const int listener = listenOnLoopback(&port);
    if (listener < 0) {
        std::perror("bench_flood");
        return 1;
    }
    std::printf("ws://127.0.0.1:%u\n", unsigned(port));
    std::fflush(stdout);

    pollfd waiting{listener, POLLIN, 0};
    while (poll(&waiting, 1, IdleLimitMs) > 0) {
        const int client = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0)
            continue;
        const FloodReport report = FloodConnection(client).serve();
        std::printf("{\"opened_us\":%lld,\"sent_us\":%lld,\"messages\":%lld,\"bytes\":%lld,\"wire_bytes\":%"
                    "lld,\"answered\":%s}\n",
                    report.openedUs, report.sentUs, report.messages, report.bytes, report.wireBytes,
                    report.answered ? "true" : "false");
        std::fflush(stdout);
    }
    return 0;
}
