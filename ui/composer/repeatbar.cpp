// SPDX-License-Identifier: MIT
#include "ui/composer/repeatbar.h"

#include "ui/kit/decimalbox.h"
#include "ui/kit/flatcontrols.h"
#include "ui/kit/labels.h"
#include "ui/kit/theme.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>

#include <chrono>

using namespace Qt::StringLiterals;
using Seconds = std::chrono::duration<double>;

RepeatBar::RepeatBar(QWidget *parent)
    : InlineBar(u"repeatBar"_s, parent)
    , m_interval(new DecimalBox(u"repeatInterval"_s, Seconds(Repetition::Shortest).count(),
                                Seconds(Repetition::Longest).count(), tr(" s"), this))
    , m_times(new QSpinBox(this))
    , m_unlessSent(new QCheckBox(tr("only if nothing was sent mean&while"), this))
    , m_afterReconnect(new QCheckBox(tr("&also after a reconnect"), this))
    , m_start(new QPushButton(tr("&Repeat"), this))
    , m_stop(new QPushButton(tr("S&top"), this))
    , m_endHeartbeat(new QPushButton(tr("End &Heartbeat"), this))
{
    setAccessibleName(tr("Repeat what is written"));
    const Repetition usual;
    QLabel *title = plainLabel(tr("Send what is written every"), this);
    title->setBuddy(m_interval);
    m_interval->setAccessibleName(tr("Seconds from one to the next"));
    m_interval->setValue(Seconds(usual.interval).count());
    m_times->setObjectName(u"repeatTimes"_s);
    m_times->setAccessibleName(tr("How many times"));
    m_times->setRange(0, Repetition::MaxTimes);
    m_times->setSpecialValueText(tr("until stopped"));
    m_times->setSuffix(tr(" times"));
    m_unlessSent->setObjectName(u"repeatUnlessSent"_s);
    m_afterReconnect->setObjectName(u"repeatAfterReconnect"_s);
    m_afterReconnect->setChecked(usual.afterReconnect);
    m_start->setObjectName(u"repeatStart"_s);
    m_start->setToolTip(tr("Send it now, and again and again (Enter)"));
    m_stop->setObjectName(u"repeatStop"_s);
    m_stop->setToolTip(tr("Send it no more"));
    m_endHeartbeat->setObjectName(u"heartbeatEnd"_s);
    m_endHeartbeat->setToolTip(tr("Send the heartbeat message of the settings no more over this connection"));
    QToolButton *close = flatButton(u"repeatCancel"_s, u"✕"_s, tr("Change nothing (Esc)"), this);

    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(Theme::Unit, Theme::Unit / 2, Theme::Unit, Theme::Unit / 2);
    layout->setSpacing(Theme::Unit);
    int column = 0;
    for (QWidget *part : std::initializer_list<QWidget *>{title, m_interval, m_times})
        layout->addWidget(part, 0, column++);
    layout->setColumnStretch(column++, 1);
    for (QWidget *part : std::initializer_list<QWidget *>{m_stop, m_start, close})
        layout->addWidget(part, 0, column++);
    auto *choices = new QHBoxLayout;
    choices->setSpacing(2 * Theme::Unit);
    choices->addWidget(m_unlessSent);
    choices->addWidget(m_afterReconnect);
    choices->addStretch();
    layout->addLayout(choices, 1, 0, 1, column);
    layout->addWidget(m_endHeartbeat, 2, 0, 1, column, Qt::AlignLeft);

    connect(m_start, &QPushButton::clicked, this, &RepeatBar::begin);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        dismiss();
        Q_EMIT stopRequested();
    });
    connect(m_endHeartbeat, &QPushButton::clicked, this, [this] {
        dismiss();
        Q_EMIT heartbeatEndRequested();
    });
    connect(close, &QToolButton::clicked, this, &RepeatBar::dismiss);
    setRepeating(false);
    setHeartbeat(false);
}

void RepeatBar::open()
{
    // Whoever has no heartbeat message does not see it, and it does not come and go while one reads.
    m_endHeartbeat->setVisible(m_endHeartbeat->isEnabled());
    show();
    m_interval->setFocus(Qt::ShortcutFocusReason);
    m_interval->selectAll();
}

void RepeatBar::setRepeating(bool repeating)
{
    m_stop->setEnabled(repeating);
}

void RepeatBar::setHeartbeat(bool active)
{
    m_endHeartbeat->setEnabled(active);
}

void RepeatBar::begin()
{
    m_interval->interpretText();
    m_times->interpretText();
    dismiss();
    Q_EMIT startRequested(
            {std::chrono::duration_cast<std::chrono::milliseconds>(Seconds(m_interval->value())),
             m_times->value(), m_unlessSent->isChecked(), m_afterReconnect->isChecked()});
}

void RepeatBar::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const bool isAsked = m_interval->hasFocus() || m_times->hasFocus() || m_unlessSent->hasFocus()
                         || m_afterReconnect->hasFocus() || m_start->hasFocus();
    if (isEnter && isAsked)
        begin();
    else
        InlineBar::keyPressEvent(event);
}
