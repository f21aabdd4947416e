// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

/// How much of a text that may go on is UTF-8.
struct Utf8Prefix
{
    /// Of whole sequences.
    qsizetype size = 0;
    /// What follows them cannot become a sequence, whatever comes; else it is the beginning of one, or
    /// nothing.
    bool broken = false;
};
Utf8Prefix utf8Prefix(QByteArrayView bytes);

/// Where the first byte sequence begins that is not UTF-8 (RFC 3629: no surrogates, nothing longer than
/// needed, nothing above U+10FFFF, nothing cut short); -1 if all is.
qsizetype invalidUtf8At(QByteArrayView bytes);
