// SPDX-License-Identifier: MIT
#pragma once

#include "profile/profilefield.h"

/// What is wrong with one field of a profile.
struct ProfileProblem
{
    ProfileField field = ProfileField::Url;
    /// The row, if the field is a list; else -1.
    int index = -1;
    /// What to change. Plain text; holds no secret.
    QString sentence;

    bool operator==(const ProfileProblem &) const = default;
};

/// All that would make a connection with this profile fail before it has begun, in the order of the fields;
/// nothing if it can be used. The URL is not looked at: that is checkWebSocketUrl()'s. Of what is switched
/// off (a proxy of kind None, say) nothing is wrong.
///
/// Pure, but for the files that the TLS settings name: each is opened once. Any thread.
QList<ProfileProblem> checkProfile(const ConnectionProfile &profile);
