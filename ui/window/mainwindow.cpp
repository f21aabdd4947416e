// SPDX-License-Identifier: MIT
#include "ui/window/mainwindow.h"

#include "demo/demohost.h"
#include "failure/failuretext.h"
#include "profile/websocketurl.h"
#include "record/kept/sessionfolder.h"
#include "saved/connectionstore.h"
#include "saved/environments.h"
#include "saved/sentmessages.h"
#include "secrets/keychain.h"
#include "secrets/secretstore.h"
#include "session/livesession.h"
#include "settings/settings.h"
#include "ui/connect/connectionbar.h"
#include "ui/connect/connectioncontroller.h"
#include "ui/connect/connectionsettingswindow.h"
#include "ui/kit/fields/lineeditlimit.h"
#include "ui/kit/hairline.h"
#include "ui/kit/theme.h"
#include "ui/saved/connectionpanel.h"
#include "ui/session/entryexport.h"
#include "ui/session/filepage.h"
#include "ui/session/logpane.h"
#include "ui/session/messageactions.h"
#include "ui/session/sessionnotices.h"
#include "ui/session/sessionpage.h"
#include "ui/window/applicationicon.h"
#include "ui/window/countersbar.h"
#include "ui/window/keptsessions.h"
#include "ui/window/mainmenu.h"
#include "ui/window/openingbar.h"
#include "ui/window/sessionchoice.h"
#include "ui/window/sessiontabs.h"
#include "ui/window/windownotice.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QStatusBar>
#include <QTabBar>
#include <QTextDocument>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <memory>
#include <utility>

using namespace Qt::StringLiterals;

static constexpr int TabRefreshMs = 500;
static constexpr qsizetype MostClosed = 20;

MainWindow::MainWindow(Settings *settings, QWidget *parent)
    : QMainWindow(parent)
    , m_settings(settings)
    , m_demo(std::make_unique<DemoHost>())
    , m_secrets(std::make_unique<SecretStore>(Keychain::create()))
    , m_connections(std::make_unique<ConnectionStore>(ConnectionStore::standardFile(), m_secrets.get()))
    , m_environments(std::make_unique<Environments>(Environments::standardFile(), m_secrets.get()))
    , m_sent(std::make_unique<SentMessages>(SentMessages::standardFile()))
    , m_tabs(new SessionTabs(this))
    , m_splitter(new HairlineSplitter(Qt::Horizontal, this))
    , m_panel(new ConnectionPanel(m_connections.get(), m_environments.get(), m_secrets.get(), this))
    , m_notice(new WindowNotice(this))
    , m_kept(new KeptSessions(settings, m_notice, this))
    , m_opening(new OpeningBar(this))
    , m_counters(new CountersBar(this))
{
    setObjectName(u"mainWindow"_s);
    setWindowIcon(applicationIcon());
    setMinimumSize(520, 400);
    resize(1200, 800);
    Theme::adaptPalettes();
    limitLineEdits();
    setAcceptDrops(true);
    buildTabs();
    buildPanel();
    m_menu = new MainMenu(this, m_settings, m_sent.get(), m_panel);
    setMenuBar(m_menu);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(m_counters, 1);
    restoreGeometry(m_settings->windowGeometry());

    if (!m_settings->problem().isEmpty())
        m_notice->say(m_settings->problem());
    connect(m_sent.get(), &SentMessages::problem, this,
            [this](const QString &sentence) { m_notice->say(sentence); });
    connect(m_kept, &KeptSessions::said, this, &MainWindow::say);

    m_tabTimer.setInterval(TabRefreshMs);
    connect(&m_tabTimer, &QTimer::timeout, this, &MainWindow::updateTabs);
    m_tabTimer.start();

    SessionPage *page = addPage();
    page->bar()->setText(m_settings->lastUrl());
    page->bar()->focusUrl();
}

MainWindow::~MainWindow()
{
    // Nobody answers there once the demo has gone.
    if (m_demo->isRunning()) {
        m_settings->removeFromUrlHistory(editableUrl(m_demo->url(u"/"_s)));
        m_sent->remove(editableUrl(m_demo->url(u"/"_s)));
    }
    // Its pages show sessions that they own, and the demo's server outlives the connections to it.
    delete m_tabs;
    // It shows what the stores have.
    delete m_panel;
}

// --- Tabs -------------------------------------------------------------------------------------

void MainWindow::buildTabs()
{
    auto *add = new QToolButton(m_tabs);
    add->setObjectName(u"newTabButton"_s);
    add->setText(u"+"_s);
    add->setAutoRaise(true);
    add->setAccessibleName(tr("New tab"));
    add->setToolTip(tr("New tab (Ctrl+T)"));
    m_tabs->setCornerWidget(add, Qt::TopRightCorner);

    connect(add, &QToolButton::clicked, this, [this] { newTab(m_settings->privateSessions()); });
    connect(m_tabs, &SessionTabs::currentChanged, this, &MainWindow::handleCurrentChanged);
}

SessionPage *MainWindow::pageAt(int index) const
{
    return qobject_cast<SessionPage *>(m_tabs->widget(index));
}

SessionPage *MainWindow::currentPage() const
{
    return pageAt(m_tabs->currentIndex());
}

SessionPage *MainWindow::addPage()
{
    return addPage({{}, SessionFolder::standard(), m_settings->privateSessions()});
}

SessionPage *MainWindow::addPage(const RecordTarget &target)
{
    return addPage(std::make_unique<LiveSession>(target));
}

QString MainWindow::recordTo(const RecordTarget &target)
{
    auto session = std::make_unique<LiveSession>(target);
    const QString problem = session->startRecord();
    if (!problem.isEmpty())
        return problem;
    SessionPage *unused = currentPage();
    addPage(std::move(session))->bar()->setText(m_settings->lastUrl());
    closeTab(unused);
    return {};
}

SessionPage *MainWindow::addPage(std::unique_ptr<LiveSession> session)
{
    auto *page = new SessionPage(m_settings, std::move(session), m_tabs);
    insertPage(page);
    m_tabs->setCurrentWidget(page);
    return page;
}

void MainWindow::insertPage(SessionPage *page)
{
    page->connection()->setEnvironments(m_environments.get());
    page->messages()->setStore(m_connections.get());
    connect(page->messages(), &MessageActions::saveRequested, this,
            [this, page](const WrittenMessage &message, const QString &over) {
                setPanelVisible(true);
                m_panel->saveMessage(message, page->connection()->draft().connection().id, over);
            });
    page->setSentMessages(m_sent.get());
    const auto setLimits = [this, page] { page->session()->setLimits(m_settings->keepingLimits()); };
    setLimits();
    connect(m_settings, &Settings::recordingChanged, page, setLimits);
    connect(page, &SessionPage::changed, this, [this, page] {
        updateTab(page);
        m_menu->refresh();
    });
    connect(page, &SessionPage::said, this, &MainWindow::say);
    connect(page->connection(), &ConnectionController::importAccepted, m_connections.get(),
            &ConnectionStore::acceptImport);
    connect(page, &SessionPage::saveRequested, this, [this, page] {
        m_tabs->setCurrentWidget(page);
        saveConnection();
    });
    connect(page, &SessionPage::connectionRequested, this,
            [this](const SavedConnection &connection) { openConnection(connection); });
    connect(page, &SessionPage::demoRequested, this, [this] { openDemo(u"/ticker"_s); });
    m_tabs->addTab(page, statusIcon(page->shape(), palette()), SessionTabs::textOf(page->title()));
    updateTab(page);
    m_tabs->tabBar()->setTabButton(m_tabs->indexOf(page), QTabBar::RightSide, makeCloseButton(page));
}

// The style's own is a red cross on every tab.
QToolButton *MainWindow::makeCloseButton(SessionPage *page)
{
    auto *button = new QToolButton(m_tabs);
    button->setText(u"✕"_s);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::NoFocus);
    button->setAccessibleName(tr("Close this tab"));
    button->setToolTip(tr("Close this tab (Ctrl+W)"));
    connect(button, &QToolButton::clicked, page, [this, page] { closeTab(page); });
    return button;
}

SessionPage *MainWindow::openUrl(const QString &text)
{
    SessionPage *page = pageFor(false);
    if (page) {
        page->bar()->setText(text);
        page->bar()->submit();
    }
    return page;
}

SessionPage *MainWindow::openDemo(const QString &pathAndQuery)
{
    if (m_demo->start().isEmpty()) {
        say(tr("The demo server cannot start: %1").arg(m_demo->errorString()));
        return nullptr;
    }
    return openUrl(editableUrl(m_demo->url(pathAndQuery)));
}

void MainWindow::newTab(bool isPrivate)
{
    if (hasRoomForTab())
        addPage({{}, SessionFolder::standard(), isPrivate})->bar()->focusUrl();
}

void MainWindow::say(const QString &sentence)
{
    // Not over the counters, which are always in view.
    m_counters->say(sentence);
}

void MainWindow::closeTab(SessionPage *page)
{
    removePage(page);
    currentPage()->bar()->focusUrl();
}

void MainWindow::removePage(SessionPage *page)
{
    page->saveState();
    rememberClosed(page);
    // The window always has a tab to type a URL into.
    if (m_tabs->count() == 1)
        addPage();
    m_tabs->removeTab(m_tabs->indexOf(page));
    // That it was cancelled is said.
    page->exporting()->cancel();
    page->disconnect(this);
    page->connection()->closeWindows();
    page->hide();
    // The close handshake may take a moment; nobody waits for it.
    connect(page->session(), &Session::disposed, page, &QObject::deleteLater);
    page->session()->dispose();
}

void MainWindow::rememberClosed(const SessionPage *page)
{
    const KeepingReport keeping = page->session()->keeping();
    const bool isFile = keeping.state == KeepingReport::State::ReadOnly;
    const SavedConnection &connection = page->connection()->draft().connection();
    if (keeping.isPrivate || (!isFile && connection.urlText.isEmpty()))
        return;
    m_closed.append({connection, isFile ? keeping.fileName : QString()});
    if (m_closed.size() > MostClosed)
        m_closed.removeFirst();
}

void MainWindow::reopenTab()
{
    if (m_closed.isEmpty())
        return;
    const ClosedTab closed = m_closed.last();
    if (!closed.file.isEmpty()) {
        m_closed.removeLast();
        openSession(closed.file);
        return;
    }
    SessionPage *page = pageFor(!currentPage()->bar()->text().isEmpty());
    if (!page)
        return;
    m_closed.removeLast();
    page->connection()->setConnection(closed.connection);
    page->bar()->focusUrl();
    m_menu->refresh();
}

void MainWindow::moveTab(int step)
{
    const int index = m_tabs->currentIndex();
    m_tabs->tabBar()->moveTab(index, std::clamp(index + step, 0, m_tabs->count() - 1));
}

void MainWindow::stepTab(int step)
{
    const int count = m_tabs->count();
    m_tabs->setCurrentIndex((m_tabs->currentIndex() + step + count) % count);
}

void MainWindow::handleCurrentChanged()
{
    SessionPage *page = currentPage();
    if (!page)
        return;
    page->markSeen();
    m_counters->setSession(page->session(), page->rates());
    updateTab(page);
    m_menu->refresh();
}

void MainWindow::updateTab(SessionPage *page)
{
    const int index = m_tabs->indexOf(page);
    if (index < 0)
        return;
    const bool current = page == currentPage();
    if (current)
        page->markSeen();
    const QString title = page->title();
    m_tabs->setTitle(index, title, page->unread());
    m_tabs->setTabIcon(index, statusIcon(page->shape(), palette()));
    // A tooltip guesses whether text is rich.
    const QString url = page->shownUrl();
    m_tabs->setTabToolTip(index, Qt::convertFromPlainText(url.isEmpty() ? title : title + u'\n' + url));
    if (current)
        setWindowTitle(page->isFresh() ? u"Socketscope"_s : tr("%1 — Socketscope").arg(title));
}

void MainWindow::updateTabs()
{
    for (int i = 0; i < m_tabs->count(); ++i)
        updateTab(pageAt(i));
}

void MainWindow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange && m_tabTimer.isActive()) {
        Theme::adaptPalettes();
        updateTabs();
    }
    QMainWindow::changeEvent(event);
}

// --- Connections ------------------------------------------------------------------------------

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
    connect(m_panel, &ConnectionPanel::messageRequested, this, [this](const QString &id, bool send) {
        MessageActions *messages = currentPage()->messages();
        if (send)
            messages->sendSaved(id);
        else
            messages->writeSaved(id);
    });
    connect(m_panel, &ConnectionPanel::repeatRequested, this,
            [this](const QString &id) { currentPage()->messages()->repeatSaved(id); });
    connect(m_panel, &ConnectionPanel::editRequested, this, [this](const SavedConnection &connection) {
        if (SessionPage *page = pageFor(false)) {
            page->connection()->setConnection(connection);
            page->connection()->settings()->show();
        }
    });
    // The panel says it, too, but may be hidden.
    const auto sayProblem = [this](const QString &sentence) {
        if (m_panel->isHidden())
            m_notice->say(sentence);
    };
    connect(m_connections.get(), &ConnectionStore::problem, this, sayProblem);
    connect(m_connections.get(), &ConnectionStore::changed, this, &MainWindow::takeName);
    connect(m_environments.get(), &Environments::problem, this, sayProblem);
    connect(m_secrets.get(), &SecretStore::persistenceChanged, this, [this] {
        if (const QString sentence = m_secrets->sentence(); !sentence.isEmpty())
            say(sentence);
    });
}

SessionPage *MainWindow::pageFor(bool newTab)
{
    SessionPage *page = currentPage();
    if (page && !newTab && page->isFresh())
        return page;
    return hasRoomForTab() ? addPage() : nullptr;
}

bool MainWindow::hasRoomForTab()
{
    if (LiveSession::hasRoom())
        return true;
    say(failureSentence({FailureCause::TooManyDescriptors, {}}));
    return false;
}

SessionPage *MainWindow::openConnection(const SavedConnection &connection, bool newTab)
{
    SessionPage *page = pageFor(newTab);
    if (page) {
        page->connection()->setConnection(connection);
        page->connection()->reconnect();
    }
    return page;
}

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
    const QString name = connection.profile.url.isEmpty()
                                 ? page->title()
                                 : SessionPage::shortName(connection.profile.url, connection.profile.target);
    const QString id = m_panel->saveCurrent(connection.profile, connection.urlText, name);
    if (id.isEmpty())
        return;
    page->connection()->setSaved(id, m_connections->connection(id).name);
    updateTab(page);
}

// It may have been renamed in the panel.
void MainWindow::takeName(const QString &id)
{
    for (int i = 0; i < m_tabs->count(); ++i) {
        ConnectionController *connection = pageAt(i)->connection();
        if (connection->draft().connection().id != id)
            continue;
        connection->rename(m_connections->connection(id).name);
        updateTab(pageAt(i));
    }
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
    m_settings->setConnectionPanelVisible(visible);
    m_menu->refresh();
}

// --- Sessions ---------------------------------------------------------------------------------

void MainWindow::openSession(const QString &fileName, int connection)
{
    if (m_closing)
        return;
    const QPointer asked(currentPage());
    const auto answer = [this, fileName, asked, typed = asked->bar()->text()](OpenedSession opened) {
        const bool isUntouched = asked && m_tabs->indexOf(asked) >= 0 && asked->bar()->text() == typed;
        if (opened.record) {
            showSession(std::move(opened.record), isUntouched ? asked.data() : nullptr);
            if (!opened.problem.isEmpty())
                say(opened.problem);
            return;
        }
        if (!opened.choice.isEmpty())
            chooseConnection(this, opened.problem, opened.choice,
                             [this, fileName](int number) { openSession(fileName, number); });
        else if (!opened.problem.isEmpty())
            currentPage()->notices()->showProblem(opened.problem);
        Q_EMIT sessionNotOpened(opened.problem);
    };
    m_opening->open(fileName, connection, answer);
}

// `untouched` is the tab where that was asked for, if it is as it was then.
void MainWindow::showSession(std::unique_ptr<FileRecord> record, SessionPage *untouched)
{
    m_settings->addRecentSession(record->keeping().fileName);
    auto *page = new FilePage(m_settings, std::make_unique<FileSession>(std::move(record)), m_tabs);
    insertPage(page);
    if (untouched && untouched == currentPage()) {
        m_tabs->setCurrentWidget(page);
        page->log()->focusView();
    }
    if (untouched && untouched->isFresh())
        removePage(untouched);
    Q_EMIT sessionOpened(page);
}

void MainWindow::chooseSession()
{
    const QString file = chosenSessionFile(this);
    if (!file.isEmpty())
        openSession(file);
}

static QString droppedFile(const QMimeData *data)
{
    const QList<QUrl> urls = data->urls();
    return urls.size() == 1 && urls.first().isLocalFile() ? urls.first().toLocalFile() : QString();
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!droppedFile(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    openSession(droppedFile(event->mimeData()));
}

// --- The end ----------------------------------------------------------------------------------

void MainWindow::closeEvent(QCloseEvent *event)
{
    // Hidden at once, so that it is gone for the user; the connections end in order meanwhile.
    event->ignore();
    if (m_closing)
        return;
    m_closing = true;
    m_kept->stop();
    m_opening->cancel();
    m_settings->setWindowGeometry(saveGeometry());
    m_settings->setWidgetState(m_splitter->objectName(), m_splitter->saveState());
    currentPage()->saveState();
    m_menu->closeWindows();
    m_panel->closeWindows();
    hide();
    endSessions();
}

void MainWindow::endSessions()
{
    m_tabTimer.stop();
    for (int i = 0; i < m_tabs->count(); ++i) {
        pageAt(i)->connection()->closeWindows();
        pageAt(i)->exporting()->cancel();
        Session *session = pageAt(i)->session();
        ++m_ending;
        connect(session, &Session::disposed, this, [this] {
            if (--m_ending == 0)
                Q_EMIT finished();
        });
        session->dispose();
    }
}
