// SPDX-License-Identifier: MIT
#pragma once

#include <QCoreApplication>
#include <QString>

/// The text of a URL before QUrl, which takes only what RFC 3986 has: what people type and servers write is
/// often more.
struct UrlText
{
    Q_DECLARE_TR_FUNCTIONS(UrlText)

public:
    /// Of a URL with a scheme, or of a reference relative to one. Nothing is changed.
    explicit UrlText(const QString &text);

    /// With what RFC 3986 does not allow in user information, path and query percent-encoded, as browsers
    /// do: blanks, " < > \ ^ ` { | } and control characters; % where no two hexadecimal digits follow; @ in a
    /// password; % before the zone of an IPv6 address. What is encoded already and what lies beyond ASCII
    /// stays as it is.
    QString encoded() const;
    /// Of that, path and query.
    QString encodedTarget() const;

    /// What is wrong with the host, the port or the slashes before them, as a sentence; empty if nothing
    /// is that can be named. Nothing that may be a secret is in it.
    QString problem() const;

private:
    QString hostProblem() const;
    QString portProblem() const;

    /// "wss://", or empty.
    QString m_start;
    /// "user:password@", or empty.
    QString m_user;
    /// With the port.
    QString m_host;
    /// Path, query and fragment.
    QString m_rest;
};
