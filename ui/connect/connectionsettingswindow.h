// SPDX-License-Identifier: MIT
#pragma once

#include "profile/profilefield.h"
#include "session/hosttrust.h"

#include <QObject>
#include <QPointer>

class ConnectionDraft;
class ConnectionSettingsPage;
class Session;

/// The window with the settings of a tab's draft, made when it is first wanted and gone when it is closed.
class ConnectionSettingsWindow : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it; `page` is the parent of the window.
    ConnectionSettingsWindow(const Session *session, QWidget *page);

    /// What it shows, if it is there; `trusted` are the certificates that are trusted by hand, of which it
    /// lists those of the URL's host.
    void setDraft(const ConnectionDraft &draft, const HostTrust::Certificates &trusted);
    /// The URL whose host it has listed them for, and those.
    QUrl trustUrl() const { return m_trustUrl; }
    QList<QByteArray> trustShown() const { return m_trustShown; }
    void show();
    /// The same, and puts the cursor there.
    void showField(ProfileField field);
    bool isActive() const;
    /// Nothing is signalled any more.
    void close();

Q_SIGNALS:
    /// It is there now, and wants setDraft().
    void opened();
    /// The list of trusted certificates has those of the host, too.
    void profileEdited(const ConnectionProfile &profile, const QString &urlText);
    void urlTextEdited(const QString &urlText);
    void reconnectRequested();
    void saveRequested();

private:
    void create();

    const Session *const m_session;
    QWidget *const m_page;
    QPointer<ConnectionSettingsPage> m_window;
    QUrl m_trustUrl;
    QList<QByteArray> m_trustShown;
};
