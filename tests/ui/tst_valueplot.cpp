// SPDX-License-Identifier: MIT
// Where the points of a plot of values are, without painting them.
#include "support/testprogram.h"
#include "valuechartfixture.h"

#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;

class tst_ValuePlot : public ValueChartFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ValueChartFixture::initTestCase(); }
    void init() { ValueChartFixture::init(); }
    void cleanup() { ValueChartFixture::cleanup(); }
    void plotBounds();
    void plotOfEqualValues();
    void plotKeepsTheNewest();
    void plotNearest();
    void plotClocksSetBack();
    void plotLines();
    void plotLinesKeepPeaks();
    void plotOfLargestDoubles();
};

void tst_ValuePlot::plotBounds()
{
    ValuePlot plot;
    QVERIFY(!plot.hasValues());
    plot.append(series({NaN, 5, Infinity, -3, 4, -Infinity}));
    QVERIFY(plot.hasValues());
    QCOMPARE(plot.minimum(), -3.0);
    QCOMPARE(plot.maximum(), 5.0);
    const QRectF area(10, 20, 100, 80);
    QCOMPARE(plot.position(1, area), QPointF(30, 20));
    QCOMPARE(plot.position(3, area), QPointF(70, 100));
    QCOMPARE(plot.valueFrom(0, 1), 1);
    QCOMPARE(plot.valueFrom(5, -1), 4);
    QCOMPARE(plot.valueFrom(5, 1), -1);
    QCOMPARE(plot.valueFrom(0, -1), -1);
    QCOMPARE(plot.indexOf(104), 3);
    QCOMPARE(plot.indexOf(103), -1);
    plot.clear();
    QVERIFY(!plot.hasValues());
    plot.append(series({NaN, Infinity}));
    QVERIFY(!plot.hasValues());
    QCOMPARE(plot.nearest(50, area), -1);
    QVERIFY(plot.lines(area).isEmpty());
}

void tst_ValuePlot::plotOfEqualValues()
{
    const QRectF area(0, 0, 100, 50);
    ValuePlot plot;
    plot.append(series({7}));
    QCOMPARE(plot.position(0, area), QPointF(50, 25));
    QCOMPARE(plot.nearest(0, area), 0);
    plot.append({{Start, 7, 102}, {Start, 7, 103}});
    QCOMPARE(plot.position(2, area), QPointF(50, 25));
    plot.append({{Start + Second, 7, 104}});
    QCOMPARE(plot.position(0, area), QPointF(0, 25));
    QCOMPARE(plot.position(3, area), QPointF(100, 25));
}

void tst_ValuePlot::plotKeepsTheNewest()
{
    ValuePlot plot;
    plot.append(wave(ValuePlot::MaxPoints + 10));
    QCOMPARE(plot.size(), 5000);
    QCOMPARE(plot.at(0).sequence, 11U);
    ValuePoint peak{Start + 1000 * Second, 1e9, 9000};
    plot.append({peak});
    QCOMPARE(plot.size(), 5000);
    QCOMPARE(plot.at(0).sequence, 12U);
    QCOMPARE(plot.maximum(), 1e9);
    plot.append(wave(ValuePlot::MaxPoints));
    QVERIFY(plot.maximum() < 1e9);
}

void tst_ValuePlot::plotNearest()
{
    ValuePlot plot;
    plot.append(series({1, 2, NaN, NaN, 3}));
    const QRectF area(100, 0, 400, 50);
    QCOMPARE(plot.nearest(-10, area), 0);
    QCOMPARE(plot.nearest(149, area), 0);
    QCOMPARE(plot.nearest(151, area), 1);
    QCOMPARE(plot.nearest(349, area), 1);
    QCOMPARE(plot.nearest(351, area), 4);
    QCOMPARE(plot.nearest(9999, area), 4);
    QCOMPARE(plot.nearest(0, QRectF()), 4);
}

void tst_ValuePlot::plotClocksSetBack()
{
    ValuePlot plot;
    plot.append({{Start + 10 * Second, 1, 1}, {Start, 2, 2}, {Start + 20 * Second, 3, 3}});
    const QRectF area(0, 0, 100, 50);
    QCOMPARE(plot.position(0, area).x(), 0.0);
    QCOMPARE(plot.position(1, area).x(), 0.0);
    QCOMPARE(plot.position(2, area).x(), 100.0);
    QCOMPARE(plot.at(1).timeUs, Start);
}

void tst_ValuePlot::plotLines()
{
    ValuePlot plot;
    plot.append(series({NaN, 0, 1, NaN, 1, Infinity, 0, 1, 0}));
    const QList<QPolygonF> lines = plot.lines(QRectF(0, 0, 80, 10));
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines.at(0), (QPolygonF{{10, 10}, {20, 0}}));
    QCOMPARE(lines.at(1), (QPolygonF{{40, 0}}));
    QCOMPARE(lines.at(2), (QPolygonF{{60, 10}, {70, 0}, {80, 10}}));
}

void tst_ValuePlot::plotLinesKeepPeaks()
{
    QList<double> values(5000, 5);
    values[1234] = 9;
    values[4321] = 1;
    ValuePlot plot;
    plot.append(series(values));
    const QRectF area(0, 0, 100, 80);
    const QList<QPolygonF> lines = plot.lines(area);
    QCOMPARE(lines.size(), 1);
    QVERIFY(lines.first().size() <= 2 * 101);
    QCOMPARE(lines.first().boundingRect(), area);
    for (qsizetype i = 1; i < lines.first().size(); ++i)
        QVERIFY(lines.first().at(i).x() >= lines.first().at(i - 1).x());
}

void tst_ValuePlot::plotOfLargestDoubles()
{
    constexpr double largest = std::numeric_limits<double>::max();
    ValuePlot plot;
    plot.append(series({-largest, 0, largest}));
    const QRectF area(0, 0, 100, 50);
    QCOMPARE(plot.position(0, area), QPointF(0, 50));
    QCOMPARE(plot.position(1, area), QPointF(50, 25));
    QCOMPARE(plot.position(2, area), QPointF(100, 0));
}

SOCKETSCOPE_TEST(tst_ValuePlot, QApplication)
#include "tst_valueplot.moc"
