// SPDX-License-Identifier: MIT
// The opening handshake of the native engine (RFC 6455 section 4) on bytes.
#include "clientrig.h"
#include "failure/failuretext.h"
#include "support/testprogram.h"
#include "websocket/framereader.h"
#include "websocket/framewriter.h"
#include "websocket/httpresponse.h"
#include "websocket/serverhandshake.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_ClientHandshake : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void request();
    void answers_data();
    void answers();
    void everyByte();
    void endsWithSecretHeader();
    void endsAtEveryByte();
    void refusals_data();
    void refusals();
    void endlessBody();
    void endlessChunkLine_data();
    void endlessChunkLine();
    void interimAnswers();
    void ownServer_data();
    void ownServer();
};

void tst_ClientHandshake::request()
{
    ClientRig rig;
    rig.profile.subprotocols = {u"a"_s, u"b"_s};
    rig.profile.origin = u"https://origin.test"_s;
    rig.profile.headers = {{"X-One", "1"}, {"X-Two", "2"}, {"X-One", "3"}};
    rig.profile.cookies = {{"k", "v"}};
    rig.start();
    QVERIFY(rig.request.startsWith("GET /path HTTP/1.1\r\nHost: server.test\r\n"));
    QVERIFY(rig.request.endsWith("\r\n\r\n"));
    QVERIFY(rig.request.contains("\r\nSec-WebSocket-Protocol: a, b\r\n"));
    QVERIFY(rig.request.contains(
            "\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"));
    QVERIFY(rig.request.endsWith(
            "Origin: https://origin.test\r\nCookie: k=v\r\nX-One: 1\r\nX-Two: 2\r\nX-One: 3\r\n\r\n"));

    rig.feed(rig.answer("X-B: 1\r\nx-a:   2  \r\nX-B: 3\r\nSec-WebSocket-Protocol: b\r\n"));
    QVERIFY(rig.info);
    QCOMPARE(rig.handshake().subprotocol, u"b"_s);
    QCOMPARE(rig.handshake().requestLine, QByteArray("GET /path HTTP/1.1"));
    QCOMPARE(rig.handshake().statusLine, QByteArray("HTTP/1.1 101 Switching Protocols"));
    QCOMPARE(rig.handshake().requestHeaders.size(), 7 + 5);
    QVERIFY(rig.handshake().timings.http);
    const HttpHeaders last = rig.handshake().responseHeaders.mid(3);
    QCOMPARE(last, (HttpHeaders{{"X-B", "1"}, {"x-a", "2"}, {"X-B", "3"}, {"Sec-WebSocket-Protocol", "b"}}));
}

void tst_ClientHandshake::answers_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("hint"); // empty: it succeeds

    const QByteArray right = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                             "Connection: Upgrade\r\nSec-WebSocket-Accept: KEY\r\n\r\n";
    const auto row = [&](const char *name, const char *what, const char *instead, const QString &hint) {
        QTest::newRow(name) << QByteArray(right).replace(what, instead) << hint;
    };
    row("right", "", "", {});
    row("no phrase", "Switching Protocols", "", {});
    row("another phrase", "Switching Protocols", "Web Socket Protocol Handshake", {});
    row("tokens in any case", "websocket\r\nConnection: Upgrade", "WebSocket\r\nconnection: UPGRADE", {});
    row("connection of several tokens", "Connection: Upgrade", "Connection: keep-alive, Upgrade", {});
    row("connection of several headers", "Connection: Upgrade",
        "Connection: keep-alive\r\nConnection: upgrade", {});
    row("compression", "KEY\r\n", "KEY\r\nSec-WebSocket-Extensions: permessage-deflate\r\n", {});
    row("empty extensions", "KEY\r\n", "KEY\r\nSec-WebSocket-Extensions:\r\n", {});
    row("subprotocol", "KEY\r\n", "KEY\r\nSec-WebSocket-Protocol: chat\r\n", {});
    row("HTTP/1.0", "HTTP/1.1", "HTTP/1.0", u"HTTP/1.0"_s);
    row("HTTP/2.0", "HTTP/1.1", "HTTP/2.0", u"with HTTP/2.0"_s);
    row("no upgrade", "Upgrade: websocket\r\n", "", u"no Upgrade header"_s);
    row("other upgrade", "websocket", "h2c", u"other than websocket"_s);
    row("no connection", "Connection: Upgrade\r\n", "", u"no Connection header"_s);
    row("other connection", "Connection: Upgrade", "Connection: close", u"without Upgrade"_s);
    row("no accept", "Sec-WebSocket-Accept: KEY\r\n", "", u"no Sec-WebSocket-Accept"_s);
    row("two accepts", "KEY\r\n", "KEY\r\nSec-WebSocket-Accept: KEY\r\n", u"more than one"_s);
    row("wrong accept", "KEY", "dGhlIHNhbXBsZSBub25jZQ==", u"does not match"_s);
    row("accept in another case", "KEY", "CASE", u"does not match"_s);
    row("unasked subprotocol", "KEY\r\n", "KEY\r\nSec-WebSocket-Protocol: odd\r\n", u"not offered"_s);
    row("two subprotocols", "KEY\r\n",
        "KEY\r\nSec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: chat\r\n", u"more than once"_s);
    row("unasked extension", "KEY\r\n", "KEY\r\nSec-WebSocket-Extensions: x\r\n", u"extension “x”"_s);
    row("bad extension", "KEY\r\n",
        "KEY\r\nSec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=99\r\n", u"8 to 15"_s);
    row("no HTTP", "HTTP/1.1", "ICY", u"is not HTTP"_s);
    row("line ends before", "HTTP/1.1", "\r\nHTTP/1.1", u"is not HTTP"_s);
    row("no status", "101", "abc", u"is not HTTP"_s);
    row("no header", "Upgrade: ", "Upgrade\x01 ",
        u"answered 101 Switching Protocols, and then with a line that is not HTTP: “Upgrade\\x01”"_s);
    row("nothing behind the status", " Switching Protocols", "", {});
    row("upgrade twice", "websocket\r\n", "websocket\r\nUpgrade: WebSocket\r\n", {});
    row("an empty length", "KEY\r\n", "KEY\r\nContent-Length:\r\n", {});
    row("blanks before colons", "Upgrade: websocket", "Upgrade : websocket", {});
    row("no colon", "Upgrade: websocket", "Upgrade websocket", u"no Upgrade header"_s);
    QTest::newRow("huge headers") << "HTTP/1.1 101 X\r\nX: " + QByteArray(300 * 1024, 'x') + "\r\n\r\n"
                                  << u"more than 256 KiB"_s;
    QTest::newRow("large headers") << QByteArray(right).replace(
            "KEY\r\n", "KEY\r\nX: " + QByteArray(64 * 1024, 'x') + "\r\n")
                                   << QString();
}

void tst_ClientHandshake::answers()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, hint);

    for (const qsizetype piece : {qsizetype(1) << 20, qsizetype(61)}) {
        ClientRig rig;
        rig.profile.subprotocols = {u"chat"_s};
        rig.start();
        const QByteArray accept = acceptForKey(rig.key());
        rig.feedInPieces(QByteArray(answer).replace("KEY", accept).replace("CASE", inAnotherCase(accept))
                                 + WebSocketFrame::text("first").encoded(),
                         piece);
        if (hint.isEmpty()) {
            QVERIFY2(!rig.end, qPrintable(rig.sentence()));
            QCOMPARE(rig.messages, QList<QByteArray>{"first"});
            continue;
        }
        QCOMPARE(rig.ends, 1);
        QCOMPARE(rig.error().stage, ErrorStage::Handshake);
        QVERIFY(rig.error().permanent);
        QVERIFY2(rig.sentence().contains(hint), qPrintable(rig.sentence()));
        QVERIFY(rig.end->handshake);
        QVERIFY(!rig.end->close);
        QVERIFY(!rig.info);
        QVERIFY(rig.messages.isEmpty());
    }
}

void tst_ClientHandshake::everyByte()
{
    ClientRig rig;
    rig.start();
    const QByteArray bytes = rig.answer();
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        QVERIFY(!rig.info);
        rig.feed(bytes.mid(i, 1));
        QVERIFY(!rig.end);
    }
    QVERIFY(rig.info);
}

void tst_ClientHandshake::endsWithSecretHeader()
{
    ClientRig rig;
    rig.start();
    rig.feed("HTTP/1.1 200 OK\r\nSet-Cookie: sid=hunter2abc\r\n");
    rig.client->end({});
    QCOMPARE(rig.ends, 1);
    QCOMPARE(rig.error().raw, u"HTTP/1.1 200 OK"_s);
}

void tst_ClientHandshake::endsAtEveryByte()
{
    ClientRig first;
    first.start();
    const qsizetype size = first.answer().size();
    for (qsizetype i = 0; i < size; ++i) {
        ClientRig rig;
        rig.start();
        rig.feed(rig.answer().left(i));
        rig.client->end({});
        QCOMPARE(rig.ends, 1);
        QVERIFY2(rig.sentence().startsWith(u"The server closed the connection before it answered"_s),
                 qPrintable(rig.sentence()));
        QVERIFY(!rig.error().permanent);
    }
}

void tst_ClientHandshake::refusals_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("ends");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("cut");

    const QByteArray start = "HTTP/1.1 403 Forbidden\r\nX-Why: that\r\n";
    const QByteArray much(100 * 1024, 'b');
    QTest::newRow("no body") << start + "Content-Length: 0\r\n\r\n" << false << QByteArray() << false;
    QTest::newRow("length") << start + "Content-Length: 3\r\n\r\nnope" << false << QByteArray("nop") << false;
    QTest::newRow("chunks")
            << start + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: x\r\n\r\n"
            << false << QByteArray("abcde") << false;
    QTest::newRow("no chunks") << start + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                               << false << QByteArray() << false;
    QTest::newRow("no chunks but a trailer") << start + "Transfer-Encoding: chunked\r\n\r\n0\r\nT: x\r\n\r\n"
                                             << false << QByteArray() << false;
    QTest::newRow("until the end") << start + "\r\nuntil" << true << QByteArray("until") << false;
    QTest::newRow("cut short") << start + "Content-Length: 30\r\n\r\nnope" << true << QByteArray("nope")
                               << false;
    QTest::newRow("bad chunks") << start + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcxx" << true
                                << QByteArray("abc") << false;
    QTest::newRow("too much") << start + "Content-Length: 102400\r\n\r\n" + much << false
                              << much.left(64 * 1024) << true;
    QTest::newRow("204") << QByteArray("HTTP/1.1 204 No Content\r\n\r\n") << false << QByteArray() << false;
}

void tst_ClientHandshake::refusals()
{
    QFETCH(QByteArray, answer);
    QFETCH(bool, ends);
    QFETCH(QByteArray, body);
    QFETCH(bool, cut);

    for (const qsizetype piece : {qsizetype(1) << 20, qsizetype(1000), qsizetype(1)}) {
        ClientRig rig;
        rig.start();
        rig.feedInPieces(answer, piece);
        if (ends) {
            QVERIFY(!rig.end);
            QVERIFY(rig.isRefusing);
            rig.client->end({});
        }
        QCOMPARE(rig.ends, 1);
        const HandshakeInfo info = rig.handshake();
        QVERIFY(info.body == body);
        QCOMPARE(info.bodyWasCut, cut);
        QCOMPARE(rig.error().httpStatus, info.statusLine.mid(9, 3).toInt());
        QVERIFY(rig.sentence().contains(QString::fromLatin1(info.statusLine.mid(9, 3))));
        QVERIFY(!info.requestHeaders.isEmpty());
        if (info.statusLine.contains("403"))
            QCOMPARE(headerValue(info.responseHeaders, "x-why"), QByteArray("that"));
    }
}

void tst_ClientHandshake::endlessBody()
{
    ClientRig rig;
    rig.start();
    rig.feed(QByteArray("HTTP/1.1 500 Oops\r\n\r\nand so on"));
    QVERIFY(rig.isRefusing && !rig.end);
    rig.client->cutBody();
    QCOMPARE(rig.ends, 1);
    QCOMPARE(rig.handshake().body, QByteArray("and so on"));
    QVERIFY(rig.handshake().bodyWasCut);
    rig.feed(QByteArray("more"));
    rig.client->end({});
    QCOMPARE(rig.ends, 1);
}

void tst_ClientHandshake::endlessChunkLine_data()
{
    QTest::addColumn<QByteArray>("start");
    QTest::newRow("extension") << QByteArray("5;x=");
    QTest::newRow("trailer") << QByteArray("1\r\na\r\n0\r\nX: ");
}

void tst_ClientHandshake::endlessChunkLine()
{
    QFETCH(QByteArray, start);
    ClientRig rig;
    rig.start();
    rig.feed("HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n" + start);
    const QByteArray much(1000, 'a');
    int pieces = 0;
    while (rig.ends == 0 && ++pieces < 1000)
        rig.feed(much);
    QVERIFY2(pieces <= HttpResponse::MaxHeaderBytes / 1000 + 1, QByteArray::number(pieces).constData());
    QVERIFY(rig.handshake().bodyWasCut);
    QCOMPARE(rig.error().httpStatus, 403);
}

void tst_ClientHandshake::interimAnswers()
{
    ClientRig rig;
    rig.start();
    QByteArray bytes;
    for (int i = 0; i < 10000; ++i)
        bytes += "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
    rig.feed(bytes + rig.answer());
    QVERIFY2(rig.info, qPrintable(rig.sentence()));
    QCOMPARE(rig.handshake().responseHeaders.size(), 3);
}

void tst_ClientHandshake::ownServer_data()
{
    QTest::addColumn<CompressionSettings>("client");
    QTest::addColumn<CompressionSettings>("server");
    QTest::addColumn<QString>("extensions");

    const CompressionSettings usual;
    const CompressionSettings none{.offer = false};
    const CompressionSettings small{true, 10, 9, true, true};
    const auto row = [](const char *name, const CompressionSettings &client,
                        const CompressionSettings &server,
                        const QString &extensions) { QTest::newRow(name) << client << server << extensions; };
    row("compressed", usual, usual, u"permessage-deflate"_s);
    row("not offered", none, usual, u""_s);
    row("not accepted", usual, none, u""_s);
    row("a small client", small, usual,
        u"permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
        "server_max_window_bits=9; client_max_window_bits=10"_s);
    row("a small server", usual, small,
        u"permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
        "server_max_window_bits=9; client_max_window_bits=10"_s);
}

// Both sides of ours agree, and read what the other one writes.
void tst_ClientHandshake::ownServer()
{
    QFETCH(CompressionSettings, client);
    QFETCH(CompressionSettings, server);
    QFETCH(QString, extensions);

    ClientRig rig;
    rig.profile.subprotocols = {u"a"_s, u"b"_s};
    rig.profile.compression = client;
    rig.start();
    ServerHandshake handshake;
    QCOMPARE(handshake.add(rig.request.constData(), rig.request.size()), ServerHandshake::State::Asked);
    QCOMPARE(handshake.offeredSubprotocols(), rig.profile.subprotocols);
    const std::optional<DeflateAgreement> deflate = handshake.deflate(server);
    rig.feed(handshake.accept(u"b"_s, deflate));
    QVERIFY2(rig.info, qPrintable(rig.sentence()));
    QCOMPARE(rig.handshake().subprotocol, u"b"_s);
    QCOMPARE(rig.handshake().extensions, extensions);

    const auto windowOf = [&](Role side) {
        return deflate ? std::optional(deflate->terms.windowOf(side)) : std::nullopt;
    };
    FrameWriter writer(Role::Server, windowOf(Role::Server));
    FrameReader reader(Role::Client, {100'000, 100'000}, windowOf(Role::Client));
    for (const int size : {0, 10, 10, 70'000}) {
        QByteArray text;
        while (text.size() < size)
            text += "sheep " + QByteArray::number(text.size());
        QByteArray frames;
        writer.writeMessage(true, text.constData(), text.size(), true, &frames);
        rig.feed(frames);
        QVERIFY(rig.messages.value(rig.messages.size() - 1) == text);
        rig.client->send(true, text);
        rig.writeAll();
        const QByteArray sent = std::exchange(rig.sent, {});
        reader.add(sent.constData(), sent.size());
        const std::optional<ReceivedMessage> received = reader.next();
        QVERIFY2(received && received->payload == text, qPrintable(failureSentence(reader.fault().failure)));
    }
}

SOCKETSCOPE_TEST(tst_ClientHandshake, QCoreApplication)
#include "tst_clienthandshake.moc"
