// SPDX-License-Identifier: MIT
#pragma once

#include "floodring.h"

#include <QByteArray>

#include <chrono>
#include <memory>
#include <span>

/// What became of one connection. Times are UTC microseconds since the Unix epoch.
struct FloodReport
{
    /// Right before the handshake's answer: the client cannot be open any earlier.
    qint64 openedUs = 0;
    /// When the last message had been given to the kernel.
    qint64 sentUs = 0;
    qint64 messages = 0;
    qint64 bytes = 0;
    /// Of the frames, headers included.
    qint64 wireBytes = 0;
    /// The client answered the Close frame.
    bool answered = false;
};

/// One client of the flooding server, on a plain socket, from the handshake to the end. Blocks; answers
/// pings between two frames. Every wait has a limit.
class FloodConnection
{
public:
    /// Takes the connected socket.
    explicit FloodConnection(int socket);
    ~FloodConnection();
    FloodConnection(const FloodConnection &) = delete;
    FloodConnection &operator=(const FloodConnection &) = delete;

    FloodReport serve();

private:
    using Clock = std::chrono::steady_clock;

    bool shakeHands(FloodPlan *plan);
    void flood(const FloodPlan &plan);
    void floodPaced(const FloodPlan &plan);
    /// False once the client is gone.
    bool send(std::span<const char> bytes);
    bool waitUntil(Clock::time_point time);
    /// Takes what has come, without waiting, and answers pings. Only between two frames.
    bool answer();
    bool receive();
    void close();

    const int m_socket;
    QByteArray m_input;
    FloodReport m_report;
    bool m_closeSeen = false;
    /// Made before the handshake is answered, so that its time is nobody's.
    std::unique_ptr<FloodRing> m_ring;
};
