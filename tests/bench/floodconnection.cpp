// SPDX-License-Identifier: MIT
#include "floodconnection.h"

#include "support/websocketframe.h"
#include "websocket/serverhandshake.h"

#include <algorithm>
#include <cerrno>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// A recording client may stop reading for a while; one that takes nothing for so long is dead.
static constexpr std::chrono::milliseconds StallLimit = 60s;
static constexpr std::chrono::milliseconds HandshakeLimit = 10s;

static qint64 nowUs()
{
    const auto time = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(time).count();
}

// The events that came; 0 when the time is over.
static short waitFor(int socket, short events, std::chrono::nanoseconds limit)
{
    pollfd descriptor{socket, events, 0};
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(limit);
    const timespec time{time_t(seconds.count()), long((limit - seconds).count())};
    return ppoll(&descriptor, 1, &time, nullptr) > 0 ? descriptor.revents : short(0);
}

FloodConnection::FloodConnection(int socket)
    : m_socket(socket)
{
    const int on = 1;
    setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

FloodConnection::~FloodConnection()
{
    ::close(m_socket);
}

FloodReport FloodConnection::serve()
{
    FloodPlan plan;
    if (!shakeHands(&plan) || !waitUntil(Clock::now() + std::chrono::milliseconds(plan.delayMs)))
        return m_report;
    if (plan.rate > 0)
        floodPaced(plan);
    else
        flood(plan);
    m_report.sentUs = nowUs();
    if (m_report.messages == plan.n && waitUntil(Clock::now() + std::chrono::milliseconds(plan.waitMs)))
        close();
    return m_report;
}

// --- The handshake (RFC 6455 section 4.2) -----------------------------------------------------

bool FloodConnection::shakeHands(FloodPlan *plan)
{
    const auto limit = Clock::now() + HandshakeLimit;
    ServerHandshake handshake;
    while (handshake.add(m_input.constData(), m_input.size()) == ServerHandshake::State::Waiting) {
        m_input.clear();
        const auto left = std::max<std::chrono::nanoseconds>(0ns, limit - Clock::now());
        if (!waitFor(m_socket, POLLIN, left) || !receive())
            return false;
    }
    m_input = handshake.takeRest();
    const auto wanted = FloodPlan::fromTarget(handshake.target());
    if (handshake.state() == ServerHandshake::State::Wrong || !wanted) {
        send(plainResponse(400, u"This cannot be served."_s));
        return false;
    }
    *plan = *wanted;
    // Whoever does not offer it gets the same messages as they are.
    std::optional<DeflateAgreement> deflate;
    if (plan->deflate > 0)
        deflate = handshake.deflate({.clientNoContextTakeover = true, .serverNoContextTakeover = true});
    m_ring = std::make_unique<FloodRing>(*plan, deflate.has_value());
    m_report.openedUs = nowUs();
    return send(handshake.accept({}, deflate));
}

// --- The flood --------------------------------------------------------------------------------

void FloodConnection::flood(const FloodPlan &plan)
{
    while (m_report.messages < plan.n) {
        const qint64 count = std::min(m_ring->count(), plan.n - m_report.messages);
        const std::span<const char> frames = m_ring->frames(0, count);
        if (!answer() || !send(frames))
            return;
        m_report.wireBytes += qint64(frames.size());
        m_report.messages += count;
        m_report.bytes += count * plan.size;
    }
}

void FloodConnection::floodPaced(const FloodPlan &plan)
{
    const auto start = Clock::now();
    while (m_report.messages < plan.n) {
        if (!waitUntil(start + std::chrono::nanoseconds(1s) * m_report.messages / plan.rate))
            return;
        const qint64 frame = m_report.messages % m_ring->count();
        m_ring->stamp(frame, nowUs());
        if (!send(m_ring->frames(frame, 1)))
            return;
        ++m_report.messages;
        m_report.bytes += plan.size;
    }
}

// --- The socket -------------------------------------------------------------------------------

bool FloodConnection::send(std::span<const char> bytes)
{
    while (!bytes.empty()) {
        const ssize_t sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent >= 0)
            bytes = bytes.subspan(size_t(sent));
        else if (errno == EAGAIN && !waitFor(m_socket, POLLOUT, StallLimit))
            return false;
        else if (errno != EAGAIN && errno != EINTR)
            return false;
    }
    return true;
}

bool FloodConnection::waitUntil(Clock::time_point time)
{
    for (auto left = time - Clock::now(); left > 0ns; left = time - Clock::now()) {
        if (waitFor(m_socket, POLLIN, left) && (!answer() || m_closeSeen))
            return false;
    }
    return answer();
}

bool FloodConnection::answer()
{
    if (!receive())
        return false;
    while (const auto frame = WebSocketFrame::take(m_input)) {
        m_closeSeen = m_closeSeen || frame->opcode == WebSocketFrame::Close;
        if (frame->opcode == WebSocketFrame::Ping
            && !send(WebSocketFrame{WebSocketFrame::Pong, frame->payload}.encoded()))
            return false;
    }
    return true;
}

bool FloodConnection::receive()
{
    char buffer[4096];
    const ssize_t got = recv(m_socket, buffer, sizeof buffer, MSG_DONTWAIT);
    if (got > 0)
        m_input.append(buffer, got);
    return got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR));
}

void FloodConnection::close()
{
    if (!send(WebSocketFrame::close(1000).encoded()))
        return;
    while (!m_closeSeen && waitFor(m_socket, POLLIN, StallLimit) && answer()) {
    }
    m_report.answered = m_closeSeen;
}
