// SPDX-License-Identifier: MIT
#include "ui/session/sessionpage.h"

#include "format/text/numbers.h"
#include "log/entryloader.h"
#include "log/filter/filterhits.h"
#include "log/logmodel.h"
#include "profile/redactor.h"
#include "profile/websocketurl.h"
#include "record/kept/sessionfolder.h"
#include "saved/sentmessages.h"
#include "session/session.h"
#include "settings/settings.h"
#include "ui/composer/composer.h"
#include "ui/composer/repeatbar.h"
#include "ui/connect/connectionbar.h"
#include "ui/connect/connectioncontroller.h"
#include "ui/connect/credentialbar.h"
#include "ui/connect/disconnectbar.h"
#include "ui/connect/pingbar.h"
#include "ui/connect/secretbar.h"
#include "ui/connect/statusline.h"
#include "ui/inspector/inspector.h"
#include "ui/inspector/messagepane.h"
#include "ui/kit/hairline.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/overlay.h"
#include "ui/kit/theme.h"
#include "ui/log/filterbar.h"
#include "ui/log/gotobar.h"
#include "ui/log/logfinder.h"
#include "ui/log/logheader.h"
#include "ui/log/logview.h"
#include "ui/session/entryexport.h"
#include "ui/session/logcolumns.h"
#include "ui/session/logpane.h"
#include "ui/session/messageactions.h"
#include "ui/session/sessionnotices.h"
#include "ui/session/sidesplitter.h"

#include <QDateTime>
#include <QPushButton>
#include <QResizeEvent>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

static constexpr int RateSampleMs = 200;
// In one line of the inspector.
static constexpr int MostHits = 100;

SessionPage::SessionPage(Settings *settings, std::unique_ptr<Session> session, QWidget *parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_session(session.release())
    , m_bar(new ConnectionBar(this))
    , m_credentials(new CredentialBar(this))
    , m_secrets(new SecretBar(this))
    , m_disconnecting(new DisconnectBar(this))
    , m_pinging(new PingBar(this))
    , m_status(new StatusLine(this))
    , m_notice(new NoticeBar(this))
    , m_goTo(new GoToBar(this))
    , m_filter(new FilterBar(settings, this))
    , m_log(new LogPane(settings, m_session, m_filter, m_goTo, this))
    , m_inspector(new Inspector(this))
    , m_loader(new EntryLoader(m_session->record(), this))
    , m_export(new EntryExport(m_session, m_log, this))
    , m_composer(new Composer(this))
    , m_repeat(new RepeatBar(this))
    , m_main(new HairlineSplitter(Qt::Vertical, this))
{
    m_session->setParent(this);
    m_connection = new ConnectionController(
            {settings, m_session, m_bar, m_status, m_secrets, m_credentials, m_disconnecting, m_pinging},
            this);
    m_notices = new SessionNotices(m_notice, m_session, m_bar, m_connection, this);
    m_messages =
            new MessageActions({m_session, m_connection, m_log, m_inspector, m_composer, m_loader, m_repeat});
    m_side = new SideSplitter(m_log, m_inspector, this);
    m_filter->setPrivate(m_session->keeping().isPrivate);
    m_bar->setHistory(m_settings->urlHistory());
    buildLayout();
    bindSession();
    bindConnection();
    bindEntries();
    restoreState();
    handleStatus();
}

SessionPage::~SessionPage()
{
    // The views go before the session whose model they show.
    m_log->view()->disconnect(this);
    delete m_connection;
    delete m_main;
    delete m_export;
    delete m_loader;
}

// --- Layout -----------------------------------------------------------------------------------

QWidget *SessionPage::buildTop()
{
    auto *top = new QWidget(this);
    auto *layout = new QVBoxLayout(top);
    // The line to filter with follows, with margins of its own.
    layout->setContentsMargins(Theme::Unit, Theme::Unit, Theme::Unit, 0);
    layout->setSpacing(Theme::Unit);
    layout->addWidget(m_bar);
    layout->addWidget(m_credentials);
    layout->addWidget(m_secrets);
    auto *row = new QHBoxLayout;
    row->setSpacing(Theme::Unit);
    row->addWidget(m_status, 1);
    for (QPushButton *button : m_log->buttons())
        row->addWidget(button);
    layout->addLayout(row);
    return top;
}

void SessionPage::buildLayout()
{
    m_main->setObjectName(u"mainSplitter"_s);
    m_main->addWidget(m_side);
    m_main->addWidget(m_composer);
    m_main->setStretchFactor(0, 1);
    m_main->setStretchFactor(1, 0);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildTop());
    layout->addWidget(m_filter);
    layout->addWidget(m_main, 1);
    layOver();
    // Where they stand: the buttons of the log are above the filter.
    QWidget *before = m_status->lastButton();
    for (QPushButton *button : m_log->buttons()) {
        setTabOrder(before, button);
        before = button;
    }
}

// What comes and goes as one types and reads moves nothing, and leaves the log's header free.
void SessionPage::layOver()
{
    const auto rows = [this] { return m_log->rowsArea(); };
    // What is typed comes first.
    m_filter->problemLine()->setParent(this);
    auto *problem = new Overlay(m_filter->problemLine(), m_log, rows);
    auto *place = new Overlay(m_goTo, m_log, rows);
    place->stackUnder(problem);
    // At that edge of the log where no row is, or the oldest.
    auto *notice = new Overlay(m_notice, m_log, rows, [this] {
        return m_session->log()->rowCount() < m_log->view()->visibleRows();
    });
    notice->stackUnder(place);
    // Beside what is written.
    new Overlay(m_repeat, m_log, rows, [] { return true; });
    m_bar->sentenceLine()->setParent(this);
    m_bar->sentenceLine()->setMinimumHeight(m_status->minimumHeight());
    // What is asked about the connection lies below how it stands.
    for (QWidget *question : {static_cast<QWidget *>(m_disconnecting), static_cast<QWidget *>(m_pinging)})
        new Overlay(question, m_filter, [this] { return QRect(0, 0, width(), height()); });
    new Overlay(m_bar->sentenceLine(), m_status, [this] { return QRect(0, 0, m_status->width(), height()); });
}

void SessionPage::restoreState()
{
    LogHeader *header = m_log->view()->header();
    m_main->restoreState(m_settings->widgetState(m_main->objectName()));
    m_side->restore(m_settings);
    header->restoreWidths(m_settings->widgetState(header->objectName()));
    m_composer->setFormat(m_settings->composerFormat());
}

void SessionPage::saveState()
{
    const LogHeader *header = m_log->view()->header();
    m_settings->setWidgetState(m_main->objectName(), m_main->saveState());
    m_side->save(m_settings);
    m_settings->setWidgetState(header->objectName(), header->widths());
    m_settings->setComposerFormat(m_composer->format());
}

void SessionPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_side->adaptTo(size());
}

// With many tabs: when another one is shown, Qt goes through all widgets below the tabs to put their updates
// off and on again, but not through those below one that has put them off by itself.
void SessionPage::showEvent(QShowEvent *event)
{
    setUpdatesEnabled(true);
    QWidget::showEvent(event);
}

void SessionPage::hideEvent(QHideEvent *event)
{
    setUpdatesEnabled(false);
    QWidget::hideEvent(event);
}

// --- Bindings ---------------------------------------------------------------------------------

void SessionPage::bindSession()
{
    connect(m_session, &Session::statusChanged, this, &SessionPage::handleStatus);
    connect(m_session, &Session::roundTripMeasured, m_status, &StatusLine::setRoundTrip);
    connect(m_session, &Session::keepingChanged, this, &SessionPage::changed);
    connect(m_settings, &Settings::urlHistoryChanged, this,
            [this] { m_bar->setHistory(m_settings->urlHistory()); });
    connect(m_notices, &SessionNotices::said, this, &SessionPage::said);
    connect(m_notices, &SessionNotices::reasonShown, m_status, &StatusLine::setReasonElsewhere);
    connect(m_side, &SideSplitter::inspectorShown, this, &SessionPage::changed);
    connect(m_side, &SideSplitter::inspectorFolded, this,
            [this] { Q_EMIT said(tr("Inspector folded away: Ctrl+I")); });
    connect(m_log->view(), &QAbstractItemView::activated, m_side,
            [this] { m_side->setInspectorWanted(true); });
    m_rateTimer.setInterval(RateSampleMs);
    connect(&m_rateTimer, &QTimer::timeout, this, &SessionPage::sampleRate);
    m_rateTimer.start();
    sampleRate();
}

void SessionPage::bindConnection()
{
    connect(m_connection, &ConnectionController::opening, this, &SessionPage::handleOpening);
    connect(m_connection, &ConnectionController::openElsewhere, this, &SessionPage::connectionRequested);
    connect(m_connection, &ConnectionController::said, this, &SessionPage::said);
    connect(m_connection, &ConnectionController::environmentChanged, this,
            [this] { m_composer->setEnvironment(m_connection->draft().environment()); });
    connect(m_connection, &ConnectionController::saveRequested, this, &SessionPage::saveRequested);
    connect(m_status, &StatusLine::tryNowRequested, m_session, &Session::retryNow);
    connect(m_messages, &MessageActions::said, this, &SessionPage::said);
    connect(m_messages, &MessageActions::inspectorRequested, m_side,
            [this] { m_side->setInspectorWanted(true); });
}

void SessionPage::bindEntries()
{
    connect(m_log, &LogPane::said, this, &SessionPage::said);
    connect(m_log, &LogPane::problem, m_notices, &SessionNotices::showProblem);
    connect(m_log, &LogPane::demoRequested, this, &SessionPage::demoRequested);
    connect(m_log, &LogPane::pausedChanged, this, &SessionPage::changed);
    connect(m_log, &LogPane::followingChanged, this, &SessionPage::changed);
    connect(m_log, &LogPane::cleared, this, [this] {
        m_inspector->clear();
        m_inspected = 0;
    });
    connect(m_log, &LogPane::filterChanged, this, [this](const FilterQuery &query) {
        const auto hits = std::make_shared<FilterHits>(query);
        if (hits->isEmpty())
            m_inspector->setHighlighter({});
        else
            m_inspector->setHighlighter([hits](QStringView line) { return hits->inText(line, MostHits); });
    });
    connect(m_log->view(), &LogView::currentRowChanged, this, &SessionPage::showEntry);
    connect(m_session->log()->connections(), &EntryConnections::advanced, this, &SessionPage::showConnection);
    connect(m_inspector, &Inspector::filterRequested, m_log->finder(), &LogFinder::addTerm);
    connect(m_inspector, &Inspector::columnRequested, m_log->columns(), &LogColumns::add);
    connect(m_inspector, &Inspector::plotRequested, m_log->columns(), &LogColumns::plot);
    connect(m_loader, &EntryLoader::loaded, this, [this](const Message &entry) {
        m_inspector->showMessage(entry);
        showConnection();
    });
    connect(m_export, &EntryExport::said, this, &SessionPage::said);
}

void SessionPage::handleStatus()
{
    const Status status = m_session->status();
    m_bar->setStatus(status);
    m_status->setReport(m_session->report());
    m_messages->setStatus(status);
    m_log->setConnection(title());
    Q_EMIT changed();
}

void SessionPage::handleOpening(const QString &shown)
{
    if (!m_session->keeping().isPrivate) {
        m_settings->addToUrlHistory(shown);
        keepSent(shown);
    }
    m_log->columns()->setUrl(shown);
    Q_EMIT changed();
}

void SessionPage::setSentMessages(SentMessages *messages)
{
    m_sent = messages;
    connect(m_sent, &SentMessages::cleared, m_composer, &Composer::clearHistory);
    connect(m_composer, &Composer::sent, this, [this](const WrittenMessage &message) {
        if (!m_sentKey.isEmpty())
            m_sent->add(m_sentKey, message);
    });
}

void SessionPage::keepSent(const QString &shownUrl)
{
    const QString &id = m_connection->draft().connection().id;
    const QString &key = id.isEmpty() ? shownUrl : id;
    if (m_sent && std::exchange(m_sentKey, key) != key)
        m_composer->takeHistory(m_sent->of(key));
}

void SessionPage::sampleRate()
{
    const SessionCounters counters = m_session->counters();
    m_rates.add(std::chrono::steady_clock::now(), QDateTime::currentMSecsSinceEpoch() * 1000,
                counters.received, counters.receivedBytes);
    m_status->setRepeating(m_messages->repeating());
}

// --- The record -------------------------------------------------------------------------------

void SessionPage::showEntry(int row)
{
    if (row < 0)
        return; // What was being read stays, even if it has gone from the log.
    const LogModel *log = m_session->log();
    // Under the cursor again after the rows have changed: it is there already.
    if (log->rows().sequenceAt(row) == m_inspected)
        return;
    m_inspected = log->rows().sequenceAt(row);
    m_session->log()->connections()->reachTo(log->rows().last());
    m_loader->forget();
    if (log->index(row, 0).data(LogModel::PayloadSizeRole).toLongLong() > EntryLoader::AtOnceBytes) {
        m_inspector->showLoading();
        m_loader->load(log->rows().sequenceAt(row));
    } else if (const auto entry = log->entry(row)) {
        m_inspector->showMessage(*entry);
        showConnection();
    }
}

// Which of several connections it came over, and in how many frames it left.
void SessionPage::showConnection()
{
    EntryConnections *connections = m_session->log()->connections();
    // It may have been selected while another look was under way.
    connections->reachTo(std::min(m_inspected, m_session->log()->rows().last()));
    if (MessagePane *pane = m_inspector->pane())
        pane->setConnection(connections->urlOf(m_inspected), connections->sentFrameBytesOf(m_inspected));
}

// What a file of it is called if nobody says otherwise.
QString SessionPage::fileName() const
{
    return SessionFolder::fileNameOf(title().section(u'/', 0, 0));
}

void SessionPage::exportEntries()
{
    m_export->ask(fileName());
}

void SessionPage::saveAs()
{
    m_export->saveSession(fileName());
}

void SessionPage::find()
{
    MessagePane *pane = m_inspector->pane();
    if (pane && pane->isAncestorOf(focusWidget()))
        pane->openFind();
    else
        m_filter->focusField();
}

// --- For the tab ------------------------------------------------------------------------------

QString SessionPage::title() const
{
    const SavedConnection &saved = m_connection->draft().connection();
    if (!saved.id.isEmpty() && !saved.name.isEmpty())
        return saved.name;
    const ConnectionProfile &profile = m_connection->profile();
    if (profile.url.isEmpty())
        return m_session->keeping().isPrivate ? tr("New private connection") : tr("New connection");
    return Redactor(profile).own(shortName(profile.url, profile.target));
}

QString SessionPage::shortName(const QUrl &url, const QString &target)
{
    const QString host = url.adjusted(QUrl::RemoveUserInfo).authority();
    const QString path = target.isEmpty() || isUnixSocket(url) ? url.path() : target.section(u'?', 0, 0);
    return path.size() > 1 ? host + path : host;
}

StatusShape SessionPage::shape() const
{
    return statusShape(m_session->report());
}

QString SessionPage::shownUrl() const
{
    const ConnectionProfile &profile = m_session->profile();
    return Redactor(profile).own(profile.url, profile.target);
}

quint64 SessionPage::unread() const
{
    return m_session->counters().received - m_seen;
}

void SessionPage::markSeen()
{
    m_seen = m_session->counters().received;
}

bool SessionPage::isFresh() const
{
    return m_session->profile().url.isEmpty() && m_connection->draft().isFresh();
}
