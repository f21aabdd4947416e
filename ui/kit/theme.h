// SPDX-License-Identifier: MIT
#pragma once

#include <QColor>
#include <QFont>

class QPalette;
class QWidget;

/// Colours, fonts and measures that all widgets share. Everything is derived from the palette in
/// use, so that light, dark and high contrast follow the system; nothing is cached.
namespace Theme {

/// The rhythm of the layout, in device-independent pixels.
constexpr int Unit = 8;

/// True when the palette's windows are darker than their text.
bool isDark(const QPalette &palette);

/// Text that steps back: labels, local entries, figures of minor interest. Readable.
QColor mutedText(const QPalette &palette);
/// Hairlines between areas.
QColor hairline(const QPalette &palette);
/// Behind local entries and bars.
QColor quietBackground(const QPalette &palette);

/// The contrast of two colours as WCAG 2.1 defines it: 1 to 21.
double contrastRatio(const QColor &one, const QColor &other);
/// The colour, moved towards the palette's text as far as is needed to read it on the palette's base:
/// 4.5 to 1.
QColor readable(const QColor &color, const QPalette &palette);

QColor good(const QPalette &palette);   ///< Open, received. These are readable.
QColor busy(const QPalette &palette);   ///< Connecting, waiting.
QColor bad(const QPalette &palette);    ///< Errors.
QColor accent(const QPalette &palette); ///< The system's highlight.

/// Behind what is selected, everywhere: a tint of the system's highlight, on which the palette's text and the
/// colours above stay readable.
QColor selection(const QPalette &palette);

/// Behind what was looked for; the palette's text is readable on it.
QColor hitBackground(const QPalette &palette);
/// A mark that stands for it where there is no text.
QColor hitMark(const QPalette &palette);

/// `top` over `bottom`, with `share` (0 to 1) of `top`.
QColor mixed(const QColor &top, const QColor &bottom, double share);

/// The widget's text, or the line that a QFrame is, has that colour from now on, whatever palette comes.
void colourText(QWidget *widget, QColor (*colour)(const QPalette &));

/// Has all lists, trees and fields select with selection(), in a window without the focus, too. Some
/// platforms leave the palette's placeholder text black on black: makes it mutedText(). All else is left to
/// the system. Call again when the palette has changed.
void adaptPalettes();

/// The system's fixed-width font at the size of the application's font; payloads and figures.
QFont monospace();

} // namespace Theme
