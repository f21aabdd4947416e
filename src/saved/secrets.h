// SPDX-License-Identifier: MIT
#pragma once

#include "saved/savedconnection.h"

#include <QMap>
#include <QString>

/// The secrets of a connection as named values, apart from all that may be written down: passwords, bearer
/// token, passphrase, users that look like a token, the values of cookies and of headers that
/// isMasked() knows, subprotocols that carry a token (secretSubprotocols()), and in the URL what
/// displayUrl() hides.
///
/// Names are "url/user", "url/password", "url/path/0" (the first part of it that was a token),
/// "url/query/token/0" (the first of that name), "authentication.user", "authentication.password",
/// "authentication.token", "tls.keyPassphrase", "proxy.user", "proxy.password", "header/X-Api-Key/0",
/// "cookie/session/0", "subprotocol/0" (the first of those that carry a token).
///
/// What has nothing but {{variables}} in it, "Bearer {{token}}" say, is no secret: the variable's value is.
namespace Secrets {

using Values = QMap<QString, QString>;

/// Takes them out. In the URL and for subprotocols "***" stands in their places, all else is empty then;
/// `connection->secrets` has their names beside those that were in it before. The URL follows from `urlText`,
/// or from `profile.url` if that is empty.
Values take(SavedConnection *connection);

/// Puts them back; `connection->secrets` keeps the names that had no value. Values whose place is no more,
/// or has a value of its own, are left out.
void putBack(SavedConnection *connection, const Values &values);

/// Of what take() would find, what the server gets to see of a connection whatever its URL is: authentication
/// of the chosen kind, headers, cookies and subprotocols.
Values credentials(const SavedConnection &connection);

/// Takes these out with all that belongs to them: the whole header, cookie or subprotocol, and of
/// authentication the user, too. Only those that credentials() may find, be they known or missing.
void leaveOut(SavedConnection *connection, const QStringList &names);

/// Of `connection.secrets`, what still has an empty place: the ones to be asked for.
QStringList missing(const SavedConnection &connection);

/// For people, in the middle of a sentence: "the password of user “ann”", "the header “X-Api-Key”".
QString words(const SavedConnection &connection, const QString &name);

/// "The password of user “ann” and the cookie “session” are missing."; empty if nothing is.
QString missingSentence(const SavedConnection &connection);

/// The text of a URL, variables and all, with *** in place of its secrets: for what is shown.
QString maskedUrlText(const QString &urlText);

} // namespace Secrets
