// SPDX-License-Identifier: MIT
#pragma once

#include "saved/secrets.h"

#include <QCoreApplication>

#include <optional>

struct ChosenEnvironment;

/// What a connection shows or says to its server, whatever its URL is, and what was therefore entered for
/// that server alone: Secrets::credentials() and, beside them, "authentication.user" (Basic without a
/// password), "tls.certificate", "heartbeat" and the messages that are sent on opening, "onOpen/…" each.
///
/// What has nothing but {{variables}} in it is none: its value goes with the environment.
namespace Credentials {

/// Secrets and all else by name; the same name with another value is another one.
Secrets::Values of(const SavedConnection &connection);

/// Takes these out with all that belongs to them, as Secrets::leaveOut().
void leaveOut(SavedConnection *connection, const QStringList &names);

/// For people, in the middle of a sentence, as Secrets::words(): one each, but for the messages, which are
/// counted. Tells nothing of what they say.
QStringList words(const SavedConnection &connection, const QStringList &names);

} // namespace Credentials

/// What was entered for one server and would go to another one now.
struct ForeignCredentials
{
    /// As Credentials::of() has them.
    QStringList names;
    /// Asks whether they shall go there. Plain text.
    QString question;
    /// What the question is about: the URL, and its server with variables filled in.
    QString urlText;
    QString origin;

    bool operator==(const ForeignCredentials &) const = default;
};

/// For which server the credentials, the messages and the trust of a connection were entered, and so what may
/// go to another one, or hold there, unasked: be it that the URL is another one, or that its variables are. A
/// plain value.
///
/// What is typed in the URL itself is meant for it; a variable's value goes with the environment that was
/// chosen; and what is so by default is for all servers.
class CredentialScope
{
    Q_DECLARE_TR_FUNCTIONS(CredentialScope)

public:
    /// All that the connection has was entered for the server that its URL leads to now.
    void enter(const SavedConnection &connection, const ChosenEnvironment &environment);

    /// Whether the URL leads to another server than that. To none is another one as long as there was no URL.
    bool isLeft(const QString &urlText, const ChosenEnvironment &environment) const;

    /// What of the connection must not go to its server before that was asked; nothing if all may. A client
    /// certificate needs no question where there is no TLS.
    std::optional<ForeignCredentials> foreign(const SavedConnection &connection,
                                              const ConnectionProfile &defaults,
                                              const ChosenEnvironment &environment) const;

    /// All credentials may go to whichever server is entered next.
    void share() { m_credentials.clear(); }

    /// Where the scope is left: verifies again, and trusts no certificate and no name that was meant for the
    /// server before. Returns whether that changed anything.
    bool endTrust(SavedConnection *connection, const ConnectionProfile &defaults,
                  const ChosenEnvironment &environment);

    /// The words of credentials, to begin a sentence with: "The bearer token, the cookie “a”, the cookie “b”
    /// and 2 more". `names` must not be empty.
    static QString listed(const SavedConnection &connection, const QStringList &names);

private:
    /// Empty before any URL.
    QString m_urlText;
    /// With the variables' values of then; empty if some were missing.
    QString m_origin;
    /// The same for people, without values that are secret.
    QString m_shownOrigin;
    Secrets::Values m_credentials;
    bool m_verify = true;
    QList<QByteArray> m_trusted;
    QString m_serverName;
    /// Where else credentials have been meant to go, by origin.
    QMap<QString, Secrets::Values> m_meantFor;
};
