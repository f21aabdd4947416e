// SPDX-License-Identifier: MIT
#pragma once

#include "message.h"

#include <QByteArray>
#include <QString>

/// previewOf() never looks beyond this many bytes of a payload.
constexpr qsizetype PreviewHeadBytes = 4096;

/// An entry in one line of at most `maxChars` UTF-16 code units, in time that does not depend on the
/// payload's size. May be called from any thread. Plain text: never show it as rich text.
///
/// `payload` is the whole payload or a head of it; give `wholeSize`, the whole payload's bytes, if it
/// may be a head, so that a cut is not taken for the end. Every cut shows as an ellipsis.
///
/// Text: LF and CRLF become U+21B5, a run of blanks and tabs one space. What has no shape of its own or
/// changes the order of what stands beside it is named, as in "‹ESC›" and "‹U+202E›" (isUnseen()), so that no
/// row can lie. Bytes that are not UTF-8 become U+FFFD (Unicode 3.9, "maximal subparts"). An empty payload is
/// "(empty)". Letters of right-to-left scripts stay as they are: paint with a left-to-right base direction.
///
/// Binary: the first 16 bytes in hexadecimal, then what of them is printable ASCII. Pings and pongs:
/// as text if they are printable, else as binary.
///
/// Local entries are JSON objects in UTF-8. Every field may be missing; of a cut object, the fields in
/// front of the cut are used; anything but an object is shown as text. Fields:
/// - open: url, attempt, elapsed_ms, subprotocol, security, engine, peer
/// - close: code (0 if unknown), reason, clean, by ("us", "peer", "network", "engine"), detail
/// - error: stage, message, raw, will_retry, retry_in_ms
/// - retry: attempt (the one to come), of, wait_ms, reason
/// - note: text
QString previewOf(MessageType type, Direction direction, const QByteArray &payload, int maxChars = 256,
                  qint64 wholeSize = -1);

/// How large an entry is: "1,234 B", or where `wireBytes` are known (as in Message) "1,234 B, 310 B
/// compressed (25 %)" or, if they are more, "40 B, 43 B on the wire".
QString sizeInWords(qint64 size, qint64 wireBytes);
