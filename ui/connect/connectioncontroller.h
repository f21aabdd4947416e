// SPDX-License-Identifier: MIT
#pragma once

#include "session/connectiondraft.h"
#include "session/sessionopener.h"

#include <QObject>

#include <optional>

class CertificateTrust;
class ConnectionBar;
class ConnectionSettingsWindow;
class CredentialBar;
class DisconnectBar;
class Environments;
class PingBar;
class SecretBar;
class Session;
class Settings;
class StatusLine;

/// Opens what a tab's draft of a connection comes to: takes the draft from the URL's field and the page of
/// settings, asks below the URL for what prepareOpening() says is missing, and shows what is wrong.
class ConnectionController : public QObject
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
        DisconnectBar *disconnecting;
        PingBar *pinging;
    };

    /// All of the parts must outlive it; `page` is the parent of what it opens.
    ConnectionController(const Parts &parts, QWidget *page);
    ~ConnectionController() override;

    /// The tab cannot connect: what it is asked to open, another one opens.
    void setOpensElsewhere() { m_opensElsewhere = true; }
    /// Whose variables are filled in. Must outlive it.
    void setEnvironments(const Environments *environments);

    const ConnectionDraft &draft() const { return m_draft; }
    CertificateTrust *certificates() const { return m_certificates; }
    ConnectionSettingsWindow *settings() const { return m_settings; }
    /// Takes it over, without connecting.
    void setConnection(const SavedConnection &connection);
    /// The draft as it is to be saved. Nothing if it cannot be, which has been said then.
    std::optional<SavedConnection> connectionToSave();
    /// This one has been saved under that id.
    void setSaved(const QString &id, const QString &name) { m_draft.setSaved(id, name); }
    /// The saved one that it is has another name now.
    void rename(const QString &name) { m_draft.rename(name); }

    /// What is open or, once that has closed, will be; its URL is empty before any.
    const ConnectionProfile &profile() const { return m_opener->profile(); }
    /// Connects as it is set up now, even if nothing has changed; what is open is closed once nothing is
    /// missing or wrong.
    void reconnect();
    /// Connects, disconnects or cancels, as the button does.
    void toggle();

    /// Asks with which code and reason.
    void disconnectWith();
    /// Ends what is open without a Close frame.
    void drop();
    /// Asks with which payload.
    void pingWith();

    /// Connects to the same URL without encryption.
    void openPlain();
    /// Connects again, and goes where the server sends it.
    void followRedirects();
    /// Of the server or the proxy that wants others: asks again for what has been asked for, or shows where
    /// they are set.
    void enterCredentials();
    /// All that it has opened: the session ends.
    void closeWindows();

Q_SIGNALS:
    /// A connection begins, or will as soon as another has closed. `shown` is its URL without secrets, with
    /// the variables that were typed.
    void opening(const QString &shown);
    /// By a button on the page of settings.
    void saveRequested();
    /// This is to be opened in another tab.
    void openElsewhere(const SavedConnection &connection);
    /// The environment of the draft, or a value in it, is another now.
    void environmentChanged();
    /// What the imported connection of that id does is known now.
    void importAccepted(const QString &id);
    /// A sentence in passing.
    void said(const QString &sentence);

private:
    void bindBar();
    void bindSettings();
    void bindEnds();
    void takeProfile(ConnectionProfile profile, const QString &urlText);
    void takeUrlText(const QString &urlText);
    void enterCommand(const QString &text, bool submitted);
    void showDraft(const QString &hint = {});
    void open();
    void answer(const ForeignCredentials &foreign, bool send);
    void askFor(const QStringList &secrets);
    void takeSecrets(const Secrets::Values &values);
    void setPinging(bool on);
    void stopAsking();
    void refresh();
    void reviseRetries();

    const Parts m_parts;
    QWidget *const m_page;
    SessionOpener *const m_opener;
    CertificateTrust *const m_certificates;
    ConnectionSettingsWindow *const m_settings;
    ConnectionDraft m_draft;
    /// What was left out by an answer, to be said when it connects.
    QString m_leftOut;
    /// Connects again even if nothing has changed.
    bool m_again = false;
    bool m_opensElsewhere = false;
};
