// SPDX-License-Identifier: MIT
#pragma once

#include "commands/commandformat.h"
#include "profile/websocketurl.h"
#include "saved/credentialscope.h"
#include "saved/savedconnection.h"
#include "saved/variables.h"

#include <QCoreApplication>

#include <optional>

/// What a tab is about to open: typed, pasted, chosen or set up, with the environment that its variables are
/// filled in from and the server that all of it was entered for. A plain value: it asks and shows nothing,
/// and returns the sentences to show, which are plain text. prepareOpening() makes a profile of it.
class ConnectionDraft
{
    Q_DECLARE_TR_FUNCTIONS(ConnectionDraft)

public:
    explicit ConnectionDraft(const ConnectionProfile &defaults = {});

    /// As it is set up now, variables and all, with the secrets that are known.
    const SavedConnection &connection() const { return m_connection; }
    const QString &urlText() const { return m_connection.urlText; }
    const ConnectionProfile &profile() const { return m_connection.profile; }
    const ConnectionProfile &defaults() const { return m_defaults; }
    const ChosenEnvironment &environment() const { return m_environment; }

    /// Another connection in its place. What was pasted and asked for before is forgotten.
    void setConnection(const SavedConnection &connection);
    /// It has been saved under that id.
    void setSaved(const QString &id, const QString &name);
    void rename(const QString &name) { m_connection.name = name; }
    void setUrlText(const QString &text);
    /// As edited; its URL is not looked at. What was entered for another server stays that server's.
    void setProfile(const ConnectionProfile &profile);
    /// What was as by default follows the defaults.
    void setDefaults(const ConnectionProfile &defaults);
    void setEnvironment(const ChosenEnvironment &environment) { m_environment = environment; }
    void followRedirects() { m_connection.profile.followRedirects = true; }

    /// How many settings differ from the defaults.
    int changedSettings() const;
    /// Neither saved nor set up in any way.
    bool isFresh() const { return m_connection.id.isEmpty() && changedSettings() == 0; }
    /// TLS would accept any certificate.
    bool isUnverified() const;

    /// The URL that a text comes to with its variables filled in. A secret of the query that will be asked
    /// for need not be there.
    WebSocketUrl read(const QString &text) const;
    /// Why the URL cannot be saved, as a sentence; empty if it can be.
    QString savingProblem() const;
    /// The URL's text, without encryption.
    QString plainUrlText() const;

    struct Copied
    {
        /// Empty if it cannot be.
        QString text;
        /// Why not, as a sentence.
        QString problem;
    };
    /// With variables filled in; those that are secret are *** if secrets are masked.
    Copied copiedAs(CopyFormat format, CopiedSecrets secrets) const;

    struct Reading
    {
        /// What was read that is not in sight.
        QString hint;
        /// Why the command cannot be used: then only the URL's text is what was pasted. Empty if it can be.
        QString problem;
    };
    /// Becomes what a pasted command line or snippet says. Nothing if the text is none.
    std::optional<Reading> readCommand(const QString &text);
    /// Brings back what was there before the last command, or after it. `hint` is what is said of it now; it
    /// is returned when that comes back. Nothing if there is nothing to undo or redo.
    std::optional<QString> undoReading(const QString &hint);
    std::optional<QString> redoReading(const QString &hint);

    /// Takes what was entered for secrets that were asked for, in place of what was entered before. Nothing
    /// is taken if the URL leads to another server than they were asked for.
    void takeSecrets(const Secrets::Values &values);
    /// Which of the secrets that were entered may be what a proxy or a server did not accept.
    QStringList refusedSecrets(bool byProxy) const;

    /// What an imported connection would do, and whether to connect; empty if there is nothing to ask.
    QString importQuestion() const;
    /// That is known now, and wanted.
    void acceptImport() { m_connection.isImported = false; }

    /// The URL leads to another server than all was entered for.
    bool isElsewhere() const { return m_scope.isLeft(urlText(), m_environment); }
    /// What must not go there before that was asked.
    std::optional<ForeignCredentials> foreignCredentials() const;
    /// An answer to that: they may go there, or they are left out, which is said. Nothing happens if the URL
    /// leads to yet another server by now.
    QString answer(const ForeignCredentials &asked, bool send);
    /// Elsewhere, certificates are verified again, and it is the saved connection no more: both is said.
    QString leaveElsewhere();
    /// All that is in it now was entered for the server that the URL leads to.
    void enterHere() { m_scope.enter(m_connection, m_environment); }

private:
    /// Before a command was read, or, once that is undone, after.
    struct Kept
    {
        SavedConnection connection;
        QString savedText;
        QString hint;
    };

    void replace(const SavedConnection &connection);
    QString swap(const QString &hint);
    QString withSecrets(const QString &text) const;

    SavedConnection m_connection;
    /// The URL's text that the saved connection has.
    QString m_savedText;
    ConnectionProfile m_defaults;
    ChosenEnvironment m_environment;
    CredentialScope m_scope;
    /// The names of secrets that were asked for.
    QStringList m_asked;
    std::optional<Kept> m_kept;
    bool m_isUndone = false;
};
