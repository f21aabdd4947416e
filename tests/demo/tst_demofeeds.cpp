// SPDX-License-Identifier: MIT
#include "demo/demofeeds.h"
#include "demo/demohost.h"
#include "demo/demoserver.h"
#include "rawclient.h"
#include "support/testprogram.h"

#include <QCborMap>
#include <QCborValue>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScopeGuard>
#include <QSet>
#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <QtEndian>

#include <atomic>
#include <memory>

using namespace Qt::StringLiterals;

/// /ticker, /binary and /flood.
class tst_DemoFeeds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tickerIsAMarketFeed();
    void tickerKeepsItsRate_data();
    void tickerKeepsItsRate();
    void paceIsExactAtEveryRate_data();
    void paceIsExactAtEveryRate();
    void tickerIsEven();
    void tickerDoesNotGrowForASlowReader();
    void binaryHasManyKinds();

    void floodIsCompleteAndInOrder_data();
    void floodIsCompleteAndInOrder();
    void floodEndsOnlyWhenTold();
    void floodWaitsForTheReader();
    void floodEndSurvivesALateReader();
    void floodEndIsTheEnd();
    void floodsLeaveRoomForOthers();
};

void tst_DemoFeeds::tickerIsAMarketFeed()
{
    DemoServer server;
    QVERIFY(server.listen());
    QtClient client(server.url(u"/ticker?rate=100000&n=2000"_s));
    QTRY_COMPARE(client.disconnected.size(), 1);
    QCOMPARE(int(client.socket.closeCode()), 1000);
    QCOMPARE(client.socket.closeReason(), u"feed of 2000 done"_s);
    QCOMPARE(client.texts.size(), 2000);
    QSet<QString> symbols;
    QSet<double> prices;
    for (qsizetype i = 0; i < client.texts.size(); ++i) {
        const QByteArray text = client.texts.at(i).at(0).toString().toUtf8();
        QVERIFY2(text.size() > 90 && text.size() < 140, text.constData());
        QJsonParseError error;
        const QJsonObject trade = QJsonDocument::fromJson(text, &error).object();
        QVERIFY2(error.error == QJsonParseError::NoError, text.constData());
        QCOMPARE(trade.value(QLatin1String("seq")).toInteger(), i + 1);
        QCOMPARE(trade.value(QLatin1String("ch")).toString(), u"trades"_s);
        QVERIFY(trade.value(QLatin1String("p")).toDouble() > 0);
        QVERIFY(trade.value(QLatin1String("q")).toDouble() > 0);
        QVERIFY(QStringList({u"buy"_s, u"sell"_s}).contains(trade.value(QLatin1String("side")).toString()));
        symbols.insert(trade.value(QLatin1String("s")).toString());
        prices.insert(trade.value(QLatin1String("p")).toDouble());
    }
    QVERIFY(symbols.size() >= 4);
    QVERIFY(prices.size() > 100);
}

void tst_DemoFeeds::tickerKeepsItsRate_data()
{
    QTest::addColumn<double>("rate");
    QTest::addColumn<int>("count");
    QTest::newRow("default") << 10. << 6;
    QTest::newRow("2000") << 2000. << 2000;
}

void tst_DemoFeeds::tickerKeepsItsRate()
{
    QFETCH(double, rate);
    QFETCH(int, count);
    DemoHost host;
    QVERIFY(host.start().isValid());
    QWebSocket client;
    QElapsedTimer clock;
    int received = 0;
    connect(&client, &QWebSocket::textMessageReceived, this, [&clock, &received] {
        if (received++ == 0)
            clock.start();
    });
    client.open(host.url(rate == 10 ? u"/ticker"_s : u"/ticker?rate=%1"_s.arg(rate)));
    QTRY_VERIFY_WITH_TIMEOUT(received >= count, 10'000);
    // Read before the last batch ends, so from the count at this very moment.
    const double measured = (received - 1) / (double(clock.nsecsElapsed()) / 1e9);
    QVERIFY2(measured > rate * 0.8 && measured < rate * 1.2, qPrintable(QString::number(measured)));
    client.abort();
}

void tst_DemoFeeds::paceIsExactAtEveryRate_data()
{
    QTest::addColumn<double>("rate");
    QTest::addColumn<double>("elapsedMs");
    QTest::addColumn<qint64>("due");
    QTest::addColumn<int>("waitMs");
    QTest::newRow("the first at once") << 10. << 0. << 1LL << 100;
    QTest::newRow("not before its time") << 10. << 99.9 << 1LL << 4;
    QTest::newRow("at its time") << 10. << 100. << 2LL << 100;
    QTest::newRow("between two") << 10. << 1025. << 11LL << 75;
    QTest::newRow("the slowest") << 0.01 << 99'999. << 1LL << 4;
    QTest::newRow("the slowest, later") << 0.01 << 250'000. << 3LL << 50'000;
    QTest::newRow("50000") << 50'000. << 1000. << 50'001LL << 4;
    QTest::newRow("50000, a late turn") << 50'000. << 1037.5 << 51'876LL << 4;
    QTest::newRow("the fastest, after a day") << 100'000. << 86'400'000. << 8'640'000'001LL << 4;
}

void tst_DemoFeeds::paceIsExactAtEveryRate()
{
    QFETCH(double, rate);
    QFETCH(double, elapsedMs);
    QFETCH(qint64, due);
    QFETCH(int, waitMs);
    const MessagePace pace(rate);
    const auto elapsed = qint64(elapsedMs * 1e6);
    QCOMPARE(pace.due(elapsed), due);
    QCOMPARE(pace.waitFor(due, elapsed), waitMs);
}

void tst_DemoFeeds::tickerIsEven()
{
    DemoHost host;
    QVERIFY(host.start().isValid());
    QWebSocket client;
    QElapsedTimer clock;
    int received = 0;
    int most = 0;
    int inThisWindow = 0;
    connect(&client, &QWebSocket::textMessageReceived, this, [&] {
        ++received;
        // 100 messages are due in each window of 50 ms.
        if (!clock.isValid() || clock.elapsed() >= 50) {
            clock.start();
            inThisWindow = 0;
        }
        most = std::max(most, ++inThisWindow);
    });
    client.open(host.url(u"/ticker?rate=2000"_s));
    QTRY_VERIFY(received > 1500);
    QVERIFY2(most < 400, qPrintable(QString::number(most)));
    client.abort();
}

void tst_DemoFeeds::tickerDoesNotGrowForASlowReader()
{
    DemoServer server;
    QVERIFY(server.listen());
    QElapsedTimer whole;
    whole.start();
    RawClient client(server.url(u"/ticker?rate=100000"_s));
    client.send(client.head());
    QTRY_COMPARE(client.status(), 101);
    const auto *ofServer = server.findChild<QTcpSocket *>();
    QVERIFY(ofServer);
    client.socket().setReadBufferSize(1);
    QTRY_VERIFY(ofServer->bytesToWrite() > 1'000'000);
    // Ten thousand messages a tenth of a second fall due: a megabyte.
    QElapsedTimer clock;
    clock.start();
    QTRY_VERIFY(clock.elapsed() > 300);
    QVERIFY(ofServer->bytesToWrite() < 1'100'000);
    const qint64 stalledMs = clock.elapsed();

    // What was skipped was never made: no number is missing, and nothing is made up for.
    client.socket().setReadBufferSize(0);
    const qsizetype before = client.received().size();
    QTRY_VERIFY(client.received().size() > before + 12'000'000);
    const qint64 flowedMs = whole.elapsed() - stalledMs;
    client.socket().abort();
    qint64 seq = 0;
    const QByteArray member = "\"seq\":";
    for (qsizetype at = 0; (at = client.received().indexOf(member, at)) >= 0;) {
        at += member.size();
        const qsizetype end = client.received().indexOf(',', at);
        if (end < 0)
            break;
        QCOMPARE(client.received().mid(at, end - at).toLongLong(), ++seq);
    }
    QVERIFY(seq > 50'000);
    QVERIFY2(seq < 100 * flowedMs + 10'000, qPrintable(QString::number(seq)));
}

void tst_DemoFeeds::binaryHasManyKinds()
{
    DemoServer server;
    QVERIFY(server.listen());
    QtClient client(server.url(u"/binary?rate=1000&n=8"_s));
    QTRY_COMPARE(client.disconnected.size(), 1);
    QCOMPARE(client.texts.size(), 0);
    QCOMPARE(client.binaries.size(), 8);
    QVERIFY(client.binaries.at(0).at(0).toByteArray().startsWith("\x89PNG\r\n\x1a\n"));
    QCborParserError error;
    const QCborValue cbor = QCborValue::fromCbor(client.binaries.at(1).at(0).toByteArray(), &error);
    QCOMPARE(error.error, QCborError{QCborError::NoError});
    QCOMPARE(cbor.toMap().value(QLatin1String("seq")).toInteger(), 2);
    QVERIFY(!QJsonDocument::fromJson(client.binaries.at(4).at(0).toByteArray()).isNull());
    QVERIFY(client.binaries.at(6).at(0).toByteArray().isEmpty());
    QCOMPARE(client.binaries.at(7).at(0).toByteArray().size(), 64 * 1024);
}

void tst_DemoFeeds::floodIsCompleteAndInOrder_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("size");
    QTest::newRow("default") << u""_s << 100'000 << 128;
    QTest::newRow("one") << u"n=1"_s << 1 << 128;
    QTest::newRow("json") << u"n=50000&kind=json&size=100"_s << 50'000 << 100;
    QTest::newRow("binary") << u"n=50000&kind=binary&size=16"_s << 50'000 << 16;
    QTest::newRow("large") << u"n=40&kind=text&size=2000000"_s << 40 << 2'000'000;
}

void tst_DemoFeeds::floodIsCompleteAndInOrder()
{
    QFETCH(QString, query);
    QFETCH(int, count);
    QFETCH(int, size);
    DemoHost host;
    QVERIFY(host.start().isValid());
    QWebSocket client;
    QSignalSpy disconnected(&client, &QWebSocket::disconnected);
    qint64 received = 0;
    qint64 wrong = 0;
    connect(&client, &QWebSocket::textMessageReceived, this, [&](const QString &text) {
        const bool json = text.startsWith(u'{');
        const qint64 number = json ? QJsonDocument::fromJson(text.toUtf8()).object().value(u"seq").toInteger()
                                   : QStringView(text).mid(8, 12).toLongLong();
        wrong += number != ++received || text.size() != size;
    });
    connect(&client, &QWebSocket::binaryMessageReceived, this, [&](const QByteArray &data) {
        wrong += data.size() != size || qFromBigEndian<qint64>(data.constData()) != ++received;
    });
    client.open(host.url(u"/flood?"_s + query));
    QTRY_COMPARE_WITH_TIMEOUT(disconnected.size(), 1, 20'000);
    QCOMPARE(received, count);
    QCOMPARE(wrong, 0);
    QCOMPARE(int(client.closeCode()), 1000);
    QCOMPARE(client.closeReason(), u"flood of %1 done"_s.arg(count));
}

void tst_DemoFeeds::floodEndsOnlyWhenTold()
{
    DemoHost host;
    QVERIFY(host.start().isValid());
    QWebSocket client;
    QSignalSpy disconnected(&client, &QWebSocket::disconnected);
    int received = 0;
    connect(&client, &QWebSocket::textMessageReceived, this, [&received] { ++received; });
    client.open(host.url(u"/flood?n=0"_s));
    QTRY_VERIFY(received > 300'000);
    QCOMPARE(disconnected.size(), 0);
    client.close();
    QTRY_COMPARE(disconnected.size(), 1);
}

void tst_DemoFeeds::floodWaitsForTheReader()
{
    DemoServer server;
    QVERIFY(server.listen());
    RawClient client(server.url(u"/flood?n=0&size=1000"_s));
    client.send(client.head());
    QTRY_COMPARE(client.status(), 101);
    const auto *ofServer = server.findChild<QTcpSocket *>();
    QVERIFY(ofServer);
    client.socket().setReadBufferSize(1);
    // How fast is not asked: the system takes megabytes first.
    QTRY_VERIFY_WITH_TIMEOUT(ofServer->bytesToWrite() >= 1024 * 1024, 30'000);
    QVERIFY(ofServer->bytesToWrite() < 1024 * 1024 + 70'000);
    // It goes on as soon as there is room.
    const qsizetype before = client.received().size();
    client.socket().setReadBufferSize(0);
    QTRY_VERIFY_WITH_TIMEOUT(client.received().size() > before + 30'000'000, 30'000);
    client.socket().abort();
}

void tst_DemoFeeds::floodEndSurvivesALateReader()
{
    // All is sent, and lies in the buffers, when the client pings: a server that had closed by now would
    // answer with a reset, and the rest would be lost.
    DemoServer server;
    QVERIFY(server.listen());
    RawClient client(server.url(u"/flood?n=1000&size=1000"_s));
    client.socket().setReadBufferSize(1);
    client.send(client.head());
    QTRY_COMPARE(client.status(), 101);
    const qsizetype head = client.responseHead().size();
    const auto *ofServer = server.findChild<QTcpSocket *>();
    QVERIFY(ofServer);
    QTRY_COMPARE(ofServer->bytesToWrite(), 0);
    client.send(RawClient::maskedFrame(Opcode::Ping, "ping"));
    QTRY_COMPARE(client.socket().bytesToWrite(), 0);
    client.socket().setReadBufferSize(0);
    QTRY_VERIFY(client.isDisconnected());
    QCOMPARE(client.received().size() - head, 1000 * 1004 + 4 + 18);
    QVERIFY(client.received().endsWith("flood of 1000 done"));
}

void tst_DemoFeeds::floodEndIsTheEnd()
{
    // One message fills all buffers, and the Close frame waits behind it: what the client sends meanwhile
    // must not be answered after the Close frame.
    DemoServer server;
    QVERIFY(server.listen());
    constexpr qsizetype size = 16'000'000;
    RawClient client(server.url(u"/flood?n=1&size=%1"_s.arg(size)));
    // Next to nothing is read from here on: a byte a turn.
    client.socket().setReadBufferSize(1);
    client.send(client.head());
    QTRY_COMPARE(client.status(), 101);
    const qsizetype head = client.responseHead().size();
    const auto *ofServer = server.findChild<QTcpSocket *>();
    QVERIFY(ofServer);
    QTRY_VERIFY(ofServer->bytesToWrite() > 1'000'000);
    client.send(RawClient::maskedFrame(Opcode::Ping, "ping")
                + RawClient::maskedFrame(Opcode::Close, "\x03\xe8"));
    QTRY_COMPARE(client.socket().bytesToWrite(), 0);
    client.socket().setReadBufferSize(0);
    QTRY_VERIFY(client.isDisconnected());
    QCOMPARE(client.received().size() - head, 10 + size + 4 + 15);
    QVERIFY(client.received().endsWith("\x88\x11\x03\xe8"
                                       "flood of 1 done"));
}

void tst_DemoFeeds::floodsLeaveRoomForOthers()
{
    DemoHost host;
    QVERIFY(host.start().isValid());
    // A reader that is faster than the server: nothing but the slices makes the flood pause.
    std::atomic_bool done = false;
    std::atomic_bool reading = false;
    const QUrl flood = host.url(u"/flood?n=0&size=0"_s);
    const std::unique_ptr<QThread> reader(QThread::create([&done, &reading, flood] {
        QTcpSocket socket;
        socket.connectToHost(flood.host(), quint16(flood.port()));
        socket.waitForConnected();
        socket.write(RawClient::headFor(flood, QByteArray(RawClient::Upgrade) + RawClient::Key, "GET"));
        while (!done) {
            if (socket.waitForReadyRead(100))
                reading = socket.skip(socket.bytesAvailable()) > 0;
        }
    }));
    reader->start();
    const auto endReader = qScopeGuard([&done, &reader] {
        done = true;
        reader->wait();
    });
    QTRY_VERIFY(reading);

    QElapsedTimer clock;
    clock.start();
    QtClient echo(host.url(u"/echo"_s));
    QTRY_COMPARE(echo.connected.size(), 1);
    for (int i = 0; i < 20; ++i) {
        echo.socket.ping();
        QTRY_COMPARE(echo.pongs.size(), i + 1);
    }
    QVERIFY2(clock.elapsed() < 3000, qPrintable(QString::number(clock.elapsed())));
}

SOCKETSCOPE_TEST(tst_DemoFeeds, QCoreApplication)
#include "tst_demofeeds.moc"
