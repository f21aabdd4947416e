// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

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
