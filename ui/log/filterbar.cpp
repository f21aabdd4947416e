// SPDX-License-Identifier: MIT
#include "ui/log/filterbar.h"

#include "format/text/numbers.h"
#include "settings/settings.h"
#include "ui/kit/labels.h"
#include "ui/kit/theme.h"
#include "ui/log/filteredit.h"
#include "ui/log/filtermenu.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QTextDocument>
#include <QToolButton>

#include <algorithm>
#include <cmath>
#include <utility>

using namespace Qt::StringLiterals;

static constexpr int DebounceMs = 80;
// What stands that long was meant, and is worth keeping.
static constexpr int SettledMs = 2000;
// Of the field, in characters.
static constexpr int ComfortableWidth = 36;
static constexpr int LeastWidth = 14;
static constexpr int ProgressHeight = 2;
static constexpr auto LargestCount = "8,888,888"_L1;

/// How many of how many, and how much of the log is searched; -1 if all is.
static QString countText(const QString &hits, const QString &total, int percent)
{
    return percent < 0 ? FilterBar::tr("%1 of %2").arg(hits, total)
                       : FilterBar::tr("%1 of %2 · %3 %").arg(hits, total, QString::number(percent));
}

FilterBar::FilterBar(Settings *settings, QWidget *parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_mode(FilterMode(settings->filterMode()))
    , m_edit(new FilterEdit(this))
    , m_controls(buildControls())
    , m_count(plainLabel({}, this))
    , m_menuButton(new QToolButton(this))
    , m_menu(new FilterMenu(settings, this))
    , m_problemLine(new ToneLabel(u"filterProblem"_s, ToneLabel::Tone::Problem, this))
{
    setObjectName(u"filterBar"_s);
    m_count->setObjectName(u"filterCount"_s);
    m_count->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_count->hide();
    // It neither pushes the field nor leaves it a gap.
    m_count->setMinimumWidth(fontMetrics().horizontalAdvance(countText(LargestCount, LargestCount, 88)));
    QSizePolicy policy = m_count->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    m_count->setSizePolicy(policy);
    Theme::colourText(m_count, Theme::mutedText);
    m_problemLine->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_problemLine->setContentsMargins(Theme::Unit, Theme::Unit / 2, Theme::Unit, Theme::Unit / 2);
    m_debounce.setSingleShot(true);
    m_debounce.setInterval(DebounceMs);
    m_settled.setSingleShot(true);
    m_settled.setInterval(SettledMs);
    connect(&m_debounce, &QTimer::timeout, this, &FilterBar::evaluate);
    connect(&m_settled, &QTimer::timeout, this, &FilterBar::keepRecent);
    buildMenu();
    buildLayout();
    connectField();
    colourToggles();
    showCounts();
}

QWidget *FilterBar::buildControls()
{
    auto *controls = new QWidget(this);
    auto *layout = new QHBoxLayout(controls);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::Unit / 2);
    addToggle(layout, FilterToggle::In, u"filterIn"_s, tr("↓ In"), tr("Received (dir:in)"));
    addToggle(layout, FilterToggle::Out, u"filterOut"_s, tr("↑ Out"), tr("Sent (dir:out)"));
    addToggle(layout, FilterToggle::Control, u"filterControl"_s, tr("Control"),
              tr("Pings and pongs (type:ping,pong)"));
    addToggle(layout, FilterToggle::Errors, u"filterErrors"_s, tr("Errors"),
              tr("Closes and errors (type:close,error)"));
    layout->addSpacing(Theme::Unit / 2);
    m_modeBox = new QComboBox(controls);
    m_modeBox->setObjectName(u"filterMode"_s);
    m_modeBox->setAccessibleName(tr("What to do with matches"));
    m_modeBox->addItem(tr("Show only"), QVariant::fromValue(FilterMode::ShowOnly));
    m_modeBox->addItem(tr("Highlight"), QVariant::fromValue(FilterMode::Highlight));
    m_modeBox->setToolTip(tr("Show nothing but matches, or everything and go from match to match"));
    m_modeBox->setCurrentIndex(m_modeBox->findData(QVariant::fromValue(m_mode)));
    layout->addWidget(m_modeBox);
    layout->addSpacing(Theme::Unit / 2);
    m_previous = addButton(layout, u"previousHit"_s, u"↑"_s, tr("Previous match"),
                           tr("Previous match (Shift+F3)"));
    m_next = addButton(layout, u"nextHit"_s, u"↓"_s, tr("Next match"), tr("Next match (F3)"));
    connect(m_modeBox, &QComboBox::activated, this, [this](int index) {
        setMode(m_modeBox->itemData(index).value<FilterMode>());
        m_settings->setFilterMode(int(m_mode));
    });
    connect(m_previous, &QToolButton::clicked, this, &FilterBar::previousRequested);
    connect(m_next, &QToolButton::clicked, this, &FilterBar::nextRequested);
    return controls;
}

QToolButton *FilterBar::addButton(QHBoxLayout *layout, const QString &name, const QString &text,
                                  const QString &title, const QString &toolTip)
{
    auto *button = new QToolButton(layout->parentWidget());
    button->setObjectName(name);
    button->setText(text);
    button->setAccessibleName(title);
    button->setToolTip(Qt::convertFromPlainText(toolTip));
    button->setFocusPolicy(Qt::StrongFocus);
    button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    layout->addWidget(button);
    return button;
}

void FilterBar::addToggle(QHBoxLayout *layout, FilterToggle toggle, const QString &name, const QString &text,
                          const QString &toolTip)
{
    QToolButton *button = addButton(layout, name, text, toolTip, toolTip);
    button->setCheckable(true);
    connect(button, &QToolButton::clicked, this, [this, toggle](bool on) { applyToggle(toggle, on); });
    m_toggles.append({toggle, button});
}

void FilterBar::buildMenu()
{
    m_menuButton->setObjectName(u"filterMenu"_s);
    m_menuButton->setText(u"★"_s);
    m_menuButton->setAccessibleName(tr("Saved and recent filters"));
    m_menuButton->setToolTip(tr("Saved and recent filters"));
    m_menuButton->setPopupMode(QToolButton::InstantPopup);
    m_menuButton->setFocusPolicy(Qt::StrongFocus);
    m_menuButton->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    m_menuButton->setMenu(m_menu);
    connect(m_menu, &QMenu::aboutToShow, this, &FilterBar::evaluate);
    connect(m_menu, &FilterMenu::chosen, this, [this](const QString &text) {
        m_edit->replaceText(text);
        evaluateAndKeep();
    });
    connect(m_menu, &FilterMenu::clearRequested, this, [this] { setText({}); });
}

void FilterBar::buildLayout()
{
    m_row = new QHBoxLayout;
    m_row->setSpacing(Theme::Unit);
    m_row->addWidget(m_edit, 1);
    m_row->addWidget(m_controls);
    m_row->addWidget(m_count);
    m_row->addWidget(m_menuButton);
    m_secondRow = new QHBoxLayout;
    m_secondRow->setSpacing(Theme::Unit);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::Unit, Theme::Unit / 2, Theme::Unit, Theme::Unit);
    layout->setSpacing(Theme::Unit / 2);
    layout->addLayout(m_row);
    layout->addLayout(m_secondRow);
    layout->addWidget(m_problemLine);
}

void FilterBar::connectField()
{
    connect(m_edit, &QLineEdit::textChanged, this, &FilterBar::textChanged);
    connect(m_edit, &QLineEdit::returnPressed, this, &FilterBar::evaluateAndKeep);
    connect(m_edit, &FilterEdit::completed, this, &FilterBar::evaluate);
    connect(m_edit, &FilterEdit::leaveRequested, this, &FilterBar::leaveRequested);
    connect(m_edit, &FilterEdit::pathsWanted, this, &FilterBar::pathsWanted);
}

QWidget *FilterBar::problemLine() const
{
    return m_problemLine;
}

QString FilterBar::text() const
{
    return m_edit->text();
}

void FilterBar::setText(const QString &text)
{
    m_edit->replaceText(text);
    evaluate();
}

void FilterBar::setTextInPassing(const QString &text)
{
    setText(text);
    m_settled.stop();
}

void FilterBar::focusField()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void FilterBar::setMode(FilterMode mode)
{
    if (std::exchange(m_mode, mode) == mode)
        return;
    m_modeBox->setCurrentIndex(m_modeBox->findData(QVariant::fromValue(mode)));
    Q_EMIT modeChanged(mode);
}

void FilterBar::setPaths(const QStringList &paths)
{
    m_edit->setPaths(paths);
}

void FilterBar::textChanged()
{
    m_settled.stop();
    showToggles();
    // Nobody waits for more when there is nothing.
    if (text().trimmed().isEmpty())
        evaluate();
    else
        m_debounce.start();
}

void FilterBar::applyToggle(FilterToggle toggle, bool on)
{
    FilterToggles toggles = togglesOf(text());
    toggles.setFlag(toggle, on);
    setText(withToggles(text(), toggles));
    // Also where the text cannot say it.
    showToggles();
}

void FilterBar::showToggles()
{
    const FilterToggles toggles = togglesOf(text());
    for (const auto &[toggle, button] : std::as_const(m_toggles))
        button->setChecked(toggles.testFlag(toggle));
    colourToggles();
}

// On dark palettes some styles hardly show a button that is down.
void FilterBar::colourToggles()
{
    const QColor off = palette().color(QPalette::Button);
    const QColor on = Theme::mixed(palette().color(QPalette::Highlight), off, 0.3);
    for (const auto &[toggle, button] : std::as_const(m_toggles)) {
        QPalette colours;
        if (button->isChecked())
            colours.setColor(QPalette::Button, on);
        button->setPalette(colours);
    }
}

void FilterBar::evaluate()
{
    m_debounce.stop();
    const FilterQuery query = FilterQuery::parse(text());
    m_problem = query.problem();
    m_edit->setProblem(m_problem);
    m_menu->setPresent(query.isValid() ? text().trimmed() : QString());
    const bool isStopped = query == m_stopped;
    if (query.isValid() && !isStopped) {
        m_stopped.reset();
        m_scanProblem.clear();
    }
    showProblem();
    if (!query.isValid() || isStopped || query == m_query)
        return;
    m_query = query;
    // Counts of the filter before stay for the moment until the first of this one: a row that jumps is worse.
    m_hasCounts = m_hasCounts && !m_query.isEmpty();
    showCounts();
    m_settled.start();
    Q_EMIT queryChanged(m_query);
}

void FilterBar::evaluateAndKeep()
{
    m_stopped.reset();
    evaluate();
    keepRecent();
}

void FilterBar::keepRecent()
{
    m_settled.stop();
    if (m_problem.sentence.isEmpty() && !m_isPrivate)
        m_settings->addRecentFilter(text().trimmed());
}

void FilterBar::setCounts(quint64 hits, quint64 total, double progress, quint64 hidden)
{
    m_hits = hits;
    m_total = total;
    m_hidden = hidden;
    m_progress = progress;
    m_hasCounts = true;
    showCounts();
}

void FilterBar::setScanProblem(const QString &sentence)
{
    m_scanProblem = sentence;
    showProblem();
    if (sentence.isEmpty())
        return;
    m_stopped = std::exchange(m_query, {});
    m_hasCounts = false;
    m_progress = -1;
    showCounts();
}

void FilterBar::showCounts()
{
    const bool isFiltering = !m_query.isEmpty();
    m_previous->setEnabled(isFiltering);
    m_next->setEnabled(isFiltering);
    QString shown;
    if (isFiltering && m_hasCounts) {
        const int percent = int(std::floor(std::min(m_progress, 1.0) * 100));
        shown = countText(formatCount(m_hits), formatCount(m_total), m_progress >= 0 ? percent : -1);
    }
    const QString more =
            m_hidden == 0
                    ? QString()
                    : tr("%1 pings and pongs are hidden. To see them, turn on Control or add type:ping,pong, "
                         "or show them all in the View menu.")
                              .arg(formatCount(m_hidden));
    m_count->setToolTip(more.isEmpty() ? more : Qt::convertFromPlainText(more, Qt::WhiteSpaceNormal));
    m_count->setAccessibleDescription(more);
    if (shown != m_count->text()) {
        m_count->setText(shown);
        m_count->setVisible(!shown.isEmpty());
        m_count->setAccessibleName(shown.isEmpty() ? shown : tr("Matches: %1").arg(shown));
        adaptToWidth();
    }
    update(0, height() - ProgressHeight, width(), ProgressHeight);
}

void FilterBar::showProblem()
{
    m_problemLine->setSentence(m_problem.sentence.isEmpty() ? m_scanProblem : m_problem.sentence);
}

/// Always with room for large counts: rows that come and go with every filter would move the log.
int FilterBar::widthOfOneRow() const
{
    const int count = std::max(m_count->sizeHint().width(), m_count->minimumWidth());
    return ComfortableWidth * fontMetrics().averageCharWidth() + m_controls->sizeHint().width() + count
           + m_menuButton->sizeHint().width() + 5 * Theme::Unit;
}

void FilterBar::adaptToWidth()
{
    const bool isNarrow = width() < widthOfOneRow();
    if (isNarrow == (m_secondRow->count() > 0))
        return;
    if (isNarrow) {
        m_row->removeWidget(m_controls);
        m_secondRow->addWidget(m_controls);
        m_secondRow->addStretch(1);
    } else {
        m_secondRow->removeWidget(m_controls);
        delete m_secondRow->takeAt(0);
        m_row->insertWidget(1, m_controls);
    }
    updateGeometry();
}

QSize FilterBar::minimumSizeHint() const
{
    // As if there were two rows, or the one row would never be made narrower.
    const int field = LeastWidth * fontMetrics().averageCharWidth() + m_menuButton->sizeHint().width()
                      + std::max(m_count->sizeHint().width(), m_count->minimumWidth()) + Theme::Unit;
    const int width = std::max(field + Theme::Unit, m_controls->sizeHint().width()) + 2 * Theme::Unit;
    return {width, QWidget::minimumSizeHint().height()};
}

void FilterBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    adaptToWidth();
}

void FilterBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        colourToggles();
    QWidget::changeEvent(event);
}

void FilterBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(0, height() - 1, width(), 1, Theme::hairline(palette()));
    if (m_progress >= 0 && m_hasCounts && !m_query.isEmpty()) {
        const int done = int(std::lround(std::min(m_progress, 1.0) * width()));
        painter.fillRect(0, height() - ProgressHeight, done, ProgressHeight, Theme::accent(palette()));
    }
}
