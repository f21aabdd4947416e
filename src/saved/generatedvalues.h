// SPDX-License-Identifier: MIT
#pragma once

#include "profile/connectionprofile.h"

#include <QList>
#include <QString>

#include <atomic>
#include <functional>
#include <optional>

/// Values that are made anew each time a message is sent: {{$now}}, {{$random 1 100}}. What stands between
/// the braces, with single blanks, is a call: a name that begins with "$", and its arguments.
///
/// May be asked from any thread.
class GeneratedValues
{
public:
    struct Sources
    {
        std::function<qint64()> now;     ///< UTC milliseconds since the Unix epoch.
        std::function<quint64()> random; ///< All 64 bits.
    };
    /// The system's clock and randomness.
    static Sources systemSources();

    /// A call as one may write it, and what it gives.
    struct Kind
    {
        QString call;
        QString explanation;
    };
    /// All there are, in the order in which they are offered.
    static QList<Kind> kinds();

    static bool isCall(const QString &name) { return name.startsWith(u'$'); }
    /// Why a call cannot be filled in, as a sentence; empty if it can.
    static QString problem(const QString &call);
    /// What a call may give, always the same; nothing if it has a problem.
    static std::optional<QString> sample(const QString &call);

    /// {{$counter}} counts up from 1 in each object.
    explicit GeneratedValues(Sources sources = systemSources());

    /// What a call gives now; nothing if it has a problem.
    std::optional<QString> next(const QString &call);
    /// The message with its parts filled in.
    OpeningMessage filledIn(OpeningMessage message);

private:
    const Sources m_sources;
    std::atomic<quint64> m_counter = 0;
};
