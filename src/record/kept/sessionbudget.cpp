// SPDX-License-Identifier: MIT
#include "record/kept/sessionbudget.h"

#include <algorithm>
#include <tuple>

QList<KeptSession> SessionBudget::surplus(QList<KeptSession> sessions, qint64 budget)
{
    if (budget <= 0 || sessions.isEmpty())
        return {};
    // Names begin with the time.
    std::sort(sessions.begin(), sessions.end(), [](const KeptSession &one, const KeptSession &other) {
        return std::tie(one.writtenMs, one.file) < std::tie(other.writtenMs, other.file);
    });
    // What is being recorded now is not what was recorded last.
    const auto newest = std::find_if(sessions.crbegin(), sessions.crend(),
                                     [](const KeptSession &session) { return !session.isOpen; });
    const QString newestFile = newest != sessions.crend() ? newest->file : QString();

    qint64 excess = -budget;
    for (const KeptSession &session : std::as_const(sessions))
        excess += session.isPinned ? 0 : session.bytes;
    QList<KeptSession> gone;
    for (const KeptSession &session : std::as_const(sessions)) {
        if (excess > 0 && !session.isOpen && !session.isPinned && session.file != newestFile) {
            excess -= session.bytes;
            gone.append(session);
        }
    }
    if (excess > 0)
        return {};
    // A large one may make room for smaller ones that would have gone before it.
    for (qsizetype i = gone.size() - 1; i >= 0; --i) {
        if (excess + gone.at(i).bytes <= 0) {
            excess += gone.at(i).bytes;
            gone.removeAt(i);
        }
    }
    return gone;
}
