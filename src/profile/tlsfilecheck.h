// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// What is wrong with the files that TlsSettings name, as a sentence; empty if nothing is, or if no file is
/// named. Files are looked into, not decrypted: whether a passphrase fits shows when connecting. Any thread.
QString authoritiesFileProblem(const QString &file);
/// PEM or PKCS#12.
QString clientCertificateFileProblem(const QString &file);
QString keyFileProblem(const QString &file);

/// True for a readable PEM file with a certificate and without a key. PKCS#12 is taken to have one.
bool clientCertificateLacksKey(const QString &file);
