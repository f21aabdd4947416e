// SPDX-License-Identifier: MIT
#include "ui/window/mainmenu.h"

#include "commands/commandformat.h"
#include "record/kept/sessionfolder.h"
#include "saved/sentmessages.h"
#include "session/session.h"
#include "settings/settings.h"
#include "ui/composer/composer.h"
#include "ui/connect/certificatetrust.h"
#include "ui/connect/connectionbar.h"
#include "ui/connect/connectioncontroller.h"
#include "ui/connect/connectionsettingswindow.h"
#include "ui/inspector/inspector.h"
#include "ui/inspector/messagepane.h"
#include "ui/log/logfinder.h"
#include "ui/log/logview.h"
#include "ui/saved/connectionpanel.h"
#include "ui/session/entryexport.h"
#include "ui/session/logcolumns.h"
#include "ui/session/logpane.h"
#include "ui/session/messageactions.h"
#include "ui/session/sessionpage.h"
#include "ui/session/sidesplitter.h"
#include "ui/settings/preferencespage.h"
#include "ui/window/aboutdialog.h"
#include "ui/window/keptsessions.h"
#include "ui/window/mainwindow.h"
#include "ui/window/shortcutspage.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>

#include <algorithm>

using namespace Qt::StringLiterals;

static bool isField(const QObject *widget)
{
    return qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QPlainTextEdit *>(widget);
}

// Nothing where no message has been shown yet.
static void withMessage(const SessionPage *page, void (MessagePane::*act)())
{
    if (MessagePane *pane = page->inspector()->pane())
        (pane->*act)();
}

MainMenu::MainMenu(MainWindow *window, Settings *settings, SentMessages *sent, ConnectionPanel *panel)
    : QMenuBar(window)
    , m_window(window)
    , m_settings(settings)
    , m_sent(sent)
    , m_panel(panel)
{
    buildFileMenu();
    buildEditMenu();
    buildConnectionMenu();
    buildMessageMenu();
    buildViewMenu();
    buildDemoMenu();
    buildHelpMenu();
    qApp->installEventFilter(this);
}

// A field claims some of these keys for what it did with them in Emacs: they do the same wherever the focus
// is. The other keys of an action are left to it.
bool MainMenu::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::ShortcutOverride || !isField(watched)
        || static_cast<QWidget *>(watched)->window() != m_window)
        return false;
    const QKeySequence keys(static_cast<QKeyEvent *>(event)->keyCombination());
    const QList<QAction *> all = entries();
    const bool isTaken = std::any_of(all.begin(), all.end(),
                                     [&](const QAction *action) { return action->shortcut() == keys; });
    if (isTaken)
        event->ignore();
    return isTaken;
}

QList<QAction *> MainMenu::entries() const
{
    QList<QAction *> all;
    for (const QAction *top : actions())
        all += top->menu()->actions();
    return all;
}

QAction *MainMenu::add(QMenu *menu, const QString &text, const QString &shortcut,
                       const std::function<void()> &act)
{
    QAction *action = menu->addAction(text);
    action->setShortcut(QKeySequence(shortcut));
    connect(action, &QAction::triggered, this, act);
    return action;
}

QAction *MainMenu::addForPage(QMenu *menu, const QString &text, const QString &shortcut, const Act &act)
{
    return add(menu, text, shortcut, [this, act] { act(m_window->currentPage()); });
}

QAction *MainMenu::addSwitch(QMenu *menu, const QString &text, const QString &shortcut, const Switch &turn)
{
    QAction *action = menu->addAction(text);
    action->setCheckable(true);
    action->setShortcut(QKeySequence(shortcut));
    connect(action, &QAction::triggered, this, turn);
    return action;
}

void MainMenu::refresh()
{
    const SessionPage *page = m_window->currentPage();
    const Status status = page->session()->status();
    m_toggle->setText(page->bar()->actionText());
    m_toggle->setEnabled(status != Status::Closing);
    m_reopen->setEnabled(m_window->canReopenTab());
    m_tryNow->setEnabled(status == Status::WaitingToRetry);
    for (QAction *action : {m_disconnectWith, m_drop, m_ping, m_pingWith})
        action->setEnabled(status == Status::Open);
    const KeepingReport keeping = page->session()->keeping();
    m_keep->setEnabled(KeptSessions::covers(keeping));
    m_keep->setChecked(KeptSessions::covers(keeping) && SessionFolder::isPinned(keeping.fileName));
    m_certificate->setEnabled(page->connection()->certificates()->hasCertificate());
    m_pause->setChecked(page->log()->isPaused());
    m_follow->setChecked(page->log()->view()->isFollowing());
    m_inspector->setChecked(page->side()->isInspectorShown());
    m_panelShown->setChecked(m_settings->connectionPanelVisible());
}

// --- File -------------------------------------------------------------------------------------

void MainMenu::buildFileMenu()
{
    QMenu *menu = addMenu(tr("&File"));
    add(menu, tr("&New Tab"), u"Ctrl+T"_s, [this] { m_window->newTab(m_settings->privateSessions()); });
    addForPage(menu, tr("&Close Tab"), u"Ctrl+W"_s, [this](SessionPage *page) { m_window->closeTab(page); });
    add(menu, tr("New Pri&vate Tab"), u"Ctrl+Shift+N"_s, [this] { m_window->newTab(true); });
    m_reopen = add(menu, tr("Reopen Close&d Tab"), u"Ctrl+Shift+T"_s, [this] { m_window->reopenTab(); });
    menu->addSeparator();
    add(menu, tr("&Open Session…"), u"Ctrl+O"_s, [this] { m_window->chooseSession(); });
    menu->addMenu(createRecentSessions(menu));
    addForPage(menu, tr("&Save Session As…"), u"Ctrl+Shift+S"_s, &SessionPage::saveAs);
    addForPage(menu, tr("&Export…"), u"F12"_s, &SessionPage::exportEntries);
    m_keep = addSwitch(menu, tr("&Keep This Session"), {}, [this](bool on) { keepSession(on); });
    m_keep->setObjectName(u"keepSession"_s);
    menu->addSeparator();
    add(menu, tr("Clear &History of URLs and Messages"), {}, [this] {
        m_settings->clearUrlHistory();
        m_sent->remove({});
        m_window->say(tr("The history of URLs and of messages that were sent is empty now."));
    });
    add(menu, tr("&Preferences…"), u"Ctrl+,"_s, [this] { showPreferences(); });
    menu->addSeparator();
    add(menu, tr("&Quit"), u"Ctrl+Q"_s, [this] { m_window->close(); })->setMenuRole(QAction::QuitRole);
}

QMenu *MainMenu::createRecentSessions(QMenu *parent)
{
    auto *menu = new QMenu(tr("&Recent Sessions"), parent);
    menu->setObjectName(u"recentSessions"_s);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillRecentSessions(menu); });
    fillRecentSessions(menu);
    return menu;
}

// Those that were opened lately, then those that were recorded last.
void MainMenu::fillRecentSessions(QMenu *menu)
{
    menu->clear();
    QStringList files = m_settings->recentSessions() + SessionFolder::sessions(SessionFolder::standard());
    files.removeDuplicates();
    files.removeIf([](const QString &file) { return !QFileInfo(file).isFile(); });
    const QStringList shown = files.mid(0, Settings::RecentLimit);
    for (const QString &file : shown) {
        QString text = QFileInfo(file).fileName();
        if (SessionFolder::isPinned(file))
            text = tr("%1 (kept)").arg(text);
        add(menu, text.replace(u'&', u"&&"_s), {}, [this, file] { m_window->openSession(file); });
    }
    if (shown.isEmpty())
        menu->addAction(tr("No session yet"))->setEnabled(false);
}

void MainMenu::keepSession(bool keep)
{
    const QString file = m_window->currentPage()->session()->keeping().fileName;
    if (!SessionFolder::setPinned(file, keep))
        m_window->say(
                tr("%1 cannot be marked: its folder does not allow it.").arg(QFileInfo(file).fileName()));
    else
        m_window->say(keep ? tr("This session stays, however many others come.")
                           : tr("This session goes to the trash once others need its room."));
    refresh();
}

// --- Edit -------------------------------------------------------------------------------------

void MainMenu::buildEditMenu()
{
    QMenu *menu = addMenu(tr("&Edit"));
    addForPage(menu, tr("&Copy Selected Entries"), u"Ctrl+Shift+C"_s,
               [](SessionPage *page) { page->log()->copySelection(); });
    menu->addMenu(EntryExport::copyMenu(menu, [this](const ExchangeFormat &format) {
        m_window->currentPage()->exporting()->copyAs(format);
    }));
    addForPage(menu, tr("Select &All Entries"), u"Ctrl+Shift+A"_s,
               [](SessionPage *page) { page->log()->view()->selectAll(); });
    menu->addSeparator();
    addForPage(menu, tr("&Find or Filter…"), u"Ctrl+F"_s, &SessionPage::find);
    addForPage(menu, tr("&Next Hit"), u"F3"_s, [](SessionPage *page) { page->log()->finder()->nextHit(); });
    addForPage(menu, tr("&Previous Hit"), u"Shift+F3"_s,
               [](SessionPage *page) { page->log()->finder()->previousHit(); });
    addForPage(menu, tr("Show in the &Whole Log"), {},
               [](SessionPage *page) { page->log()->finder()->showInWholeLog(); });
    addForPage(menu, tr("Clear the Fil&ter"), u"Ctrl+Shift+K"_s,
               [](SessionPage *page) { page->log()->clearFilter(); });
    menu->addSeparator();
    addForPage(menu, tr("&Mark to Compare"), u"Ctrl+Shift+M"_s,
               [](SessionPage *page) { withMessage(page, &MessagePane::markToCompare); });
    addForPage(menu, tr("C&ompare with the Marked"), u"Ctrl+Shift+X"_s,
               [](SessionPage *page) { withMessage(page, &MessagePane::compareWithMarked); });
    menu->addSeparator();
    addForPage(menu, tr("C&lear Log"), u"Ctrl+K"_s, [](SessionPage *page) { page->log()->clear(); });
}

// --- Connection -------------------------------------------------------------------------------

void MainMenu::buildConnectionMenu()
{
    QMenu *menu = addMenu(tr("&Connection"));
    m_toggle = addForPage(menu, tr("Connect"), u"Ctrl+D"_s,
                          [](SessionPage *page) { page->connection()->toggle(); });
    m_disconnectWith = addForPage(menu, tr("&Disconnect with…"), u"Ctrl+Shift+W"_s,
                                  [](SessionPage *page) { page->connection()->disconnectWith(); });
    m_drop = addForPage(menu, tr("D&rop without a Close Frame"), {},
                        [](SessionPage *page) { page->connection()->drop(); });
    m_drop->setObjectName(u"dropConnection"_s);
    m_tryNow =
            addForPage(menu, tr("&Try Now"), u"F5"_s, [](SessionPage *page) { page->session()->retryNow(); });
    m_ping = addForPage(menu, tr("Send a &Ping"), u"Ctrl+Shift+P"_s,
                        [](SessionPage *page) { page->session()->ping(); });
    m_pingWith = addForPage(menu, tr("Pi&ng with a Payload…"), u"Ctrl+Shift+G"_s,
                            [](SessionPage *page) { page->connection()->pingWith(); });
    menu->addSeparator();
    addForPage(menu, tr("S&ettings of this Connection…"), u"Ctrl+Shift+I"_s,
               [](SessionPage *page) { page->connection()->settings()->show(); });
    m_certificate = addForPage(menu, tr("&Certificate…"), {},
                               [](SessionPage *page) { page->connection()->certificates()->show(); });
    add(menu, tr("&Save Connection"), u"Ctrl+S"_s, [this] { m_window->saveConnection(); });
    add(menu, tr("&Find a Saved Connection"), u"Ctrl+Shift+B"_s, [this] {
        m_window->setPanelVisible(true);
        m_panel->focusSearch();
    });
    menu->addMenu(createCopyAs(menu));
    add(menu, tr("En&vironments…"), u"Ctrl+Shift+E"_s, [this] { m_panel->showEnvironmentEditor(); });
    menu->addSeparator();
    addForPage(menu, tr("&Go to an Entry or Time…"), u"Ctrl+G"_s,
               [](SessionPage *page) { page->log()->askForPlace(); });
    addForPage(menu, tr("Go to the &URL"), u"Ctrl+L"_s, [](SessionPage *page) { page->bar()->focusUrl(); });
    addForPage(menu, tr("Go to the &Log"), u"Ctrl+E"_s, [](SessionPage *page) { page->log()->focusView(); });
}

// --- Message ----------------------------------------------------------------------------------

void MainMenu::buildMessageMenu()
{
    QMenu *menu = addMenu(tr("&Message"));
    addForPage(menu, tr("&Write a Message"), u"Ctrl+M"_s,
               [](SessionPage *page) { page->composer()->setFocus(Qt::ShortcutFocusReason); });
    addForPage(menu, tr("Sa&ved Messages…"), u"Ctrl+J"_s,
               [](SessionPage *page) { page->messages()->choose(); });
    menu->addMenu(createNumberedMessages(menu));
    addForPage(menu, tr("&Save What Is Written"), u"Ctrl+Shift+J"_s,
               [](SessionPage *page) { page->messages()->saveWritten(); });
    addForPage(menu, tr("&Repeat What Is Written…"), u"F8"_s,
               [](SessionPage *page) { page->messages()->askToRepeat(); });
    menu->addSeparator();
    for (const MessageActions::CommandRow &row : MessageActions::commands()) {
        addForPage(menu, MessageActions::tr(row.text), QLatin1String(row.keys),
                   [command = row.command](SessionPage *page) { page->messages()->run(command); });
    }
}

QMenu *MainMenu::createNumberedMessages(QMenu *parent)
{
    auto *menu = new QMenu(tr("Se&nd a Saved Message"), parent);
    for (int number = 0; number < MessageActions::NumberedMessages; ++number) {
        QAction *action = addForPage(menu, tr("&%1. of Those Offered Here").arg(number + 1), {},
                                     [number](SessionPage *page) { page->messages()->sendNumbered(number); });
        action->setShortcut(MessageActions::keysOf(number));
    }
    return menu;
}

QMenu *MainMenu::createCopyAs(QMenu *parent)
{
    auto *menu = new QMenu(tr("Cop&y As"), parent);
    const QList<CopyFormat> formats = copyFormats();
    for (const CopyFormat format : formats)
        add(menu, QCoreApplication::translate("CommandFormat", commandFormat(format).label), {},
            [this, format] { copyAs(format); });
    menu->addSeparator();
    m_copySecrets = menu->addAction(tr("Include Passwords and &Tokens"));
    m_copySecrets->setObjectName(u"copySecrets"_s);
    m_copySecrets->setCheckable(true);
    return menu;
}

// Puts the connection on the clipboard as a command line or as code.
void MainMenu::copyAs(CopyFormat format)
{
    const auto secrets = m_copySecrets->isChecked() ? CopiedSecrets::Included : CopiedSecrets::Masked;
    const ConnectionDraft &draft = m_window->currentPage()->connection()->draft();
    const ConnectionDraft::Copied copied = draft.copiedAs(format, secrets);
    if (copied.text.isEmpty()) {
        m_window->say(tr("Nothing was copied. %1").arg(copied.problem));
        return;
    }
    QGuiApplication::clipboard()->setText(copied.text);
    // It is meant for this time.
    m_copySecrets->setChecked(false);
    m_window->say(secrets == CopiedSecrets::Included ? tr("Copied, with all secrets in it.")
                                                     : tr("Copied; secrets are ***."));
}

// --- View and demo ----------------------------------------------------------------------------

void MainMenu::buildViewMenu()
{
    QMenu *menu = addMenu(tr("&View"));
    m_follow = addSwitch(menu, tr("&Follow the Newest Entry"), {},
                         [this](bool on) { m_window->currentPage()->log()->setFollowing(on); });
    // In a text, the second moves the cursor.
    m_follow->setShortcuts({QKeySequence(u"Alt+End"_s), QKeySequence(u"Ctrl+End"_s)});
    m_pause = addSwitch(menu, tr("&Pause the Log"), u"Ctrl+P"_s,
                        [this](bool on) { m_window->currentPage()->log()->setPaused(on); });
    m_inspector = addSwitch(menu, tr("&Inspector"), u"Ctrl+I"_s,
                            [this](bool on) { m_window->currentPage()->side()->setInspectorWanted(on); });
    m_panelShown = addSwitch(menu, tr("Saved &Connections"), u"Ctrl+B"_s,
                             [this](bool on) { m_window->setPanelVisible(on); });
    QAction *heartbeats = addSwitch(menu, tr("Show Pings and Pon&gs"), u"Ctrl+Shift+H"_s,
                                    [this](bool on) { m_settings->setHeartbeatsShown(on); });
    heartbeats->setObjectName(u"showHeartbeats"_s);
    heartbeats->setChecked(m_settings->heartbeatsShown());
    connect(m_settings, &Settings::heartbeatsShownChanged, heartbeats, &QAction::setChecked);
    addForPage(menu, tr("Co&lumns…"), u"Ctrl+Shift+L"_s,
               [](SessionPage *page) { page->log()->columns()->showMenu(); });
    menu->addSeparator();
    add(menu, tr("&Next Tab"), u"Ctrl+Tab"_s, [this] { m_window->stepTab(1); });
    add(menu, tr("Pre&vious Tab"), u"Ctrl+Shift+Tab"_s, [this] { m_window->stepTab(-1); });
    add(menu, tr("&Move Tab Left"), u"Ctrl+Shift+PgUp"_s, [this] { m_window->moveTab(-1); });
    add(menu, tr("Move Tab &Right"), u"Ctrl+Shift+PgDown"_s, [this] { m_window->moveTab(1); });
}

void MainMenu::buildDemoMenu()
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
    QMenu *menu = addMenu(tr("&Demo"));
    for (const QList<Entry> &group : groups) {
        if (!menu->isEmpty())
            menu->addSeparator();
        for (const Entry &entry : group)
            add(menu, entry.text, {}, [this, path = entry.path] { m_window->openDemo(path); });
    }
}

// --- Help and windows -------------------------------------------------------------------------

void MainMenu::buildHelpMenu()
{
    QMenu *menu = addMenu(tr("&Help"));
    add(menu, tr("&Keyboard Shortcuts"), u"F1"_s, [this] { showShortcuts(); });
    menu->addSeparator();
    add(menu, tr("&About Socketscope"), {}, [this] { showAbout(); })->setMenuRole(QAction::AboutRole);
}

static void present(QWidget *window)
{
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->show();
    window->raise();
    window->activateWindow();
}

void MainMenu::showPreferences()
{
    if (!m_preferences)
        m_preferences = new PreferencesPage(m_settings, m_window);
    present(m_preferences);
}

void MainMenu::showShortcuts()
{
    if (!m_shortcuts)
        m_shortcuts = new ShortcutsPage(entries(), m_window);
    present(m_shortcuts);
}

void MainMenu::showAbout()
{
    if (!m_about)
        m_about = new AboutDialog(m_window);
    present(m_about);
}

void MainMenu::closeWindows()
{
    for (const auto &window : {m_preferences, m_shortcuts, m_about}) {
        if (window)
            window->close();
    }
}
