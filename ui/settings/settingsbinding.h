// SPDX-License-Identifier: MIT
#pragma once

#include "profile/profilecheck.h"

#include <functional>
#include <optional>

/// What a row of the settings has to do with a profile.
struct SettingsBinding
{
    /// The one that the row edits, if it is one of the table.
    std::optional<ProfileField> field;
    std::function<void(const ConnectionProfile &profile)> load;
    std::function<void(ConnectionProfile &profile)> store;
    /// What was typed and is no value that a profile could hold; may be empty.
    std::function<QList<ProfileProblem>()> typingProblems;
    /// Marks the rows of a list; may be empty.
    std::function<void(const QList<ProfileProblem> &problems)> markProblems;
};
