// SPDX-License-Identifier: MIT
#pragma once

#include "failure/connectionerror.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

class BeastAnswer;

// These say what is wrong with the answer to an opening handshake (RFC 6455 section 4.1), whichever engine
// asked. They may be called on any thread. A sentence is empty if nothing is wrong.

/// Judges whether the bytes are HTTP, and not too many. `scheme` is that of the URL they came from. To be
/// called once for an answer that is not HTTP, whose bytes it takes.
QString problemOfHttp(BeastAnswer &answer, const QString &scheme);
/// Judges the headers of a 101. `key` is the Sec-WebSocket-Key that was sent.
QString problemOfUpgrade(const BeastAnswer &answer, const QByteArray &key);
/// Judges the subprotocol that was chosen, if any was.
QString problemOfSubprotocol(const BeastAnswer &answer, const QStringList &offered);

/// The failure that has one of these sentences.
ConnectionError brokenAnswer(const BeastAnswer &answer, const QString &sentence);
/// The failure that another status than 101 means. `advice` ends the sentence, unless the server asks for
/// another version of WebSocket.
ConnectionError refusingAnswer(const BeastAnswer &answer, bool withCredentials, const QString &advice = {});
