// SPDX-License-Identifier: MIT
#include "inspectormessage.h"
#include "support/bounds.h"
#include "support/machineload.h"
#include "support/testprogram.h"
#include "ui/inspector/json/jsontreeview.h"
#include "ui/inspector/messagepane.h"
#include "ui/inspector/payload/payloadview.h"

#include <QAbstractButton>
#include <QElapsedTimer>
#include <QLabel>
#include <QProgressBar>
#include <QTabBar>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

using namespace Qt::StringLiterals;

static constexpr qsizetype LargeBytes = (SanitizedBuild ? 6 : 100) * MiB;

// Each reads the whole again.
static constexpr int MostClicks = SanitizedBuild ? 1 : 10;

static QByteArray arrayOf(const QByteArray &item, qsizetype size)
{
    return '[' + (item + ',').repeated(size / (item.size() + 1)) + item + ']';
}

static const QByteArray
        Trade("{\"ch\":\"trades\",\"seq\":881210,\"s\":\"BTC-USD\",\"p\":64231.07,\"q\":0.21873,"
              "\"side\":\"buy\",\"t\":1795348862134567}");

/// Watches how late a timer of this thread fires, not counting the time for which there was no core.
class StallWatch
{
public:
    StallWatch()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { look(); });
        m_timer.start(1);
        m_elapsed.start();
        m_waited = waitedForCore();
    }

    /// Nanoseconds; begins anew.
    qint64 takeWorst()
    {
        look();
        return std::exchange(m_worst, 0);
    }

private:
    void look()
    {
        const std::chrono::nanoseconds waited = waitedForCore();
        const qint64 inVain = (waited - std::exchange(m_waited, waited)).count();
        m_worst = std::max(m_worst, m_elapsed.nsecsElapsed() - inVain);
        m_elapsed.restart();
    }

    QTimer m_timer;
    QElapsedTimer m_elapsed;
    std::chrono::nanoseconds m_waited = waitedForCore();
    qint64 m_worst = 0;
};

class tst_InspectorLarge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stalls_data();
    void stalls();
    void progressAndCancel();
    void supersededIsNeverShown();
    void isDestroyedWhileReading();
    void releasesThePayload();
};

void tst_InspectorLarge::stalls_data()
{
    QTest::addColumn<QByteArray>("payload");
    const auto row = [](const char *what, const QByteArray &payload) {
        QTest::addRow("%lld MiB, %s", payload.size() / MiB, what) << payload;
    };
    row("objects", arrayOf(Trade, LargeBytes));
    row("nested arrays", arrayOf("[[[12345678,[]],\"abcdefghijklmnop\"]]", LargeBytes));
    // An outline has at most 12 million values; tst_jsondiff has as many under sanitizers.
    if constexpr (!SanitizedBuild)
        row("more values than an outline has", arrayOf("1", 23 * MiB));
    row("a string", "[\"" + QByteArray(LargeBytes, 'x') + "\"]");
    row("text", QByteArray("text and more of it\n").repeated(LargeBytes / 20));
    row("one line", QByteArray(LargeBytes, 'x'));
}

void tst_InspectorLarge::stalls()
{
    QFETCH(const QByteArray, payload);
    MessagePane inspector;
    inspector.resize(400, 600);
    inspector.show();
    QVERIFY(QTest::qWaitForWindowExposed(&inspector));
    auto *tabs = inspector.findChild<QTabBar *>(u"inspectorForm"_s);
    auto *more = inspector.findChild<QAbstractButton *>(u"inspectorMore"_s);
    inspector.showMessage(message("{\"a\":1}"));
    StallWatch watch;
    // QTest's own waiting sleeps for ten milliseconds at a time.
    const auto report = [&](const QString &what) {
        QElapsedTimer patience;
        patience.start();
        for (int idle = 0; idle < 20; idle = inspector.isWorking() ? 0 : idle + 1) {
            QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
            QVERIFY(patience.elapsed() < Patience * 60'000);
        }
        const qint64 worst = watch.takeWorst();
        qInfo("%s: worst stall %.1f ms", qPrintable(what), double(worst) / 1e6);
        QVERIFY(worst < Patience * 150'000'000LL);
    };
    report(u"small"_s);
    inspector.showMessage(message(payload));
    report(u"shown first"_s);
    for (int i = 0; i < tabs->count(); ++i) {
        if (!tabs->isTabVisible(i))
            continue;
        tabs->setCurrentIndex(i);
        report(tabs->tabText(i));
    }
    tabs->setCurrentIndex(tabs->isTabVisible(0) ? 0 : int(PayloadForm::Text));
    report(u"again"_s);
    for (int clicks = 0; !more->isHidden() && clicks < MostClicks; ++clicks) {
        more->click();
        report(u"more"_s);
    }
    inspector.showMessage(message("{\"a\":1}"));
    report(u"another message"_s);
}

void tst_InspectorLarge::progressAndCancel()
{
    const QByteArray payload = arrayOf(Trade, LargeBytes);
    MessagePane inspector;
    inspector.show();
    auto *progress = inspector.findChild<QProgressBar *>(u"inspectorProgress"_s);
    auto *cancel = inspector.findChild<QAbstractButton *>(u"inspectorCancel"_s);
    auto *tabs = inspector.findChild<QTabBar *>(u"inspectorForm"_s);
    auto *text = inspector.findChild<PayloadView *>(u"inspectorText"_s);
    inspector.showMessage(message("small"));
    QVERIFY(!progress->isVisible());
    inspector.showMessage(message(payload));
    QTRY_VERIFY(progress->isVisible());
    // What is known without reading it all is there already.
    QCOMPARE(PayloadForm(tabs->currentIndex()), PayloadForm::Text);
    QVERIFY(text->text().startsWith(u"[{\"ch\":"_s));
    cancel->click();
    QVERIFY(!progress->isVisible());
    QVERIFY(!inspector.isWorking() || text->isFilling());
    QVERIFY(inspector.findChild<QLabel *>(u"inspectorNote"_s)->text().contains(u"cancelled"_s));
    QVERIFY(!tabs->isTabVisible(int(PayloadForm::Json)));

    auto *read = inspector.findChild<QAbstractButton *>(u"inspectorRead"_s);
    QVERIFY(read->isVisible());
    read->click();
    QVERIFY(!read->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(tabs->isTabVisible(int(PayloadForm::Json)), Patience * 30'000);
    QVERIFY(!inspector.findChild<QLabel *>(u"inspectorNote"_s)->text().contains(u"cancelled"_s));
    QVERIFY(!progress->isVisible());
}

void tst_InspectorLarge::supersededIsNeverShown()
{
    MessagePane inspector;
    inspector.show();
    auto *text = inspector.findChild<PayloadView *>(u"inspectorText"_s);
    auto *tabs = inspector.findChild<QTabBar *>(u"inspectorForm"_s);
    for (int i = 0; i < 50; ++i) {
        inspector.showMessage(message(arrayOf("\"large\"", 70'000 + i * 40'000)));
        if (i % 3 == 1)
            QTest::qWait(i / 10);
        inspector.showMessage(message("\"small\""));
        QCOMPARE(text->toPlainText(), u"\"small\""_s);
        QTest::qWait(i % 2);
        QCOMPARE(text->toPlainText(), u"\"small\""_s);
        QVERIFY(!tabs->isTabVisible(int(PayloadForm::Json)));
    }
    QTest::qWait(100);
    QCOMPARE(text->toPlainText(), u"\"small\""_s);
    QVERIFY(!inspector.isWorking());
}

void tst_InspectorLarge::isDestroyedWhileReading()
{
    const QByteArray payload = arrayOf(Trade, LargeBytes);
    auto inspector = std::make_unique<MessagePane>();
    inspector->show();
    inspector->showMessage(message(payload));
    QTest::qWait(30);
    QElapsedTimer timer;
    timer.start();
    inspector.reset();
    qInfo("destroyed in %lld ms", timer.elapsed());
    QVERIFY(timer.elapsed() < Patience * 500);
}

// A byte array says by isDetached() whether anything else holds it.
void tst_InspectorLarge::releasesThePayload()
{
    MessagePane inspector;
    inspector.show();
    auto *tabs = inspector.findChild<QTabBar *>(u"inspectorForm"_s);
    const QByteArray payload = arrayOf(Trade, 10 << 20);
    inspector.showMessage(message(payload));
    inspector.showMessage(message("[1]"));
    QTRY_VERIFY(payload.isDetached());

    inspector.showMessage(message(payload));
    QTRY_VERIFY(!inspector.isWorking());
    tabs->setCurrentIndex(int(PayloadForm::Tree));
    inspector.clear();
    QTRY_VERIFY(payload.isDetached());
}

SOCKETSCOPE_TEST(tst_InspectorLarge, QApplication)
#include "tst_inspectorlarge.moc"
