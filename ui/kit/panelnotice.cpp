// SPDX-License-Identifier: MIT
#include "ui/kit/panelnotice.h"

#include "ui/kit/flatcontrols.h"
#include "ui/kit/inlinebar.h"
#include "ui/kit/labels.h"
#include "ui/kit/theme.h"

#include <QAccessible>
#include <QBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QRegularExpression>
#include <QToolButton>

#include <utility>

using namespace Qt::StringLiterals;

PanelNotice::PanelNotice(QWidget *parent)
    : QFrame(parent)
    , m_label(plainLabel({}, this))
    , m_button(flatButton(u"panelNoticeAction"_s, {}, {}, this))
{
    setObjectName(u"panelNotice"_s);
    m_label->setObjectName(u"panelNoticeText"_s);
    m_label->setWordWrap(true);
    m_button->hide();
    m_label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    QToolButton *close = flatButton(u"panelNoticeDismiss"_s, u"×"_s, tr("Dismiss"), this);

    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_button);
    buttons->addStretch();
    buttons->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::Unit, Theme::Unit, Theme::Unit, Theme::Unit / 2);
    layout->setSpacing(Theme::Unit / 2);
    layout->addWidget(m_label);
    layout->addLayout(buttons);
    connect(m_button, &QToolButton::clicked, this, [this] {
        const std::function<void()> action = m_action;
        dismiss();
        if (action)
            action();
    });
    connect(close, &QToolButton::clicked, this, &PanelNotice::dismiss);
    new FocusReturn(this);
    hide();
}

// A place in a file, "connections[0].profile.tls.minimumVersion", say, must not make the panel wider.
static QString withBreaks(const QString &sentence)
{
    constexpr qsizetype LongWord = 24;
    static const QRegularExpression stop(u"([./\\\\])(?=.)"_s);
    QStringList words = sentence.split(u' ');
    for (QString &word : words) {
        if (word.size() > LongWord)
            word.replace(stop, u"\\1\u200b"_s);
    }
    return words.join(u' ');
}

void PanelNotice::say(const QString &sentence, const QString &actionText, const std::function<void()> &action)
{
    m_label->setText(withBreaks(wrappable(sentence)));
    m_label->setAccessibleName(sentence);
    m_button->setText(actionText);
    m_button->setAccessibleName(actionText);
    m_button->setToolTip({});
    m_button->setVisible(!actionText.isEmpty());
    m_action = action;
    show();
    QAccessibleEvent alert(m_label, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

QString PanelNotice::sentence() const
{
    return isHidden() ? QString() : m_label->accessibleName();
}

void PanelNotice::dismiss()
{
    m_action = nullptr;
    hide();
}

void PanelNotice::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), Theme::quietBackground(palette()));
}
