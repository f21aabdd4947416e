// SPDX-License-Identifier: MIT
#pragma once

#include "profile/connectionprofile.h"

#include <QList>
#include <QString>

/// Every setting of a ConnectionProfile that can be changed, and be wrong, by itself.
enum class ProfileField : quint8 {
    Url,
    Headers,
    Cookies,
    Origin,
    Subprotocols,
    FollowRedirects,
    AuthenticationKind,
    User,
    Password,
    Token,
    CaFile,
    CertificateFile,
    KeyFile,
    KeyPassphrase,
    ServerName,
    MinimumVersion,
    Verify,
    Trusted,
    ProxyKind,
    ProxyHost,
    ProxyPort,
    ProxyUser,
    ProxyPassword,
    Addresses,
    HandshakeTimeout,
    CloseTimeout,
    KeepAliveInterval,
    AnswerPings,
    OfferCompression,
    ClientWindowBits,
    ServerWindowBits,
    ClientTakeover,
    ServerTakeover,
    MaxMessageBytes,
    MaxFrameBytes,
    RetryAttempts,
    RetryFirst,
    RetryFactor,
    RetryRandomness,
    RetryCap,
    RetryAfterDrop,
    StableAfter,
    OnOpen,
    Engine,
    RecordSecrets,
};

/// Of all fields, in the order above.
QList<ProfileField> profileFields();

/// "tls.caFile": stable, unique, never shown.
QString profileFieldKey(ProfileField field);

/// Makes this field of `to` what it is in `from`, and leaves the others alone.
void copyProfileField(ProfileField field, const ConnectionProfile &from, ConnectionProfile &to);

/// Whether this field is not the same in both.
bool profileFieldDiffers(ProfileField field, const ConnectionProfile &a, const ConnectionProfile &b);
