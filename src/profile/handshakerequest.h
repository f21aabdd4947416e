// SPDX-License-Identifier: MIT
#pragma once

#include "profile/connectionprofile.h"

/// The headers that a profile adds to the handshake of RFC 6455 section 4.1, in the order of the wire:
/// Origin, Authorization, Cookie, then `headers`. `way` is the profile's URL and all that redirects led to,
/// the last one being where the request goes: user:password of it becomes Basic (RFC 7617) unless the profile
/// says who we are. Nothing secret is among them unless staysAtOrigin(way).
///
/// Not: Host, Sec-WebSocket-* and what else the protocol demands; of `headers`, a Host is left out, see
/// hostHeader().
HttpHeaders profileHeaders(const ConnectionProfile &profile, const QList<QUrl> &way);

/// What the Host header says: a Host among the profile's headers, or the host and port of the URL.
QByteArray hostHeader(const ConnectionProfile &profile, const QList<QUrl> &way);

/// The request target: path and query as they go on the wire, "/" at least.
QByteArray requestTarget(const QUrl &url);

/// The same, as it was typed: `target` of the profile if that is what the URL, the profile's or a redirect's,
/// asks for.
QByteArray requestTarget(const ConnectionProfile &profile, const QUrl &url);
/// With all beyond ASCII percent-encoded.
QByteArray encodedTarget(const QString &target);

/// Whether two URLs have the same origin (RFC 6454 section 4).
bool isSameOrigin(const QUrl &a, const QUrl &b);

/// Whether redirects have never left the origin of the first URL. Once they have, what is secret stays at
/// home though they lead back there: a stranger chose the path, and must not aim our credentials at it.
bool staysAtOrigin(const QList<QUrl> &way);
