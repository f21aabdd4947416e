// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

/// Longer numbers take time that grows with the square of their length.
constexpr qsizetype MaxBigIntegerBytes = 512;

/// An unsigned integer, most significant byte first, at most MaxBigIntegerBytes long, in decimal digits; with
/// `minusOneMinus` it is -1 - n, as CBOR's tag 3 has it (RFC 8949 section 3.4.3). May be called from any
/// thread.
QByteArray bigDecimal(QByteArrayView bigEndian, bool minusOneMinus);
