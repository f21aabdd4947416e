// SPDX-License-Identifier: MIT
#pragma once

#include "profile/profilefield.h"
#include "session/connectiondraft.h"
#include "session/hosttrust.h"

#include <variant>

/// Secrets that are kept elsewhere and have to be entered first, named as Secrets::take() names them.
struct MissingSecrets
{
    QStringList names;
};

/// Why a connection cannot be opened as it is set up.
struct OpeningProblem
{
    /// What to change. Plain text, without secrets.
    QString sentence;
    /// Where, if it is a setting.
    std::optional<ProfileField> field;
};

/// What comes of the wish to open a connection.
struct Opening
{
    /// As it is meant for its server from now on; unchanged while foreign credentials are to be asked about.
    ConnectionDraft draft;
    /// What changed on the way to another server; empty for nothing.
    QString hint;
    /// What has to be answered or corrected first; or the profile to open.
    std::variant<ForeignCredentials, MissingSecrets, OpeningProblem, ConnectionProfile> outcome;
};

/// Makes the profile that a draft comes to, with variables filled in and all certificates that are trusted
/// for some host, and says what stands in its way: first that something would go to a server that it was not
/// entered for, then what is missing, then what is wrong. The URL has been read (ConnectionDraft::read()).
///
/// Pure, but for the files that the TLS settings name: they are looked into.
Opening prepareOpening(ConnectionDraft draft, const HostTrust::Certificates &trusted);
