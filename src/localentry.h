// SPDX-License-Identifier: MIT
#pragma once

#include "localfields.h"
#include "message.h"

#include <QJsonObject>

#include <optional>

/// What happened to a connection: the members of the JSON objects that local entries carry, written by
/// fields() and read again by read(), also if only the beginning of the object is there. What is missing
/// reads as what it is by default. Times are milliseconds. Beside these an entry may have others, such as a
/// handshake's, which are shown by their names.

/// The opening handshake is done.
struct OpenEntry
{
    /// As it may be shown.
    QString url;
    std::optional<qint64> attempt;
    std::optional<qint64> elapsedMs;
    QString subprotocol;
    QString security;
    QString peer;
    QString engine;
    /// See HandshakeInfo::sentFrameBytes; 0 if nobody knows.
    qint64 sentFrameBytes = 0;

    QJsonObject fields() const;
    static OpenEntry read(const LocalFields &fields);
    bool operator==(const OpenEntry &) const = default;
};

struct CloseEntry
{
    /// RFC 6455 section 7.4; 0 if nobody can tell.
    qint64 code = 0;
    QString reason;
    bool clean = true;
    /// A key of CloseInfo::By.
    QString by;
    QString detail;

    QJsonObject fields() const;
    static CloseEntry read(const LocalFields &fields);
    bool operator==(const CloseEntry &) const = default;
};

struct ErrorEntry
{
    /// Keys, as of errorStageKey() and failureCauseKey(); no cause is empty.
    QString stage;
    QString cause;
    /// The sentence that a person read, and what the cause said itself.
    QString message;
    QString raw;
    bool willRetry = false;
    qint64 retryInMs = 0;
    /// 0 if there was no answer.
    int httpStatus = 0;
    /// Hexadecimal, with colons; empty if there was no certificate.
    QString certificateSha256;

    QJsonObject fields() const;
    static ErrorEntry read(const LocalFields &fields);
    bool operator==(const ErrorEntry &) const = default;
};

struct RetryEntry
{
    /// The one to come, and how many there are at most.
    std::optional<qint64> attempt;
    std::optional<qint64> of;
    std::optional<qint64> waitMs;
    /// The error's sentence, in sessions of old; now that is in the entry before.
    QString reason;

    QJsonObject fields() const;
    static RetryEntry read(const LocalFields &fields);
    bool operator==(const RetryEntry &) const = default;
};

struct NoteEntry
{
    /// What could not be kept, and when, in UTC microseconds. For other programs; it is not read again.
    struct Gap
    {
        MessageCount lost;
        qint64 fromUs = 0;
        qint64 toUs = 0;

        bool operator==(const Gap &) const = default;
    };

    QString text;
    std::optional<Gap> gap = {};
    /// How much later the system's clock has got than it ought to be, in microseconds; less than 0 if it was
    /// set back. For other programs, too.
    std::optional<qint64> clockSetUs = {};

    QJsonObject fields() const;
    static NoteEntry read(const LocalFields &fields);
    bool operator==(const NoteEntry &) const = default;
};

/// The payload of a local entry: `fields`, and behind them `bulk`, which may be long, so that what is short
/// can be read without it.
QByteArray localPayload(const QJsonObject &fields, const QJsonObject &bulk = {});
