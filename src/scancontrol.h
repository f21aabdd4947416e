// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <atomic>

/// How far a long scan is, and a way to end it early. One thread scans; any other may look and cancel.
struct ScanControl
{
    std::atomic<bool> cancelled{false};
    /// Bytes that were looked at, over all passes that the scan takes.
    std::atomic<qint64> done{0};
};

/// A scan that has no control is never cancelled.
inline bool isCancelled(const ScanControl *control)
{
    return control && control->cancelled;
}
