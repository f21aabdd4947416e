// SPDX-License-Identifier: MIT
#include "connection/retrypolicy.h"

#include <QtGlobal>

#include <algorithm>
#include <cmath>

std::optional<std::chrono::milliseconds> RetryPolicy::waitAfter(int attempt, double random) const
{
    if (attempt >= maxAttempts)
        return std::nullopt;
    const double limit = double(std::max<qint64>(0, cap.count()));
    // pow() may well reach infinity; min() with the cap brings it back.
    const double nominal =
            std::min(limit, double(first.count()) * std::pow(std::max(1.0, factor), std::max(0, attempt)));
    const double spread = std::clamp(randomness, 0.0, 1.0) * (2.0 * std::clamp(random, 0.0, 1.0) - 1.0);
    const double wait = std::clamp(nominal * (1.0 + spread), 0.0, limit);
    return std::chrono::milliseconds(std::llround(wait));
}
