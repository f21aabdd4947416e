// SPDX-License-Identifier: MIT
#pragma once

#include "saved/secrets.h"

/// What a connection shows or says to its server, whatever its URL is, and what was therefore entered for
/// that server alone: Secrets::credentials() and, beside them, "authentication.user" (Basic without a
/// password), "tls.certificate" and the messages that are sent on opening, "onOpen/…" each.
///
/// What has nothing but {{variables}} in it is none: its value goes with the environment.
namespace Credentials {

/// Secrets and all else by name; the same name with another value is another one.
Secrets::Values of(const SavedConnection &connection);

/// Takes these out with all that belongs to them, as Secrets::leaveOut().
void leaveOut(SavedConnection *connection, const QStringList &names);

/// For people, in the middle of a sentence, as Secrets::words(): one each, but for the messages, which are
/// counted. Tells nothing of what they say.
QStringList words(const SavedConnection &connection, const QStringList &names);

} // namespace Credentials
