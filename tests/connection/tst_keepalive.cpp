// SPDX-License-Identifier: MIT
#include "connection/keepalive.h"
#include "support/fakeclock.h"
#include "support/testprogram.h"

#include <QTest>

using namespace std::chrono_literals;

class tst_KeepAlive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void pingsOnceAnInterval();
    void neverTwoOutstanding();
    void deadPeerIsToldOnce();
    void pongInTime_data();
    void pongInTime();
    void unaskedAndLatePongsAreIgnored();
    void roundTripIsMeasured();
    void pingByHand();
    void pingByHandWithoutInterval();
    void pingByHandThatIsNeverAnswered();
    void nothingAfterStop();
    void busyLineIsNotDead();
    void busyOnceIsDeadLater();
    void waitingBytesAreReadFirst();

private:
    QByteArray lastPing() const { return m_pings.value(m_pings.size() - 1); }

    FakeClock m_clock;
    QList<QByteArray> m_pings;
    QList<std::chrono::nanoseconds> m_roundTrips;
    qint64 m_moved = 0;
    int m_deaths = 0;
    std::unique_ptr<KeepAlive> m_keepAlive;
};

void tst_KeepAlive::init()
{
    m_pings.clear();
    m_roundTrips.clear();
    m_moved = 0;
    m_deaths = 0;
    m_keepAlive = std::make_unique<KeepAlive>(m_clock, this,
                                              KeepAlive::Callbacks{
                                                      [this](const QByteArray &ping) { m_pings += ping; },
                                                      [this](auto time) { m_roundTrips += time; },
                                                      [this] { return m_moved; },
                                                      [this] { ++m_deaths; },
                                              });
}

void tst_KeepAlive::pingsOnceAnInterval()
{
    m_keepAlive->start(5s);
    m_clock.advance(4999ms);
    QCOMPARE(m_pings.size(), 0);
    for (int i = 1; i <= 100; ++i) {
        m_clock.advance(i == 1 ? 1ms : 4999ms);
        QCOMPARE(m_pings.size(), i);
        m_clock.advance(1ms);
        m_keepAlive->pongReceived(lastPing());
    }
    QCOMPARE(m_roundTrips.size(), 100);
    QCOMPARE(m_deaths, 0);
}

void tst_KeepAlive::neverTwoOutstanding()
{
    m_keepAlive->start(5s);
    m_clock.advance(9999ms);
    QCOMPARE(m_pings.size(), 1);
    QVERIFY(!m_keepAlive->ping("mine"));
    QCOMPARE(m_pings.size(), 1);
}

void tst_KeepAlive::deadPeerIsToldOnce()
{
    m_keepAlive->start(5s);
    m_clock.advance(9999ms);
    QCOMPARE(m_deaths, 0);
    m_clock.advance(1ms);
    QCOMPARE(m_deaths, 1);
    m_clock.advance(1h);
    QCOMPARE(m_deaths, 1);
    QCOMPARE(m_pings.size(), 1);
    QVERIFY(!m_keepAlive->ping("too late"));
    QVERIFY(!m_keepAlive->pongReceived(lastPing()));
    QVERIFY(m_roundTrips.isEmpty());
}

void tst_KeepAlive::pongInTime_data()
{
    QTest::addColumn<int>("after");

    for (const int after : {0, 1, 2500, 4999})
        QTest::addRow("%d ms", after) << after;
}

void tst_KeepAlive::pongInTime()
{
    QFETCH(int, after);

    m_keepAlive->start(5s);
    m_clock.advance(5s);
    m_clock.advance(std::chrono::milliseconds(after));
    QVERIFY(!m_keepAlive->pongReceived(lastPing()));
    QCOMPARE(m_roundTrips, QList<std::chrono::nanoseconds>{std::chrono::milliseconds(after)});
    m_clock.advance(std::chrono::milliseconds(5000 - after));
    QCOMPARE(m_pings.size(), 2);
    QCOMPARE(m_deaths, 0);
}

void tst_KeepAlive::unaskedAndLatePongsAreIgnored()
{
    m_keepAlive->start(5s);
    m_keepAlive->pongReceived({});
    m_keepAlive->pongReceived("ss1");
    m_clock.advance(5s);
    const QByteArray first = lastPing();
    m_keepAlive->pongReceived("something else");
    m_keepAlive->pongReceived({});
    QVERIFY(m_roundTrips.isEmpty());
    m_keepAlive->pongReceived(first);
    m_keepAlive->pongReceived(first);
    QCOMPARE(m_roundTrips.size(), 1);

    m_clock.advance(5s);
    QCOMPARE(m_pings.size(), 2);
    QVERIFY(lastPing() != first);
    m_keepAlive->pongReceived(first);
    QCOMPARE(m_roundTrips.size(), 1);
    m_clock.advance(5s);
    QCOMPARE(m_deaths, 1);
}

void tst_KeepAlive::roundTripIsMeasured()
{
    m_keepAlive->start(5s);
    m_clock.advance(5s);
    m_clock.advance(137ms);
    m_keepAlive->pongReceived(lastPing());
    QCOMPARE(m_roundTrips, QList<std::chrono::nanoseconds>{137ms});
}

void tst_KeepAlive::pingByHand()
{
    QVERIFY(!m_keepAlive->ping("before the start"));
    m_keepAlive->start(5s);
    m_clock.advance(4s);
    QVERIFY(m_keepAlive->ping("mine"));
    QCOMPARE(m_pings, QList<QByteArray>{"mine"});
    // It has a whole interval, too.
    m_clock.advance(4999ms);
    QCOMPARE(m_deaths, 0);
    QCOMPARE(m_pings.size(), 1);
    QVERIFY(m_keepAlive->pongReceived("mine"));
    QCOMPARE(m_roundTrips.size(), 1);
    m_clock.advance(1ms);
    QCOMPARE(m_pings.size(), 2);
    QVERIFY(!m_keepAlive->pongReceived(lastPing()));

    QVERIFY(m_keepAlive->ping({}));
    m_clock.advance(5s);
    QCOMPARE(m_deaths, 1);
}

void tst_KeepAlive::pingByHandWithoutInterval()
{
    m_keepAlive->start(0s);
    QCOMPARE(m_clock.activeTimers(), 0);
    QVERIFY(m_keepAlive->ping("a"));
    QCOMPARE(m_clock.activeTimers(), 0);
    m_clock.advance(24h);
    QVERIFY(m_keepAlive->pongReceived("a"));
    QVERIFY(m_keepAlive->ping("b"));
    QCOMPARE(m_deaths, 0);
}

void tst_KeepAlive::pingByHandThatIsNeverAnswered()
{
    m_keepAlive->start(0s);
    QVERIFY(m_keepAlive->ping("a"));
    m_clock.advance(KeepAlive::PatienceByHand - 1ms);
    QVERIFY(!m_keepAlive->ping("b"));
    m_clock.advance(1ms);
    QVERIFY(m_keepAlive->ping("c"));
    QVERIFY(!m_keepAlive->pongReceived("a"));
    QVERIFY(m_keepAlive->pongReceived("c"));
    QCOMPARE(m_pings, (QList<QByteArray>{"a", "c"}));

    m_keepAlive->start(60s);
    QVERIFY(m_keepAlive->ping("d"));
    m_clock.advance(30s);
    QVERIFY(!m_keepAlive->ping("e"));
}

void tst_KeepAlive::nothingAfterStop()
{
    m_keepAlive->start(5s);
    m_clock.advance(5s);
    m_keepAlive->stop();
    QVERIFY(!m_keepAlive->pongReceived(lastPing()));
    m_clock.advance(1h);
    QCOMPARE(m_pings.size(), 1);
    QCOMPARE(m_deaths, 0);
    QCOMPARE(m_clock.activeTimers(), 0);

    // A second start owes nothing to the first.
    m_keepAlive->start(5s);
    m_clock.advance(5s);
    QCOMPARE(m_pings.size(), 2);
    QCOMPARE(m_deaths, 0);
}

void tst_KeepAlive::busyLineIsNotDead()
{
    m_keepAlive->start(5s);
    m_clock.advance(5s);
    for (int i = 0; i < 20; ++i) {
        m_moved += KeepAlive::BusyBytes;
        m_clock.advance(5s);
        QCOMPARE(m_deaths, 0);
        QCOMPARE(m_pings.size(), 1);
    }
    m_keepAlive->pongReceived(lastPing());
    QCOMPARE(m_roundTrips, QList<std::chrono::nanoseconds>{100s});
    m_clock.advance(5s);
    QCOMPARE(m_pings.size(), 2);
}

void tst_KeepAlive::busyOnceIsDeadLater()
{
    m_moved = 7 * KeepAlive::BusyBytes;
    m_keepAlive->start(5s);
    m_clock.advance(5s);
    m_moved += KeepAlive::BusyBytes;
    m_clock.advance(5s);
    QCOMPARE(m_deaths, 0);
    m_moved += KeepAlive::BusyBytes - 1;
    m_clock.advance(5s);
    QCOMPARE(m_deaths, 1);
}

void tst_KeepAlive::waitingBytesAreReadFirst()
{
    // The thread was held up over the whole interval; the pong waits in the socket.
    m_keepAlive->start(5s);
    m_clock.advance(5s);
    m_clock.stall(60s);
    m_clock.advanceOneTimer();
    QCOMPARE(m_deaths, 0);
    m_keepAlive->pongReceived(lastPing());
    QCOMPARE(m_roundTrips.size(), 1);
    m_clock.advance(4999ms);
    QCOMPARE(m_pings.size(), 1);
    m_clock.advance(1ms);
    QCOMPARE(m_pings.size(), 2);
    QCOMPARE(m_deaths, 0);
    // Once more, and no pong is there.
    m_clock.advance(5s);
    QCOMPARE(m_deaths, 1);
}

SOCKETSCOPE_TEST(tst_KeepAlive, TestProgram::NoApplication)
#include "tst_keepalive.moc"
