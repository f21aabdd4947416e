// SPDX-License-Identifier: MIT
#include "net/tls/keyderivation.h"
#include "tests/fuzz/fuzzing.h"

static void run(const uint8_t *data, size_t size)
{
    const QByteArray bytes = fuzzBytes(data, size);
    const qint64 rounds = KeyDerivation::rounds(bytes);
    mustHold(rounds >= 0, "nobody asks for less than nothing");
    const QByteArray pem = "-----BEGIN ENCRYPTED PRIVATE KEY-----\n" + bytes.toBase64()
                           + "\n-----END ENCRYPTED PRIVATE KEY-----\n";
    mustHold(KeyDerivation::roundsOfPem(pem) == rounds, "PEM asks for the same");
}

static const FuzzTarget target("fuzz_keyderivation", run);
