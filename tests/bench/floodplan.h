// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

#include <optional>

/// What one connection of the flooding server is to get, as its URL says:
/// `/?n=&size=&rate=&delay=&wait=&deflate=`. One server thus serves every row of the bench.
struct FloodPlan
{
    static constexpr qint64 MaxMessages = 1'000'000'000;
    static constexpr qint64 MaxSize = 256LL * 1024 * 1024;
    static constexpr qint64 MaxRate = 100'000;
    static constexpr qint64 MaxPauseMs = 60'000;

    /// Messages, and their payload in bytes.
    qint64 n = 100'000;
    qint64 size = 128;
    /// Messages a second, each with the time it was sent at; 0 is as fast as they are taken.
    qint64 rate = 0;
    /// Before the first message, and between the last one and the Close frame.
    qint64 delayMs = 0;
    qint64 waitMs = 0;
    /// 1: messages of varied JSON, compressed (RFC 7692) if the client offers that; not with a rate.
    qint64 deflate = 0;

    /// From the target of the request line; nothing if a value is no number or out of its range.
    static std::optional<FloodPlan> fromTarget(const QByteArray &target);
};
