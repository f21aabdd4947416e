// SPDX-License-Identifier: MIT
#pragma once

#include "profile/profilefield.h"
#include "session/connectiondraft.h"
#include "session/hosttrust.h"

#include <variant>

/// What an imported connection would do without a word, before it is connected to for the first time.
struct ImportedRisks
{
    /// Names them and asks whether to connect. Plain text.
    QString question;
};

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
    std::variant<ImportedRisks, ForeignCredentials, MissingSecrets, OpeningProblem, ConnectionProfile>
            outcome;
};

/// Makes the profile that a draft comes to, with variables filled in and all certificates that are trusted
/// for some host, and says what stands in its way: first what an imported connection would do, then that
/// something would go to a server that it was not entered for, then what is missing, then what is wrong. The
/// URL has been read (ConnectionDraft::read()).
///
/// Pure, but for the files that the TLS settings name: they are looked into.
Opening prepareOpening(ConnectionDraft draft, const HostTrust::Certificates &trusted);
