// SPDX-License-Identifier: MIT
#include "ui/session/logpane.h"

#include "format/text/numbers.h"
#include "log/filter/logplace.h"
#include "log/logmodel.h"
#include "session/session.h"
#include "settings/settings.h"
#include "ui/chart/valuechart.h"
#include "ui/log/entryclipboard.h"
#include "ui/log/filterbar.h"
#include "ui/log/gotobar.h"
#include "ui/log/logfinder.h"
#include "ui/log/logview.h"
#include "ui/session/emptystate.h"
#include "ui/session/logcolumns.h"

#include <QAction>
#include <QDateTime>
#include <QPushButton>
#include <QStackedLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

// More is not counted on the button.
static constexpr quint64 MostHeld = 9'999;

LogPane::LogPane(Settings *settings, Session *session, FilterBar *filter, GoToBar *goTo, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_filter(filter)
    , m_goTo(goTo)
    , m_follow(new QPushButton(tr("Follow ↓"), this))
    , m_pause(new QPushButton(tr("Pause"), this))
    , m_clear(new QPushButton(tr("Clear"), this))
    , m_stack(new QStackedLayout)
    , m_empty(new EmptyState(this))
    , m_view(new LogView(this))
    , m_chart(new ValueChart(this))
{
    m_view->setModel(m_session->log());
    m_finder = new LogFinder(m_session->log(), m_view, m_filter, this);
    m_columns = new LogColumns(settings, m_session->log(), m_view, m_chart, this);
    m_columns->setPrivate(m_session->keeping().isPrivate);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(m_stack, 1);
    layout->addWidget(m_chart);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_view);
    buildButtons();
    buildActions();
    bindFinding(settings);
    connect(m_session->log(), &LogModel::refreshed, this, &LogPane::refresh);
    connect(m_empty, &EmptyState::demoRequested, this, &LogPane::demoRequested);
}

LogPane::~LogPane()
{
    // The views go before the session whose model they show.
    m_view->disconnect(this);
    m_view->disconnect(m_finder);
    m_columns->closePlot();
}

// Of a log that is held still, with so many entries that it does not show.
static QString pauseText(quint64 held)
{
    if (held == 0)
        return LogPane::tr("Resume");
    const QString count = formatCount(std::min(held, MostHeld));
    return LogPane::tr("Resume (%1 new)").arg(held > MostHeld ? count + u'+' : count);
}

void LogPane::buildButtons()
{
    m_follow->setObjectName(u"followButton"_s);
    m_follow->setCheckable(true);
    m_follow->setChecked(true);
    m_follow->setToolTip(tr("Keep the newest entry in view (Ctrl+End)"));
    m_pause->setObjectName(u"pauseButton"_s);
    m_pause->setCheckable(true);
    m_pause->setToolTip(tr("Hold the log still; nothing is lost meanwhile (Ctrl+P)"));
    // As wide as it will be: it must not push its neighbours about.
    int width = 0;
    for (const QString &text : {pauseText(MostHeld + 1), tr("Resume"), tr("Pause")}) {
        m_pause->setText(text);
        width = std::max(width, m_pause->sizeHint().width());
    }
    m_pause->setMinimumWidth(width);
    m_clear->setObjectName(u"clearButton"_s);
    m_clear->setToolTip(tr("Remove the entries from the log (Ctrl+K)"));
    connect(m_follow, &QPushButton::clicked, this, &LogPane::setFollowing);
    connect(m_pause, &QPushButton::clicked, this, &LogPane::setPaused);
    connect(m_clear, &QPushButton::clicked, this, &LogPane::clear);
    connect(m_view, &LogView::followingChanged, this, [this](bool following) {
        m_follow->setChecked(following);
        Q_EMIT followingChanged(following);
    });
}

void LogPane::buildActions()
{
    auto *copy = new QAction(tr("&Copy"), m_view);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, &LogPane::copySelection);
    auto *clear = new QAction(tr("C&lear Log"), m_view);
    connect(clear, &QAction::triggered, this, &LogPane::clear);
    auto *inWholeLog = new QAction(tr("Show in the &Whole Log"), m_view);
    inWholeLog->setShortcuts({QKeySequence(u"Ctrl+Return"_s), QKeySequence(u"Ctrl+Enter"_s)});
    inWholeLog->setShortcutContext(Qt::WidgetShortcut);
    connect(inWholeLog, &QAction::triggered, m_finder, &LogFinder::showInWholeLog);
    m_view->addActions({copy, inWholeLog, clear});
}

void LogPane::bindFinding(const Settings *settings)
{
    LogModel *log = m_session->log();
    log->setHeartbeatsShown(settings->heartbeatsShown());
    connect(settings, &Settings::heartbeatsShownChanged, log, &LogModel::setHeartbeatsShown);
    connect(m_finder, &LogFinder::said, this, &LogPane::said);
    connect(m_finder, &LogFinder::filterChanged, this, &LogPane::filterChanged);
    connect(m_columns, &LogColumns::said, this, &LogPane::said);
    connect(m_filter, &FilterBar::leaveRequested, this, &LogPane::focusView);
    connect(m_goTo, &GoToBar::placeEntered, this, &LogPane::goTo);
    connect(m_goTo, &GoToBar::closed, this, &LogPane::focusView);
    connect(m_chart, &ValueChart::pointActivated, this, [this](quint64 sequence) {
        m_finder->goTo(sequence);
        focusView();
    });
}

// --- What is shown ----------------------------------------------------------------------------

void LogPane::setConnection(const QString &host)
{
    m_host = host;
    refresh();
}

void LogPane::setRecorded(const QString &url)
{
    m_columns->setUrl(url);
    for (QPushButton *button : buttons())
        button->hide();
    m_view->setFollowing(false);
    m_view->scrollToTop();
}

void LogPane::refresh()
{
    const LogModel *log = m_session->log();
    if (log->isFull() && !std::exchange(m_isFullSaid, true)) {
        Q_EMIT problem(
                tr("The log shows the first %1 entries, and no more: the others are in the session file.")
                        .arg(formatCount(LogModel::LastEntry)));
    }
    const bool isOpen = m_session->status() == Status::Open;
    m_empty->setState(m_session->status(), m_host, log->rows().first() > 1 || log->rows().last() > 0);
    // A filter has nothing to find where nothing is.
    const bool hasEntries = log->rows().last() >= log->rows().first();
    m_stack->setCurrentIndex(log->rowCount() > 0 || (log->isFiltered() && hasEntries) ? 1 : 0);
    QString hint;
    if (log->rows().showsMatchesOnly() && log->rowCount() == 0)
        hint = log->filterProgress() < 1 ? tr("Searching…") : tr("Nothing matches the filter.");
    else if (isOpen && m_session->counters().received == 0)
        hint = tr("Connected. No message has come yet: wait, or send one below.");
    m_view->setHint(hint);
    if (isPaused()) {
        m_pause->setText(pauseText(m_session->counters().stored - log->shown()));
    }
}

QRect LogPane::rowsArea() const
{
    if (m_stack->currentWidget() != m_view)
        return m_empty->geometry();
    const QWidget *rows = m_view->viewport();
    return {rows->mapTo(this, QPoint()), rows->size()};
}

bool LogPane::isPaused() const
{
    return m_session->log()->isPaused();
}

void LogPane::setPaused(bool paused)
{
    m_pause->setChecked(paused);
    m_pause->setText(paused ? tr("Resume") : tr("Pause"));
    m_session->log()->setPaused(paused);
    Q_EMIT pausedChanged(paused);
}

void LogPane::setFollowing(bool following)
{
    if (following && isPaused())
        setPaused(false);
    m_view->setFollowing(following);
    m_follow->setChecked(m_view->isFollowing());
}

void LogPane::clear()
{
    m_session->log()->clear();
    Q_EMIT cleared();
    m_view->setFollowing(true);
}

void LogPane::copySelection()
{
    const QString copied = copyEntries(*m_session->log(), m_view->selectionModel()->selection());
    Q_EMIT said(copied.isEmpty() ? tr("Nothing is selected in the log.") : copied);
}

// --- Getting to an entry ----------------------------------------------------------------------

void LogPane::focusView()
{
    m_view->setFocus(Qt::ShortcutFocusReason);
}

void LogPane::clearFilter()
{
    m_filter->setText({});
}

void LogPane::askForPlace()
{
    const QList<EntryHead> newest = m_session->record()->heads(m_session->log()->rows().last(), 1);
    m_goTo->setReference(newest.isEmpty() ? QDateTime::currentMSecsSinceEpoch() * 1000
                                          : newest.first().timeUs);
    m_goTo->open();
}

void LogPane::goTo(const LogPlace &place)
{
    const LogModel *log = m_session->log();
    const Record &record = *m_session->record();
    const quint64 sequence = place.sequence ? *place.sequence
                             : place.agoUs  ? firstWithin(record, *place.agoUs, log->rows().last())
                                            : sequenceAt(record, *place.timeUs);
    // With a filter, the nearest one that is left.
    const RowMap &rows = log->rows();
    const bool isHidden = !rows.showsMatchesOnly() && rows.isHidden(sequence);
    const int row = rows.nearestRow(sequence);
    if (log->rowCount() == 0) {
        m_goTo->setProblem(tr("The log is empty."));
    } else if (row < 0 && place.timeUs && sequence > rows.last()) {
        m_goTo->setProblem(tr("Nothing came at that time or later."));
    } else if (row < 0 && place.sequence) {
        m_goTo->setProblem(tr("There is no such entry: the log has %1 to %2.")
                                   .arg(formatCount(rows.first()), formatCount(rows.last())));
    } else {
        m_goTo->hide();
        m_finder->goTo(rows.sequenceAt(std::clamp(row, 0, log->rowCount() - 1)));
        focusView();
        if (isHidden && place.sequence)
            Q_EMIT said(tr("Entry %1 is a hidden ping or pong: this is the nearest one.")
                                .arg(formatCount(sequence)));
    }
}
