// SPDX-License-Identifier: MIT
// What the main window does with connections that are saved, set up and copied.
#include "ui/window/mainwindow.h"

#include "commands/profilecopy.h"
#include "saved/connectionstore.h"
#include "saved/environments.h"
#include "secrets/secretstore.h"
#include "session/session.h"
#include "settings/settings.h"
#include "ui/connect/connectioncontroller.h"
#include "ui/connect/connectionsettingswindow.h"
#include "ui/kit/hairlinesplitter.h"
#include "ui/saved/connectionpanel.h"
#include "ui/session/sessionpage.h"
#include "ui/window/openingbar.h"
#include "ui/window/windownotice.h"

#include <QAction>
#include <QActionGroup>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

void MainWindow::buildPanel()
{
    m_splitter->setObjectName(u"windowSplitter"_s);
    m_splitter->addWidget(m_panel);
    m_splitter->addWidget(m_tabs);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setCollapsible(1, false);
    m_splitter->restoreState(m_settings->widgetState(m_splitter->objectName()));
    auto *central = new QWidget(this);
    auto *layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_splitter, 1);
    layout->addWidget(m_opening);
    layout->addWidget(m_notice);
    setCentralWidget(central);
    m_panel->setVisible(m_settings->connectionPanelVisible());

    connect(m_panel, &ConnectionPanel::openRequested, this,
            [this](const SavedConnection &connection, bool newTab) { openConnection(connection, newTab); });
    connect(m_panel, &ConnectionPanel::editRequested, this, [this](const SavedConnection &connection) {
        SessionPage *page = pageFor(false);
        page->connection()->setConnection(connection);
        page->connection()->settings()->show();
    });
    // The panel says it, too, but may be hidden.
    const auto sayProblem = [this](const QString &sentence) {
        if (m_panel->isHidden())
            m_notice->say(sentence);
    };
    connect(m_connections.get(), &ConnectionStore::problem, this, sayProblem);
    connect(m_environments.get(), &Environments::problem, this, sayProblem);
    connect(m_secrets.get(), &SecretStore::persistenceChanged, this, [this] {
        if (const QString sentence = m_secrets->sentence(); !sentence.isEmpty())
            say(sentence);
    });
}

SessionPage *MainWindow::pageFor(bool newTab)
{
    SessionPage *page = currentPage();
    return page && !newTab && page->isFresh() ? page : addPage();
}

SessionPage *MainWindow::openConnection(const SavedConnection &connection, bool newTab)
{
    SessionPage *page = pageFor(newTab);
    page->connection()->setConnection(connection);
    page->connection()->reconnect();
    return page;
}

// Over the one that was opened from there, or as a new one.
void MainWindow::saveConnection()
{
    SessionPage *page = currentPage();
    std::optional<SavedConnection> wanted = page->connection()->connectionToSave();
    if (!wanted)
        return;
    SavedConnection &connection = *wanted;
    if (m_connections->contains(connection.id)) {
        // These are changed in the panel, and the tab's may be old.
        m_panel->keepNotes();
        const SavedConnection kept = m_connections->connection(connection.id);
        connection.name = kept.name;
        connection.notes = kept.notes;
        page->connection()->setSaved(kept.id, kept.name);
        m_connections->update(connection);
        say(tr("Saved as “%1”.").arg(connection.name));
        return;
    }
    setPanelVisible(true);
    const QString name =
            connection.profile.url.isEmpty() ? page->title() : SessionPage::shortName(connection.profile.url);
    const QString id = m_panel->saveCurrent(connection.profile, connection.urlText, name);
    if (id.isEmpty())
        return;
    page->connection()->setSaved(id, m_connections->connection(id).name);
}

void MainWindow::setPanelVisible(bool visible)
{
    const bool opens = visible && m_panel->isHidden();
    if (!visible && m_panel->isVisible())
        m_panelWidth = m_panel->width();
    m_panel->setVisible(visible);
    // Left to itself, the splitter gives it as little as it can live with.
    if (opens) {
        const int width = std::max(m_panelWidth, m_panel->sizeHint().width());
        m_splitter->setSizes({width, std::max(1, m_splitter->width() - width)});
    }
    m_panelAction->setChecked(visible);
    m_settings->setConnectionPanelVisible(visible);
}

void MainWindow::findConnection()
{
    setPanelVisible(true);
    m_panel->focusSearch();
}

void MainWindow::buildCopyMenu(QMenu *menu)
{
    QMenu *copy = menu->addMenu(tr("Cop&y As"));
    auto *secrets = new QAction(tr("Include Passwords and &Tokens"), copy);
    secrets->setObjectName(u"copySecrets"_s);
    secrets->setCheckable(true);
    const QList<QPair<QString, CopyFormat>> formats{
            {tr("&wscat Command"), CopyFormat::Wscat}, {tr("web&socat Command"), CopyFormat::Websocat},
            {tr("&curl Command"), CopyFormat::Curl},   {tr("&JavaScript"), CopyFormat::JavaScript},
            {tr("&Python"), CopyFormat::Python},
    };
    for (const auto &[text, format] : formats) {
        QAction *action = copy->addAction(text);
        connect(action, &QAction::triggered, this, [this, secrets, chosen = format] {
            const bool withSecrets = secrets->isChecked();
            const ConnectionDraft::Copied copied = currentPage()->connection()->draft().copiedAs(
                    chosen, withSecrets ? CopiedSecrets::Included : CopiedSecrets::Masked);
            if (copied.text.isEmpty()) {
                say(tr("Nothing was copied. %1").arg(copied.problem));
                return;
            }
            QGuiApplication::clipboard()->setText(copied.text);
            // It is meant for this time.
            secrets->setChecked(false);
            say(withSecrets ? tr("Copied, with all secrets in it.") : tr("Copied; secrets are ***."));
        });
    }
    copy->addSeparator();
    copy->addAction(secrets);
}
