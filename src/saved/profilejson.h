// SPDX-License-Identifier: MIT
#pragma once

#include "profile/jsonreader.h"
#include "saved/savedconnection.h"

#include <QJsonObject>

/// Profiles as JSON; docs/connections.md has the schema. Only what differs from the default is written.
namespace ProfileJson {

/// Of the schema. A member that is new leaves it as it is; one that changes its meaning counts it up.
constexpr int Version = 1;

enum class SecretValues { LeaveOut, Include };

/// The connection's profile with the text of its URL. With LeaveOut, what Secrets::take() takes is not in it.
QJsonObject write(const SavedConnection &connection, SecretValues secrets);
QJsonObject write(const ConnectionProfile &profile, SecretValues secrets);

struct Profile
{
    /// The URL is empty if it is not usable as it is written.
    ConnectionProfile profile;
    QString urlText;
};

/// Reads what can be read; the rest keeps its default and is among the reader's problems.
Profile read(JsonReader reader);

} // namespace ProfileJson
