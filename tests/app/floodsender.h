// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

/// A WebSocket server in a few lines of POSIX sockets, on a thread of its own, that floods one client with
/// numbered 128-byte text messages and notes what TCP has taken from it and when. Frames are made beforehand.
class FloodSender
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    static constexpr int PayloadBytes = 128;

    FloodSender();
    ~FloodSender();
    FloodSender(const FloodSender &) = delete;
    FloodSender &operator=(const FloodSender &) = delete;

    quint16 port() const { return m_port; }
    /// When the first messages had been sent.
    std::optional<TimePoint> begun() const;
    /// Messages that TCP had taken wholly at a time.
    quint64 acceptedAt(TimePoint time) const;
    /// The same at the end; stops.
    quint64 stop();

    /// The payload of a message, which begins with its number.
    static QByteArray payload(quint64 number);

private:
    struct Mark
    {
        TimePoint time;
        quint64 messages;
    };

    void work();
    bool shakeHands(int socket) const;

    int m_listener = -1;
    quint16 m_port = 0;
    std::atomic<bool> m_stopping = false;
    mutable std::mutex m_mutex;
    std::vector<Mark> m_marks;
    std::thread m_thread;
};
