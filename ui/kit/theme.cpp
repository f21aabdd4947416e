// SPDX-License-Identifier: MIT
#include "ui/kit/theme.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QPalette>
#include <QWidget>

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace {

/// Belongs to the widget whose text it colours.
class TextColour final : public QObject
{
public:
    explicit TextColour(QWidget *widget)
        : QObject(widget)
        , m_widget(widget)
    {
        widget->installEventFilter(this);
    }

    void set(QColor (*colour)(const QPalette &))
    {
        m_colour = colour;
        apply();
    }

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::PaletteChange)
            apply();
        return QObject::eventFilter(watched, event);
    }

private:
    void apply()
    {
        // From the parent's palette: the widget's own already has the colour in it.
        const QWidget *parent = m_widget->parentWidget();
        const QColor wanted = m_colour(parent ? parent->palette() : QApplication::palette());
        if (m_widget->palette().color(QPalette::WindowText) == wanted)
            return;
        QPalette colours;
        colours.setColor(QPalette::WindowText, wanted);
        m_widget->setPalette(colours);
    }

    QWidget *const m_widget;
    QColor (*m_colour)(const QPalette &) = nullptr;
};

} // namespace

namespace Theme {

// What WCAG 2.1 asks of text.
static constexpr double ReadableContrast = 4.5;

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

static double luminance(const QColor &color)
{
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrastRatio(const QColor &one, const QColor &other)
{
    const auto [dark, light] = std::minmax({luminance(one), luminance(other)});
    return (light + 0.05) / (dark + 0.05);
}

QColor readable(const QColor &color, const QPalette &palette)
{
    const QColor base = palette.color(QPalette::Base);
    const QColor text = palette.color(QPalette::Text);
    for (const double share : {1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2}) {
        const QColor candidate = mixed(color, text, share);
        if (contrastRatio(candidate, base) >= ReadableContrast)
            return candidate;
    }
    return text;
}

QColor mutedText(const QPalette &palette)
{
    const QColor muted = mixed(palette.color(QPalette::Text), palette.color(QPalette::Base), 0.66);
    return readable(muted, palette);
}

QColor hairline(const QPalette &palette)
{
    return mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.16);
}

QColor quietBackground(const QPalette &palette)
{
    return mixed(palette.color(QPalette::Text), palette.color(QPalette::Base), 0.05);
}

static QColor pick(const QPalette &palette, QRgb onLight, QRgb onDark)
{
    return readable(QColor::fromRgb(isDark(palette) ? onDark : onLight), palette);
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

// Of the application: what is selected in a list has another in the list's palette.
static QColor highlight()
{
    return QApplication::palette().color(QPalette::Active, QPalette::Highlight);
}

QColor accent(const QPalette &palette)
{
    return readable(highlight(), palette);
}

// The first share of `top` with which text is readable, as more of it is not on high contrast.
static QColor behindText(const QColor &top, const QPalette &palette, std::initializer_list<double> shares)
{
    const QColor base = palette.color(QPalette::Base);
    for (const double share : shares) {
        const QColor candidate = mixed(top, base, share);
        if (contrastRatio(candidate, palette.color(QPalette::Text)) >= ReadableContrast)
            return candidate;
    }
    return base;
}

QColor selection(const QPalette &palette)
{
    return behindText(highlight(), palette, {0.28, 0.2, 0.12});
}

QColor hitMark(const QPalette &palette)
{
    return pick(palette, 0xb07800, 0xe3a13c);
}

QColor hitBackground(const QPalette &palette)
{
    const QColor amber = isDark(palette) ? QColor(0x8a, 0x5a, 0x00) : QColor(0xff, 0xd5, 0x6b);
    return behindText(amber, palette, {1.0, 0.8, 0.6, 0.4});
}

void colourText(QWidget *widget, QColor (*colour)(const QPalette &))
{
    const QObjectList &children = widget->children();
    const auto known = std::find_if(children.begin(), children.end(),
                                    [](QObject *child) { return dynamic_cast<TextColour *>(child); });
    auto *text = known == children.end() ? new TextColour(widget) : static_cast<TextColour *>(*known);
    text->set(colour);
}

static void keepPlaceholdersReadable()
{
    const QPalette current = QApplication::palette();
    const QColor wanted = mutedText(current);
    if (current.color(QPalette::PlaceholderText) == wanted)
        return;
    QPalette placeholder;
    placeholder.setColor(QPalette::PlaceholderText, wanted);
    QApplication::setPalette(placeholder);
}

void adaptPalettes()
{
    keepPlaceholdersReadable();
    const QPalette all = QApplication::palette();
    for (const char *name : {"QAbstractItemView", "QPlainTextEdit", "QTextEdit", "QLineEdit", "QLabel"}) {
        const QPalette before = QApplication::palette(name);
        QPalette palette = before;
        for (const auto group : {QPalette::Active, QPalette::Inactive}) {
            palette.setColor(group, QPalette::Highlight, selection(all));
            palette.setColor(group, QPalette::HighlightedText, all.color(group, QPalette::Text));
        }
        if (palette != before)
            QApplication::setPalette(palette, name);
    }
}

QFont monospace()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(QApplication::font().pointSizeF());
    return font;
}

} // namespace Theme
