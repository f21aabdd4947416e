// SPDX-License-Identifier: MIT
#include "profile/retrypolicy.h"

#include <QtGlobal>

#include <algorithm>
#include <cmath>

// Within [low, high]; what is not a number becomes `low`. std::clamp() would let it pass.
static double within(double low, double value, double high)
{
    return std::isnan(value) ? low : std::clamp(value, low, high);
}

std::optional<std::chrono::milliseconds> RetryPolicy::waitAfter(int attempt, double random) const
{
    if (attempt >= maxAttempts)
        return std::nullopt;
    const double limit = double(std::max<qint64>(0, cap.count()));
    // pow() may well reach infinity; the cap brings it back.
    const double growth = std::pow(std::max(1.0, factor), std::max(0, attempt));
    const double nominal = within(0.0, double(first.count()) * growth, limit);
    const double spread = within(0.0, randomness, 1.0) * (2.0 * within(0.0, random, 1.0) - 1.0);
    return std::chrono::milliseconds(std::llround(within(0.0, nominal * (1.0 + spread), limit)));
}
