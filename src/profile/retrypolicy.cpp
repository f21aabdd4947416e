// SPDX-License-Identifier: MIT
#include "profile/retrypolicy.h"

#include "profile/profilefield.h"

#include <QStringList>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

// How many waits are listed before the ellipsis.
static constexpr int ListedWaits = 6;

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
    const std::chrono::milliseconds wait(std::llround(within(0.0, nominal * (1.0 + spread), limit)));
    return attempt > 1 ? std::max(wait, Shortest) : wait;
}

std::chrono::milliseconds RetryPolicy::firstWait() const
{
    return std::chrono::milliseconds(std::llround(double(first.count()) * factor));
}

void RetryPolicy::setWaits(std::chrono::milliseconds firstWait, double newFactor)
{
    factor = newFactor;
    first = std::chrono::milliseconds(std::llround(double(firstWait.count()) / newFactor));
}

double plainSeconds(double seconds)
{
    constexpr double Near = 0.003;
    for (int digits = 1; digits < 4; ++digits) {
        const double plain = QString::number(seconds, 'g', digits).toDouble();
        if (std::abs(plain - seconds) <= Near * seconds)
            return plain;
    }
    return seconds;
}

QString retryWaitsText(const RetryPolicy &policy)
{
    if (policy.maxAttempts <= 1)
        return ProfileText::tr("Never tried again.");
    QStringList waits;
    for (int attempt = 1; attempt <= ListedWaits; ++attempt) {
        const auto wait = policy.waitAfter(attempt, 0.5);
        if (!wait)
            break;
        waits.append(QString::number(plainSeconds(double(wait->count()) / 1000), 'g', 4));
    }
    const bool goesOn = policy.maxAttempts - 1 > waits.size();
    const QString list = waits.join(u", "_s) + (goesOn ? u" …"_s : QString());
    const int percent = int(std::lround(policy.randomness * 100));
    return percent > 0 ? ProfileText::tr("Waits: %1 s, ±%2 %").arg(list, QString::number(percent))
                       : ProfileText::tr("Waits: %1 s").arg(list);
}
