// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

// What is a secret by its name or by its look: the one list for query items, headers and all else that has
// a name. Pure functions, for any thread.

/// Stands in the place of a secret.
constexpr QLatin1StringView SecretMask("***");

/// Whether a value of that name is a secret: "api_key", "listenKey", "X-Pass". Names are words, split at
/// camelCase as at "_", "-" and "."; "author", "monkey" and "token_type" are none. The headers of the
/// handshake itself, challenges (WWW-Authenticate) and the words of CORS are none either.
bool isSecretName(const QString &name);

/// Of the subprotocols that are offered, those that seem to carry a token, as browsers have to do it: after a
/// word that announces one ("bearer.t0k"), which may be all of the name before ("access_token, t0k"), by
/// their look, or by their length. The word alone is no secret, and neither is a version after it
/// ("auth.v2").
QStringList secretSubprotocols(const QStringList &offered);

/// How a text is written: in a part of a URL, "/" separates and "+" and the like may be percent-encoded.
enum class TokenText : quint8 { Plain, UrlPart };

/// The text with "***" for all that looks like a token, whatever its name:
/// - JSON web tokens (RFC 7519), and keys that begin as those of well-known makers do ("ghp_", "AKIA");
/// - at least 32 letters and digits at random, of both cases, or 40 of one case.
/// Hexadecimal and UUIDs stay readable however long they are, and so do decimals, words with separators, and
/// the shorter ids that servers make (ULID, object ids, snowflakes): they name things. A content identifier
/// of IPFS stays, too.
QString withoutTokens(const QString &text, TokenText kind = TokenText::Plain);
/// What that takes out, as it is written.
QStringList tokensIn(const QString &text, TokenText kind = TokenText::Plain);
