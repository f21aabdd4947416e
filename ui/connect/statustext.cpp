// SPDX-License-Identifier: MIT
#include "ui/connect/statustext.h"

#include "format/text/numbers.h"
#include "websocket/closecode.h"

#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

static StatusText openText(const StatusReport &report, std::chrono::steady_clock::time_point now,
                           std::chrono::nanoseconds roundTrip)
{
    using namespace std::chrono;
    QStringList details;
    if (roundTrip.count() > 0)
        details << StatusText::tr("ping %1").arg(
                formatRoundTrip(duration_cast<microseconds>(roundTrip).count()));
    if (!report.security.isEmpty())
        details << report.security;
    if (!report.unverified && !report.security.isEmpty() && !report.tls.verified
        && !report.tls.problem.isEmpty())
        details << StatusText::tr("certificate trusted by hand");
    if (!report.verifiedName.isEmpty())
        details << StatusText::tr("certificate of %1, not of the URL’s host").arg(report.verifiedName);
    if (!report.subprotocol.isEmpty())
        details << StatusText::tr("subprotocol %1").arg(report.subprotocol);
    if (report.extensions.contains("permessage-deflate"_L1))
        details << StatusText::tr("compressed");
    const qint64 elapsed = std::max<qint64>(0, duration_cast<milliseconds>(now - report.since).count());
    return {StatusText::tr("Open %1").arg(formatElapsed(elapsed)), details.join(u" · "_s)};
}

static StatusText closedText(const StatusReport &report)
{
    if (!report.close) {
        if (report.error)
            return {StatusText::tr("Closed"), report.error->sentence};
        return {StatusText::tr("Not connected"), {}};
    }
    const CloseInfo &close = *report.close;
    if (close.code == CloseCode::Unknown)
        return {StatusText::tr("Closed"), close.detail};
    QStringList details;
    if (close.by == CloseInfo::By::Peer)
        details << StatusText::tr("by the peer");
    if (!close.reason.isEmpty())
        details << u"“%1”"_s.arg(close.reason);
    if (!close.detail.isEmpty())
        details << close.detail;
    return {StatusText::tr("Closed %1 %2").arg(close.code).arg(closeCodeName(close.code)),
            details.join(u" · "_s)};
}

StatusText statusText(const StatusReport &report, std::chrono::steady_clock::time_point now,
                      std::chrono::nanoseconds roundTrip)
{
    using namespace std::chrono;
    switch (report.status) {
    case Status::Closed:
        return closedText(report);
    case Status::Connecting:
        return {StatusText::tr("Connecting, attempt %1 of %2").arg(report.attempt).arg(report.maxAttempts),
                {}};
    case Status::Open:
        return openText(report, now, roundTrip);
    case Status::Closing:
        return {StatusText::tr("Closing…"), {}};
    case Status::WaitingToRetry: {
        // Rounded up: "in 0 s" would be a lie for a second.
        const qint64 left = std::max<qint64>(0, duration_cast<milliseconds>(report.retryAt - now).count());
        const QString next =
                StatusText::tr("attempt %1 of %2").arg(report.attempt + 1).arg(report.maxAttempts);
        const QString why = report.error ? u" · "_s + report.error->sentence : QString();
        return {StatusText::tr("Retrying in %1 s").arg((left + 999) / 1000), next + why};
    }
    }
    return {};
}
