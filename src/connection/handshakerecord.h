// SPDX-License-Identifier: MIT
#pragma once

#include "connection/engine/handshakeinfo.h"

#include <QJsonObject>

struct ConnectionProfile;

/// What of a handshake goes into the entry that records it: short fields, and those that may be long.
struct HandshakeRecord
{
    QJsonObject fields;
    /// The request and the response as lists of lines, and the body of a refusal.
    QJsonObject bulk;
};

/// Unless the profile has recordSecrets, the values of secret headers (maskedHeaders()) and of secret query
/// items (displayUrl()) are "***", and so are its secretValues wherever they are, and its profileSecrets() in
/// what the server answered. What an engine could not tell is left out.
HandshakeRecord handshakeRecord(const HandshakeInfo &info, const ConnectionProfile &profile);
