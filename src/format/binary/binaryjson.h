// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

/// A binary payload as JSON text.
struct BinaryJson
{
    bool ok = false;
    /// UTF-8, without any blank between tokens; empty if not ok. At most 32 times the size of the payload
    /// and 64 bytes.
    QByteArray json;
    /// A sentence; empty if ok. Plain text.
    QString problem;
};

/// Bytes of a byte string that are shown.
constexpr qsizetype MaxShownBytes = 4096;
