// SPDX-License-Identifier: MIT
#include "demo/demoserver.h"
#include "rawclient.h"
#include "support/testprogram.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <memory>
#include <vector>

using namespace Qt::StringLiterals;

/// /close, /refuse, /drop, /silent, and clients that vanish.
class tst_DemoFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void closesWithAnyCode_data();
    void closesWithAnyCode();
    void closeWaits();
    void closeReachesQWebSocket();
    void closeTakesTheAnswerCalmly();

    void refuses_data();
    void refuses();
    void refusesWithHeaders_data();
    void refusesWithHeaders();

    void drops();
    void dropsAtOnce();

    void silenceNeitherReadsNorAnswers();
    void silenceEndsWithTheClient_data();
    void silenceEndsWithTheClient();

    void forgetsThoseWhoVanish_data();
    void forgetsThoseWhoVanish();

private:
    QUrl url(const QString &path) const { return m_server->url(path); }

    std::unique_ptr<DemoServer> m_server;
};

void tst_DemoFaults::init()
{
    m_server = std::make_unique<DemoServer>();
    QVERIFY(m_server->listen());
}

void tst_DemoFaults::cleanup()
{
    QTRY_COMPARE(m_server->connectionCount(), 0);
    QTRY_COMPARE(m_server->children().size(), 1);
    m_server.reset();
}

void tst_DemoFaults::closesWithAnyCode_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QByteArray>("frame");
    const auto row = [](const char *query, const char *hex) {
        QTest::newRow(query) << QString::fromUtf8(query) << QByteArray::fromHex(hex);
    };
    row("", "8802 03e8");
    row("code=0", "8802 0000");
    row("code=1", "8802 0001");
    row("code=1001", "8802 03e9");
    row("code=1005", "8802 03ed");
    row("code=1006", "8802 03ee");
    row("code=1012", "8802 03f4");
    row("code=1013", "8802 03f5");
    row("code=1015", "8802 03f7");
    row("code=4000", "8802 0fa0");
    row("code=65535", "8802 ffff");
    row("code=none", "8800");
    row("code=4001&reason=so%20long", "8809 0fa1 736f206c6f6e67");
    row("reason=caf%C3%A9%26%2B", "8809 03e8 636166c3a9262b");
    const QByteArray longest = "reason=" + QByteArray(123, 'x');
    row(longest.constData(), QByteArray("887d 03e8" + QByteArray("78").repeated(123)).constData());
}

void tst_DemoFaults::closesWithAnyCode()
{
    QFETCH(QString, query);
    RawClient client(url(u"/close?after=0&"_s + query));
    client.send(client.head());
    // The server ends its direction after the frame, and Qt's socket closes on that.
    QTRY_VERIFY(client.isDisconnected());
    QCOMPARE(client.status(), 101);
    QTEST(client.afterHead(), "frame");
}

void tst_DemoFaults::closeWaits()
{
    RawClient client(url(u"/close?after=300"_s));
    client.send(client.head());
    QTRY_COMPARE(client.status(), 101);
    QElapsedTimer clock;
    clock.start();
    QTRY_VERIFY(client.isDisconnected());
    QVERIFY2(clock.elapsed() >= 250 && clock.elapsed() < 2000, qPrintable(QString::number(clock.elapsed())));
}

void tst_DemoFaults::closeReachesQWebSocket()
{
    QtClient client(url(u"/close?code=4123&reason=enough"_s));
    QTRY_COMPARE(client.disconnected.size(), 1);
    QCOMPARE(int(client.socket.closeCode()), 4123);
    QCOMPARE(client.socket.closeReason(), u"enough"_s);
}

void tst_DemoFaults::closeTakesTheAnswerCalmly()
{
    // A client whose Close and ping are on the way when the server's Close comes: no second Close frame, no
    // pong after it, no reset.
    RawClient client(url(u"/close?after=100"_s));
    QSignalSpy errors(&client.socket(), &QTcpSocket::errorOccurred);
    client.send(client.head());
    connect(&client.socket(), &QTcpSocket::readyRead, this, [&client] {
        if (!client.afterHead().isEmpty())
            client.send(RawClient::maskedFrame(Opcode::Ping, "ping")
                        + RawClient::maskedFrame(Opcode::Close, "\x03\xe8"));
    });
    QTRY_VERIFY(client.isDisconnected());
    QCOMPARE(client.afterHead(), QByteArray("\x88\x02\x03\xe8"));
    QCOMPARE(errors.size(), 1);
    QCOMPARE(client.socket().error(), QTcpSocket::RemoteHostClosedError);
}

void tst_DemoFaults::refuses_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QByteArray>("statusLine");
    QTest::addColumn<bool>("hasBody");
    const auto row = [](const char *query, const char *line, bool hasBody) {
        QTest::newRow(query) << QString::fromUtf8(query) << QByteArray(line) << hasBody;
    };
    row("", "403 Forbidden", true);
    row("status=100", "100 Continue", false);
    row("status=200", "200 OK", true);
    row("status=204", "204 No Content", false);
    row("status=299", "299 Unassigned", true);
    row("status=304", "304 Not Modified", false);
    row("status=401", "401 Unauthorized", true);
    row("status=404", "404 Not Found", true);
    row("status=408", "408 Request Timeout", true);
    row("status=425", "425 Too Early", true);
    row("status=429", "429 Too Many Requests", true);
    row("status=500", "500 Internal Server Error", true);
    row("status=503", "503 Service Unavailable", true);
    row("status=599", "599 Unassigned", true);
}

void tst_DemoFaults::refuses()
{
    QFETCH(QString, query);
    QFETCH(QByteArray, statusLine);
    QFETCH(bool, hasBody);
    RawClient client(url(u"/refuse?"_s + query));
    client.send(client.head());
    QTRY_VERIFY(client.isDisconnected());
    QVERIFY2(client.received().startsWith("HTTP/1.1 " + statusLine + "\r\n"), client.received().constData());
    QVERIFY(client.responseHead().contains("Connection: close\r\n"));
    QCOMPARE(!client.afterHead().isEmpty(), hasBody);
    QCOMPARE(client.responseHead().contains("Content-Length: "), hasBody);
    if (hasBody)
        QVERIFY2(client.afterHead().contains("with " + statusLine), client.afterHead().constData());
}

void tst_DemoFaults::refusesWithHeaders_data()
{
    QTest::addColumn<QByteArray>("header");
    for (int status : {301, 302, 303, 307, 308})
        QTest::addRow("%d", status) << QByteArray("Location: /echo\r\n");
    QTest::newRow("401") << QByteArray("WWW-Authenticate: Basic realm=\"demo\"\r\n");
    QTest::newRow("405") << QByteArray("Allow: GET\r\n");
    QTest::newRow("407") << QByteArray("Proxy-Authenticate: Basic realm=\"demo\"\r\n");
    QTest::newRow("426") << QByteArray("Sec-WebSocket-Version: 13\r\n");
    QTest::newRow("429") << QByteArray("Retry-After: 1\r\n");
    QTest::newRow("503") << QByteArray("Retry-After: 1\r\n");
}

void tst_DemoFaults::refusesWithHeaders()
{
    RawClient client(url(u"/refuse?status="_s + QString::fromLatin1(QTest::currentDataTag())));
    client.send(client.head());
    QTRY_VERIFY(client.isDisconnected());
    QCOMPARE(client.status(), QByteArray(QTest::currentDataTag()).toInt());
    QFETCH(QByteArray, header);
    QVERIFY2(client.responseHead().contains("\r\n" + header), client.responseHead().constData());
}

void tst_DemoFaults::drops()
{
    RawClient client(url(u"/drop?after=300"_s));
    client.send(client.head());
    QTRY_COMPARE(client.status(), 101);
    QElapsedTimer clock;
    clock.start();
    QTRY_VERIFY(client.isDisconnected());
    QVERIFY2(clock.elapsed() >= 250 && clock.elapsed() < 2000, qPrintable(QString::number(clock.elapsed())));
    // Two text frames, and nothing behind them.
    const QByteArray frames = client.afterHead();
    QVERIFY(frames.size() > 4);
    QCOMPARE(quint8(frames.at(0)), 0x81);
    const qsizetype second = 2 + frames.at(1);
    QVERIFY(frames.size() > second + 1);
    QCOMPARE(quint8(frames.at(second)), 0x81);
    QCOMPARE(frames.size(), second + 2 + frames.at(second + 1));
    QVERIFY(frames.contains("\"after_ms\":300"));
}

void tst_DemoFaults::dropsAtOnce()
{
    RawClient client(url(u"/drop?after=0"_s));
    client.send(client.head());
    QTRY_VERIFY(client.isDisconnected());
    QVERIFY(client.afterHead().endsWith("the last message.\"}"));
}

void tst_DemoFaults::silenceNeitherReadsNorAnswers()
{
    RawClient client(url(u"/silent"_s));
    client.send(client.head());
    QTRY_COMPARE(client.status(), 101);
    client.send(RawClient::maskedFrame(Opcode::Ping, "ping") + RawClient::maskedFrame(Opcode::Text, "text"));
    // More than loopback's buffers hold: most of it must be left over, for as long as one looks.
    constexpr qint64 size = 40'000'000;
    client.send(RawClient::maskedFrame(Opcode::Binary, QByteArray(size, 'x')));
    QElapsedTimer clock;
    clock.start();
    QTRY_VERIFY(clock.elapsed() > 700);
    QVERIFY2(client.socket().bytesToWrite() > size / 2,
             qPrintable(QString::number(client.socket().bytesToWrite())));
    QVERIFY(client.afterHead().isEmpty());
    QCOMPARE(client.socket().state(), QTcpSocket::ConnectedState);
    // The client's end would stand behind what the server does not read.
    m_server->close();
}

void tst_DemoFaults::silenceEndsWithTheClient_data()
{
    QTest::addColumn<int>("unread");
    QTest::newRow("nothing unread") << 0;
    QTest::newRow("some unread") << 30'000;
}

void tst_DemoFaults::silenceEndsWithTheClient()
{
    QFETCH(int, unread);
    RawClient client(url(u"/silent"_s));
    client.send(client.head());
    QTRY_COMPARE(client.status(), 101);
    client.send(QByteArray(unread, 'x'));
    QTRY_COMPARE(client.socket().bytesToWrite(), 0);
    client.socket().disconnectFromHost();
    QTRY_VERIFY(client.isDisconnected());
    QTRY_COMPARE(m_server->connectionCount(), 0);
}

void tst_DemoFaults::forgetsThoseWhoVanish_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("sent");
    const int all = -1;
    QTest::newRow("before a byte") << u"/echo"_s << 0;
    QTest::newRow("amid the head") << u"/echo"_s << 60;
    for (const char *path :
         {"/echo", "/ticker?rate=100000", "/flood?n=0", "/flood?n=0&size=10000000&kind=binary",
          "/binary?rate=10000", "/close?after=5", "/close?after=60000", "/silent", "/refuse", "/drop?after=5",
          "/slow?delay=5", "/slow?delay=60000", "/", "/nowhere"})
        QTest::newRow(path) << QString::fromLatin1(path) << all;
}

void tst_DemoFaults::forgetsThoseWhoVanish()
{
    QFETCH(QString, path);
    QFETCH(int, sent);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 10; ++i) {
        RawClient *client = clients.emplace_back(std::make_unique<RawClient>(url(path))).get();
        client->send(client->head().left(sent));
        // Some read, some never do: the latter leave by a reset.
        if (i % 2)
            client->socket().setReadBufferSize(1);
    }
    QTRY_VERIFY(std::all_of(clients.begin(), clients.end(),
                            [](const auto &client) { return client->socket().bytesToWrite() == 0; }));
    // One by one, at any moment of what the server is doing.
    while (!clients.empty()) {
        QCoreApplication::processEvents(QEventLoop::AllEvents, 3);
        clients.back()->socket().abort();
        clients.pop_back();
    }
    QTRY_COMPARE(m_server->connectionCount(), 0);
    QVERIFY(m_server->isListening());
}

SOCKETSCOPE_TEST(tst_DemoFaults, QCoreApplication)
#include "tst_demofaults.moc"
