// SPDX-License-Identifier: MIT
// The opening handshake (RFC 6455 section 4) on real sockets, and all the ways in which it fails.
#include "socketrig.h"
#include "support/nonces.h"
#include "support/testprogram.h"

#include <QTcpServer>
#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class tst_Handshake : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void succeeds();
    void requestIsLegal_data();
    void requestIsLegal();
    void keys();
    void overIpv6();
    void credentialsOfTheUrl_data();
    void credentialsOfTheUrl();
    void subprotocols();
    void dribbled();
    void messagesInTheSameSegment();
    void halfOpen();
    void stallsInMidAnswer();
    void refusedPort();
    void unknownHost();
    void endsBeforeTheAnswer_data();
    void endsBeforeTheAnswer();
    void otherStatus_data();
    void otherStatus();
    void challenges_data();
    void challenges();
    void wrongAnswers_data();
    void wrongAnswers();
    void cancelled();
};

void tst_Handshake::succeeds()
{
    SocketRig rig;
    rig.profile.url = rig.server.url(u"/path?x=1"_s);
    QVERIFY(rig.openAndWait());
    QCOMPARE(rig.probe.statuses, (QList<Status>{Status::Connecting, Status::Open}));
    QCOMPARE(rig.server.connections(), 1);
    const QJsonObject open = rig.probe.lastLocal(MessageType::Open);
    QCOMPARE(open["peer"_L1].toString(), u"127.0.0.1:%1"_s.arg(rig.server.port()));
    QCOMPARE(open["engine"_L1].toString(), engineKey(testEngine()));
    QCOMPARE(open["security"_L1].toString(), QString());
    QCOMPARE(open["sent_frame_bytes"_L1].toInt(), testEngine() == Engine::Native ? 1024 * 1024 : 512 * 1024);
}

void tst_Handshake::requestIsLegal_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QByteArray>("line");

    QTest::newRow("path and query") << u"/a/b?c=d"_s << QByteArray("GET /a/b?c=d HTTP/1.1");
    QTest::newRow("nothing") << QString() << QByteArray("GET / HTTP/1.1");
    QTest::newRow("query without a path") << u"?token=1"_s << QByteArray("GET /?token=1 HTTP/1.1");
    QTest::newRow("encoded") << u"/a%20b?c=%23"_s << QByteArray("GET /a%20b?c=%23 HTTP/1.1");
    QTest::newRow("beyond ASCII") << u"/ä"_s << QByteArray("GET /%C3%A4 HTTP/1.1");
}

void tst_Handshake::requestIsLegal()
{
    QFETCH(QString, typed);
    QFETCH(QByteArray, line);

    SocketRig rig;
    rig.profile.url = rig.server.url(typed);
    QVERIFY(rig.openAndWait());
    const ScriptedPeer &peer = rig.peer();
    QCOMPARE(peer.requestLine(), line);
    QCOMPARE(peer.header("Host"), "127.0.0.1:" + QByteArray::number(rig.server.port()));
    QCOMPARE(peer.header("Upgrade").toLower(), QByteArray("websocket"));
    QCOMPARE(peer.header("Connection").toLower(), QByteArray("upgrade"));
    QCOMPARE(peer.header("Sec-WebSocket-Version"), QByteArray("13"));
    QCOMPARE(QByteArray::fromBase64(peer.header("Sec-WebSocket-Key")).size(), 16);
    QVERIFY(peer.header("Authorization").isNull());
}

// RFC 6455 section 4.1: 16 bytes, drawn at random for each attempt.
void tst_Handshake::keys()
{
    SocketRig rig;
    rig.server.onRequest([](ScriptedPeer &peer) { peer.answerStatus(503, "Busy"); });
    rig.open();
    QList<QByteArray> keys;
    while (keys.size() < 8) {
        QVERIFY(rig.waitForEnd());
        const QByteArray key = rig.peer().header("Sec-WebSocket-Key");
        keys.append(QByteArray::fromBase64(key));
        QCOMPARE(keys.last().toBase64(), key);
        QCOMPARE(keys.last().size(), 16);
        rig.manager.retryNow();
    }
    QCOMPARE(nonceProblem(keys), QString());
}

void tst_Handshake::overIpv6()
{
    QTcpServer probe;
    if (!probe.listen(QHostAddress::LocalHostIPv6))
        QSKIP("No IPv6 here.");
    SocketRig rig;
    connect(&probe, &QTcpServer::newConnection, this, [&] {
        auto *peer = new ScriptedPeer(probe.nextPendingConnection(), &probe);
        connect(peer, &ScriptedPeer::requestRead, peer, [peer] { peer->accept(); });
    });
    rig.profile.url = QUrl(u"ws://[::1]:%1/"_s.arg(probe.serverPort()));
    QVERIFY(rig.openAndWait());
    QCOMPARE(rig.probe.lastLocal(MessageType::Open)["peer"_L1].toString(),
             u"[::1]:%1"_s.arg(probe.serverPort()));
}

void tst_Handshake::credentialsOfTheUrl_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("password");
    QTest::addColumn<QByteArray>("decoded");

    QTest::newRow("both") << u"user"_s << u"secret"_s << QByteArray("user:secret");
    QTest::newRow("encoded") << u"us er"_s << u"p@ss:w/rd%"_s << QByteArray("us er:p@ss:w/rd%");
    QTest::newRow("beyond ASCII") << u"jürgen"_s << u"ß"_s << QByteArray("j\xc3\xbcrgen:\xc3\x9f");
    QTest::newRow("user alone") << u"user"_s << QString() << QByteArray("user:");
    QTest::newRow("password alone") << QString() << u"secret"_s << QByteArray(":secret");
}

void tst_Handshake::credentialsOfTheUrl()
{
    QFETCH(QString, user);
    QFETCH(QString, password);
    QFETCH(QByteArray, decoded);

    SocketRig rig;
    rig.profile.url.setUserName(user, QUrl::DecodedMode);
    rig.profile.url.setPassword(password, QUrl::DecodedMode);
    QVERIFY(rig.openAndWait());
    QCOMPARE(rig.peer().header("Authorization"), "Basic " + decoded.toBase64());
    QCOMPARE(rig.peer().requestLine(), QByteArray("GET / HTTP/1.1"));
    QVERIFY(!rig.peer().header("Host").contains('@'));
    for (const Message &entry : std::as_const(rig.probe.entries)) {
        if (!password.isEmpty())
            QVERIFY(!entry.payload.contains(password.toUtf8()));
    }
}

void tst_Handshake::subprotocols()
{
    SocketRig rig;
    rig.server.onRequest([](ScriptedPeer &peer) { peer.accept("Sec-WebSocket-Protocol: chat.v2\r\n"); });
    rig.profile.subprotocols = {u"chat.v1"_s, u"chat.v2"_s};
    QVERIFY(rig.openAndWait());
    const QByteArray offered = rig.peer().header("Sec-WebSocket-Protocol");
    QVERIFY2(offered.indexOf("chat.v1") < offered.indexOf("chat.v2") && offered.contains("chat.v1"),
             offered.constData());
    QCOMPARE(rig.probe.lastReport().subprotocol, u"chat.v2"_s);
}

void tst_Handshake::dribbled()
{
    SocketRig rig;
    rig.server.onRequest([](ScriptedPeer &peer) {
        peer.dribble(peer.handshakeAnswer() + WebSocketFrame::text("hello").encoded()
                     + WebSocketFrame::binary(QByteArray(300, 'b')).encoded()
                     + WebSocketFrame::close(4001, "bye").encoded());
    });
    rig.open();
    QVERIFY(rig.waitForEnd());
    QCOMPARE(rig.probe.statuses, (QList<Status>{Status::Connecting, Status::Open, Status::Closed}));
    QCOMPARE(rig.probe.received(), (QList<QByteArray>{"hello", QByteArray(300, 'b')}));
    QCOMPARE(rig.closeInfo().code, quint16(4001));
    QCOMPARE(rig.closeInfo().reason, u"bye"_s);
}

void tst_Handshake::messagesInTheSameSegment()
{
    SocketRig rig;
    rig.server.onRequest([](ScriptedPeer &peer) {
        peer.write(peer.handshakeAnswer() + WebSocketFrame::text("first").encoded()
                   + WebSocketFrame::text("second").encoded() + WebSocketFrame::close(1000).encoded());
        peer.finish();
    });
    rig.open();
    QVERIFY(rig.waitForEnd());
    QCOMPARE(rig.probe.received(), (QList<QByteArray>{"first", "second"}));
    QCOMPARE(rig.probe.statuses, (QList<Status>{Status::Connecting, Status::Open, Status::Closed}));
    QCOMPARE(rig.closeInfo().code, CloseCode::Normal);
    QVERIFY(rig.closeInfo().clean);
}

void tst_Handshake::halfOpen()
{
    SocketRig rig;
    rig.server.onRequest([](ScriptedPeer &) {});
    rig.profile.handshakeTimeout = 150ms;
    rig.open();
    QVERIFY(rig.waitForEnd());
    QCOMPARE(rig.server.connections(), 1);
    QCOMPARE(rig.probe.lastError().stage, ErrorStage::Handshake);
    QVERIFY(rig.probe.lastError().sentence.contains(u"0.15 s"_s));
    QVERIFY(rig.isRetried());
    QTRY_COMPARE(rig.server.openConnections(), 0);
}

void tst_Handshake::stallsInMidAnswer()
{
    SocketRig rig;
    rig.server.onRequest([](ScriptedPeer &peer) { peer.write("HTTP/1.1 101 Switching Protocols\r\nUpgr"); });
    rig.profile.handshakeTimeout = 150ms;
    rig.open();
    QVERIFY(rig.waitForEnd());
    QCOMPARE(rig.probe.lastError().stage, ErrorStage::Handshake);
    QVERIFY(rig.isRetried());
}

void tst_Handshake::refusedPort()
{
    SocketRig rig;
    rig.server.stop();
    rig.open();
    QVERIFY(rig.waitForEnd());
    const ConnectionError error = rig.probe.lastError();
    QCOMPARE(error.stage, ErrorStage::Tcp);
    QCOMPARE(error.sentence, u"127.0.0.1 refused the connection: is the server running on this port?"_s);
    QVERIFY(rig.isRetried());
    QCOMPARE(rig.probe.errors.size(), 1);
}

void tst_Handshake::unknownHost()
{
    SocketRig rig;
    rig.profile.url = QUrl(u"ws://no-such-host.invalid/"_s);
    rig.profile.handshakeTimeout = 20s;
    rig.open();
    QVERIFY(rig.waitForStatus({Status::WaitingToRetry}, 15s));
    QCOMPARE(rig.probe.lastError().stage, ErrorStage::Dns);
    QVERIFY2(rig.probe.lastError().sentence.contains(u"no-such-host.invalid"_s),
             qPrintable(rig.probe.lastError().sentence));
}

void tst_Handshake::endsBeforeTheAnswer_data()
{
    QTest::addColumn<bool>("reset");
    QTest::addColumn<bool>("afterRequest");
    QTest::addColumn<QByteArray>("answer");

    QTest::newRow("FIN at once") << false << false << QByteArray();
    QTest::newRow("RST at once") << true << false << QByteArray();
    QTest::newRow("FIN after the request") << false << true << QByteArray();
    QTest::newRow("RST after the request") << true << true << QByteArray();
    QTest::newRow("FIN in the status line") << false << true << QByteArray("HTTP/1.1 101 Swi");
    QTest::newRow("FIN in the headers")
            << false << true << QByteArray("HTTP/1.1 101 Switching Protocols\r\nUpgrade: we");
}

void tst_Handshake::endsBeforeTheAnswer()
{
    QFETCH(bool, reset);
    QFETCH(bool, afterRequest);
    QFETCH(QByteArray, answer);

    SocketRig rig;
    const auto end = [&](ScriptedPeer &peer) {
        peer.write(answer);
        reset ? peer.reset() : peer.finish();
    };
    if (afterRequest)
        rig.server.onRequest(end);
    else
        rig.server.onConnection(end);
    // When the RST comes before Qt has seen that TCP was connected, QAbstractSocket connects again and
    // again by itself and says nothing (6.4.2): only the timeout ends that.
    if (reset && !afterRequest)
        rig.profile.handshakeTimeout = 200ms;
    rig.open();
    QVERIFY(rig.waitForEnd());
    const ConnectionError error = rig.probe.lastError();
    QVERIFY2(error.stage == ErrorStage::Handshake || error.stage == ErrorStage::Tcp,
             qPrintable(errorStageKey(error.stage)));
    QVERIFY2(!error.sentence.contains(u"refused"_s), qPrintable(error.sentence));
    QVERIFY(rig.isRetried());
    QVERIFY(!rig.probe.lastReport().close);
    QCOMPARE(rig.probe.statuses, (QList<Status>{Status::Connecting, Status::WaitingToRetry}));
}

void tst_Handshake::otherStatus_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("phrase");
    QTest::addColumn<bool>("retried");

    const auto row = [](int status, const char *phrase, bool retried) {
        QTest::addRow("%d", status) << status << QByteArray(phrase) << retried;
    };
    row(200, "OK", false);
    row(204, "No Content", false);
    row(301, "Moved Permanently", false);
    row(307, "Temporary Redirect", false);
    row(400, "Bad Request", false);
    row(401, "Unauthorized", false);
    row(403, "Forbidden", false);
    row(404, "Not Found", false);
    row(408, "Request Timeout", true);
    row(425, "Too Early", true);
    row(426, "Upgrade Required", false);
    row(429, "Too Many Requests", true);
    row(499, "Of its own", false);
    row(500, "Internal Server Error", true);
    row(502, "Bad Gateway", true);
    row(503, "Service Unavailable", true);
    row(504, "Gateway Timeout", true);
    row(599, "Of its own", true);
}

void tst_Handshake::otherStatus()
{
    QFETCH(int, status);
    QFETCH(QByteArray, phrase);
    QFETCH(bool, retried);

    SocketRig rig;
    rig.server.onRequest([&](ScriptedPeer &peer) { peer.answerStatus(status, phrase); });
    rig.open();
    QVERIFY(rig.waitForEnd());
    const ConnectionError error = rig.probe.lastError();
    QCOMPARE(error.stage, ErrorStage::Handshake);
    QCOMPARE(error.httpStatus, status);
    const QString start = u"The server answered %1 %2 to the WebSocket handshake."_s.arg(status).arg(
            QString::fromLatin1(phrase));
    QVERIFY2(error.sentence.startsWith(start), qPrintable(error.sentence));
    QVERIFY(!error.raw.isEmpty());
    QCOMPARE(rig.isRetried(), retried);
    QTRY_COMPARE(rig.server.openConnections(), 0);
}

void tst_Handshake::challenges_data()
{
    QTest::addColumn<QByteArray>("headers");
    for (const QByteArray challenge : {"", "Basic realm=\"x\"", "Digest realm=\"x\", nonce=\"1\", stale=true",
                                       "NTLM", "Negotiate", "Odd"}) {
        for (const QByteArray connection : {"keep-alive", "close"}) {
            QByteArray headers = "Connection: " + connection + "\r\nContent-Length: 0\r\n";
            if (!challenge.isEmpty())
                headers += "WWW-Authenticate: " + challenge + "\r\n";
            QTest::newRow((challenge + ", " + connection).constData()) << headers;
        }
    }
}

// Who we are is the profile's to say: nothing is answered with what the system knows of the user.
void tst_Handshake::challenges()
{
    QFETCH(QByteArray, headers);

    SocketRig rig;
    int requests = 0;
    rig.server.onRequest([&](ScriptedPeer &peer) {
        ++requests;
        peer.write("HTTP/1.1 401 Unauthorized\r\n" + headers + "\r\n");
    });
    rig.open();
    QVERIFY(rig.waitForEnd());
    QCOMPARE(rig.probe.lastError().httpStatus, 401);
    QCOMPARE(rig.probe.lastError().sentence,
             u"The server answered 401 Unauthorized to the WebSocket handshake. "
             "It wants credentials."_s);
    QVERIFY(!rig.isRetried());
    QTRY_COMPARE(rig.server.openConnections(), 0);
    QCOMPARE(requests, 1);
}

void tst_Handshake::wrongAnswers_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("hint");

    const QByteArray right = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                             "Connection: Upgrade\r\nSec-WebSocket-Accept: KEY\r\n\r\n";
    const auto without = [&](const char *what, const char *instead) {
        return QByteArray(right).replace(what, instead);
    };
    QTest::newRow("wrong key") << without("KEY", "dGhlIHNhbXBsZSBub25jZQ==") << u"Sec-WebSocket-Accept"_s;
    QTest::newRow("key in another case") << without("KEY", "CASE") << u"Sec-WebSocket-Accept"_s;
    QTest::newRow("no key") << without("Sec-WebSocket-Accept: KEY\r\n", "") << u"RFC 6455"_s;
    QTest::newRow("no upgrade") << without("Upgrade: websocket\r\n", "") << u"RFC 6455"_s;
    QTest::newRow("no connection") << without("Connection: Upgrade\r\n", "") << u"RFC 6455"_s;
    QTest::newRow("a protocol not offered")
            << without("KEY\r\n", "KEY\r\nSec-WebSocket-Protocol: odd\r\n") << u"subprotocol"_s;
    QTest::newRow("another version") << QByteArray(
            "HTTP/1.1 400 Bad Request\r\nSec-WebSocket-Version: 8\r\n\r\n")
                                     << u"version"_s;
    QTest::newRow("garbage") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n\r\n") << u"another service"_s;
    QTest::newRow("noise") << QByteArray("\x16\x03\x01\x00\xa5\x01\xff\xfe\r\n\r\n", 12)
                           << u"another service"_s;
    QTest::newRow("no HTTP headers") << QByteArray("HTTP/1.1 101 X\r\n\x01\x02\x03 nothing\r\n\r\n")
                                     << u"not HTTP"_s;
}

void tst_Handshake::wrongAnswers()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, hint);

    SocketRig rig;
    rig.profile.handshakeTimeout = 3s;
    rig.server.onRequest([&](ScriptedPeer &peer) {
        const QByteArray accept = webSocketAccept(peer.header("Sec-WebSocket-Key"));
        peer.write(QByteArray(answer).replace("KEY", accept).replace("CASE", inAnotherCase(accept)));
    });
    rig.open();
    QVERIFY(rig.waitForEnd());
    const ConnectionError error = rig.probe.lastError();
    QCOMPARE(error.stage, ErrorStage::Handshake);
    QVERIFY2(error.sentence.contains(hint), qPrintable(error.sentence + u" / "_s + error.raw));
    QVERIFY(!rig.isRetried());
    QCOMPARE(rig.probe.statuses, (QList<Status>{Status::Connecting, Status::Closed}));
    QTRY_COMPARE(rig.server.openConnections(), 0);
}

void tst_Handshake::cancelled()
{
    SocketRig rig;
    rig.server.onRequest([](ScriptedPeer &) {});
    rig.open();
    QTRY_COMPARE(rig.server.connections(), 1);
    rig.manager.close();
    QCOMPARE(rig.manager.status(), Status::Closed);
    QTRY_COMPARE(rig.server.openConnections(), 0);
    QVERIFY(rig.probe.errors.isEmpty());
}

SOCKETSCOPE_TEST(tst_Handshake, QCoreApplication)
#include "tst_handshake.moc"
