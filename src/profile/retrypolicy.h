// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>

/// How long to wait before trying again. A plain value.
///
/// The wait after attempt n (from 1) is first × factorⁿ, at most `cap`, spread at random by
/// ± `randomness` and never above the cap: 2, 4, 8, 16, 30, 30 … seconds with the defaults.
struct RetryPolicy
{
    /// All attempts, the first one included; 1 means never to retry.
    int maxAttempts = 20;
    std::chrono::milliseconds first{1000};
    double factor = 2.0;
    /// Share of the wait, 0 to 1.
    double randomness = 0.25;
    std::chrono::milliseconds cap{30000};

    /// The wait after `attempt` failed, or nothing when it was the last one.
    /// `random` is in [0, 1]: 0.5 gives the wait without randomness.
    std::optional<std::chrono::milliseconds> waitAfter(int attempt, double random) const;

    bool operator==(const RetryPolicy &) const = default;
};
