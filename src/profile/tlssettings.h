// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>
#include <QUrl>

/// How wss connections are encrypted and whom they trust. A plain value; the passphrase is a secret.
struct TlsSettings
{
    enum class Version : quint8 { Tls1_0, Tls1_2, Tls1_3 };

    /// PEM; trusted beside the system's authorities. Empty for none.
    QString caFile;
    /// Shown to a server that asks for one: PEM or PKCS#12. Empty for none.
    QString certificateFile;
    /// PEM. Empty if the key is in `certificateFile`.
    QString keyFile;
    /// Of the key or the PKCS#12 file.
    QString keyPassphrase;
    /// Sent as SNI (RFC 6066 section 3) and looked for in the certificate, in place of the URL's host.
    QString serverName;
    Version minimumVersion = Version::Tls1_2;
    /// False accepts whatever the server shows: the connection is encrypted to nobody knows whom.
    bool verify = true;
    /// SHA-256 fingerprints of certificates that are accepted from this host whatever is wrong with them.
    QList<QByteArray> trusted;
    /// The same for other hosts, to which a redirect may lead; by hostKey(). Not kept with a profile.
    QMap<QString, QList<QByteArray>> trustedFor;

    /// "example.org:443".
    static QString hostKey(const QUrl &url)
    {
        return url.host().toLower() + QLatin1Char(':') + QString::number(url.port(443));
    }

    bool operator==(const TlsSettings &) const = default;
};
