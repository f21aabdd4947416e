// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <atomic>

/// How far a long scan is, and a way to end it early. One thread scans; any other may look and cancel.
struct ScanControl
{
    std::atomic<bool> cancelled{false};
    /// Bytes that were looked at, over all passes that the scan takes; or parts of WholeScan.
    std::atomic<qint64> done{0};
};

/// What `done` comes to where it is not bytes that are counted.
inline constexpr qint64 WholeScan = 1000;

/// A scan that has no control is never cancelled.
inline bool isCancelled(const ScanControl *control)
{
    return control && control->cancelled;
}
