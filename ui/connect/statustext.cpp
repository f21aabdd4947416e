// SPDX-License-Identifier: MIT
#include "ui/connect/statustext.h"

#include "format/text/numbers.h"
#include "websocket/closecodetext.h"

#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

static StatusText openText(const StatusReport &report, std::chrono::steady_clock::time_point now,
                           std::chrono::nanoseconds roundTrip)
{
    using namespace std::chrono;
    QStringList details;
    if (roundTrip.count() > 0)
        details << u"ping %1"_s.arg(formatRoundTrip(duration_cast<microseconds>(roundTrip).count()));
    if (!report.security.isEmpty())
        details << report.security;
    if (!report.unverified && !report.security.isEmpty() && !report.tls.verified
        && !report.tls.problem.isEmpty())
        details << u"certificate trusted by hand"_s;
    if (!report.verifiedName.isEmpty())
        details << u"certificate of %1, not of the URL’s host"_s.arg(report.verifiedName);
    if (!report.subprotocol.isEmpty())
        details << u"subprotocol %1"_s.arg(report.subprotocol);
    if (report.extensions.contains("permessage-deflate"_L1))
        details << u"compressed"_s;
    const qint64 elapsed = std::max<qint64>(0, duration_cast<milliseconds>(now - report.since).count());
    return {u"Open %1"_s.arg(formatElapsed(elapsed)), details.join(u" · "_s)};
}

static StatusText closedText(const StatusReport &report)
{
    if (!report.close) {
        if (report.error)
            return {u"Closed"_s, report.error->sentence};
        return {u"Not connected"_s, {}};
    }
    const CloseInfo &close = *report.close;
    if (close.code == CloseCode::Unknown)
        return {u"Closed"_s, close.detail};
    QStringList details;
    if (close.by == CloseInfo::By::Peer)
        details << u"by the peer"_s;
    if (!close.reason.isEmpty())
        details << u"“%1”"_s.arg(close.reason);
    if (!close.detail.isEmpty())
        details << close.detail;
    return {u"Closed %1 %2"_s.arg(close.code).arg(closeCodeName(close.code)), details.join(u" · "_s)};
}

StatusText statusText(const StatusReport &report, std::chrono::steady_clock::time_point now,
                      std::chrono::nanoseconds roundTrip)
{
    using namespace std::chrono;
    const QString attempt = u"attempt %1 of %2"_s.arg(report.attempt).arg(report.maxAttempts);
    switch (report.status) {
    case Status::Closed:
        return closedText(report);
    case Status::Connecting:
        return {u"Connecting, %1"_s.arg(attempt), {}};
    case Status::Open:
        return openText(report, now, roundTrip);
    case Status::Closing:
        return {u"Closing…"_s, {}};
    case Status::WaitingToRetry: {
        // Rounded up: "in 0 s" would be a lie for a second.
        const qint64 left = std::max<qint64>(0, duration_cast<milliseconds>(report.retryAt - now).count());
        const QString next = u"attempt %1 of %2"_s.arg(report.attempt + 1).arg(report.maxAttempts);
        const QString why = report.error ? u" · "_s + report.error->sentence : QString();
        return {u"Retrying in %1 s"_s.arg((left + 999) / 1000), next + why};
    }
    }
    return {};
}
