// SPDX-License-Identifier: MIT
// The server's side of the opening handshake (RFC 6455 section 4.2).
#include "support/testprogram.h"
#include "websocket/httpresponse.h"
#include "websocket/serverhandshake.h"

#include <QTest>

using namespace Qt::StringLiterals;

static const QByteArray Right =
        "GET /chat?room=1 HTTP/1.1\r\nHost: server.test\r\nUpgrade: websocket\r\n"
        "Connection: keep-alive, Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: chat, \r\n"
        "Sec-WebSocket-Protocol: super\r\n"
        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n";

class tst_ServerHandshake : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rightRequest();
    void targetMayBeAUrl();
    void wrongRequests_data();
    void wrongRequests();
};

// The key and its answer are those of the RFC.
void tst_ServerHandshake::rightRequest()
{
    for (const qsizetype piece : {qsizetype(1000), qsizetype(1)}) {
        ServerHandshake handshake;
        const QByteArray bytes = Right + "frames";
        for (qsizetype at = 0; at < Right.size(); at += piece) {
            QCOMPARE(handshake.state(), ServerHandshake::State::Waiting);
            handshake.add(bytes.constData() + at, std::min(piece, (piece == 1 ? Right : bytes).size() - at));
        }
        QCOMPARE(handshake.state(), ServerHandshake::State::Asked);
        QCOMPARE(handshake.takeRest(), piece == 1 ? QByteArray() : "frames"_ba);
        QCOMPARE(handshake.target(), "/chat?room=1"_ba);
        QCOMPARE(handshake.offeredSubprotocols(), (QStringList{u"chat"_s, u"super"_s}));
        QCOMPARE(headerValue(handshake.headers(), "host"), "server.test"_ba);
        QCOMPARE(handshake.accept(u"super"_s, handshake.deflate({})),
                 "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                 "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: super\r\n"
                 "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n"_ba);
        QVERIFY(!handshake.accept().contains("Sec-WebSocket-Protocol"));
    }
}

// Section 4.2.1 number 1.
void tst_ServerHandshake::targetMayBeAUrl()
{
    const QByteArray request = QByteArray(Right).replace("/chat", "http://server.test/chat");
    ServerHandshake handshake;
    handshake.add(request.constData(), request.size());
    QCOMPARE(handshake.state(), ServerHandshake::State::Asked);
    QCOMPARE(handshake.target(), "http://server.test/chat?room=1"_ba);
}

void tst_ServerHandshake::wrongRequests_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("hint");

    const auto row = [](const char *name, const char *what, const char *instead, int status,
                        const QString &hint) {
        QTest::newRow(name) << QByteArray(Right).replace(what, instead) << status << hint;
    };
    row("no HTTP", "GET /chat?room=1 HTTP/1.1", "hello", 400, u"first line"_s);
    row("binary", "GET", "\x16\x03\x01", 400, u"a line that is not HTTP"_s);
    row("HTTP/1.0", "HTTP/1.1", "HTTP/1.0", 505, u"HTTP/1.1"_s);
    row("POST", "GET", "POST", 405, u"not GET"_s);
    row("no path", "/chat?room=1", "chat", 400, u"a path"_s);
    row("a URL of another kind", "/chat", "ftp://x/chat", 400, u"a path"_s);
    row("no host", "Host", "X-Host", 400, u"Host"_s);
    row("two hosts", "Upgrade:", "Host: x\r\nUpgrade:", 400, u"Host"_s);
    row("no upgrade", "Upgrade: websocket", "X: y", 426, u"ask for an upgrade"_s);
    row("another upgrade", "websocket", "h2c", 426, u"ask for an upgrade"_s);
    row("another connection", "keep-alive, Upgrade", "close", 400, u"Connection: Upgrade"_s);
    row("another version", "Version: 13", "Version: 8", 426, u"another WebSocket version"_s);
    row("no key", "Sec-WebSocket-Key", "X-Key", 400, u"Sec-WebSocket-Key"_s);
    row("a short key", "dGhlIHNhbXBsZSBub25jZQ==", "dGhl", 400, u"16 bytes"_s);
    row("no base64", "dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub2!jZQ==", 400, u"16 bytes"_s);
    row("no header", "Upgrade: ", "Upgrade ", 400, u"a header that is not HTTP"_s);
    row("a line feed alone", "13\r\n", "13\n", 400, u"a line that is not HTTP"_s);
    QTest::newRow("too much") << "GET / HTTP/1.1\r\nX: " + QByteArray(65 * 1024, 'x') << 431 << u"64 KiB"_s;
}

void tst_ServerHandshake::wrongRequests()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    QFETCH(QString, hint);
    for (const qsizetype piece : {request.size(), qsizetype(61)}) {
        ServerHandshake handshake;
        for (qsizetype at = 0; at < request.size(); at += piece)
            handshake.add(request.constData() + at, std::min(piece, request.size() - at));
        QCOMPARE(handshake.state(), ServerHandshake::State::Wrong);
        QVERIFY2(handshake.problem().contains(hint), qPrintable(handshake.problem()));
        HttpResponse response;
        const QByteArray refusal = handshake.refusal();
        QCOMPARE(response.add(refusal.constData(), refusal.size()), HttpResponse::State::Done);
        QCOMPARE(response.status, status);
        QCOMPARE(response.body, handshake.problem().toUtf8() + '\n');
        if (status == 426)
            QCOMPARE(response.joined("Sec-WebSocket-Version"), "13"_ba);
    }
}

SOCKETSCOPE_TEST(tst_ServerHandshake, QCoreApplication)
#include "tst_serverhandshake.moc"
