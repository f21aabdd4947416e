// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

/// How a connection is encrypted; all empty without TLS.
struct TlsInfo
{
    /// "TLS 1.3".
    QString protocol;
    /// "TLS_AES_256_GCM_SHA384".
    QString cipher;
    /// The server's certificates in DER, its own first, as it sent them.
    QList<QByteArray> chain;
    /// The certificate was accepted by the rules, not because it was trusted by hand or not verified.
    bool verified = false;
    /// What is wrong with the certificate, though it was accepted or because it was not; a sentence.
    QString problem;
};
