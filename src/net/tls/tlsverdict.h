// SPDX-License-Identifier: MIT
#pragma once

#include "failure/connectionerror.h"
#include "profile/profileparts.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QList>
#include <QString>

class QSslCertificate;
class QSslError;
class QSslSocket;

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

/// Whether a server's certificate is good enough, by one rule for all engines.
struct TlsVerdict
{
    Q_DECLARE_TR_FUNCTIONS(TlsVerdict)

public:
    bool accepted = true;
    /// TlsInfo::verified and TlsInfo::problem.
    bool verified = true;
    QString problem;
    /// If it was not accepted.
    ConnectionError error;
};

/// `chain` is as the server sent it, its own first; `errors` are Qt's; `host` is the name that was looked
/// for.
TlsVerdict judgeCertificates(const TlsSettings &settings, const QString &host,
                             const QList<QSslCertificate> &chain, const QList<QSslError> &errors);

/// What a socket can tell of its encryption, but for the verdict.
TlsInfo tlsInfo(const QSslSocket &socket);
