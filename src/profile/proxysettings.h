// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

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

    /// Whether it is the one of `host` and `port`.
    bool isNamed() const { return kind == Kind::Http || kind == Kind::Socks5; }

    bool operator==(const ProxySettings &) const = default;
};
