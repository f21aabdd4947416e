// SPDX-License-Identifier: MIT
#include "demo/demoserver.h"
#include "rawclient.h"
#include "support/testprogram.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

/// Listening, the answers to handshakes, and /echo and /slow.
class tst_DemoServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void listensOnLoopbackOnly();
    void saysWhyItCannotListen();
    void buildsUrls();
    void canListenAgain();
    void endsConnectionsOnClose();

    void answersRequests_data();
    void answersRequests();
    void refusesBadParameters_data();
    void refusesBadParameters();
    void acceptsHandshakes_data();
    void acceptsHandshakes();
    void acceptsFirstSubprotocol();
    void listsEndpoints();
    void boundsTheHead();
    void dropsTlsAtOnce();

    void echoesText();
    void echoesBinary();
    void echoMakesTheGreedyWait();
    void answersPingsAndCloses();
    void answersFrames_data();
    void answersFrames();
    void slowAnswersLate();
    void slowForgetsTheImpatient();

private:
    QUrl url(const QString &path) const { return m_server->url(path); }

    std::unique_ptr<DemoServer> m_server;
};

void tst_DemoServer::init()
{
    m_server = std::make_unique<DemoServer>();
    QVERIFY(m_server->listen());
}

void tst_DemoServer::cleanup()
{
    // Whatever a client does, nothing of it is left.
    QTRY_COMPARE(m_server->connectionCount(), 0);
    QTRY_COMPARE(m_server->children().size(), 1);
    m_server.reset();
}

void tst_DemoServer::listensOnLoopbackOnly()
{
    QVERIFY(m_server->isListening());
    QVERIFY(m_server->port() != 0);
    QCOMPARE(m_server->url().toString(), QStringLiteral("ws://127.0.0.1:%1/ticker").arg(m_server->port()));
    // All of 127.0.0.0/8 is loopback on Linux: a server on every address would answer here too.
    QTcpSocket elsewhere;
    elsewhere.connectToHost(QStringLiteral("127.0.0.2"), m_server->port());
    QVERIFY(!elsewhere.waitForConnected(2000));
}

void tst_DemoServer::saysWhyItCannotListen()
{
    DemoServer second;
    QVERIFY(!second.listen(m_server->port()));
    QVERIFY(!second.errorString().isEmpty());
    QVERIFY(second.url().isEmpty());
    QVERIFY(second.listen());
    QVERIFY(second.errorString().isEmpty());
}

void tst_DemoServer::buildsUrls()
{
    const QUrl built = m_server->url(QStringLiteral("/close?code=4000&reason=so long"));
    QCOMPARE(built.port(), int(m_server->port()));
    QCOMPARE(built.path(), QStringLiteral("/close"));
    QCOMPARE(built.query(QUrl::FullyEncoded), QStringLiteral("code=4000&reason=so%20long"));
}

void tst_DemoServer::canListenAgain()
{
    m_server->close();
    QVERIFY(!m_server->isListening());
    QVERIFY(m_server->url().isEmpty());
    QVERIFY(m_server->listen());
    QtClient client(url(QStringLiteral("/echo")));
    QTRY_COMPARE(client.connected.size(), 1);
    client.socket.close();
}

void tst_DemoServer::endsConnectionsOnClose()
{
    QSignalSpy counts(m_server.get(), &DemoServer::connectionCountChanged);
    QtClient client(url(QStringLiteral("/echo")));
    RawClient waiting(url(QStringLiteral("/slow")));
    waiting.send(waiting.head());
    QTRY_COMPARE(client.connected.size(), 1);
    QTRY_COMPARE(m_server->connectionCount(), 2);
    m_server->close();
    QCOMPARE(m_server->connectionCount(), 0);
    QCOMPARE(counts.size(), 4);
    QTRY_COMPARE(client.disconnected.size(), 1);
    QCOMPARE(int(client.socket.closeCode()), 1001);
    QTRY_VERIFY(waiting.isDisconnected());
}

void tst_DemoServer::answersRequests_data()
{
    const QByteArray upgrade = RawClient::Upgrade;
    const QByteArray key = RawClient::Key;
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("contained");
    const auto row = [](const char *name, const QByteArray &method, const QString &path,
                        const QByteArray &headers, int status, const QByteArray &contained) {
        QTest::newRow(name) << method << path << headers << status << contained;
    };
    row("plain root", "GET", u"/"_s, "", 200, "/flood?n=100000&size=128&kind=text");
    row("plain endpoint", "GET", u"/echo"_s, "", 426, "Upgrade: websocket");
    row("plain unknown", "GET", u"/favicon.ico"_s, "", 404, "/ticker?rate=10");
    row("unknown", "GET", u"/nowhere"_s, upgrade + key, 404, "/ticker?rate=10");
    row("trailing slash", "GET", u"/echo/"_s, upgrade + key, 404, "nothing at this path");
    row("WebSocket on root", "GET", u"/"_s, upgrade + key, 404, "/ticker?rate=10");
    row("POST", "POST", u"/echo"_s, upgrade + key, 405, "Allow: GET");
    row("old version", "GET", u"/echo"_s,
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 8\r\n" + key, 426,
        "Sec-WebSocket-Version: 13");
    row("no connection header", "GET", u"/echo"_s,
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" + key, 400, "Connection: Upgrade");
    row("no key", "GET", u"/echo"_s, upgrade, 400, "Sec-WebSocket-Key");
    row("short key", "GET", u"/echo"_s, upgrade + "Sec-WebSocket-Key: c2hvcnQ=\r\n", 400,
        "Sec-WebSocket-Key");
    row("broken header", "GET", u"/echo"_s, upgrade + key + "broken\r\n", 400, "HTTP/1.1");
}

void tst_DemoServer::answersRequests()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    QFETCH(QByteArray, headers);
    RawClient client(url(path));
    client.send(client.head(headers, method));
    QTRY_VERIFY(client.isDisconnected());
    QTEST(client.status(), "status");
    QFETCH(QByteArray, contained);
    QVERIFY2(client.received().contains(contained), client.received().constData());
    QVERIFY(client.responseHead().contains("Connection: close\r\n"));
    QVERIFY(client.responseHead().contains("Content-Length: " + QByteArray::number(client.afterHead().size())
                                           + "\r\n"));
}

void tst_DemoServer::refusesBadParameters_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const QString &path, const QString &sentence) {
        QTest::newRow(qPrintable(path.left(60))) << path << sentence;
    };
    const QString number = u"The parameter \"%1\" must be %2, not \"%3\".\n"_s;
    const QString rate = u"a number from 0.01 to 100000"_s;
    const QString ms = u"a whole number from 0 to 3600000"_s;
    for (const QString &bad : {u"0"_s, u"-1"_s, u"100001"_s, u"fast"_s, u""_s, u"nan"_s, u"inf"_s})
        row(u"/ticker?rate="_s + bad, number.arg(u"rate"_s, rate, bad));
    row(u"/ticker?n=-1"_s, number.arg(u"n"_s, u"a whole number from 0 to 999999999999"_s, u"-1"_s));
    row(u"/binary?rate=10001"_s, number.arg(u"rate"_s, u"a number from 0.01 to 10000"_s, u"10001"_s));
    row(u"/flood?n=1.5"_s, number.arg(u"n"_s, u"a whole number from 0 to 999999999999"_s, u"1.5"_s));
    row(u"/flood?size=16777217"_s,
        number.arg(u"size"_s, u"a whole number from 0 to 16777216"_s, u"16777217"_s));
    row(u"/flood?kind=json&size=19"_s,
        number.arg(u"size"_s, u"a whole number from 20 to 16777216"_s, u"19"_s));
    row(u"/flood?kind=xml"_s, number.arg(u"kind"_s, u"text, binary or json"_s, u"xml"_s));
    for (const QString &bad : {u"-1"_s, u"65536"_s, u"1e3"_s, u"99999999999999999999"_s})
        row(u"/close?code="_s + bad, number.arg(u"code"_s, u"a whole number from 0 to 65535"_s, bad));
    row(u"/close?code=none&reason=x"_s, u"A Close frame without a code cannot carry a reason.\n"_s);
    row(u"/close?reason="_s + QString(124, u'x'),
        u"The parameter \"reason\" must have at most 123 bytes of UTF-8, not 124.\n"_s);
    row(u"/close?after=-5"_s, number.arg(u"after"_s, ms, u"-5"_s));
    row(u"/drop?after=soon"_s, number.arg(u"after"_s, ms, u"soon"_s));
    row(u"/slow?delay=3600001"_s, number.arg(u"delay"_s, ms, u"3600001"_s));
    for (const QString &bad : {u"99"_s, u"600"_s, u"no"_s})
        row(u"/refuse?status="_s + bad, number.arg(u"status"_s, u"a whole number from 100 to 599"_s, bad));
    row(u"/refuse?status=101"_s, u"The status 101 would accept the handshake: use /echo or /silent.\n"_s);
    row(u"/refuse?status="_s + QString(50, u'7'),
        number.arg(u"status"_s, u"a whole number from 100 to 599"_s, QString(40, u'7') + QChar(0x2026)));
}

void tst_DemoServer::refusesBadParameters()
{
    QFETCH(QString, path);
    RawClient client(url(path));
    client.send(client.head());
    QTRY_VERIFY(client.isDisconnected());
    QCOMPARE(client.status(), 400);
    QVERIFY(client.responseHead().contains("Content-Type: text/plain; charset=utf-8\r\n"));
    QTEST(QString::fromUtf8(client.afterHead()), "sentence");
}

void tst_DemoServer::acceptsHandshakes_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("headers");
    const QByteArray key = RawClient::Key;
    for (const char *path : {"/echo", "/ticker", "/flood?n=0", "/binary", "/close?after=5000", "/silent",
                             "/drop", "/slow?delay=50", "/echo?unknown=parameter"})
        QTest::newRow(path) << QString::fromLatin1(path) << RawClient::Upgrade + key;
    QTest::newRow("tokens in any case") << u"/echo"_s
                                        << "connection: keep-alive, upgrade\r\nUPGRADE: WebSocket\r\n"
                                           "sec-websocket-version: 13\r\n"
                                                   + key;
    QTest::newRow("origin") << u"/silent"_s << RawClient::Upgrade + key + "Origin: https://example.org\r\n";
}

void tst_DemoServer::acceptsHandshakes()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, headers);
    RawClient client(url(path));
    // Byte by byte: a head may come in any pieces.
    const QByteArray head = client.head(headers);
    QTRY_COMPARE(client.socket().state(), QTcpSocket::ConnectedState);
    for (const char byte : head) {
        client.send(QByteArray(1, byte));
        client.socket().flush();
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE(client.status(), 101);
    QVERIFY(client.responseHead().toLower().contains(
            "sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=\r\n"));
    QVERIFY(client.responseHead().contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
    client.socket().abort();
}

void tst_DemoServer::acceptsFirstSubprotocol()
{
    for (const QString &path : {u"/echo"_s, u"/silent"_s}) {
        QWebSocketHandshakeOptions options;
        options.setSubprotocols({u"graphql-transport-ws"_s, u"mqtt"_s});
        QtClient client(url(path), options);
        QTRY_COMPARE(client.connected.size(), 1);
        QCOMPARE(client.socket.subprotocol(), u"graphql-transport-ws"_s);
        client.socket.abort();
    }
}

void tst_DemoServer::listsEndpoints()
{
    RawClient client(url(QStringLiteral("/")));
    client.send(client.head(""));
    QTRY_VERIFY(client.isDisconnected());
    for (const char *path :
         {"echo", "ticker", "flood", "binary", "close", "silent", "refuse", "drop", "slow"})
        QVERIFY2(client.afterHead().contains(QByteArray("\n/") + path), path);
}

void tst_DemoServer::boundsTheHead()
{
    RawClient client(url(QStringLiteral("/echo")));
    client.send("GET /echo HTTP/1.1\r\nX: " + QByteArray(100'000, 'x'));
    QTRY_VERIFY(client.isDisconnected());
    QCOMPARE(client.status(), 431);
}

void tst_DemoServer::dropsTlsAtOnce()
{
    RawClient client(url(QStringLiteral("/echo")));
    client.send(QByteArray::fromHex("16030100a5010000a10303"));
    QTRY_VERIFY(client.isDisconnected());
    QVERIFY(client.received().isEmpty());
}

void tst_DemoServer::echoesText()
{
    QtClient client(url(QStringLiteral("/echo")));
    QTRY_COMPARE(client.connected.size(), 1);
    const QStringList sent = {u"hello"_s, u""_s, u"caf\u00e9 \U0001F600 \u0000 end"_s,
                              QString(200'000, u'x')};
    for (const QString &text : sent)
        client.socket.sendTextMessage(text);
    QTRY_COMPARE(client.texts.size(), sent.size());
    for (qsizetype i = 0; i < sent.size(); ++i)
        QCOMPARE(client.texts.at(i).at(0).toString(), sent.at(i));
    client.socket.close();
}

void tst_DemoServer::echoesBinary()
{
    QtClient client(url(QStringLiteral("/echo")));
    QTRY_COMPARE(client.connected.size(), 1);
    QByteArray all(256, Qt::Uninitialized);
    for (int i = 0; i < 256; ++i)
        all[i] = char(i);
    const QByteArrayList sent = {all, QByteArray(), QByteArray(5'000'000, '\xff')};
    for (const QByteArray &data : sent)
        client.socket.sendBinaryMessage(data);
    QTRY_COMPARE_WITH_TIMEOUT(client.binaries.size(), sent.size(), 10'000);
    for (qsizetype i = 0; i < sent.size(); ++i)
        QCOMPARE(client.binaries.at(i).at(0).toByteArray(), sent.at(i));
    client.socket.close();
}

void tst_DemoServer::echoMakesTheGreedyWait()
{
    RawClient client(url(QStringLiteral("/echo")));
    client.send(client.head());
    QTRY_COMPARE(client.status(), 101);
    const qsizetype answered = client.received().size();
    const auto *ofServer = m_server->findChild<QTcpSocket *>();
    QVERIFY(ofServer);
    qint64 mostHeld = 0;
    connect(ofServer, &QTcpSocket::readyRead, &client,
            [&mostHeld, ofServer] { mostHeld = std::max(mostHeld, ofServer->bytesToWrite()); });

    // Reads nothing for now, and sends far more than the system's buffers hold.
    client.socket().setReadBufferSize(1);
    constexpr qsizetype size = 1'000'000;
    constexpr qsizetype count = 60;
    for (qsizetype i = 0; i < count; ++i)
        client.send(RawClient::maskedFrame(Opcode::Binary, QByteArray(size, 'e')));
    QTRY_VERIFY(ofServer->bytesToWrite() > 1'000'000);
    client.socket().setReadBufferSize(0);
    // One unmasked header of 10 bytes a message.
    QTRY_COMPARE_WITH_TIMEOUT(client.received().size() - answered, count * (size + 10), 10'000);
    // What came in one go is echoed in one go, so it is more than the high water alone.
    QVERIFY2(mostHeld < 16'000'000, qPrintable(QString::number(mostHeld)));
    client.socket().abort();
}

void tst_DemoServer::answersPingsAndCloses()
{
    for (const QString &path : {u"/echo"_s, u"/ticker"_s, u"/binary"_s, u"/close?after=60000"_s}) {
        QtClient client(url(path));
        QTRY_COMPARE(client.connected.size(), 1);
        client.socket.ping("here?");
        QTRY_COMPARE(client.pongs.size(), 1);
        QCOMPARE(client.pongs.first().at(1).toByteArray(), QByteArray("here?"));
        client.socket.close();
        QTRY_COMPARE(client.disconnected.size(), 1);
    }
    RawClient client(url(QStringLiteral("/echo")));
    client.send(client.head());
    QTRY_COMPARE(client.status(), 101);
    const QByteArray payload = QByteArray::fromHex("0fa1") + "bye";
    client.send(RawClient::maskedFrame(Opcode::Close, payload));
    QTRY_VERIFY(client.isDisconnected());
    // Unmasked, and once.
    QCOMPARE(client.afterHead(), QByteArray::fromHex("8805") + payload);
}

void tst_DemoServer::answersFrames_data()
{
    QTest::addColumn<QByteArray>("frames");
    QTest::addColumn<QByteArray>("answer");
    const auto row = [](const char *name, const QByteArray &frames, const char *hex) {
        QTest::newRow(name) << frames << QByteArray::fromHex(hex);
    };
    const auto frame = &RawClient::maskedFrame;
    row("ping", frame(Opcode::Ping, "a", true), "8a01 61");
    row("pong", frame(Opcode::Pong, "a", true) + frame(Opcode::Text, "b", true), "8101 62");
    row("byte order mark", frame(Opcode::Text, "\xEF\xBB\xBF", true), "8103 efbbbf");
    row("code point in two frames",
        frame(Opcode::Text, "\xC3", false) + frame(Opcode::Continuation, "\xA9", true), "8102 c3a9");
    row("not UTF-8", frame(Opcode::Text, "\xFF", true), "8802 03ef");
    row("unmasked", "\x81\x01x", "8802 03ea");
    row("empty Close", frame(Opcode::Close, "", true), "8800");
    row("Close with 1005", frame(Opcode::Close, "\x03\xED", true), "8802 03ea");
}

// They come together with the handshake, though RFC 6455 section 4.1 has the client wait.
void tst_DemoServer::answersFrames()
{
    QFETCH(QByteArray, frames);
    QFETCH(QByteArray, answer);
    RawClient client(url(QStringLiteral("/echo")));
    client.send(client.head() + frames);
    QTRY_COMPARE(client.afterHead(), answer);
    client.socket().abort();
}

void tst_DemoServer::slowAnswersLate()
{
    QElapsedTimer clock;
    clock.start();
    QtClient client(url(QStringLiteral("/slow?delay=300")));
    QTRY_COMPARE(client.connected.size(), 1);
    QVERIFY2(clock.elapsed() >= 300 && clock.elapsed() < 2000, qPrintable(QString::number(clock.elapsed())));
    client.socket.sendTextMessage(u"there?"_s);
    QTRY_COMPARE(client.texts.size(), 1);
    QCOMPARE(client.texts.first().at(0).toString(), u"there?"_s);
    client.socket.close();
}

void tst_DemoServer::slowForgetsTheImpatient()
{
    RawClient client(url(QStringLiteral("/slow?delay=60000")));
    client.send(client.head());
    QTRY_COMPARE(m_server->connectionCount(), 1);
    client.socket().waitForBytesWritten();
    client.socket().abort();
    // cleanup() sees the connection go.
}

SOCKETSCOPE_TEST(tst_DemoServer, QCoreApplication)
#include "tst_demoserver.moc"
