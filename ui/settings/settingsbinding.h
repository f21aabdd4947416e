// SPDX-License-Identifier: MIT
#pragma once

#include "profile/profilecheck.h"

#include <functional>

/// What a row of the settings has to do with a profile.
struct SettingsBinding
{
    /// Those that the row edits.
    QList<ProfileField> fields;
    std::function<void(const ConnectionProfile &profile)> load;
    std::function<void(ConnectionProfile &profile)> store;
    /// What was typed and is no value that a profile could hold; may be empty.
    std::function<QList<ProfileProblem>()> typingProblems;
    /// Marks the rows of a list; may be empty.
    std::function<void(const QList<ProfileProblem> &problems)> markProblems;
    /// What the engine on Qt does not do of this: a sentence that is shown while that is the engine.
    QString qtHint;
};
