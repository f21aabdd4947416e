// SPDX-License-Identifier: MIT
#pragma once

#include <QProxyStyle>

/// Fusion with edges that can be seen on dark palettes: its own are darker than the window, so that an empty
/// check box or field is black on black. Light palettes are left alone.
class OutlineStyle : public QProxyStyle
{
    Q_OBJECT

public:
    OutlineStyle();

    /// Puts it in place of Fusion if that is the application's style; any other is left to itself.
    static void replaceFusion();

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget) const override;
};
