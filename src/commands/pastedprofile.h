// SPDX-License-Identifier: MIT
#pragma once

#include "profile/connectionprofile.h"

#include <QString>
#include <QStringList>

#include <optional>

/// What a pasted command or snippet comes to.
struct PastedProfile
{
    /// "curl command", "wscat command", "websocat command" or "JavaScript".
    QString kind;
    /// As far as it was understood; usable if there is no problem. It holds the secrets of the text.
    ConnectionProfile profile;
    /// A sentence that says why it cannot be used, and what to do; empty if it can. No secrets.
    QString problem;
    /// Sentences that say what was left out. No secrets.
    QStringList notes;
};

/// Reads a curl command as browsers write it ("Copy as cURL", for bash and for cmd), a wscat or a websocat
/// command, or JavaScript with a new WebSocket(…). What the text does not say stays as in `defaults`, which
/// must not have what belongs to another server (credentials, cookies, headers). Nothing if the text is none
/// of these: a URL, for one. Pure, except that ~/ becomes the home folder.
std::optional<PastedProfile> recognisePasted(const QString &text, const ConnectionProfile &defaults);
