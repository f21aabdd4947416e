// SPDX-License-Identifier: MIT
#include "ui/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPalette>

namespace Theme {

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

QColor mixed(const QColor &top, const QColor &bottom, double share)
{
    const auto channel = [share](float a, float b) { return float(a * share + b * (1.0 - share)); };
    return QColor::fromRgbF(channel(top.redF(), bottom.redF()), channel(top.greenF(), bottom.greenF()),
                            channel(top.blueF(), bottom.blueF()));
}

QColor mutedText(const QPalette &palette)
{
    return mixed(palette.color(QPalette::Text), palette.color(QPalette::Base), 0.66);
}

QColor hairline(const QPalette &palette)
{
    return mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.16);
}

QColor quietBackground(const QPalette &palette)
{
    return mixed(palette.color(QPalette::Text), palette.color(QPalette::Base), 0.05);
}

// Each pair keeps 4.5 to 1 against the usual bases: white and near-black.
static QColor pick(const QPalette &palette, QRgb onLight, QRgb onDark)
{
    return QColor::fromRgb(isDark(palette) ? onDark : onLight);
}

QColor good(const QPalette &palette)
{
    return pick(palette, 0x1a7f37, 0x57c07a);
}

QColor busy(const QPalette &palette)
{
    return pick(palette, 0x9a6700, 0xe3a13c);
}

QColor bad(const QPalette &palette)
{
    return pick(palette, 0xc62828, 0xff7b72);
}

QColor accent(const QPalette &palette)
{
    const QColor highlight = palette.color(QPalette::Highlight);
    return isDark(palette) ? mixed(highlight, palette.color(QPalette::Text), 0.65) : highlight;
}

void keepPlaceholdersReadable()
{
    const QPalette current = QApplication::palette();
    const QColor wanted = mutedText(current);
    if (current.color(QPalette::PlaceholderText) == wanted)
        return;
    QPalette placeholder;
    placeholder.setColor(QPalette::PlaceholderText, wanted);
    QApplication::setPalette(placeholder);
}

QFont monospace()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(QApplication::font().pointSizeF());
    return font;
}

} // namespace Theme
