// SPDX-License-Identifier: MIT
#include "floodplan.h"

#include "floodring.h"

#include <QUrl>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

static bool take(const QUrlQuery &query, const QString &name, qint64 min, qint64 max, qint64 *value)
{
    if (!query.hasQueryItem(name))
        return true;
    bool ok = false;
    *value = query.queryItemValue(name).toLongLong(&ok);
    return ok && *value >= min && *value <= max;
}

std::optional<FloodPlan> FloodPlan::fromTarget(const QByteArray &target)
{
    const QUrlQuery query{QUrl::fromEncoded(target)};
    FloodPlan plan;
    const bool ok = take(query, u"n"_s, 0, MaxMessages, &plan.n)
                    && take(query, u"size"_s, FloodRing::SmallestPayload, MaxSize, &plan.size)
                    && take(query, u"rate"_s, 0, MaxRate, &plan.rate)
                    && take(query, u"delay"_s, 0, MaxPauseMs, &plan.delayMs)
                    && take(query, u"wait"_s, 0, MaxPauseMs, &plan.waitMs)
                    && take(query, u"deflate"_s, 0, plan.rate > 0 ? 0 : 1, &plan.deflate);
    return ok ? std::optional(plan) : std::nullopt;
}
