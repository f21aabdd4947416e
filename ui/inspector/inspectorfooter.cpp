// SPDX-License-Identifier: MIT
#include "ui/inspector/inspectorfooter.h"

#include "ui/kit/flatcontrols.h"
#include "ui/kit/labels.h"
#include "ui/kit/theme.h"
#include "worker.h"

#include <QBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>

using namespace Qt::StringLiterals;

// What is done sooner than the second look shows no bar.
static constexpr int LookMs = 80;
// The longest there is of what says which entry it is.
static constexpr int InfoCharacters = 62;
static constexpr int PathCharacters = 24;

InspectorFooter::InspectorFooter(const Worker *worker, QWidget *parent)
    : QWidget(parent)
    , m_worker(worker)
    , m_timer(new QTimer(this))
    , m_note(new ToneLabel(u"inspectorNote"_s, ToneLabel::Tone::Quiet, this))
    , m_more(new QPushButton(tr("Show &more"), this))
    , m_read(new QPushButton(tr("Read &It"), this))
    , m_progress(new QProgressBar(this))
    , m_cancel(flatButton(u"inspectorCancel"_s, tr("Cancel"), tr("Cancel reading the message"), this))
    , m_path(new ElidedLabel(this))
    , m_info(new ElidedLabel(this))
{
    m_note->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_more->setObjectName(u"inspectorMore"_s);
    m_more->setAccessibleName(tr("Show more of the payload"));
    connect(m_more, &QPushButton::clicked, this, &InspectorFooter::moreRequested);
    m_read->setObjectName(u"inspectorRead"_s);
    m_read->setAccessibleName(tr("Read all of the message"));
    m_read->hide();
    connect(m_read, &QPushButton::clicked, this, &InspectorFooter::readRequested);
    m_progress->setObjectName(u"inspectorProgress"_s);
    m_progress->setAccessibleName(tr("Reading the message"));
    m_progress->setRange(0, 100);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(Theme::Unit);
    connect(m_cancel, &QToolButton::clicked, this, &InspectorFooter::cancelRequested);
    m_path->setObjectName(u"inspectorPath"_s);
    m_path->setAccessibleName(tr("Path of the value under the cursor"));
    m_info->setObjectName(u"inspectorInfo"_s);

    auto *noteRow = new QHBoxLayout;
    noteRow->setSpacing(Theme::Unit);
    noteRow->addWidget(m_note, 1);
    noteRow->addWidget(m_read);
    noteRow->addWidget(m_more);
    auto *progressRow = new QHBoxLayout;
    progressRow->setSpacing(Theme::Unit);
    progressRow->addWidget(m_progress, 1);
    progressRow->addWidget(m_cancel);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::Unit, Theme::Unit, Theme::Unit, Theme::Unit);
    layout->setSpacing(Theme::Unit / 2);
    layout->addLayout(progressRow);
    layout->addLayout(noteRow);
    m_lines = new QBoxLayout(QBoxLayout::TopToBottom);
    m_lines->setSpacing(Theme::Unit / 2);
    m_lines->addWidget(m_path, 1);
    m_lines->addWidget(m_info);
    layout->addLayout(m_lines);

    m_timer->setInterval(LookMs);
    connect(m_timer, &QTimer::timeout, this, [this] {
        ++m_ticks;
        refreshProgress();
    });
    setNote({}, false);
    setPath({});
    refreshProgress();
}

void InspectorFooter::setInfo(const QString &info)
{
    m_info->setText(info);
}

void InspectorFooter::setNote(const QString &note, bool more)
{
    m_note->setSentence(note);
    m_more->setVisible(more);
}

void InspectorFooter::setReadingOffered(bool offered)
{
    m_read->setVisible(offered);
}

void InspectorFooter::setPath(const QString &path)
{
    m_path->setText(path);
    m_path->setVisible(!path.isEmpty());
}

void InspectorFooter::refreshProgress()
{
    const bool isRunning = m_worker->isRunning();
    if (!isRunning) {
        m_timer->stop();
        m_ticks = 0;
    } else if (!m_timer->isActive()) {
        m_timer->start();
    }
    const bool isShown = isRunning && m_ticks > 1;
    m_progress->setValue(m_worker->percent());
    m_progress->setVisible(isShown);
    m_cancel->setVisible(isShown);
    m_more->setEnabled(!isRunning);
}

// Beside each other where the window is wide, and then mostly low. Else what says which entry it is has room
// for two lines, so that nothing moves from one to the next.
void InspectorFooter::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const int character = fontMetrics().averageCharWidth();
    const int info = InfoCharacters * character;
    const bool fits = width() > info + PathCharacters * character;
    m_lines->setDirection(fits ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_info->setMinimumWidth(fits ? info : 0);
    m_info->setLines(fits ? 1 : 2);
}
