// SPDX-License-Identifier: MIT
#pragma once

#include "ui/chart/valuechart.h"

#include <QMouseEvent>
#include <QTest>

#include <cmath>
#include <limits>
#include <memory>

using namespace Qt::StringLiterals;

inline constexpr qint64 Second = 1'000'000;
inline constexpr double NaN = std::numeric_limits<double>::quiet_NaN();
inline constexpr double Infinity = std::numeric_limits<double>::infinity();
// 2026-11-22 12:01:00 UTC.
inline constexpr qint64 Start = (qint64(1'795'305'600) + 12 * 3600 + 60) * Second;

/// One a second from 12:01:00 on, the first is entry 101.
inline QList<ValuePoint> series(const QList<double> &values)
{
    QList<ValuePoint> points;
    for (qsizetype i = 0; i < values.size(); ++i)
        points.append({Start + i * Second, values.at(i), quint64(101 + i)});
    return points;
}

inline QList<ValuePoint> wave(qsizetype count)
{
    QList<ValuePoint> points;
    for (qsizetype i = 0; i < count; ++i) {
        const double value = 64231.07 + 40 * std::sin(double(i) / 90) + double(i * 7919 % 100) / 10;
        points.append({Start + i * 25'000, value, quint64(i + 1)});
    }
    return points;
}

/// Whether the pixel has the colour, or the background blended with it by more than a half: where between two
/// pixels a smooth line lies depends on the font, whose height places the plot.
inline bool shows(QRgb pixel, QRgb color, QRgb background)
{
    for (int part = 128; part <= 256; part += 4) {
        const auto differs = [part](int seen, int full, int empty) {
            return qAbs(seen - (full * part + empty * (256 - part)) / 256) > 3;
        };
        if (!differs(qRed(pixel), qRed(color), qRed(background))
            && !differs(qGreen(pixel), qGreen(color), qGreen(background))
            && !differs(qBlue(pixel), qBlue(color), qBlue(background)))
            return true;
    }
    return false;
}

/// A chart that is shown, and helpers to look at its pixels.
class ValueChartFixture : public QObject
{
protected:
    void initTestCase();
    void init();
    void cleanup();
    void pointAt(double x);
    int columnsWith(const QColor &color) const;

    std::unique_ptr<ValueChart> m_chart;
};

inline void ValueChartFixture::pointAt(double x)
{
    const QPointF at(x, m_chart->height() / 2);
    QMouseEvent move(QEvent::MouseMove, at, m_chart->mapToGlobal(at), Qt::NoButton, Qt::NoButton, {});
    QCoreApplication::sendEvent(m_chart.get(), &move);
}

/// Below the top line, where the plot is.
inline int ValueChartFixture::columnsWith(const QColor &color) const
{
    const QImage image = m_chart->grab().toImage();
    const QRgb background = image.pixel(0, image.height() - 1);
    int columns = 0;
    for (int x = 0; x < image.width(); ++x) {
        for (int y = 40; y < image.height(); ++y) {
            if (shows(image.pixel(x, y), color.rgb(), background)) {
                ++columns;
                break;
            }
        }
    }
    return columns;
}

inline void ValueChartFixture::initTestCase()
{
    qputenv("TZ", "UTC");
    tzset();
}

inline void ValueChartFixture::init()
{
    m_chart = std::make_unique<ValueChart>();
    m_chart->setTitle(u"$.p"_s);
    m_chart->resize(800, 140);
    m_chart->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_chart.get()));
}

inline void ValueChartFixture::cleanup()
{
    m_chart.reset();
}
