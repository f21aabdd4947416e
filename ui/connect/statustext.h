// SPDX-License-Identifier: MIT
#pragma once

#include "connection/status.h"

#include <QCoreApplication>
#include <QString>

#include <chrono>

/// A status in words. Pure, so that it can be tested without a window. Plain text.
struct StatusText
{
    Q_DECLARE_TR_FUNCTIONS(StatusText)

public:
    /// "Open 00:12:41", "Connecting, attempt 3 of 20", "Retrying in 7 s", "Closed 1006 abnormal closure".
    QString title;
    /// What belongs to it, mostly empty.
    QString detail;
};

/// `now` is a moment of the steady clock; `roundTrip` 0 if none has been measured.
StatusText statusText(const StatusReport &report, std::chrono::steady_clock::time_point now,
                      std::chrono::nanoseconds roundTrip);
