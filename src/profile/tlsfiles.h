// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>
#include <QString>

/// The files that TlsSettings name. Each is opened once, however many questions are asked about it; it is
/// looked into, not decrypted: whether a passphrase fits shows when connecting. Any thread, one at a time.
class TlsFiles
{
public:
    /// What is wrong, as a sentence; empty if nothing is, or if no file is named.
    QString authoritiesProblem(const QString &file);
    /// PEM or PKCS#12.
    QString clientCertificateProblem(const QString &file);
    QString keyProblem(const QString &file);
    /// True for a readable PEM file with a certificate and without a key. PKCS#12 is taken to have one.
    bool lacksKey(const QString &file);

private:
    struct Found
    {
        /// Why it cannot be read, as a sentence.
        QString problem;
        bool hasCertificate = false;
        bool hasKey = false;
        bool isDer = false;
    };
    static Found lookInto(const QString &file);
    const Found &found(const QString &file);
    /// The file's own problem, or else the sentence if it does not have what it should.
    QString problemOf(const QString &file, bool Found::*has, bool Found::*orHas, const QString &sentence);

    QHash<QString, Found> m_found;
};
