// SPDX-License-Identifier: MIT
#pragma once

#include "connection/connectionerror.h"

class BeastAnswer;

// What is wrong with the answer to an opening handshake (RFC 6455 section 4.1), whichever engine asked.
// Sentences are empty if nothing is.

/// Of bytes that are not HTTP, or too many. `scheme` is that of the URL they came from.
QString problemOfHttp(BeastAnswer &answer, const QString &scheme);
/// Of a 101. `key` is the Sec-WebSocket-Key that was sent.
QString problemOfUpgrade(const BeastAnswer &answer, const QByteArray &key);
QString problemOfSubprotocol(const BeastAnswer &answer, const QStringList &offered);

/// A failure with one of these sentences.
ConnectionError brokenAnswer(const BeastAnswer &answer, const QString &sentence);
/// Another status than 101. `advice` ends the sentence, unless it is not the request's fault.
ConnectionError refusingAnswer(const BeastAnswer &answer, bool withCredentials, const QString &advice = {});
