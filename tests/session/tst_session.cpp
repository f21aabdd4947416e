// SPDX-License-Identifier: MIT
#include "demo/demohost.h"
#include "log/logmodel.h"
#include "session.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_Session : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everythingReceivedIsStoredAndShown();
    void echoes();
    void reconnectsInTheSameLog();
    void disposesInEveryStatus_data();
    void disposesInEveryStatus();
    void destroyedWhileOpen();
    void silentAfterDispose();

private:
    ConnectionProfile to(const QString &pathAndQuery) const;

    DemoHost m_demo;
};

void tst_Session::initTestCase()
{
    QVERIFY2(!m_demo.start().isEmpty(), qPrintable(m_demo.errorString()));
}

ConnectionProfile tst_Session::to(const QString &pathAndQuery) const
{
    ConnectionProfile profile;
    profile.url = m_demo.url(pathAndQuery);
    return profile;
}

void tst_Session::everythingReceivedIsStoredAndShown()
{
    constexpr quint64 messages = 50000;
    Session session;
    QSignalSpy changes(&session, &Session::statusChanged);
    session.open(to(u"/flood?n=%1"_s.arg(messages)));
    QTRY_COMPARE_WITH_TIMEOUT(changes.count(), 3, 20000);
    QCOMPARE(changes.at(0).at(0).value<Status>(), Status::Connecting);
    QCOMPARE(changes.at(1).at(0).value<Status>(), Status::Open);
    QCOMPARE(changes.at(2).at(0).value<Status>(), Status::Closed);
    QTRY_COMPARE(session.counters().shown, messages);
    QVERIFY(session.counters().agree());
    QCOMPARE(session.report().close->code, 1000);
    QVERIFY(session.report().close->clean);
    // open, the messages, close
    QTRY_COMPARE(session.log()->last(), messages + 2);
    QCOMPARE(session.log()->entry(0)->type, MessageType::Open);
    QCOMPARE(session.log()->entry(int(messages) + 1)->type, MessageType::Close);
}

void tst_Session::echoes()
{
    Session session;
    session.open(to(u"/echo"_s));
    QTRY_COMPARE(session.status(), Status::Open);
    session.sendText(u"grüße"_s);
    session.sendBinary(QByteArray("\0\xff", 2));
    QTRY_COMPARE(session.counters().shown, 2u);
    QCOMPARE(session.log()->rowCount(), 5);
    QList<Message> entries;
    for (int row = 1; row < 5; ++row)
        entries.append(*session.log()->entry(row));
    const auto has = [&](Direction direction, MessageType type, const QByteArray &payload) {
        return std::any_of(entries.begin(), entries.end(), [&](const Message &entry) {
            return entry.direction == direction && entry.type == type && entry.payload == payload;
        });
    };
    for (const Direction direction : {Direction::Out, Direction::In}) {
        QVERIFY(has(direction, MessageType::Text, u"grüße"_s.toUtf8()));
        QVERIFY(has(direction, MessageType::Binary, QByteArray("\0\xff", 2)));
    }
}

void tst_Session::reconnectsInTheSameLog()
{
    Session session;
    QSignalSpy changes(&session, &Session::statusChanged);
    for (int round = 1; round <= 2; ++round) {
        session.open(to(u"/close?code=4000&reason=bye&after=10"_s));
        QTRY_COMPARE(changes.count(), 3 * round);
        QCOMPARE(session.status(), Status::Closed);
        QTRY_COMPARE(session.log()->rowCount(), 2 * round);
        QCOMPARE(session.report().close->code, 4000);
        QCOMPARE(session.report().close->reason, u"bye"_s);
    }
}

void tst_Session::disposesInEveryStatus_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<Status>("status");
    QTest::newRow("closed") << QString() << Status::Closed;
    QTest::newRow("connecting") << u"/slow?delay=60000"_s << Status::Connecting;
    QTest::newRow("open") << u"/ticker?rate=1000"_s << Status::Open;
    QTest::newRow("open, peer never answers") << u"/silent"_s << Status::Open;
    QTest::newRow("flooded") << u"/flood?n=0"_s << Status::Open;
    QTest::newRow("waiting") << u"/refuse?status=503"_s << Status::WaitingToRetry;
}

void tst_Session::disposesInEveryStatus()
{
    QFETCH(QString, path);
    QFETCH(Status, status);
    Session session;
    if (!path.isEmpty())
        session.open(to(path));
    QTRY_COMPARE(session.status(), status);
    QSignalSpy disposed(&session, &Session::disposed);
    session.dispose();
    session.dispose();
    QTRY_COMPARE_WITH_TIMEOUT(disposed.count(), 1, 3000);
}

void tst_Session::destroyedWhileOpen()
{
    for (int i = 0; i < 20; ++i) {
        Session session;
        session.open(to(u"/flood?n=0"_s));
        if (i % 2 == 0)
            QTRY_COMPARE(session.status(), Status::Open);
    }
}

void tst_Session::silentAfterDispose()
{
    Session session;
    session.open(to(u"/ticker?rate=1000"_s));
    QTRY_COMPARE(session.status(), Status::Open);
    QSignalSpy changes(&session, &Session::statusChanged);
    QSignalSpy errors(&session, &Session::errorOccurred);
    QSignalSpy disposed(&session, &Session::disposed);
    session.dispose();
    QTRY_COMPARE(disposed.count(), 1);
    QCOMPARE(changes.count(), 0);
    QCOMPARE(errors.count(), 0);
}

QTEST_GUILESS_MAIN(tst_Session)
#include "tst_session.moc"
