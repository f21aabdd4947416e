// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringView>

/// Bytes as a person typed them.
struct ParsedBytes
{
    bool ok = false;
    QByteArray bytes;
    /// Of the first error, in UTF-16 code units from 0; the text's length if more was expected at its
    /// end; -1 if ok.
    qsizetype errorPosition = -1;
    /// A sentence. Plain text.
    QString errorMessage;
};

/// Two hexadecimal digits a byte, upper or lower case. Blanks, line breaks and : , - may stand between
/// bytes, not within one: "a 4" is an error, since it could mean 0a 04 as well as a4. "0x" may stand in
/// front of any byte. An empty text is no bytes.
ParsedBytes parseHex(QStringView text);

/// RFC 4648, sections 4 and 5: both alphabets, even mixed; padding may be missing; blanks and line
/// breaks are ignored anywhere. Bits left over at the end are ignored.
ParsedBytes parseBase64(QStringView text);

/// "a4 62 69 64".
QString toHex(const QByteArray &bytes);

/// RFC 4648 section 4, with padding, in one line.
QString toBase64(const QByteArray &bytes);

/// In one line, for a sentence: UTF-8 that can be seen stays, all else is written as in C ("\r\n", "\x15").
QString escapedBytes(const QByteArray &bytes);

constexpr int HexDumpBytesPerLine = 16;

/// The bytes from `from` on, at most `length` of them, 16 a line:
///
///     00000010  62 69 64 0a 1a 00 0d 72  55 61 70 fb 40 ef 5a 9c  bid····rUap·@·Z·
///
/// The offset has eight hexadecimal digits, more beyond 4 GiB. What is not printable ASCII is shown as
/// U+00B7 at the right, so that it differs from a full stop. Lines are separated by "\n"; there is
/// none at the end. A range outside the data is cut to it. May be called from any thread.
QString hexDump(const QByteArray &data, qint64 from, qint64 length);
