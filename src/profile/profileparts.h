// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>
#include <QUrl>

#include <chrono>
#include <optional>

/// Who we say we are: becomes the Authorization header of the handshake. A plain value; it holds secrets.
struct Authentication
{
    enum class Kind : quint8 {
        None,
        Basic,  ///< RFC 7617.
        Bearer, ///< RFC 6750.
    };

    Kind kind = Kind::None;
    QString user;
    /// A secret.
    QString password;
    /// A secret.
    QString token;

    bool operator==(const Authentication &) const = default;
};

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

/// Which way out. A plain value; the password is a secret.
struct ProxySettings
{
    enum class Kind : quint8 {
        System, ///< Whatever the system says for the URL; often none.
        None,
        Http,   ///< CONNECT (RFC 9110 section 9.3.6).
        Socks5, ///< RFC 1928; the proxy resolves the host's name.
    };

    Kind kind = Kind::System;
    QString host;
    quint16 port = 0;
    QString user;
    QString password;

    /// [scheme://][user:password@]host[:port], with %XX in user and password, which may have nearly all else
    /// as it is, @ too. Nothing if that names no proxy, or one that is neither http, socks5 nor socks5h.
    static std::optional<ProxySettings> read(const QString &text, const QString &scheme, quint16 defaultPort);

    /// Whether it is the one of `host` and `port`.
    bool isNamed() const { return kind == Kind::Http || kind == Kind::Socks5; }

    bool operator==(const ProxySettings &) const = default;
};

/// A text message that is sent by itself again and again while the connection is open. A plain value.
struct Heartbeat
{
    /// {{Variables}} and all, which are filled in each time it is sent. Empty sends none.
    QString text;
    /// From the end of the handshake to the first, and from one to the next.
    std::chrono::milliseconds interval{30000};
    /// Only if nothing was sent for so long.
    bool unlessSent = false;

    bool operator==(const Heartbeat &) const = default;
};
