// SPDX-License-Identifier: MIT
#include "ui/connect/connectionsettingswindow.h"

#include "session/connectiondraft.h"
#include "session/session.h"
#include "ui/settings/connectionsettingspage.h"

ConnectionSettingsWindow::ConnectionSettingsWindow(const Session *session, QWidget *page)
    : QObject(page)
    , m_session(session)
    , m_page(page)
{}

void ConnectionSettingsWindow::create()
{
    m_window = new ConnectionSettingsPage(m_page);
    m_window->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_window, &ConnectionSettingsPage::profileChanged, this,
            [this](const ConnectionProfile &profile) { Q_EMIT profileEdited(profile, m_window->urlText()); });
    connect(m_window, &ConnectionSettingsPage::urlTextEdited, this,
            [this] { Q_EMIT urlTextEdited(m_window->urlText()); });
    connect(m_window, &ConnectionSettingsPage::reconnectRequested, this,
            &ConnectionSettingsWindow::reconnectRequested);
    connect(m_window, &ConnectionSettingsPage::saveRequested, this, &ConnectionSettingsWindow::saveRequested);
    connect(m_session, &Session::statusChanged, m_window,
            [this](Status status) { m_window->setConnected(status != Status::Closed); });
    m_window->setConnected(m_session->status() != Status::Closed);
    Q_EMIT opened();
}

void ConnectionSettingsWindow::setDraft(const ConnectionDraft &draft, const HostTrust::Certificates &trusted)
{
    if (!m_window)
        return;
    const QString &text = draft.urlText();
    m_trustUrl = draft.read(text).url;
    ConnectionProfile shown = draft.profile();
    m_trustShown = trusted.value(TlsSettings::hostKey(m_trustUrl));
    shown.tls.trusted += m_trustShown;
    m_window->setProfile(shown, draft.defaults(), text);
    m_window->setSavedName(draft.connection().name);
    m_window->setWindowTitle(text.isEmpty()
                                     ? tr("Connection settings")
                                     : tr("Connection settings of %1").arg(Secrets::maskedUrlText(text)));
}

void ConnectionSettingsWindow::show()
{
    if (!m_window)
        create();
    m_window->show();
    m_window->raise();
    m_window->activateWindow();
}

void ConnectionSettingsWindow::showField(ProfileField field)
{
    show();
    m_window->showField(field);
}

bool ConnectionSettingsWindow::isActive() const
{
    return m_window && m_window->isActiveWindow();
}

void ConnectionSettingsWindow::close()
{
    if (!m_window)
        return;
    m_window->disconnect(this);
    m_window->close();
}
