// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QtGlobal>

/// How a session is being kept. A plain value.
struct KeepingReport
{
    enum class State {
        Nothing,    ///< No entry came yet, so there is no file.
        Keeping,    ///< All goes to the file.
        NotKeeping, ///< Entries stay in memory, as far as they fit; tried again every second.
        ReadOnly,   ///< A file that was opened; nothing is added.
    };

    State state = State::Nothing;
    /// Where; empty before there is a file and for a private session.
    QString fileName;
    bool isPrivate = false;
    /// NotKeeping: why, as a sentence, and since when (UTC microseconds).
    QString problem;
    qint64 sinceUs = 0;

    bool operator==(const KeepingReport &) const = default;
};
