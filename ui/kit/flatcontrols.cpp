// SPDX-License-Identifier: MIT
#include "ui/kit/flatcontrols.h"

#include "ui/kit/theme.h"

#include <QPainter>
#include <QStyle>
#include <QStyleOptionFocusRect>
#include <QToolButton>

QToolButton *flatButton(const QString &objectName, const QString &text, const QString &name, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setObjectName(objectName);
    button->setText(text);
    button->setAccessibleName(name);
    button->setToolTip(name);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

static constexpr int UnderlineHeight = 2;

FlatTabBar::FlatTabBar(QWidget *parent)
    : QTabBar(parent)
{
    setDocumentMode(true);
    setExpanding(false);
    setDrawBase(false);
    setUsesScrollButtons(false);
}

static QFont boldOf(QFont font)
{
    font.setBold(true);
    return font;
}

// As wide as in bold, so that nothing moves when another tab is chosen.
QSize FlatTabBar::tabSizeHint(int index) const
{
    const QFontMetrics metrics(boldOf(font()));
    return {metrics.size(Qt::TextShowMnemonic, tabText(index)).width() + 2 * Theme::Unit,
            metrics.height() + 2 * Theme::Unit};
}

QSize FlatTabBar::minimumTabSizeHint(int index) const
{
    return tabSizeHint(index);
}

void FlatTabBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    int flags = Qt::AlignCenter | Qt::TextShowMnemonic;
    if (!style()->styleHint(QStyle::SH_UnderlineShortcut, nullptr, this))
        flags |= Qt::TextHideMnemonic;
    for (int i = 0; i < count(); ++i) {
        if (!isTabVisible(i))
            continue;
        const QRect tab = tabRect(i);
        const bool current = i == currentIndex();
        painter.setFont(current ? boldOf(font()) : font());
        painter.setPen(current ? palette().color(QPalette::WindowText) : Theme::mutedText(palette()));
        painter.drawText(tab, flags, tabText(i));
        if (current) {
            const QRect text = tab.adjusted(Theme::Unit, 0, -Theme::Unit, 0);
            painter.fillRect(text.left(), tab.bottom() + 1 - UnderlineHeight, text.width(), UnderlineHeight,
                             Theme::accent(palette()));
        }
        if (current && hasFocus()) {
            QStyleOptionFocusRect option;
            option.initFrom(this);
            option.rect = tab.adjusted(2, 2, -2, -2 - UnderlineHeight);
            style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
        }
    }
}
