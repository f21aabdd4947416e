// SPDX-License-Identifier: MIT
#include "session/messagerepeater.h"
#include "support/testprogram.h"

#include <QCoreApplication>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Connection = MessageRepeater::Connection;

class tst_MessageRepeater : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sendsAtOnceAndAgain();
    void sendsLater();
    void soManyTimes();
    void unlessSomethingWasSent();
    void connection_data();
    void connection();
    void stoppedByWhoSends();
    void sentence();
};

static const WrittenMessage ping{u"ping {{$counter}}"_s};

void tst_MessageRepeater::sendsAtOnceAndAgain()
{
    MessageRepeater repeater;
    QSignalSpy due(&repeater, &MessageRepeater::due);
    repeater.start(ping, {100ms});
    QCOMPARE(due.size(), 0); // nothing is open
    repeater.setConnection(Connection::Open);
    // Shorter than it may be.
    repeater.start(ping, {1ms});
    QCOMPARE(repeater.repetition().interval, Repetition::Shortest);
    QCOMPARE(due.size(), 1);
    QCOMPARE(due.first().at(0).value<WrittenMessage>(), ping);
    QTRY_VERIFY(due.size() >= 3);
    repeater.stop();
    QVERIFY(!repeater.isActive());
    QCOMPARE(repeater.sentence(), QString());
}

void tst_MessageRepeater::sendsLater()
{
    MessageRepeater repeater;
    QSignalSpy due(&repeater, &MessageRepeater::due);
    repeater.setConnection(Connection::Open);
    repeater.start(ping, {.interval = 100ms, .atOnce = false});
    QVERIFY(repeater.isActive());
    QCOMPARE(due.size(), 0);
    QTRY_VERIFY(due.size() >= 2);
}

void tst_MessageRepeater::soManyTimes()
{
    MessageRepeater repeater;
    QSignalSpy due(&repeater, &MessageRepeater::due);
    const QSignalSpy active(&repeater, &MessageRepeater::activeChanged);
    repeater.setConnection(Connection::Open);
    repeater.start(ping, {100ms, 2});
    QTRY_COMPARE(active.size(), 2);
    QCOMPARE(due.size(), 2);
    repeater.start(ping, {100ms, 1});
    QCOMPARE(due.size(), 3);
    QVERIFY(!repeater.isActive());
}

void tst_MessageRepeater::unlessSomethingWasSent()
{
    MessageRepeater repeater;
    QSignalSpy due(&repeater, &MessageRepeater::due);
    repeater.setConnection(Connection::Open);
    repeater.start(ping, {1000ms, 0, true});
    QTimer others;
    int sent = 0;
    QObject::connect(&others, &QTimer::timeout, this, [&] {
        repeater.noteSent();
        ++sent;
    });
    others.start(200ms);
    QTRY_COMPARE(sent, 10);
    QCOMPARE(due.size(), 1);
    others.stop();
    QTRY_COMPARE(due.size(), 2);
    // Otherwise it does not wait for that.
    repeater.start(ping, {300ms, 0, false});
    others.start(20ms);
    QTRY_COMPARE(due.size(), 5);
}

void tst_MessageRepeater::connection_data()
{
    QTest::addColumn<bool>("afterReconnect");
    QTest::addColumn<Connection>("state");
    QTest::addColumn<bool>("goesOn");
    QTest::newRow("lost") << true << Connection::Interrupted << true;
    QTest::newRow("lost, not wanted again") << false << Connection::Interrupted << false;
    QTest::newRow("ended") << true << Connection::Ended << false;
}

void tst_MessageRepeater::connection()
{
    QFETCH(bool, afterReconnect);
    QFETCH(Connection, state);
    QFETCH(bool, goesOn);
    MessageRepeater repeater;
    QSignalSpy due(&repeater, &MessageRepeater::due);
    repeater.setConnection(Connection::Open);
    repeater.start(ping, {100ms, 0, false, afterReconnect});
    repeater.setConnection(state);
    QCOMPARE(repeater.isActive(), goesOn);
    due.clear();
    // Nothing is due while it is of another one.
    MessageRepeater other;
    const QSignalSpy otherDue(&other, &MessageRepeater::due);
    other.setConnection(Connection::Open);
    other.start(ping, {100ms});
    QTRY_VERIFY(otherDue.size() >= 4);
    QCOMPARE(due.size(), 0);
    repeater.setConnection(Connection::Open);
    QCOMPARE(repeater.isActive(), goesOn);
    if (goesOn)
        QTRY_VERIFY(due.size() >= 2);
}

void tst_MessageRepeater::stoppedByWhoSends()
{
    MessageRepeater repeater;
    repeater.setConnection(Connection::Open);
    connect(&repeater, &MessageRepeater::due, &repeater, &MessageRepeater::stop);
    repeater.start(ping, {100ms});
    QVERIFY(!repeater.isActive());
}

void tst_MessageRepeater::sentence()
{
    MessageRepeater repeater;
    QCOMPARE(repeater.sentence(), QString());
    repeater.setConnection(Connection::Open);
    repeater.start(ping, {60s});
    QCOMPARE(repeater.sentence(), u"in 60 s: “ping {{$counter}}” every 1:00 min · 1 sent"_s);
    repeater.setConnection(Connection::Interrupted);
    QCOMPARE(repeater.sentence(), u"once it is open: “ping {{$counter}}” every 1:00 min · 1 sent"_s);
}

SOCKETSCOPE_TEST(tst_MessageRepeater, QCoreApplication)
#include "tst_messagerepeater.moc"
