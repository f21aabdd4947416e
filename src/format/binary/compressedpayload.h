// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

struct ScanControl;

/// What a compressed payload holds.
struct InflatedPayload
{
    /// As people write it; null if the payload is not recognised.
    const char *format = nullptr;
    QByteArray bytes;
    /// False if there is more than was asked for.
    bool isWhole = true;
};

/// Recognises gzip (RFC 1952), zlib (RFC 1950), Zstandard (RFC 8878) and raw DEFLATE (RFC 1951), and inflates
/// at most `most` bytes. All but the last say so themselves, and count only if all of the payload is that and
/// is intact; a zlib stream may also end where it was flushed. Raw DEFLATE counts if exactly the payload is a
/// stream, and what it holds is text that is longer. May be called from any thread; nothing is recognised if
/// `control` was cancelled.
InflatedPayload inflatePayload(QByteArrayView payload, qsizetype most, const ScanControl *control = nullptr);
