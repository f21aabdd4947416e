// SPDX-License-Identifier: MIT
#include "ui/session/sessionpage.h"

#include "format/text/numbers.h"
#include "log/entryloader.h"
#include "log/logmodel.h"
#include "profile/secretvalues.h"
#include "profile/websocketurl.h"
#include "session/session.h"
#include "settings/settings.h"
#include "ui/chart/valuechart.h"
#include "ui/composer/composer.h"
#include "ui/connect/connectionbar.h"
#include "ui/connect/connectioncontroller.h"
#include "ui/connect/credentialbar.h"
#include "ui/connect/secretbar.h"
#include "ui/connect/statusline.h"
#include "ui/inspector/inspector.h"
#include "ui/kit/hairlinesplitter.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/theme.h"
#include "ui/log/entryclipboard.h"
#include "ui/log/filterbar.h"
#include "ui/log/gotobar.h"
#include "ui/log/logfinder.h"
#include "ui/log/logview.h"
#include "ui/session/emptystate.h"
#include "ui/session/logcolumns.h"

#include <QAction>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QPushButton>
#include <QStackedLayout>

#include <utility>

using namespace Qt::StringLiterals;

static constexpr int RateSampleMs = 200;

SessionPage::SessionPage(Settings *settings, std::unique_ptr<Session> session, QWidget *parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_session(session.release())
    , m_bar(new ConnectionBar(this))
    , m_credentials(new CredentialBar(this))
    , m_secrets(new SecretBar(this))
    , m_status(new StatusLine(this))
    , m_notice(new NoticeBar(this))
    , m_goTo(new GoToBar(this))
    , m_filter(new FilterBar(settings, this))
    , m_follow(new QPushButton(tr("Follow ↓"), this))
    , m_pause(new QPushButton(tr("Pause"), this))
    , m_clear(new QPushButton(tr("Clear"), this))
    , m_stack(new QStackedLayout)
    , m_empty(new EmptyState(this))
    , m_log(new LogView(this))
    , m_chart(new ValueChart(this))
    , m_inspector(new Inspector(this))
    , m_loader(new EntryLoader(m_session->record(), this))
    , m_composer(new Composer(this))
    , m_sideSplitter(new HairlineSplitter(Qt::Horizontal, this))
    , m_mainSplitter(new HairlineSplitter(Qt::Vertical, this))
{
    m_session->setParent(this);
    // Before the controller, which opens what is next once the session has closed.
    connect(m_session, &Session::statusChanged, this, &SessionPage::handleStatus);
    m_connection =
            new ConnectionController({settings, m_session, m_bar, m_status, m_secrets, m_credentials}, this);
    m_log->setModel(m_session->log());
    m_finder = new LogFinder(m_session->log(), m_log, m_filter, this);
    m_columns = new LogColumns(settings, m_session->log(), m_log, m_chart, this);
    const bool isPrivate = m_session->keeping().isPrivate;
    m_filter->setPrivate(isPrivate);
    m_columns->setPrivate(isPrivate);
    m_bar->setHistory(m_settings->urlHistory());
    buildLayout();
    m_adapt.setSingleShot(true);
    m_adapt.setInterval(0);
    connect(&m_adapt, &QTimer::timeout, this, &SessionPage::adaptToSize);
    bind();
    bindConnection();
    bindFinding();
    restoreState();
    handleStatus(Status::Closed, m_session->report());
    if (m_session->isReadOnly())
        showRecorded();
}

SessionPage::~SessionPage()
{
    // The views go before the session whose model they show.
    m_log->disconnect(this);
    m_log->disconnect(m_finder);
    m_columns->closePlot();
    delete m_connection;
    delete m_mainSplitter;
    delete m_loader;
}

// --- Bindings ---------------------------------------------------------------------------------

void SessionPage::bind()
{
    connect(m_session, &Session::errorOccurred, this, &SessionPage::handleError);
    connect(m_session, &Session::roundTripMeasured, m_status, &StatusLine::setRoundTrip);
    connect(m_session, &Session::keepingChanged, this, &SessionPage::handleKeeping);
    connect(m_session->log(), &LogModel::refreshed, this, &SessionPage::refreshLog);
    connect(m_loader, &EntryLoader::loaded, m_inspector, &Inspector::showMessage);
    connect(m_loader, &EntryLoader::copied, this, [this](const QString &file, const QString &problem) {
        if (problem.isEmpty())
            Q_EMIT said(tr("Saved as %1.").arg(QDir::toNativeSeparators(file)));
        else
            showProblem(problem);
    });
    connect(m_settings, &Settings::urlHistoryChanged, this,
            [this] { m_bar->setHistory(m_settings->urlHistory()); });

    connect(m_follow, &QPushButton::clicked, this, &SessionPage::setFollowing);
    connect(m_log, &LogView::followingChanged, this, [this](bool following) {
        m_follow->setChecked(following);
        Q_EMIT followingChanged(following);
    });
    connect(m_pause, &QPushButton::clicked, this, &SessionPage::setPaused);
    connect(m_clear, &QPushButton::clicked, this, &SessionPage::clearLog);
    connect(m_log, &LogView::currentRowChanged, this, &SessionPage::showEntry);
    auto *copy = new QAction(tr("&Copy"), m_log);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, &SessionPage::copySelection);
    auto *clear = new QAction(tr("C&lear Log"), m_log);
    connect(clear, &QAction::triggered, this, &SessionPage::clearLog);
    auto *inWholeLog = new QAction(tr("Show in the &Whole Log"), m_log);
    inWholeLog->setShortcuts({QKeySequence(u"Ctrl+Return"_s), QKeySequence(u"Ctrl+Enter"_s)});
    inWholeLog->setShortcutContext(Qt::WidgetShortcut);
    connect(inWholeLog, &QAction::triggered, this, &SessionPage::showInWholeLog);
    m_log->addActions({copy, inWholeLog, clear});
    connect(m_goTo, &GoToBar::placeEntered, this, &SessionPage::goTo);
    connect(m_goTo, &GoToBar::closed, this, &SessionPage::focusLog);
    m_rateTimer.setInterval(RateSampleMs);
    connect(&m_rateTimer, &QTimer::timeout, this, &SessionPage::sampleRate);
    m_rateTimer.start();
    sampleRate();
    connect(m_composer, &Composer::sendText, this, &SessionPage::sendText);
    connect(m_composer, &Composer::sendBinary, m_session, &Session::sendBinary);
}

void SessionPage::bindConnection()
{
    connect(m_connection, &ConnectionController::opening, this, &SessionPage::handleOpening);
    connect(m_connection, &ConnectionController::openElsewhere, this, &SessionPage::connectionRequested);
    connect(m_connection, &ConnectionController::said, this, &SessionPage::said);
    connect(m_connection, &ConnectionController::environmentChanged, this,
            [this] { m_composer->setVariables(m_connection->draft().environment().values); });
    connect(m_connection, &ConnectionController::saveRequested, this, &SessionPage::saveRequested);
    connect(m_status, &StatusLine::tryNowRequested, m_session, &Session::retryNow);
    connect(m_notice, &NoticeBar::actionTriggered, this,
            [this] { applyRemedy(m_shownNotice.remedies.first); });
    connect(m_notice, &NoticeBar::secondTriggered, this,
            [this] { applyRemedy(m_shownNotice.remedies.second); });
    connect(m_notice, &NoticeBar::dismissRequested, this, [this] {
        m_dismissed = m_shownNotice.sentence;
        m_notice->dismiss();
    });
    connect(m_empty, &EmptyState::demoRequested, this, &SessionPage::demoRequested);
}

void SessionPage::openTyped(const QString &text)
{
    m_bar->setText(text);
    m_bar->submit();
}

void SessionPage::setUrlText(const QString &text)
{
    m_bar->setText(text);
}

QString SessionPage::urlText() const
{
    return m_bar->text();
}

void SessionPage::handleOpening(const QString &shown)
{
    if (!m_session->keeping().isPrivate)
        m_settings->addToUrlHistory(shown);
    m_columns->setUrl(shown);
    Q_EMIT changed();
}

void SessionPage::sendText(const QString &text)
{
    const ChosenEnvironment::FilledIn filled = m_connection->draft().environment().filledIn(text);
    if (!filled.sentence.isEmpty())
        Q_EMIT said(filled.sentence);
    m_session->sendText(filled.text, filled.recordedAs);
}

QString SessionPage::toggleText() const
{
    return m_bar->actionText();
}

void SessionPage::handleStatus(Status status, const StatusReport &report)
{
    m_bar->setStatus(status);
    m_status->setReport(report);
    if (status == Status::Open && !m_keepingNotice) {
        m_dismissed.clear();
        m_notice->dismiss();
    }
    if (const auto notice = noticeOf(report))
        showNotice(*notice);
    const QString reason = status == Status::Open     ? QString()
                           : status == Status::Closed ? tr("Not connected: connect before you send.")
                                                      : tr("Not connected yet.");
    m_composer->setSendingAllowed(status == Status::Open, reason);
    refreshLog();
    Q_EMIT changed();
}

// --- The log ----------------------------------------------------------------------------------

void SessionPage::refreshLog()
{
    const LogModel *log = m_session->log();
    if (log->isFull() && !std::exchange(m_fullSaid, true))
        showProblem(tr("The log shows the first %1 entries, and no more: the others are in the session file.")
                            .arg(formatCount(LogModel::LastEntry)));
    const bool used = log->rows().first() > 1 || log->rows().last() > 0;
    m_empty->setState(m_session->status(), title(), used);
    m_stack->setCurrentIndex(log->rowCount() > 0 || log->isFiltered() ? 1 : 0);
    const bool waiting = m_session->status() == Status::Open && m_session->counters().received == 0;
    m_log->setHint(log->rows().showsMatchesOnly() && log->rowCount() == 0 ? (
                           log->filterProgress() < 1 ? tr("Searching…") : tr("Nothing matches the filter."))
                   : waiting ? tr("Connected. No message has come yet: wait, or send one below.")
                             : QString());
    if (isPaused()) {
        const quint64 held = m_session->counters().stored - log->shown();
        m_pause->setText(held == 0 ? tr("Resume") : tr("Resume (%1 new)").arg(formatCount(held)));
    }
}

void SessionPage::sampleRate()
{
    const SessionCounters counters = m_session->counters();
    m_rates.add(std::chrono::steady_clock::now(), QDateTime::currentMSecsSinceEpoch() * 1000,
                counters.received, counters.receivedBytes);
}

bool SessionPage::isPaused() const
{
    return m_session->log()->isPaused();
}

void SessionPage::setPaused(bool paused)
{
    m_pause->setChecked(paused);
    m_pause->setText(paused ? tr("Resume") : tr("Pause"));
    m_session->log()->setPaused(paused);
    Q_EMIT pausedChanged(paused);
}

void SessionPage::setFollowing(bool following)
{
    if (following && isPaused())
        setPaused(false);
    m_log->setFollowing(following);
    m_follow->setChecked(m_log->isFollowing());
}

void SessionPage::clearLog()
{
    m_session->log()->clear();
    m_inspector->clear();
    m_inspected = 0;
    m_log->setFollowing(true);
}

void SessionPage::copySelection()
{
    const QString copied = copyEntries(*m_session->log(), m_log->selectionModel()->selection());
    Q_EMIT said(copied.isEmpty() ? tr("Nothing is selected in the log.") : copied);
}

void SessionPage::selectAll()
{
    m_log->selectAll();
}

void SessionPage::ping()
{
    m_session->ping();
}

// --- For the tab ------------------------------------------------------------------------------

QString SessionPage::title() const
{
    if (m_session->isReadOnly())
        return QFileInfo(m_session->keeping().fileName).fileName();
    const ConnectionProfile &profile = m_connection->profile();
    const QUrl &url = profile.url;
    if (url.isEmpty())
        return m_session->keeping().isPrivate ? tr("New private connection") : tr("New connection");
    return withoutSecrets(shortName(url), profile.secretValues);
}

QString SessionPage::shortName(const QUrl &url)
{
    const QString host = url.adjusted(QUrl::RemoveUserInfo).authority();
    return url.path().size() > 1 ? host + url.path() : host;
}

StatusShape SessionPage::shape() const
{
    return statusShape(m_session->report());
}

QString SessionPage::shownUrl() const
{
    if (m_session->isReadOnly())
        return QDir::toNativeSeparators(m_session->keeping().fileName);
    return withoutSecrets(displayUrl(m_session->profile().url), m_session->profile().secretValues);
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
    return !m_session->isReadOnly() && m_session->profile().url.isEmpty() && m_connection->draft().isFresh();
}

void SessionPage::focusUrl()
{
    m_bar->focusUrl();
}

void SessionPage::focusLog()
{
    m_log->setFocus(Qt::ShortcutFocusReason);
}

void SessionPage::focusComposer()
{
    m_composer->setFocus(Qt::ShortcutFocusReason);
}
