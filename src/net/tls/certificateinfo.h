// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QCoreApplication>
#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

/// A certificate (RFC 5280) in words. All text comes from whoever made it: it is plain
/// text, as visibleText() has it.
struct CertificateInfo
{
    Q_DECLARE_TR_FUNCTIONS(CertificateInfo)

public:
    /// False if the bytes are no certificate: then only the fingerprint is known.
    bool isValid = false;
    /// The common name, or the first alternative name, or the organisation.
    QString title;
    /// "CN=example.org, O=Example".
    QString subject;
    QString issuer;
    QDateTime notBefore;
    QDateTime notAfter;
    /// "example.org", "192.0.2.1": DNS names, addresses, mail addresses.
    QStringList names;
    /// "0a:01", as it is in the certificate.
    QString serial;
    /// "EC, 256 bits".
    QString key;
    /// Of the DER.
    QByteArray sha256;
    bool isSelfSigned = false;
};

/// Of one certificate in DER. Pure; any thread.
CertificateInfo certificateInfo(const QByteArray &der);

/// "Expired 3 days ago, on 2 May 2024" or "Not yet valid" as a sentence; empty while it is valid.
QString validityProblem(const CertificateInfo &info, const QDateTime &now);

/// "AB:CD:…", as browsers and OpenSSL show fingerprints.
QString fingerprintText(const QByteArray &fingerprint);

/// RFC 7468, one certificate after the other.
QByteArray certificatesAsPem(const QList<QByteArray> &chain);
