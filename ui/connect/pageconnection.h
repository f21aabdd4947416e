// SPDX-License-Identifier: MIT
#pragma once

#include "commands/profilecopy.h"
#include "saved/savedconnection.h"
#include "saved/secrets.h"
#include "saved/variables.h"

#include <QMap>
#include <QObject>
#include <QPointer>

#include <optional>

class CertificateView;
class ConnectionBar;
class ConnectionSettingsPage;
class CredentialBar;
class Environments;
class SecretBar;
class Session;
class Settings;
class StatusLine;
struct ConnectionError;
struct WebSocketUrl;

/// What a tab connects to and how: typed, pasted, chosen or set up on the page of settings, with variables
/// and secrets filled in when it is opened. Says what is missing or wrong below the URL.
class PageConnection : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        Settings *settings;
        Session *session;
        ConnectionBar *bar;
        StatusLine *status;
        SecretBar *secrets;
        CredentialBar *credentials;
    };

    /// All of the parts must outlive it; `page` is the parent of what it opens.
    PageConnection(const Parts &parts, QWidget *page);
    ~PageConnection() override;

    /// Whose variables are filled in; null for none. Must outlive it.
    void setEnvironments(const Environments *environments);

    /// As it is set up now, with what is in the field, variables and all, and with the secrets that are
    /// known.
    SavedConnection connection() const;
    /// Takes it over, without connecting.
    void setConnection(const SavedConnection &connection);
    /// This one has been saved under that id.
    void setSaved(const QString &id, const QString &name);
    /// If the URL leads to another server than the settings were made for: certificates are verified again,
    /// and it is the saved connection no more; both is said below the URL.
    void leaveSavedElsewhere();

    /// A command line or a snippet that is to be a connection. False if it is none.
    bool readCommand(const QString &text);
    /// With variables filled in; secret ones are *** without secrets. Empty if it cannot be: `problem` may
    /// say why.
    QString copiedAs(CopyFormat format, bool withSecrets, QString *problem = nullptr) const;
    /// Of the environment that is chosen.
    Variables::Values variables() const;
    struct FilledIn
    {
        QString text;
        /// As of WebSocketManager::sendText(): null if the text has no secret.
        QString recordedAs;
    };
    /// A text to send, with the variables filled in that are known; says which are not.
    FilledIn filledIn(const QString &text);
    /// Neither saved nor set up in any way.
    bool isFresh() const;
    /// Why the URL cannot be saved, as a sentence; empty if it can be.
    QString savingProblem() const;
    /// Below the URL.
    void showProblem(const QString &sentence);
    /// Connects to the same URL without encryption.
    void openPlain();
    /// Connects again, and goes where the server sends it.
    void followRedirects();
    /// Of the server or the proxy that wants others: asks again for what has been asked for, or shows where
    /// they are set.
    void enterCredentials();

    /// What the tab will open once what is open has closed; null for nothing.
    const ConnectionProfile *next() const { return m_next ? &*m_next : nullptr; }
    /// Does not connect after the close that is under way.
    void forgetNext() { m_next.reset(); }
    /// Connects as it is set up now, even if nothing has changed; what is open is closed once nothing is
    /// missing or wrong.
    void reconnect();
    /// To be told of each change of the session's status.
    void handleStatus();

    void showSettings();
    /// All that it has opened: the session ends.
    void closeWindows();
    /// Of the open connection, or the one that was not accepted last.
    void showCertificate();
    bool hasCertificate() const;
    /// Accepts the certificate that was not accepted last for its host from now on, and connects again.
    void trustCertificate();

Q_SIGNALS:
    /// A connection begins, or will as soon as another has closed. `shown` is its URL without secrets, with
    /// the variables that were typed.
    void opening(const QString &shown);
    /// By a button on the page of settings.
    void saveRequested();
    /// The tab shows a session from a file: this is to be opened in another one.
    void openElsewhere(const SavedConnection &connection);
    /// What variables() gives is another now.
    void variablesChanged();
    /// A sentence in passing.
    void said(const QString &sentence);

private:
    WebSocketUrl read(const QString &given) const;
    QString withQuerySecrets(const QString &typed) const;
    int changedSettings() const;
    void open();
    void enterCommand(const QString &text, bool submitted);
    void show(const SavedConnection &connection);
    void takeSecrets(const QMap<QString, QString> &values);
    void swapWithPasted();
    bool askForSecrets();
    bool leadsElsewhere(const QString &before) const;
    bool isElsewhere() const;
    QString filledOrigin(const QString &urlText) const;
    QString filledOriginToShow(const QString &urlText) const;
    void stopAsking();
    QStringList foreignCredentials() const;
    bool askAboutCredentials();
    void answerAboutCredentials(bool send);
    bool verifyAgain();
    void noteEntered();
    QMap<QString, QList<QByteArray>> trustedCertificates() const;
    void takeTrusted(QList<QByteArray> *trusted);
    void takeProfile(const ConnectionProfile &profile);
    void takeUrlText();
    void takeDefaults();
    void refresh();

    const Parts m_parts;
    QWidget *const m_page;
    const Environments *m_environments = nullptr;
    /// Its urlText trails the field.
    SavedConnection m_connection;
    /// Before a command was pasted, or, once that is undone, after; with the text that it was saved with.
    struct Kept
    {
        SavedConnection connection;
        QString savedText;
        QString hint;
    };
    std::optional<Kept> m_kept;
    bool m_pasteIsUndone = false;
    /// The names of secrets that were asked for.
    QStringList m_asked;
    /// The URL's text of the saved connection that it has the id of.
    QString m_savedText;
    /// What was entered for one server and must not go to another one, or hold there, unasked.
    struct Entered
    {
        /// Empty before any URL.
        QString urlText;
        /// With the variables' values of then; empty if some were missing.
        QString origin;
        /// The same for people, without values that are secret.
        QString shownOrigin;
        Secrets::Values credentials;
        bool verify = true;
        QList<QByteArray> trusted;
        QString serverName;
        /// Where else they have been meant to go, by origin.
        QMap<QString, Secrets::Values> meantFor;
    };
    Entered m_entered;
    /// The URL that it was asked for whether credentials may go there, and its origin with values filled in.
    QString m_askedText;
    QString m_askedOrigin;
    /// A sentence on what was left out, to be said when it connects.
    QString m_leftOut;
    /// Connects again even if nothing has changed.
    bool m_again = false;
    ConnectionProfile m_defaults;
    std::optional<ConnectionProfile> m_next;
    QPointer<ConnectionSettingsPage> m_settingsPage;
    /// Whose trusted certificates the page of settings lists beside the connection's own.
    QUrl m_trustUrl;
    QPointer<CertificateView> m_certificate;
    /// In a private tab what is trusted by hand, by TlsSettings::hostKey(): never kept with the connection.
    QMap<QString, QList<QByteArray>> m_trusted;
};
