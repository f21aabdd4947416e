// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

struct ScanControl;

/// JSON that is no JSON text (RFC 8259) because there is a byte order mark before it, or because there are
/// several in a row: JSON lines, JSON text sequences (RFC 7464, U+001E before each), or with U+001E behind
/// each.
struct JsonRecords
{
    /// The one document, or an array of all; null if it is something else.
    QByteArray json;
    qsizetype count = 0;
    bool hasByteOrderMark = false;
    bool hasSeparators = false;
};

/// The first document must be an object or an array. Linear in time; null, too, if `control` was cancelled.
JsonRecords readJsonRecords(QByteArrayView utf8, const ScanControl *control = nullptr);

/// Whether somebody who wrote this seems to have meant JSON: an object or an array begins it, possibly behind
/// a byte order mark, separators and comments. Looks at its first 4 KiB.
bool isMeantAsJson(QByteArrayView utf8);
