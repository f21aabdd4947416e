// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

constexpr int HexDumpBytesPerLine = 16;

/// The bytes from `from` on, at most `length` of them, 16 a line:
///
///     00000010  62 69 64 0a 1a 00 0d 72  55 61 70 fb 40 ef 5a 9c  bid····rUap·@·Z·
///
/// The offset has eight hexadecimal digits, more beyond 4 GiB. What is not printable ASCII is shown as
/// U+00B7 at the right, so that it differs from a full stop. Lines are separated by "\n"; there is
/// none at the end. A range outside the data is cut to it. May be called from any thread.
QString hexDump(const QByteArray &data, qint64 from, qint64 length);
