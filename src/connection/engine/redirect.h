// SPDX-License-Identifier: MIT
#pragma once

#include "failurecause.h"
#include "profile/connectionprofile.h"

#include <QByteArray>
#include <QList>
#include <QUrl>

/// Where a redirect leads (RFC 9110 section 10.2.2 and 15.4).
struct Redirect
{
    /// ws or wss.
    QUrl url;
    /// Why it is not followed.
    Failure problem;
};

/// True for the statuses that ask for the same request at another place: 301, 302, 303, 307 and 308.
bool isRedirect(int status);

/// `visited` are all URLs so far, the last one being that which answered with this Location.
Redirect followRedirect(const QList<QUrl> &visited, const QByteArray &location);

/// What of a profile may be used at the end of this way (see profileHeaders()): our certificate, the server's
/// name and what is trusted belong to the profile's own origin.
ConnectionProfile profileAt(const ConnectionProfile &profile, const QList<QUrl> &way);
