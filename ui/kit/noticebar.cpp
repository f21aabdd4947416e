// SPDX-License-Identifier: MIT
#include "ui/kit/noticebar.h"

#include "ui/kit/flatcontrols.h"
#include "ui/kit/inlinebar.h"
#include "ui/kit/labels.h"
#include "ui/kit/statusshape.h"
#include "ui/kit/theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr int MostRawLines = 12;

NoticeBar::NoticeBar(QWidget *parent)
    : NoticeBar(Tone::Problem, parent)
{}

NoticeBar::NoticeBar(Tone tone, QWidget *parent)
    : QFrame(parent)
    , m_tone(tone)
    , m_shape(plainLabel({}, this))
    , m_sentence(plainLabel({}, this))
    , m_raw(new QPlainTextEdit(this))
    , m_buttons(new QWidget(this))
    , m_details(new QPushButton(tr("Detai&ls"), m_buttons))
    , m_action(new QPushButton(m_buttons))
    , m_second(new QPushButton(m_buttons))
    , m_dismiss(flatButton(u"noticeDismiss"_s, u"✕"_s, tr("Dismiss"), this))
    , m_layout(new QGridLayout(this))
{
    setObjectName(u"noticeBar"_s);
    setAccessibleName(tr("Notice"));
    m_shape->setVisible(tone == Tone::Problem);
    constexpr auto selectable = Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard;
    m_sentence->setWordWrap(true);
    m_sentence->setTextInteractionFlags(selectable);
    m_sentence->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_sentence->setObjectName(u"noticeText"_s);
    m_raw->setObjectName(u"noticeRaw"_s);
    m_raw->setAccessibleName(tr("Details"));
    m_raw->setReadOnly(true);
    m_raw->setTextInteractionFlags(selectable);
    m_raw->setTabChangesFocus(true);
    m_raw->setFont(Theme::monospace());
    m_raw->setFrameShape(QFrame::NoFrame);
    m_raw->viewport()->setAutoFillBackground(false);
    m_raw->document()->setDocumentMargin(0);
    m_raw->hide();
    m_details->setObjectName(u"noticeDetails"_s);
    m_details->setCheckable(true);
    m_action->setObjectName(u"noticeAction"_s);
    m_second->setObjectName(u"noticeSecondAction"_s);

    auto *row = new QHBoxLayout(m_buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::Unit);
    for (QPushButton *button : {m_details, m_second, m_action})
        row->addWidget(button, 0, Qt::AlignVCenter);
    m_layout->setContentsMargins(Theme::Unit, Theme::Unit / 2, Theme::Unit / 2, Theme::Unit / 2);
    m_layout->setHorizontalSpacing(Theme::Unit);
    m_layout->setVerticalSpacing(Theme::Unit / 2);
    m_layout->addWidget(m_shape, 0, 0, Qt::AlignVCenter);
    m_layout->addWidget(m_sentence, 0, 1);
    m_layout->addWidget(m_dismiss, 0, 3, Qt::AlignTop);
    m_layout->addWidget(m_raw, 2, 1, 1, 2);
    m_layout->setColumnStretch(1, 1);
    arrange();

    connect(m_details, &QPushButton::toggled, this, [this](bool on) {
        m_raw->setVisible(on);
        fitRaw();
    });
    connect(m_action, &QPushButton::clicked, this, &NoticeBar::actionTriggered);
    connect(m_second, &QPushButton::clicked, this, &NoticeBar::secondTriggered);
    connect(m_dismiss, &QToolButton::clicked, this, &NoticeBar::dismissRequested);
    new FocusReturn(this);
    applyColours();
    hide();
}

void NoticeBar::showNotice(const QString &sentence, const QString &raw, const QString &action,
                           const QString &second)
{
    m_sentence->setText(wrappable(sentence));
    m_raw->setPlainText(wrappable(raw));
    fitRaw();
    m_details->setChecked(false);
    m_details->setVisible(!raw.isEmpty());
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_second->setText(second);
    m_second->setVisible(!second.isEmpty());
    setAccessibleDescription(m_sentence->text());
    arrange();
    show();
}

// Beside the sentence, or below it where the buttons would leave it less than half of the width.
void NoticeBar::arrange()
{
    const bool below = m_buttons->sizeHint().width() > width() / 2;
    m_layout->addWidget(m_buttons, below ? 1 : 0, below ? 1 : 2,
                        below ? Qt::AlignLeft : Qt::AlignRight | Qt::AlignVCenter);
}

// As high as its text, up to some lines; where there is no room for them it is scrolled.
void NoticeBar::fitRaw()
{
    const int line = m_raw->fontMetrics().lineSpacing();
    const int lines = std::clamp(int(m_raw->document()->size().height()), 1, MostRawLines);
    m_raw->setMaximumHeight(lines * line);
    m_raw->setMinimumHeight(std::min(lines, 2) * line);
}

void NoticeBar::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    arrange();
    fitRaw();
}

void NoticeBar::dismiss()
{
    hide();
}

QString NoticeBar::sentence() const
{
    return m_sentence->text();
}

void NoticeBar::applyColours()
{
    const int side = fontMetrics().height();
    m_shape->setPixmap(
            statusIcon(StatusShape::Failed, palette()).pixmap(QSize(side, side), devicePixelRatioF()));
}

void NoticeBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        applyColours();
    QFrame::changeEvent(event);
}

void NoticeBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QPalette &colours = palette();
    painter.fillRect(rect(), m_tone == Tone::Quiet ? Theme::quietBackground(colours)
                                                   : Theme::mixed(Theme::bad(colours),
                                                                  colours.color(QPalette::Base), 0.10));
    painter.fillRect(0, height() - 1, width(), 1, Theme::hairline(colours));
    painter.fillRect(0, 0, width(), 1, Theme::hairline(colours));
}
