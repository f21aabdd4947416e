// SPDX-License-Identifier: MIT
// The menus of the main window: what there is to do, and with which keys.
#include "ui/window/mainwindow.h"

#include "session/session.h"
#include "settings/settings.h"
#include "ui/composer/composer.h"
#include "ui/connect/certificatetrust.h"
#include "ui/connect/connectionbar.h"
#include "ui/connect/connectioncontroller.h"
#include "ui/connect/connectionsettingswindow.h"
#include "ui/log/logfinder.h"
#include "ui/log/logview.h"
#include "ui/saved/connectionpanel.h"
#include "ui/session/logpane.h"
#include "ui/session/sessionpage.h"
#include "ui/session/sidesplitter.h"
#include "ui/settings/preferencespage.h"
#include "ui/window/aboutdialog.h"
#include "ui/window/copymenu.h"
#include "ui/window/recentsessions.h"
#include "ui/window/shortcutspage.h"

#include <QAction>
#include <QMenu>
#include <QMenuBar>

#include <utility>

using namespace Qt::StringLiterals;

QAction *MainWindow::addAction(QMenu *menu, const QString &text, const QKeySequence &shortcut,
                               void (MainWindow::*slot)())
{
    QAction *action = menu->addAction(text);
    action->setShortcut(shortcut);
    connect(action, &QAction::triggered, this, slot);
    return action;
}

QAction *MainWindow::addPageAction(QMenu *menu, const QString &text, const QKeySequence &shortcut,
                                   std::function<void(SessionPage *)> act)
{
    QAction *action = menu->addAction(text);
    action->setShortcut(shortcut);
    connect(action, &QAction::triggered, this, [this, act = std::move(act)] { act(currentPage()); });
    return action;
}

void MainWindow::buildMenus()
{
    buildFileMenu();
    buildEditMenu();
    buildConnectionMenu();
    buildViewMenu();
    buildDemoMenu();
    buildHelpMenu();
}

void MainWindow::buildFileMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("&File"));
    addAction(menu, tr("&New Tab"), QKeySequence(u"Ctrl+T"_s), &MainWindow::newTab);
    addAction(menu, tr("&Close Tab"), QKeySequence(u"Ctrl+W"_s), &MainWindow::closeCurrentTab);
    addAction(menu, tr("New Pri&vate Tab"), QKeySequence(u"Ctrl+Shift+T"_s), &MainWindow::newPrivateTab);
    menu->addSeparator();
    addAction(menu, tr("&Open Session…"), QKeySequence(u"Ctrl+O"_s), &MainWindow::chooseSession);
    auto *recent = new RecentSessions(m_settings, menu);
    connect(recent, &RecentSessions::openRequested, this, &MainWindow::openSession);
    menu->addMenu(recent);
    addPageAction(menu, tr("&Save Session As…"), QKeySequence(u"Ctrl+Shift+S"_s),
                  [](SessionPage *page) { page->saveAs(); });
    m_keepAction = menu->addAction(tr("&Keep This Session"));
    m_keepAction->setObjectName(u"keepSession"_s);
    m_keepAction->setCheckable(true);
    connect(m_keepAction, &QAction::triggered, this, &MainWindow::keepSession);
    menu->addSeparator();
    addAction(menu, tr("Clear URL &History"), {}, &MainWindow::clearHistory);
    addAction(menu, tr("&Preferences…"), QKeySequence(u"Ctrl+,"_s), &MainWindow::showPreferences);
    menu->addSeparator();
    QAction *quit = menu->addAction(tr("&Quit"));
    quit->setShortcut(QKeySequence(u"Ctrl+Q"_s));
    quit->setMenuRole(QAction::QuitRole);
    connect(quit, &QAction::triggered, this, &QWidget::close);
}

void MainWindow::buildEditMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("&Edit"));
    addPageAction(menu, tr("&Copy Selected Entries"), QKeySequence(u"Ctrl+Shift+C"_s),
                  [](SessionPage *page) { page->log()->copySelection(); });
    addPageAction(menu, tr("Select &All Entries"), QKeySequence(u"Ctrl+Shift+A"_s),
                  [](SessionPage *page) { page->log()->view()->selectAll(); });
    menu->addSeparator();
    addPageAction(menu, tr("&Find or Filter…"), QKeySequence(u"Ctrl+F"_s),
                  [](SessionPage *page) { page->find(); });
    addPageAction(menu, tr("&Next Hit"), QKeySequence(u"F3"_s),
                  [](SessionPage *page) { page->log()->finder()->nextHit(); });
    addPageAction(menu, tr("&Previous Hit"), QKeySequence(u"Shift+F3"_s),
                  [](SessionPage *page) { page->log()->finder()->previousHit(); });
    addPageAction(menu, tr("Show in the &Whole Log"), {},
                  [](SessionPage *page) { page->log()->finder()->showInWholeLog(); });
    addPageAction(menu, tr("Clear the Fil&ter"), QKeySequence(u"Ctrl+Shift+F"_s),
                  [](SessionPage *page) { page->log()->clearFilter(); });
    menu->addSeparator();
    addPageAction(menu, tr("C&lear Log"), QKeySequence(u"Ctrl+K"_s),
                  [](SessionPage *page) { page->log()->clear(); });
}

void MainWindow::buildConnectionMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("&Connection"));
    m_toggleAction = addPageAction(menu, tr("Connect"), QKeySequence(u"Ctrl+D"_s),
                                   [](SessionPage *page) { page->connection()->toggle(); });
    m_tryNowAction = addPageAction(menu, tr("&Try Now"), QKeySequence(u"Ctrl+R"_s),
                                   [](SessionPage *page) { page->session()->retryNow(); });
    m_pingAction = addPageAction(menu, tr("Send a &Ping"), QKeySequence(u"Ctrl+Shift+P"_s),
                                 [](SessionPage *page) { page->session()->ping(); });
    menu->addSeparator();
    addPageAction(menu, tr("S&ettings of this Connection…"), QKeySequence(u"Ctrl+Shift+I"_s),
                  [](SessionPage *page) { page->connection()->settings()->show(); });
    m_certificateAction = addPageAction(menu, tr("&Certificate…"), {}, [](SessionPage *page) {
        page->connection()->certificates()->show();
    });
    addAction(menu, tr("&Save Connection"), QKeySequence(u"Ctrl+S"_s), &MainWindow::saveConnection);
    addAction(menu, tr("&Find a Saved Connection"), QKeySequence(u"Ctrl+Shift+B"_s),
              &MainWindow::findConnection);
    auto *copy = new CopyMenu(
            [this]() -> const ConnectionDraft & { return currentPage()->connection()->draft(); }, menu);
    connect(copy, &CopyMenu::said, this, &MainWindow::say);
    menu->addMenu(copy);
    QAction *environments = menu->addAction(tr("En&vironments…"));
    environments->setShortcut(QKeySequence(u"Ctrl+Shift+E"_s));
    connect(environments, &QAction::triggered, this, [this] { m_panel->showEnvironmentEditor(); });
    menu->addSeparator();
    addPageAction(menu, tr("&Go to an Entry or Time…"), QKeySequence(u"Ctrl+G"_s),
                  [](SessionPage *page) { page->log()->askForPlace(); });
    addPageAction(menu, tr("Go to the &URL"), QKeySequence(u"Ctrl+L"_s),
                  [](SessionPage *page) { page->bar()->focusUrl(); });
    addPageAction(menu, tr("Go to the &Log"), QKeySequence(u"Ctrl+E"_s),
                  [](SessionPage *page) { page->log()->focusView(); });
    addPageAction(menu, tr("&Write a Message"), QKeySequence(u"Ctrl+M"_s),
                  [](SessionPage *page) { page->composer()->setFocus(Qt::ShortcutFocusReason); });
}

void MainWindow::buildViewMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("&View"));
    m_followAction = menu->addAction(tr("&Follow the Newest Entry"));
    m_followAction->setCheckable(true);
    m_followAction->setShortcut(QKeySequence(u"Ctrl+End"_s));
    connect(m_followAction, &QAction::triggered, this,
            [this](bool on) { currentPage()->log()->setFollowing(on); });
    m_pauseAction = menu->addAction(tr("&Pause the Log"));
    m_pauseAction->setCheckable(true);
    m_pauseAction->setShortcut(QKeySequence(u"Ctrl+P"_s));
    connect(m_pauseAction, &QAction::triggered, this,
            [this](bool on) { currentPage()->log()->setPaused(on); });
    m_inspectorAction = menu->addAction(tr("&Inspector"));
    m_inspectorAction->setCheckable(true);
    m_inspectorAction->setShortcut(QKeySequence(u"Ctrl+I"_s));
    connect(m_inspectorAction, &QAction::triggered, this,
            [this](bool on) { currentPage()->side()->setInspectorWanted(on); });
    m_panelAction = menu->addAction(tr("Saved &Connections"));
    m_panelAction->setCheckable(true);
    m_panelAction->setChecked(m_settings->connectionPanelVisible());
    m_panelAction->setShortcut(QKeySequence(u"Ctrl+B"_s));
    connect(m_panelAction, &QAction::triggered, this, &MainWindow::setPanelVisible);
    QAction *heartbeats = menu->addAction(tr("Show Pings and Pon&gs"));
    heartbeats->setObjectName(u"showHeartbeats"_s);
    heartbeats->setCheckable(true);
    heartbeats->setChecked(m_settings->heartbeatsShown());
    heartbeats->setShortcut(QKeySequence(u"Ctrl+Shift+H"_s));
    connect(heartbeats, &QAction::triggered, m_settings, &Settings::setHeartbeatsShown);
    connect(m_settings, &Settings::heartbeatsShownChanged, heartbeats, &QAction::setChecked);
    menu->addSeparator();
    addAction(menu, tr("&Next Tab"), QKeySequence(u"Ctrl+Tab"_s), &MainWindow::nextTab);
    addAction(menu, tr("Pre&vious Tab"), QKeySequence(u"Ctrl+Shift+Tab"_s), &MainWindow::previousTab);
}

void MainWindow::buildDemoMenu()
{
    struct Entry
    {
        QString text;
        QString path;
    };
    const QList<QList<Entry>> groups{
            {
                    {tr("Market &Ticker"), u"/ticker"_s},
                    {tr("Fast Ticker (&5,000 a second)"), u"/ticker?rate=5000"_s},
                    {tr("&Echo"), u"/echo"_s},
                    {tr("&Binary Messages"), u"/binary"_s},
                    {tr("&Flood of 1,000,000 Messages"), u"/flood?n=1000000"_s},
            },
            {
                    {tr("&Close with 1011 after 3 s"), u"/close?code=1011&reason=demo&after=3000"_s},
                    {tr("Close with &4000 after 3 s"), u"/close?code=4000&reason=demo&after=3000"_s},
                    {tr("&Drop TCP after 3 s"), u"/drop?after=3000"_s},
                    {tr("&Silent Peer (never pongs)"), u"/silent"_s},
                    {tr("&Refuse with 403"), u"/refuse?status=403"_s},
                    {tr("Refuse with 50&3"), u"/refuse?status=503"_s},
                    {tr("S&low Handshake (3 s)"), u"/slow?delay=3000"_s},
            },
    };
    QMenu *menu = menuBar()->addMenu(tr("&Demo"));
    for (const QList<Entry> &group : groups) {
        if (!menu->isEmpty())
            menu->addSeparator();
        for (const Entry &entry : group)
            connect(menu->addAction(entry.text), &QAction::triggered, this,
                    [this, path = entry.path] { openDemo(path); });
    }
}

void MainWindow::buildHelpMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("&Help"));
    addAction(menu, tr("&Keyboard Shortcuts"), QKeySequence(u"F1"_s), &MainWindow::showShortcuts);
    menu->addSeparator();
    QAction *about = addAction(menu, tr("&About Socketscope"), {}, &MainWindow::showAbout);
    about->setMenuRole(QAction::AboutRole);
}

static void present(QWidget *window)
{
    window->show();
    window->raise();
    window->activateWindow();
}

void MainWindow::showPreferences()
{
    if (!m_preferences) {
        m_preferences = new PreferencesPage(m_settings, this);
        m_preferences->setAttribute(Qt::WA_DeleteOnClose);
    }
    present(m_preferences);
}

void MainWindow::showShortcuts()
{
    if (!m_shortcuts) {
        QList<QAction *> actions;
        for (const QAction *top : menuBar()->actions()) {
            for (QAction *action : top->menu()->actions())
                actions.append(action);
        }
        m_shortcuts = new ShortcutsPage(actions, this);
        m_shortcuts->setAttribute(Qt::WA_DeleteOnClose);
    }
    present(m_shortcuts);
}

void MainWindow::showAbout()
{
    if (!m_about) {
        m_about = new AboutDialog(this);
        m_about->setAttribute(Qt::WA_DeleteOnClose);
    }
    present(m_about);
}
