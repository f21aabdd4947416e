// SPDX-License-Identifier: MIT
// How a tab is laid out, and what is remembered of that.
#include "ui/session/sessionpage.h"

#include "settings/settings.h"
#include "ui/chart/valuechart.h"
#include "ui/composer/composer.h"
#include "ui/connect/connectionbar.h"
#include "ui/connect/credentialbar.h"
#include "ui/connect/secretbar.h"
#include "ui/connect/statusline.h"
#include "ui/inspector/inspector.h"
#include "ui/kit/hairlinesplitter.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/theme.h"
#include "ui/log/filterbar.h"
#include "ui/log/gotobar.h"
#include "ui/log/logheader.h"
#include "ui/log/logview.h"
#include "ui/session/emptystate.h"
#include "ui/session/logcolumns.h"

#include <QPushButton>
#include <QResizeEvent>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

// Below these the inspector goes under the log, and away.
static constexpr int NarrowWidth = 900;
static constexpr int ShortHeight = 560;

QWidget *SessionPage::buildTop()
{
    m_follow->setObjectName(u"followButton"_s);
    m_follow->setCheckable(true);
    m_follow->setChecked(true);
    m_follow->setToolTip(tr("Keep the newest entry in view (Ctrl+End)"));
    m_pause->setObjectName(u"pauseButton"_s);
    m_pause->setCheckable(true);
    m_pause->setToolTip(tr("Hold the log still; nothing is lost meanwhile (Ctrl+P)"));
    m_clear->setObjectName(u"clearButton"_s);
    m_clear->setToolTip(tr("Remove the entries from the log (Ctrl+K)"));

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
    row->addWidget(m_follow);
    row->addWidget(m_pause);
    row->addWidget(m_clear);
    layout->addLayout(row);
    return top;
}

void SessionPage::buildLayout()
{
    auto *stackHolder = new QWidget(this);
    auto *logArea = new QVBoxLayout(stackHolder);
    logArea->setContentsMargins(0, 0, 0, 0);
    logArea->setSpacing(0);
    logArea->addLayout(m_stack, 1);
    logArea->addWidget(m_chart);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_log);

    m_sideSplitter->setObjectName(u"sideSplitter"_s);
    m_sideSplitter->addWidget(stackHolder);
    m_sideSplitter->addWidget(m_inspector);
    m_sideSplitter->setStretchFactor(0, 1);
    m_sideSplitter->setStretchFactor(1, 0);
    m_sideSplitter->setSizes({720, 380});
    m_mainSplitter->setObjectName(u"mainSplitter"_s);
    m_mainSplitter->addWidget(m_sideSplitter);
    m_mainSplitter->addWidget(m_composer);
    m_mainSplitter->setStretchFactor(0, 1);
    m_mainSplitter->setStretchFactor(1, 0);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildTop());
    layout->addWidget(m_filter);
    layout->addWidget(m_notice);
    layout->addWidget(m_goTo);
    layout->addWidget(m_mainSplitter, 1);
    setFocusProxy(m_bar);
}

void SessionPage::restoreState()
{
    m_mainSplitter->restoreState(m_settings->widgetState(m_mainSplitter->objectName()));
    m_sideSplitter->restoreState(m_settings->widgetState(m_sideSplitter->objectName()));
    m_log->header()->restoreState(m_settings->widgetState(m_log->header()->objectName()));
    m_composer->setFormat(m_settings->composerFormat());
    m_inspectorWanted = m_settings->inspectorVisible();
}

void SessionPage::saveState()
{
    m_settings->setWidgetState(m_mainSplitter->objectName(), m_mainSplitter->saveState());
    if (m_sideSplitter->orientation() == Qt::Horizontal && m_inspectorShown)
        m_settings->setWidgetState(m_sideSplitter->objectName(), m_sideSplitter->saveState());
    // What is remembered is the columns that every log has; the others are of its URL.
    m_columns->removeAll();
    m_settings->setWidgetState(m_log->header()->objectName(), m_log->header()->saveState());
    m_settings->setComposerFormat(m_composer->format());
    m_settings->setInspectorVisible(m_inspectorWanted);
}

void SessionPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // Later: what is resized and hidden within a resize event may miss the next one.
    m_adapt.start();
}

void SessionPage::adaptToSize()
{
    const bool narrow = width() < NarrowWidth;
    const auto orientation = narrow ? Qt::Vertical : Qt::Horizontal;
    if (m_sideSplitter->orientation() != orientation) {
        m_sideSplitter->setOrientation(orientation);
        const int whole = narrow ? height() : width();
        m_sideSplitter->setSizes({whole * 2 / 3, whole / 3});
    }
    const bool room = !narrow || height() >= ShortHeight || m_inspectorForced;
    const bool shown = m_inspectorWanted && room;
    m_inspector->setVisible(shown);
    if (std::exchange(m_inspectorShown, shown) != shown)
        Q_EMIT changed();
}

bool SessionPage::isInspectorShown() const
{
    return m_inspectorShown;
}

void SessionPage::setInspectorWanted(bool wanted)
{
    m_inspectorWanted = wanted;
    m_inspectorForced = wanted;
    adaptToSize();
}
