// SPDX-License-Identifier: MIT
#pragma once

#include "profile/profileparts.h"
#include "profile/retrypolicy.h"
#include "websocket/deflateterms.h"
#include "websocket/httpheader.h"

#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <chrono>
#include <optional>

/// Which engine speaks the protocol; docs/engines.md says how they differ.
enum class Engine : quint8 {
#define ENGINE(name, ...) name,
#include "profile/engines.inc"
#undef ENGINE
};
constexpr Engine Engines[] = {
#define ENGINE(name, ...) Engine::name,
#include "profile/engines.inc"
#undef ENGINE
};

/// What is known of an engine: its row in engines.inc. Texts are to be shown with profileFieldText().
struct EngineTraits
{
    const char *label;
    const char *tells;
    /// In a line of its own.
    const char *summary;
    /// It cannot do what ProfileFieldTraits::qtHint says, and follows no redirects.
    bool isQWebSocket = false;
};
const EngineTraits &engineTraits(Engine engine);

/// "native" or "qt", as recorded and as given on command lines.
QString engineKey(Engine engine);
/// The engine of such a key, or of "beast", as the native one was called; nothing if there is none.
std::optional<Engine> engineOfKey(const QString &key);

/// Which addresses of a name are tried first.
enum class AddressPreference : quint8 { System, IPv4, IPv6 };

/// A part of a text that is made anew each time it is sent, as GeneratedValues do. Counts bytes.
struct GeneratedPart
{
    QString call;
    /// Where it begins in the payload and, if there is one, in what is recorded instead.
    qsizetype at = 0;
    qsizetype recordedAt = 0;
    /// Of the braces and all, in both.
    qsizetype size = 0;

    bool operator==(const GeneratedPart &) const = default;
};

/// A message that is sent by itself.
struct OpeningMessage
{
    bool binary = false;
    /// Valid UTF-8 unless binary.
    QByteArray payload;
    /// What the record gets instead, if it is not null: the text with the names of secret variables in place
    /// of their values. Never kept.
    QByteArray recordedAs = {};
    /// In the order of the text. Never kept.
    QList<GeneratedPart> generated = {};

    bool operator==(const OpeningMessage &) const = default;
};

/// Where to connect and how. A plain value; the defaults are what a user expects. It holds secrets: what is
/// shown or kept of it goes through displayUrl(), maskedHeaders() and profile/profilejson.h.
struct ConnectionProfile
{
    /// ws, wss or ws+unix, as parseWebSocketUrl() makes it. May hold secrets: show displayUrl() of it.
    QUrl url;
    /// WebSocketUrl's: what is asked for, if QUrl spells it in another way; else empty.
    QString target;
    /// Offered in this order (RFC 6455 section 1.9).
    QStringList subprotocols;
    Engine engine = Engines[0];

    /// Sent with the handshake after what the protocol demands; checked by headerProblem().
    HttpHeaders headers;
    /// Become one Cookie header (RFC 6265 section 4.2).
    HttpHeaders cookies;
    /// The Origin header (RFC 6454); empty sends none.
    QString origin;
    Authentication authentication;
    /// Redirects of the handshake are followed, up to MaxRedirects; credentials, `onOpen` and `heartbeat`
    /// stay with their origin.
    bool followRedirects = false;
    static constexpr int MaxRedirects = 5;

    TlsSettings tls;
    ProxySettings proxy;
    AddressPreference addresses = AddressPreference::System;
    CompressionSettings compression;

    RetryPolicy retry;
    /// Whether an open connection that is lost is retried, too.
    bool retryAfterDrop = true;
    /// A connection that stayed open this long starts the count of attempts again.
    std::chrono::milliseconds stableAfter{10000};

    /// From the start of an attempt to the end of the handshake; more than 0.
    std::chrono::milliseconds handshakeTimeout{10000};
    /// Between pings, and the time a pong may take; 0 sends none.
    std::chrono::milliseconds keepAliveInterval{5000};
    /// How long the peer may take to answer our Close frame.
    std::chrono::milliseconds closeTimeout{2000};
    /// Pings of the peer are answered by themselves (RFC 6455 section 5.5.2). False is for testing how long
    /// the peer waits. Only with an engine that tells of them.
    bool answerPings = true;

    /// A longer message, counted after decompression, ends the connection with 1009; so does a longer frame.
    /// At most MaxLimitBytes: SQLite takes no values of 1 GB, and so the session file none.
    qint64 maxMessageBytes = 256LL * 1024 * 1024;
    qint64 maxFrameBytes = 256LL * 1024 * 1024;
    static constexpr qint64 MaxLimitBytes = 900LL * 1024 * 1024;

    /// Messages are sent in frames of at most so many bytes, counted before compression. 0 leaves it to the
    /// engine; that of a message, or more, is one frame.
    qint64 sentFrameBytes = 0;

    /// Sent in this order whenever the connection has opened, after a reconnect too.
    QList<OpeningMessage> onOpen;
    Heartbeat heartbeat;
    /// Handshakes are recorded with the values of Authorization, Cookie and the like, and messages sent with
    /// those of secret variables; else they are masked.
    bool recordSecrets = false;
    /// Values of secret variables that are in the fields above: Redactor takes them out of all that
    /// is recorded and shown. Never kept.
    QList<QByteArray> secretValues;

    bool operator==(const ConnectionProfile &) const = default;
};

Q_DECLARE_METATYPE(ConnectionProfile)
