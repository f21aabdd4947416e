// SPDX-License-Identifier: MIT
// A client that throws all away: what the server and the kernel can do at most, so that a report shows how
// far from it the others are. Understands no frame; leaves at the bytes of the Close frame.
//   bench_drain PORT TARGET
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

int main(int argc, char **argv)
{
    if (argc != 3) {
        std::fputs("usage: bench_drain PORT TARGET\n", stderr);
        return 2;
    }
    const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<unsigned short>(std::atoi(argv[1])));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(server, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0) {
        std::perror("bench_drain");
        return 1;
    }
    const std::string request = std::string("GET ") + argv[2]
                                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                                  "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                  "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    send(server, request.data(), request.size(), MSG_NOSIGNAL);

    constexpr std::string_view closeFrame = "\x88\x02\x03\xe8";
    std::vector<char> buffer(256 * 1024);
    std::string tail;
    unsigned long long bytes = 0;
    const auto start = std::chrono::steady_clock::now();
    for (;;) {
        const ssize_t got = recv(server, buffer.data(), buffer.size(), 0);
        if (got <= 0) {
            std::fputs("bench_drain: the connection ended without a Close frame\n", stderr);
            return 1;
        }
        bytes += static_cast<unsigned long long>(got);
        // The frame may come in pieces.
        const auto last = std::min<size_t>(closeFrame.size(), static_cast<size_t>(got));
        tail.append(buffer.data() + got - last, last);
        tail.erase(0, tail.size() - std::min(tail.size(), closeFrame.size()));
        if (tail == closeFrame)
            break;
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    std::printf("{\"bytes\":%llu,\"seconds\":%.6f}\n", bytes, seconds.count());
    return 0;
}
