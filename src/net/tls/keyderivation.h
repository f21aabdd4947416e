// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

/// How much work it is to get from a passphrase to the key of a file: such work is what protects it, and a
/// file can ask for hours of it. Pure functions.
namespace KeyDerivation {

/// What takes a second or so, and what browsers ask for three times over in one file.
constexpr qint64 MostRounds = 2'500'000;

/// The iterations that PKCS#12 (RFC 7292), PBES1 and PBES2 (RFC 8018) and PBMAC1 (RFC 9579) ask for, all
/// together, as far as that is not encrypted itself. Anything that is no BER (X.690) asks for none.
qint64 rounds(QByteArrayView ber);
/// Of the encrypted keys in PEM (RFC 7468).
qint64 roundsOfPem(const QByteArray &pem);

} // namespace KeyDerivation
