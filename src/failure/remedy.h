// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

struct ConnectionError;

/// What can be done about a failure at once, by whoever is told of it.
enum class Remedy : quint8 {
    None,
    /// Not to wait until it is tried again.
    TryNow,
    ConnectAgain,
    /// With ws:// in place of wss://.
    UsePlain,
    TrustCertificate,
    ShowCertificate,
    EnterCredentials,
    FollowRedirects,
};

/// What is offered, the likelier one first.
struct Remedies
{
    Remedy first = Remedy::None;
    Remedy second = Remedy::None;

    bool operator==(const Remedies &) const = default;
};

/// What follows from the cause of an error, and from whether it will be tried again.
Remedies remediesFor(const ConnectionError &error);
