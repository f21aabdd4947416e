// SPDX-License-Identifier: MIT
#pragma once

#include "failure/connectionerror.h"
#include "profile/connectionprofile.h"

#include <QNetworkRequest>
#include <QString>

#include <optional>

/// A profile as QWebSocket takes it.
struct QtRequest
{
    QNetworkRequest request;
    /// Goes to QWebSocket's constructor: as a raw header it would be sent twice.
    QString origin;
};

/// Headers of the same name become one, since QNetworkRequest knows each name once: joined by ", "
/// (RFC 9110 section 5.3), cookies by "; ".
QtRequest qtRequest(const ConnectionProfile &profile);

/// What the profile asks for and QWebSocket cannot do, as a permanent error; nothing if it can do all of it.
/// Not judged: compression and following redirects, which are offers.
std::optional<ConnectionError> qtEngineRefusal(const ConnectionProfile &profile);
