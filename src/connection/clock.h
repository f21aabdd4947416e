// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <functional>
#include <memory>

class QObject;

/// Time as the connection sees it, so that tests can turn it. Used on the manager's thread only.
class Clock
{
public:
    /// A single-shot timer. Destroying it stops it.
    class Timer
    {
    public:
        virtual ~Timer() = default;
        /// Starts, or starts anew. A wait of 0 fires from the event loop, never from here.
        virtual void start(std::chrono::milliseconds wait) = 0;
        virtual void stop() = 0;
        virtual bool isActive() const = 0;
    };

    virtual ~Clock() = default;
    /// Never goes back.
    virtual std::chrono::steady_clock::time_point now() const = 0;
    /// UTC microseconds since the Unix epoch; follows the system's clock.
    virtual long long utcMicroseconds() const = 0;
    /// The timer lives on the thread of `context`, moves with it, and must not outlive it.
    virtual std::unique_ptr<Timer> createTimer(QObject *context, std::function<void()> fired) = 0;
};

/// The system's clocks and QTimer.
class SystemClock final : public Clock
{
public:
    std::chrono::steady_clock::time_point now() const override;
    long long utcMicroseconds() const override;
    std::unique_ptr<Timer> createTimer(QObject *context, std::function<void()> fired) override;
};
