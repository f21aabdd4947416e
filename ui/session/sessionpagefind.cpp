// SPDX-License-Identifier: MIT
// Finding in a tab: the filter's line, what it marks in the inspector, columns and the chart.
#include "ui/session/sessionpage.h"

#include "log/filter/filterhits.h"
#include "log/logmodel.h"
#include "session/session.h"
#include "settings/settings.h"
#include "ui/chart/valuechart.h"
#include "ui/inspector/inspector.h"
#include "ui/log/filterbar.h"
#include "ui/log/logfinder.h"
#include "ui/log/logview.h"
#include "ui/session/logcolumns.h"

// In one line of the inspector.
static constexpr int MostHits = 100;

void SessionPage::bindFinding()
{
    LogModel *log = m_session->log();
    log->setHeartbeatsShown(m_settings->heartbeatsShown());
    connect(m_settings, &Settings::heartbeatsShownChanged, log, &LogModel::setHeartbeatsShown);
    connect(m_finder, &LogFinder::said, this, &SessionPage::said);
    connect(m_columns, &LogColumns::said, this, &SessionPage::said);
    connect(m_filter, &FilterBar::leaveRequested, this, &SessionPage::focusLog);
    connect(m_finder, &LogFinder::filterChanged, this, [this](const FilterQuery &query) {
        const auto hits = std::make_shared<FilterHits>(query);
        if (hits->isEmpty())
            m_inspector->setHighlighter({});
        else
            m_inspector->setHighlighter([hits](QStringView line) { return hits->inText(line, MostHits); });
    });
    connect(m_inspector, &Inspector::filterRequested, m_finder, &LogFinder::addTerm);
    connect(m_inspector, &Inspector::columnRequested, m_columns, &LogColumns::add);
    connect(m_inspector, &Inspector::plotRequested, m_columns, &LogColumns::plot);
    connect(m_chart, &ValueChart::pointActivated, this, [this](quint64 sequence) {
        m_finder->goTo(sequence);
        focusLog();
    });
}

void SessionPage::find()
{
    if (m_inspector->isAncestorOf(focusWidget()))
        m_inspector->openFind();
    else
        m_filter->focusField();
}

void SessionPage::nextHit()
{
    m_finder->nextHit();
}

void SessionPage::previousHit()
{
    m_finder->previousHit();
}

void SessionPage::clearFilter()
{
    m_filter->setText({});
}

void SessionPage::showInWholeLog()
{
    m_finder->showInWholeLog();
}
