// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <chrono>
#include <optional>

/// How long to wait before trying again. A plain value.
///
/// The wait after attempt n (from 1) is first × factorⁿ, at most `cap`, spread at random by
/// ± `randomness` and never above the cap: 2, 4, 8, 16, 30, 30 … seconds with the defaults. But for the first
/// one, no wait is below `Shortest`, whatever is set: nobody floods a server that is down. Whoever counts
/// the attempts anew has to see to that.
struct RetryPolicy
{
    /// All attempts, the first one included; 1 means never to retry.
    int maxAttempts = 20;
    std::chrono::milliseconds first{1000};
    double factor = 2.0;
    /// Share of the wait, 0 to 1.
    double randomness = 0.25;
    std::chrono::milliseconds cap{30000};
    static constexpr std::chrono::milliseconds Shortest{100};

    /// The wait after `attempt` failed, or nothing when it was the last one.
    /// `random` is in [0, 1]: 0.5 gives the wait without randomness.
    std::optional<std::chrono::milliseconds> waitAfter(int attempt, double random) const;

    /// The wait after the first attempt, without randomness and the cap: what people are asked for in place
    /// of `first`, which is the wait before it.
    std::chrono::milliseconds firstWait() const;
    void setWaits(std::chrono::milliseconds firstWait, double newFactor);

    bool operator==(const RetryPolicy &) const = default;
};

/// "Waits: 2, 4, 8, 16, 30, 30 … s, ±25 %": what a policy comes to. Plain text.
QString retryWaitsText(const RetryPolicy &policy);

/// With as few digits as are true to a third of a percent: policies count whole milliseconds, and a wait
/// of 0.5 s that grows threefold is one of 0.501.
double plainSeconds(double seconds);
