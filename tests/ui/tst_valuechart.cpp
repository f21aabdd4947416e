// SPDX-License-Identifier: MIT
#include "support/testprogram.h"

#include "ui/chart/valuechart.h"
#include "ui/kit/theme.h"

#include <QElapsedTimer>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <cmath>
#include <limits>
#include <memory>

using namespace Qt::StringLiterals;

static constexpr qint64 ChartSecond = 1'000'000;
static constexpr double NaN = std::numeric_limits<double>::quiet_NaN();
static constexpr double Infinity = std::numeric_limits<double>::infinity();
// 2026-11-22 12:01:00 UTC.
static constexpr qint64 ChartStart = (qint64(1'795'305'600) + 12 * 3600 + 60) * ChartSecond;

/// One a second from 12:01:00 on, the first is entry 101.
static QList<ValuePoint> series(const QList<double> &values)
{
    QList<ValuePoint> points;
    for (qsizetype i = 0; i < values.size(); ++i)
        points.append({ChartStart + i * ChartSecond, values.at(i), quint64(101 + i)});
    return points;
}

static QList<ValuePoint> wave(qsizetype count)
{
    QList<ValuePoint> points;
    for (qsizetype i = 0; i < count; ++i) {
        const double value = 64231.07 + 40 * std::sin(double(i) / 90) + double(i * 7919 % 100) / 10;
        points.append({ChartStart + i * 25'000, value, quint64(i + 1)});
    }
    return points;
}

/// Whether the pixel has the colour, or the background blended with it by more than a half: where between two
/// pixels a smooth line lies depends on the font, whose height places the plot.
static bool shows(QRgb pixel, QRgb color, QRgb background)
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

static QList<ValuePoint> jumps()
{
    QList<double> values;
    for (int i = 0; i < 5000; ++i)
        values.append(i % 2);
    return series(values);
}

class tst_ValueChart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void saysWhenThereIsNothing();
    void tellsTheNewest();
    void marksUnderThePointer();
    void aRestingPointerFollows();
    void marksByKeys();
    void keyMarkStays();
    void activates();
    void closes();
    void networkTextIsPlain();
    void colours_data();
    void colours();
    void showsSinglePointsAndGaps();
    void sizes();
    void paintsQuickly_data();
    void paintsQuickly();
    void labels_data();
    void labels();
    void plotBounds();
    void plotOfEqualValues();
    void plotKeepsTheNewest();
    void plotNearest();
    void plotClocksSetBack();
    void plotLines();
    void plotLinesKeepPeaks();
    void plotOfLargestDoubles();

private:
    void pointAt(double x);
    int columnsWith(const QColor &color) const;

    std::unique_ptr<ValueChart> m_chart;
};

void tst_ValueChart::pointAt(double x)
{
    const QPointF at(x, m_chart->height() / 2);
    QMouseEvent move(QEvent::MouseMove, at, m_chart->mapToGlobal(at), Qt::NoButton, Qt::NoButton, {});
    QCoreApplication::sendEvent(m_chart.get(), &move);
}

/// Below the top line, where the plot is.
int tst_ValueChart::columnsWith(const QColor &color) const
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

void tst_ValueChart::initTestCase()
{
    qputenv("TZ", "UTC");
    tzset();
}

void tst_ValueChart::init()
{
    m_chart = std::make_unique<ValueChart>();
    m_chart->setTitle(u"$.p"_s);
    m_chart->resize(800, 140);
    m_chart->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_chart.get()));
}

void tst_ValueChart::cleanup()
{
    m_chart.reset();
}

void tst_ValueChart::saysWhenThereIsNothing()
{
    QCOMPARE(m_chart->objectName(), u"valueChart"_s);
    QCOMPARE(m_chart->accessibleName(), u"Chart of $.p over time"_s);
    QCOMPARE(m_chart->accessibleDescription(), u"No number at $.p yet."_s);
    QCOMPARE(m_chart->readout(), QString());
    m_chart->setPoints(series({1}));
    QVERIFY(columnsWith(Theme::accent(m_chart->palette())) > 0);
    m_chart->clear();
    QCOMPARE(m_chart->accessibleDescription(), u"No number at $.p yet."_s);
    QCOMPARE(columnsWith(Theme::accent(m_chart->palette())), 0);
    m_chart->setPoints(series({NaN, Infinity}));
    QCOMPARE(m_chart->accessibleDescription(), u"No number at $.p yet."_s);
    pointAt(400);
    QTest::keyClick(m_chart.get(), Qt::Key_Left);
    QTest::keyClick(m_chart.get(), Qt::Key_Home);
    QVERIFY(!m_chart->markedSequence());
}

void tst_ValueChart::tellsTheNewest()
{
    m_chart->setPoints({{ChartStart + 2'134'000, 64231.07, 1'204'331}});
    QCOMPARE(m_chart->readout(), u"12:01:02.134 · 64,231.07 · #1,204,331"_s);
    m_chart->setPoints({{ChartStart + 2'134'000, 64231.07, 1'204'331},
                        {ChartStart + 3 * ChartSecond, 64000.5, 1'204'332},
                        {ChartStart + 4 * ChartSecond, NaN, 1'204'333}});
    QCOMPARE(m_chart->readout(), u"12:01:03.000 · 64,000.5 · #1,204,332"_s);
    QCOMPARE(m_chart->accessibleDescription(),
             u"Latest: 12:01:03.000 · 64,000.5 · #1,204,332; from 64,000.5 to 64,231.07"_s);
}

void tst_ValueChart::marksUnderThePointer()
{
    m_chart->setPoints(series({1, 2, 3, 4, 5}));
    const QColor muted = Theme::mutedText(m_chart->palette());
    const auto hasHairline = [&] {
        const QImage image = m_chart->grab().toImage();
        for (int x = 100; x < image.width(); ++x) {
            if (image.pixel(x, 45) == muted.rgb() && image.pixel(x, 50) == muted.rgb())
                return true;
        }
        return false;
    };
    QVERIFY(!hasHairline());
    pointAt(0);
    QCOMPARE(m_chart->readout(), u"12:01:00.000 · 1 · #101"_s);
    pointAt(799);
    QCOMPARE(m_chart->markedSequence(), 105U);
    // Between the labels at the left and the right margin.
    pointAt(250);
    QCOMPARE(m_chart->markedSequence(), 102U);
    QCOMPARE(m_chart->readout(), u"12:01:01.000 · 2 · #102"_s);
    QVERIFY(hasHairline());
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(m_chart.get(), &leave);
    QVERIFY(!m_chart->markedSequence());
    QCOMPARE(m_chart->readout(), u"12:01:04.000 · 5 · #105"_s);
    QVERIFY(!hasHairline());
}

void tst_ValueChart::aRestingPointerFollows()
{
    m_chart->setPoints(series({1, 2}));
    pointAt(799);
    QCOMPARE(m_chart->markedSequence(), 102U);
    m_chart->setPoints(series({1, 2, 3}));
    QCOMPARE(m_chart->markedSequence(), 103U);
    m_chart->clear();
    QVERIFY(!m_chart->markedSequence());
    m_chart->setPoints(series({1}));
    QCOMPARE(m_chart->markedSequence(), 101U);
}

void tst_ValueChart::marksByKeys()
{
    m_chart->setPoints(series({1, 2, NaN, 4, 5, NaN}));
    m_chart->setFocus();
    QTRY_VERIFY(m_chart->hasFocus());
    const auto markedAfter = [this](int key) {
        QTest::keyClick(m_chart.get(), Qt::Key(key));
        return m_chart->markedSequence().value_or(0);
    };
    QCOMPARE(markedAfter(Qt::Key_Left), 104U);
    QCOMPARE(m_chart->accessibleDescription(), u"12:01:03.000 · 4 · #104"_s);
    QCOMPARE(markedAfter(Qt::Key_Left), 102U);
    QCOMPARE(markedAfter(Qt::Key_Right), 104U);
    QCOMPARE(markedAfter(Qt::Key_Right), 105U);
    QCOMPARE(markedAfter(Qt::Key_Right), 105U);
    QCOMPARE(markedAfter(Qt::Key_Home), 101U);
    QCOMPARE(markedAfter(Qt::Key_Left), 101U);
    QCOMPARE(markedAfter(Qt::Key_End), 105U);
    m_chart->clearFocus();
    QVERIFY(!m_chart->markedSequence());
}

void tst_ValueChart::keyMarkStays()
{
    m_chart->setPoints(series({1, 2, 3}));
    QTest::keyClick(m_chart.get(), Qt::Key_Left);
    QCOMPARE(m_chart->markedSequence(), 102U);
    m_chart->setPoints(series({1, 2, 3}) + QList<ValuePoint>{{ChartStart + 9 * ChartSecond, 4, 110}});
    QCOMPARE(m_chart->markedSequence(), 102U);
    // Once its value has made room for newer ones, it is the oldest that is left.
    m_chart->setPoints({{ChartStart + 9 * ChartSecond, 4, 110}, {ChartStart + 10 * ChartSecond, 5, 111}});
    QCOMPARE(m_chart->markedSequence(), 110U);
}

void tst_ValueChart::activates()
{
    QSignalSpy spy(m_chart.get(), &ValueChart::pointActivated);
    QTest::mouseClick(m_chart.get(), Qt::LeftButton, {}, QPoint(400, 70));
    QTest::keyClick(m_chart.get(), Qt::Key_Return);
    QCOMPARE(spy.size(), 0);
    m_chart->setPoints(series({1, 2, 3, 4, 5}));
    QTest::keyClick(m_chart.get(), Qt::Key_Home);
    QTest::keyClick(m_chart.get(), Qt::Key_Return);
    QTest::mouseClick(m_chart.get(), Qt::LeftButton, {}, QPoint(790, 70));
    QTest::mouseClick(m_chart.get(), Qt::RightButton, {}, QPoint(250, 70));
    QCOMPARE(spy.size(), 2);
    QCOMPARE(spy.at(0).at(0).toULongLong(), 101U);
    QCOMPARE(spy.at(1).at(0).toULongLong(), 105U);
}

void tst_ValueChart::closes()
{
    auto *button = m_chart->findChild<QToolButton *>(u"valueChartClose"_s);
    QVERIFY(button);
    QVERIFY(!button->accessibleName().isEmpty());
    QVERIFY(m_chart->rect().contains(button->geometry()));
    QSignalSpy spy(m_chart.get(), &ValueChart::closed);
    button->click();
    QCOMPARE(spy.size(), 1);
}

void tst_ValueChart::networkTextIsPlain()
{
    m_chart->setTitle(u"$.\"<b>\n%1%2\""_s);
    m_chart->setPoints(series({1}));
    QCOMPARE(m_chart->accessibleName(), u"Chart of $.\"<b>\n%1%2\" over time"_s);
    QVERIFY(!m_chart->grab().isNull());
}

void tst_ValueChart::colours_data()
{
    QTest::addColumn<QColor>("text");
    QTest::addColumn<QColor>("base");
    QTest::addColumn<QColor>("highlight");
    QTest::newRow("light") << QColor(Qt::black) << QColor(Qt::white) << QColor(0x25, 0x63, 0xeb);
    QTest::newRow("dark") << QColor(Qt::white) << QColor(0x20, 0x20, 0x20) << QColor(0x4f, 0x8d, 0xff);
    QTest::newRow("odd") << QColor(Qt::yellow) << QColor(Qt::black) << QColor(Qt::magenta);
}

void tst_ValueChart::colours()
{
    QFETCH(QColor, text);
    QFETCH(QColor, base);
    QFETCH(QColor, highlight);
    QPalette palette;
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text})
        palette.setColor(role, text);
    for (const QPalette::ColorRole role : {QPalette::Window, QPalette::Base})
        palette.setColor(role, base);
    palette.setColor(QPalette::Highlight, highlight);
    m_chart->setPalette(palette);
    QVERIFY(columnsWith(Theme::hairline(palette)) > 700);
    QCOMPARE(columnsWith(Theme::accent(palette)), 0);
    m_chart->setPoints(wave(100));
    QVERIFY(columnsWith(Theme::accent(palette)) > 50);
    m_chart->setPoints(jumps());
    QVERIFY(columnsWith(Theme::accent(palette)) > 500);
}

void tst_ValueChart::showsSinglePointsAndGaps()
{
    const QColor accent = Theme::accent(m_chart->palette());
    m_chart->setPoints(series({NaN, 1, NaN}));
    const int single = columnsWith(accent);
    QVERIFY2(single >= 1 && single <= 4, QByteArray::number(single).constData());
    m_chart->setPoints(series(QList<double>(100, 1)));
    const int whole = columnsWith(accent);
    QList<double> halves(100, 1);
    for (qsizetype i = 25; i < 75; ++i)
        halves[i] = NaN;
    m_chart->setPoints(series(halves));
    const int half = columnsWith(accent);
    QVERIFY2(whole > 600 && half > whole * 2 / 5 && half < whole * 3 / 5,
             QByteArray::number(half).constData());
}

void tst_ValueChart::sizes()
{
    QVERIFY(m_chart->sizeHint().height() >= 120 && m_chart->sizeHint().height() <= 160);
    QVERIFY(m_chart->minimumSizeHint().width() <= 300 && m_chart->minimumSizeHint().height() <= 80);
    for (const QList<ValuePoint> &points : {wave(5000), series({1}), QList<ValuePoint>()}) {
        m_chart->setPoints(points);
        for (const QSize size :
             {QSize(300, 80), QSize(1, 1), QSize(3000, 300), QSize(40, 400), QSize(400, 10)}) {
            m_chart->resize(size);
            pointAt(size.width() / 2);
            QVERIFY(!m_chart->grab().isNull());
        }
    }
}

void tst_ValueChart::paintsQuickly_data()
{
    QTest::addColumn<QList<ValuePoint>>("points");
    QTest::newRow("wave") << wave(5000);
    QTest::newRow("few") << wave(280);
    QList<ValuePoint> gaps = wave(5000);
    for (qsizetype i = 0; i < gaps.size(); i += 2)
        gaps[i].value = NaN;
    QTest::newRow("gaps") << gaps;
    QTest::newRow("jumps") << jumps();
}

// Less than 2 ms on the machine that the design's figures are from; the limit leaves room for sanitizers.
void tst_ValueChart::paintsQuickly()
{
    QFETCH(QList<ValuePoint>, points);
    m_chart->setPoints(points);
    QImage image(m_chart->size(), QImage::Format_ARGB32_Premultiplied);
    double bestMs = 1e9;
    for (int i = 0; i < 20; ++i) {
        QElapsedTimer timer;
        timer.start();
        m_chart->render(&image);
        bestMs = std::min(bestMs, double(timer.nsecsElapsed()) / 1e6);
    }
    qInfo("%.2f ms a frame", bestMs);
    QVERIFY2(bestMs < 40, QByteArray::number(bestMs).constData());
}

// Where the points of a plot of values are, without painting them.

void tst_ValueChart::labels_data()
{
    QTest::addColumn<qint64>("spanUs");
    QTest::addColumn<double>("value");
    QTest::addColumn<QStringList>("values");
    QTest::addColumn<QStringList>("times");
    QTest::newRow("one moment") << qint64(0) << 2.5 << QStringList{u"2.5"_s}
                                << QStringList{u"12:01:00.000"_s};
    QTest::newRow("less than a minute") << 59 * ChartSecond << 1234.25 << QStringList{u"1,234.25"_s, u"2.5"_s}
                                        << QStringList{u"12:01:00.000"_s, u"12:01:59.000"_s};
    QTest::newRow("a minute") << 60 * ChartSecond << 1.0 << QStringList{u"2.5"_s, u"1"_s}
                              << QStringList{u"12:01:00"_s, u"12:02:00"_s};
    QTest::newRow("a day") << 86'400 * ChartSecond << 2.5 << QStringList{u"2.5"_s}
                           << QStringList{u"2026-11-22 12:01"_s, u"2026-11-23 12:01"_s};
}

void tst_ValueChart::labels()
{
    QFETCH(const qint64, spanUs);
    QFETCH(const double, value);
    ValuePlot plot;
    QVERIFY(plot.valueLabels().isEmpty());
    plot.append({{ChartStart, 2.5, 1}, {ChartStart + spanUs, value, 2}});
    QTEST(plot.valueLabels(), "values");
    QTEST(plot.timeLabels(), "times");
}

void tst_ValueChart::plotBounds()
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

void tst_ValueChart::plotOfEqualValues()
{
    const QRectF area(0, 0, 100, 50);
    ValuePlot plot;
    plot.append(series({7}));
    QCOMPARE(plot.position(0, area), QPointF(50, 25));
    QCOMPARE(plot.nearest(0, area), 0);
    plot.append({{ChartStart, 7, 102}, {ChartStart, 7, 103}});
    QCOMPARE(plot.position(2, area), QPointF(50, 25));
    plot.append({{ChartStart + ChartSecond, 7, 104}});
    QCOMPARE(plot.position(0, area), QPointF(0, 25));
    QCOMPARE(plot.position(3, area), QPointF(100, 25));
}

void tst_ValueChart::plotKeepsTheNewest()
{
    ValuePlot plot;
    plot.append(wave(ValuePlot::MaxPoints + 10));
    QCOMPARE(plot.size(), 5000);
    QCOMPARE(plot.at(0).sequence, 11U);
    ValuePoint peak{ChartStart + 1000 * ChartSecond, 1e9, 9000};
    plot.append({peak});
    QCOMPARE(plot.size(), 5000);
    QCOMPARE(plot.at(0).sequence, 12U);
    QCOMPARE(plot.maximum(), 1e9);
    plot.append(wave(ValuePlot::MaxPoints));
    QVERIFY(plot.maximum() < 1e9);
}

void tst_ValueChart::plotNearest()
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

void tst_ValueChart::plotClocksSetBack()
{
    ValuePlot plot;
    plot.append({{ChartStart + 10 * ChartSecond, 1, 1},
                 {ChartStart, 2, 2},
                 {ChartStart + 20 * ChartSecond, 3, 3}});
    const QRectF area(0, 0, 100, 50);
    QCOMPARE(plot.position(0, area).x(), 0.0);
    QCOMPARE(plot.position(1, area).x(), 0.0);
    QCOMPARE(plot.position(2, area).x(), 100.0);
    QCOMPARE(plot.at(1).timeUs, ChartStart);
}

void tst_ValueChart::plotLines()
{
    ValuePlot plot;
    plot.append(series({NaN, 0, 1, NaN, 1, Infinity, 0, 1, 0}));
    const QList<QPolygonF> lines = plot.lines(QRectF(0, 0, 80, 10));
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines.at(0), (QPolygonF{{10, 10}, {20, 0}}));
    QCOMPARE(lines.at(1), (QPolygonF{{40, 0}}));
    QCOMPARE(lines.at(2), (QPolygonF{{60, 10}, {70, 0}, {80, 10}}));
}

void tst_ValueChart::plotLinesKeepPeaks()
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

void tst_ValueChart::plotOfLargestDoubles()
{
    constexpr double largest = std::numeric_limits<double>::max();
    ValuePlot plot;
    plot.append(series({-largest, 0, largest}));
    const QRectF area(0, 0, 100, 50);
    QCOMPARE(plot.position(0, area), QPointF(0, 50));
    QCOMPARE(plot.position(1, area), QPointF(50, 25));
    QCOMPARE(plot.position(2, area), QPointF(100, 0));
}

SOCKETSCOPE_TEST(tst_ValueChart, QApplication)
#include "tst_valuechart.moc"
