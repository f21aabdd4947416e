// SPDX-License-Identifier: MIT
#pragma once

#include "failure/connectionerror.h"
#include "net/tls/tlsinfo.h"
#include "profile/profileparts.h"

#include <QCoreApplication>
#include <QList>
#include <QSslCertificate>
#include <QSslError>
#include <QString>

class QSslSocket;

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
