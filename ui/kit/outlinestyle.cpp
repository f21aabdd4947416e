// SPDX-License-Identifier: MIT
#include "ui/kit/outlinestyle.h"

#include "ui/kit/theme.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QPainter>
#include <QStyleOption>

using namespace Qt::StringLiterals;

static const QString &fusionName()
{
    static const QString name = u"fusion"_s;
    return name;
}

OutlineStyle::OutlineStyle()
    : QProxyStyle(fusionName())
{}

void OutlineStyle::replaceFusion()
{
    if (QApplication::style()->name().compare(fusionName(), Qt::CaseInsensitive) == 0)
        QApplication::setStyle(new OutlineStyle);
}

// Shares of the text's colour. What is to be clicked needs a contrast of 3 to 1 (WCAG 2.1, 1.4.11).
static constexpr double ControlShare = 0.5;
static constexpr double FieldShare = 0.2;

static void drawOutline(const QStyleOption *option, QPainter *painter, double share, double radius)
{
    const QPalette &palette = option->palette;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, radius > 0);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(
            Theme::mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window), share));
    const QRectF edge = QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5);
    painter->drawRoundedRect(edge, radius, radius);
    painter->restore();
}

void OutlineStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                 const QWidget *widget) const
{
    const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
    const auto *focus = qstyleoption_cast<const QStyleOptionFocusRect *>(option);
    // The palettes of fields and lists have the colour of what is selected there, which is too faint for a
    // ring.
    const QBrush highlight = QApplication::palette().brush(QPalette::Highlight);
    if (element == PE_FrameLineEdit && frame) {
        QStyleOptionFrame ring = *frame;
        ring.palette.setBrush(QPalette::Highlight, highlight);
        QProxyStyle::drawPrimitive(element, &ring, painter, widget);
    } else if (element == PE_FrameFocusRect && focus) {
        QStyleOptionFocusRect ring = *focus;
        ring.palette.setBrush(QPalette::Highlight, highlight);
        QProxyStyle::drawPrimitive(element, &ring, painter, widget);
    } else {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
    if (!Theme::isDark(option->palette))
        return;
    const bool hasFocus = option->state & State_HasFocus;
    if (element == PE_IndicatorCheckBox)
        drawOutline(option, painter, ControlShare, 0);
    else if (element == PE_IndicatorRadioButton)
        drawOutline(option, painter, ControlShare, option->rect.width() / 2.0);
    else if (element == PE_FrameLineEdit && !hasFocus)
        drawOutline(option, painter, FieldShare, 2);
    else if (element == PE_Frame && !hasFocus && qobject_cast<const QAbstractScrollArea *>(widget))
        drawOutline(option, painter, FieldShare, 0);
}

void OutlineStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                                      QPainter *painter, const QWidget *widget) const
{
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    if (control == CC_SpinBox && !(option->state & State_HasFocus) && Theme::isDark(option->palette))
        drawOutline(option, painter, FieldShare, 2);
}
