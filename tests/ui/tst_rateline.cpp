// SPDX-License-Identifier: MIT
#include "support/testprogram.h"
#include "ui/chart/ratehistory.h"
#include "ui/chart/rateline.h"
#include "ui/kit/theme.h"

#include <QMouseEvent>
#include <QTest>
#include <QToolTip>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Counts what reaches the screen.
class CountingLine : public RateLine
{
public:
    using RateLine::RateLine;
    int paints = 0;

protected:
    void paintEvent(QPaintEvent *event) override
    {
        ++paints;
        RateLine::paintEvent(event);
    }
};

class tst_RateLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void saysTheCurrentRate();
    void sizes();
    void paintsOnlyWhatIsNew();
    void colours_data();
    void colours();
    void tellsTheMomentUnderThePointer();
    void tipFollowsWhileThePointerRests();
    void aTipPutAwayStaysAway();
    void losesItsHistory();

private:
    void feed(int halfSeconds, quint64 messages, quint64 bytes);
    void pointAt(int x);

    std::unique_ptr<RateHistory> m_history;
    std::unique_ptr<CountingLine> m_line;
    std::chrono::milliseconds m_passed{0};
    quint64 m_messages = 0;
    quint64 m_bytes = 0;
};

void tst_RateLine::initTestCase()
{
    qputenv("TZ", "UTC");
    tzset();
}

void tst_RateLine::init()
{
    m_history = std::make_unique<RateHistory>();
    m_passed = 0ms;
    m_messages = m_bytes = 0;
    m_line = std::make_unique<CountingLine>();
    m_line->setHistory(m_history.get());
    m_line->resize(m_line->sizeHint());
    m_line->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_line.get()));
    feed(0, 0, 0);
}

void tst_RateLine::cleanup()
{
    m_line.reset();
    QToolTip::hideText();
}

/// From 12:01:00 UTC on.
void tst_RateLine::feed(int halfSeconds, quint64 messages, quint64 bytes)
{
    const auto add = [this] {
        const qint64 startUs = (qint64(1'795'305'600) + 12 * 3600 + 60) * 1'000'000;
        m_history->add(RateHistory::TimePoint(100h + m_passed), startUs + m_passed.count() * 1000, m_messages,
                       m_bytes);
    };
    add();
    for (int i = 0; i < halfSeconds; ++i) {
        m_passed += 500ms;
        m_messages += messages;
        m_bytes += bytes;
        add();
    }
    m_line->refresh();
}

void tst_RateLine::pointAt(int x)
{
    const QPointF at(x, m_line->height() / 2);
    QMouseEvent move(QEvent::MouseMove, at, m_line->mapToGlobal(at), Qt::NoButton, Qt::NoButton, {});
    QCoreApplication::sendEvent(m_line.get(), &move);
}

void tst_RateLine::saysTheCurrentRate()
{
    QCOMPARE(m_line->accessibleName(), u"Rate of the last 60 seconds"_s);
    QCOMPARE(m_line->accessibleDescription(), u"nothing measured yet"_s);
    feed(3, 602, 76'000);
    QCOMPARE(m_line->accessibleDescription(), u"1,204 msg/s · 152 kB/s"_s);
}

void tst_RateLine::sizes()
{
    QCOMPARE(m_line->sizeHint().width(), 180);
    QCOMPARE(m_line->minimumSizeHint().width(), 80);
    feed(200, 3, 30);
    for (const QSize size : {QSize(80, 16), QSize(1, 1), QSize(3000, 200)}) {
        m_line->resize(size);
        QVERIFY(!m_line->grab().isNull());
    }
}

void tst_RateLine::paintsOnlyWhatIsNew()
{
    feed(130, 50, 50);
    QTRY_VERIFY(m_line->paints > 0);
    QCoreApplication::processEvents();
    m_line->paints = 0;
    for (int i = 0; i < 5; ++i)
        m_line->refresh();
    QCoreApplication::processEvents();
    QCOMPARE(m_line->paints, 0);
    feed(1, 70, 70);
    QTRY_COMPARE(m_line->paints, 1);
}

void tst_RateLine::colours_data()
{
    QTest::addColumn<QColor>("text");
    QTest::addColumn<QColor>("base");
    QTest::addColumn<QColor>("highlight");
    QTest::newRow("light") << QColor(Qt::black) << QColor(Qt::white) << QColor(0x25, 0x63, 0xeb);
    QTest::newRow("dark") << QColor(Qt::white) << QColor(0x20, 0x20, 0x20) << QColor(0x4f, 0x8d, 0xff);
    QTest::newRow("odd") << QColor(Qt::yellow) << QColor(Qt::black) << QColor(Qt::magenta);
}

void tst_RateLine::colours()
{
    QFETCH(QColor, text);
    QFETCH(QColor, base);
    QFETCH(QColor, highlight);
    QPalette palette;
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::Window, base);
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::Highlight, highlight);
    m_line->setPalette(palette);
    const auto has = [this](const QColor &color) {
        const QImage image = m_line->grab().toImage();
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (image.pixel(x, y) == color.rgb())
                    return true;
            }
        }
        return false;
    };
    QVERIFY(has(Theme::hairline(palette)));
    QVERIFY(!has(Theme::accent(palette)));
    // Full and without antialiasing in the middle of the dot at least.
    feed(120, 5, 5);
    pointAt(90);
    QVERIFY(has(Theme::accent(palette)));
    QVERIFY(has(Theme::mutedText(palette)));
}

void tst_RateLine::tellsTheMomentUnderThePointer()
{
    pointAt(90);
    QVERIFY(!QToolTip::isVisible());
    feed(60, 0, 0);
    feed(1, 602, 76'000);
    feed(59, 1, 100);
    pointAt(m_line->width() - 1);
    QCOMPARE(QToolTip::text(), u"12:01:59 · 2 msg/s · 200 B/s"_s);
    pointAt(0);
    QCOMPARE(QToolTip::text(), u"12:01:00 · 0 msg/s · 0 B/s"_s);
    // Beyond either end it is the nearest.
    pointAt(-50);
    QCOMPARE(QToolTip::text(), u"12:01:00 · 0 msg/s · 0 B/s"_s);
    // The peak is where it is painted: sample 60 of 0 to 119.
    const QRectF area = QRectF(m_line->rect()).adjusted(3, 3, -3, -3);
    pointAt(int(std::lround(area.left() + area.width() * 60 / 119)));
    QCOMPARE(QToolTip::text(), u"12:01:30 · 1,204 msg/s · 152 kB/s"_s);
}

void tst_RateLine::tipFollowsWhileThePointerRests()
{
    feed(120, 1, 100);
    pointAt(m_line->width() - 1);
    QCOMPARE(QToolTip::text(), u"12:01:59 · 2 msg/s · 200 B/s"_s);
    feed(1, 10, 1000);
    QCOMPARE(QToolTip::text(), u"12:02:00 · 20 msg/s · 2.0 kB/s"_s);
}

void tst_RateLine::aTipPutAwayStaysAway()
{
    feed(120, 1, 100);
    pointAt(m_line->width() - 1);
    QVERIFY(QToolTip::isVisible());
    QToolTip::hideText();
    QTRY_VERIFY(!QToolTip::isVisible());
    feed(1, 10, 1000);
    QVERIFY(!QToolTip::isVisible());
    pointAt(m_line->width() - 2);
    QVERIFY(QToolTip::isVisible());
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(m_line.get(), &leave);
    QTRY_VERIFY(!QToolTip::isVisible());
    feed(1, 10, 1000);
    QVERIFY(!QToolTip::isVisible());
}

void tst_RateLine::losesItsHistory()
{
    feed(120, 1, 100);
    pointAt(90);
    QVERIFY(QToolTip::isVisible());
    m_line->setHistory(nullptr);
    m_history.reset();
    QCOMPARE(m_line->accessibleDescription(), u"nothing measured yet"_s);
    pointAt(91);
    QVERIFY(!m_line->grab().isNull());
    QTRY_VERIFY(!QToolTip::isVisible());
}

SOCKETSCOPE_TEST(tst_RateLine, QApplication)
#include "tst_rateline.moc"
