// SPDX-License-Identifier: MIT
#include "support/testprogram.h"
#include "valuechartfixture.h"

#include "ui/chart/valuechart.h"
#include "ui/kit/theme.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;

static QList<ValuePoint> jumps()
{
    QList<double> values;
    for (int i = 0; i < 5000; ++i)
        values.append(i % 2);
    return series(values);
}

class tst_ValueChart : public ValueChartFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ValueChartFixture::initTestCase(); }
    void init() { ValueChartFixture::init(); }
    void cleanup() { ValueChartFixture::cleanup(); }
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
};

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
    m_chart->setPoints({{Start + 2'134'000, 64231.07, 1'204'331}});
    QCOMPARE(m_chart->readout(), u"12:01:02.134 · 64,231.07 · #1,204,331"_s);
    m_chart->setPoints({{Start + 2'134'000, 64231.07, 1'204'331},
                        {Start + 3 * Second, 64000.5, 1'204'332},
                        {Start + 4 * Second, NaN, 1'204'333}});
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
    m_chart->setPoints(series({1, 2, 3}) + QList<ValuePoint>{{Start + 9 * Second, 4, 110}});
    QCOMPARE(m_chart->markedSequence(), 102U);
    // Once its value has made room for newer ones, it is the oldest that is left.
    m_chart->setPoints({{Start + 9 * Second, 4, 110}, {Start + 10 * Second, 5, 111}});
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

SOCKETSCOPE_TEST(tst_ValueChart, QApplication)
#include "tst_valuechart.moc"
