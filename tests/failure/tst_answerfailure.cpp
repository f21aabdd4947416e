// SPDX-License-Identifier: MIT
#include "failure/answerfailure.h"
#include "failure/failuretext.h"
#include "support/testprogram.h"
#include "websocket/httpresponse.h"
#include "websocket/serverhandshake.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_AnswerFailure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void http_data();
    void http();
    void upgrades_data();
    void upgrades();
    void subprotocols_data();
    void subprotocols();
    void refusals_data();
    void refusals();
};

static void read(HttpResponse *answer, const QByteArray &bytes)
{
    answer->add(bytes.constData(), bytes.size());
}

void tst_AnswerFailure::http_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("scheme");
    QTest::addColumn<QString>("problem");

    const auto notHttp = [](const QString &start) {
        return u"The server's answer to the handshake is not HTTP: it begins with “%1”. Is another service "
               u"on "
               "this port?"_s.arg(start);
    };
    const QByteArray alert("\x15\x03\x01\x00\x02\x02\x32", 7);
    QTest::newRow("nothing yet") << QByteArray() << u"ws"_s << QString();
    QTest::newRow("half a line") << QByteArray("HTTP/1.1 101 Swi") << u"ws"_s << QString();
    QTest::newRow("all") << QByteArray("HTTP/1.1 204 No Content\r\n\r\n") << u"ws"_s << QString();
    QTest::newRow("SSH") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n") << u"ws"_s
                         << notHttp(u"SSH-2.0-OpenSSH_9.2\\r\\n"_s);
    QTest::newRow("a long line") << QByteArray(300, 'x') << u"ws"_s << notHttp(QString(40, u'x') + u'…');
    QTest::newRow("no number") << QByteArray("HTTP/1.1 abc Odd\r\n\r\n") << u"ws"_s
                               << notHttp(u"HTTP/1.1 abc Odd\\r\\n\\r\\n"_s);
    QTest::newRow("a secret header") << QByteArray("Set-Cookie: sid=hunter2abc\r\n\r\n") << u"ws"_s
                                     << notHttp(u"Set-Cookie: ***\\r\\n\\r\\n"_s);
    QTest::newRow("TLS for ws") << alert << u"ws"_s
                                << u"The server speaks TLS on this port: try wss:// instead of ws://."_s;
    QTest::newRow("TLS for wss") << alert << u"wss"_s << notHttp(u"\\x15\\x03\\x01\\x00\\x02\\x022"_s);
    QTest::newRow("no headers")
            << QByteArray("HTTP/1.1 101 X\r\n\x01\x02\x03 nothing\r\n\r\n") << u"ws"_s
            << u"The server answered 101 Switching Protocols, and then with a line that is not HTTP: “\\x01”."_s;
    QTest::newRow("headers without end")
            << QByteArray("HTTP/1.1 101 X\r\nX: ") + QByteArray(HttpResponse::MaxHeaderBytes, 'x') << u"ws"_s
            << u"The server's answer to the handshake has headers of more than 256 KiB."_s;
}

void tst_AnswerFailure::http()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, scheme);
    QFETCH(QString, problem);

    HttpResponse answer;
    read(&answer, bytes);
    QCOMPARE(failureSentence(problemOfHttp(answer, scheme)), problem);
}

void tst_AnswerFailure::upgrades_data()
{
    QTest::addColumn<QByteArray>("what");
    QTest::addColumn<QByteArray>("instead");
    QTest::addColumn<QString>("problem");

    const auto row = [](const char *what, const char *instead, const char *problem) {
        QTest::addRow("%s: %s", what, instead)
                << QByteArray(what) << QByteArray(instead) << QString::fromUtf8(problem);
    };
    row("", "", "");
    row("1.1", "1.0", "The server answered with HTTP/1.0; RFC 6455 asks for HTTP/1.1.");
    row("Upgrade: websocket\r\n", "",
        "The server's 101 answer has no Upgrade header, which RFC 6455 asks for.");
    row("websocket", "WebSocket", "");
    row("websocket", "h2c", "The server's 101 answer upgrades to something other than websocket (RFC 6455).");
    row("Connection: Upgrade\r\n", "",
        "The server's 101 answer has no Connection header, which RFC 6455 asks for.");
    row("Connection: Upgrade", "Connection: keep-alive, upgrade", "");
    row("Connection: Upgrade", "Connection: close",
        "The server's 101 answer has a Connection header without Upgrade, which RFC 6455 asks for.");
    row("Sec-WebSocket-Accept: ACCEPT\r\n", "",
        "The server's 101 answer has no Sec-WebSocket-Accept header, which RFC 6455 asks for.");
    row("ACCEPT", "ACCEPT\r\nSec-WebSocket-Accept: ACCEPT",
        "The server's 101 answer has more than one Sec-WebSocket-Accept header (RFC 6455).");
    row("ACCEPT", "dGhlIHNhbXBsZSBub25jZQ==",
        "The server's Sec-WebSocket-Accept does not match the key that was sent: it or a proxy on the way "
        "does not speak WebSocket.");
}

void tst_AnswerFailure::upgrades()
{
    QFETCH(QByteArray, what);
    QFETCH(QByteArray, instead);
    QFETCH(QString, problem);

    const QByteArray key = makeHandshakeKey();
    QByteArray bytes = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                       "Sec-WebSocket-Accept: ACCEPT\r\n\r\n";
    if (!what.isEmpty())
        bytes.replace(what, instead);
    HttpResponse answer;
    read(&answer, bytes.replace("ACCEPT", acceptForKey(key)));
    QCOMPARE(answer.status, 101);
    const Failure failure = problemOfUpgrade(answer, key);
    QCOMPARE(failureSentence(failure), problem);
    const ConnectionError error = brokenAnswer(answer, failure);
    QCOMPARE(error.cause, failure.cause);
    QCOMPARE(error.sentence, problem);
    QCOMPARE(error.httpStatus, 101);
    QVERIFY(!error.raw.isEmpty());
    if (!failure.isEmpty()) {
        QCOMPARE(error.stage, ErrorStage::Handshake);
        QVERIFY(!canPassByItself(error));
    }
}

void tst_AnswerFailure::subprotocols_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QStringList>("offered");
    QTest::addColumn<QString>("problem");

    const QString unasked = u"The server chose a subprotocol that was not offered."_s;
    const QByteArray chat = "Sec-WebSocket-Protocol: chat\r\n";
    QTest::newRow("none") << QByteArray() << QStringList{u"chat"_s} << QString();
    QTest::newRow("one") << chat << QStringList{u"v2"_s, u"chat"_s} << QString();
    QTest::newRow("another") << chat << QStringList{u"v2"_s} << unasked;
    QTest::newRow("though none was offered") << chat << QStringList() << unasked;
    QTest::newRow("in another case") << chat << QStringList{u"Chat"_s} << unasked;
    QTest::newRow("twice") << chat + chat << QStringList{u"chat"_s}
                           << u"The server chose a subprotocol more than once (RFC 6455)."_s;
}

void tst_AnswerFailure::subprotocols()
{
    QFETCH(QByteArray, headers);
    QFETCH(QStringList, offered);
    QFETCH(QString, problem);

    HttpResponse answer;
    read(&answer, "HTTP/1.1 101 Switching Protocols\r\n" + headers + "\r\n");
    QCOMPARE(failureSentence(problemOfSubprotocol(answer, offered)), problem);
}

void tst_AnswerFailure::refusals_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("withCredentials");
    QTest::addColumn<QString>("ending");
    QTest::addColumn<bool>("retried");

    const auto row = [](const char *answer, const char *ending, bool retried = false,
                        bool withCredentials = false) {
        QTest::addRow("%s%s", answer, withCredentials ? " with credentials" : "")
                << QByteArray(answer) << withCredentials << QString::fromUtf8(ending) << retried;
    };
    row("403 Forbidden", "403 Forbidden to the WebSocket handshake.");
    row("403 Go away", "403 Forbidden to the WebSocket handshake.");
    row("499 Own (phrase)", "499 Own (phrase) to the WebSocket handshake.");
    row("499 ", "499 to the WebSocket handshake.");
    row("200 OK",
        "200 OK to the WebSocket handshake. This address serves a page, not a WebSocket: check the path.");
    row("302 Found",
        "302 Found to the WebSocket handshake. Redirects are not followed: enter the address it moved to.");
    row("400 Bad Request", "400 Bad Request to the WebSocket handshake.");
    row("401 Unauthorized", "401 Unauthorized to the WebSocket handshake. It wants credentials.");
    row("401 Unauthorized", "401 Unauthorized to the WebSocket handshake. It did not accept the credentials.",
        false, true);
    row("403 Forbidden", "403 Forbidden to the WebSocket handshake.", false, true);
    row("404 Not Found", "404 Not Found to the WebSocket handshake. Check the path.");
    row("429 x", "429 Too Many Requests to the WebSocket handshake. It wants fewer connections.", true);
    row("503 Service Unavailable", "503 Service Unavailable to the WebSocket handshake.", true);
    row("426 Upgrade Required\r\nSec-WebSocket-Version: 13, 8",
        "426 Upgrade Required to the WebSocket handshake.");
    row("426 Upgrade Required\r\nSec-WebSocket-Version: 8, 7",
        "The server asks for another WebSocket version than 13.");
    row("503 Service Unavailable\r\nSec-WebSocket-Version: 8",
        "The server asks for another WebSocket version than 13.");
}

void tst_AnswerFailure::refusals()
{
    QFETCH(QByteArray, answer);
    QFETCH(bool, withCredentials);
    QFETCH(QString, ending);
    QFETCH(bool, retried);

    HttpResponse read;
    ::read(&read, "HTTP/1.1 " + answer + "\r\n\r\n");
    const ConnectionError error = refusingAnswer(read, withCredentials);
    QCOMPARE(error.stage, ErrorStage::Handshake);
    QCOMPARE(error.httpStatus, answer.left(3).toInt());
    QVERIFY2(error.sentence == ending || error.sentence == u"The server answered "_s + ending,
             qPrintable(error.sentence));
    QCOMPARE(error.raw, QString::fromLatin1("HTTP/1.1 " + answer.split('\r').first().trimmed()));
    QCOMPARE(canPassByItself(error), retried);
    // What the body tells comes before what the status tells, and after what the headers tell.
    const ConnectionError told = refusingAnswer(read, withCredentials, FailureCause::HttpExpectsTls);
    QCOMPARE(told.cause, error.permanent ? FailureCause::HttpOtherVersion : FailureCause::HttpExpectsTls);
}

SOCKETSCOPE_TEST(tst_AnswerFailure, TestProgram::NoApplication)
#include "tst_answerfailure.moc"
