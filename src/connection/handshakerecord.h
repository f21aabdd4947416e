// SPDX-License-Identifier: MIT
#pragma once

#include "connection/handshakeinfo.h"

#include <QJsonObject>

/// What of a handshake goes into the entry that records it: short fields, and those that may be long.
struct HandshakeRecord
{
    QJsonObject fields;
    /// The request and the response as lists of lines, and the body of a refusal.
    QJsonObject bulk;
};

/// Without `withSecrets`, the values of secret headers (maskedHeaders()) and of secret query items
/// (displayUrl()) are "***", and so are `secretValues` wherever they are. What an engine could not tell is
/// left out.
HandshakeRecord handshakeRecord(const HandshakeInfo &info, bool withSecrets,
                                const QList<QByteArray> &secretValues = {});
