// SPDX-License-Identifier: MIT
// How HTTP responses are read (RFC 9112); what a client makes of them is in tst_clienthandshake.
#include "support/testprogram.h"
#include "websocket/httpresponse.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_HttpResponse : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void states_data();
    void states();
    void lenience_data();
    void lenience();
    void brokenLines();
    void foldedField();
};

void tst_HttpResponse::states_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<HttpResponse::State>("state");

    const QByteArray start = "HTTP/1.1 403 No\r\n";
    QTest::newRow("nothing") << ""_ba << HttpResponse::State::Headers;
    QTest::newRow("a part") << "HTT"_ba << HttpResponse::State::Headers;
    QTest::newRow("a part of another") << "HTP"_ba << HttpResponse::State::NotHttp;
    QTest::newRow("a status of two digits") << "HTTP/1.1 40 x\r\n"_ba << HttpResponse::State::NotHttp;
    QTest::newRow("a status of four digits") << "HTTP/1.1 1010 x\r\n"_ba << HttpResponse::State::NotHttp;
    QTest::newRow("control characters before the status")
            << "HTTP/1.1 4\x01"_ba << HttpResponse::State::NotHttp;
    QTest::newRow("control characters in the reason")
            << "HTTP/1.1 403 \x01"_ba << HttpResponse::State::Broken;
    QTest::newRow("a carriage return alone") << start + "A: b\rc" << HttpResponse::State::Broken;
    QTest::newRow("NUL") << start + "A: b\0"_ba << HttpResponse::State::Broken;
    QTest::newRow("another encoding")
            << start + "Transfer-Encoding: gzip\r\n\r\nx" << HttpResponse::State::Body;
    QTest::newRow("no encoding, by name")
            << start + "Transfer-Encoding: Identity\r\nContent-Length: 1\r\n\r\nx"
            << HttpResponse::State::Done;
    QTest::newRow("a chunk of no size") << start + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"
                                        << HttpResponse::State::Done;
    QTest::newRow("the last chunk") << start + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"
                                    << HttpResponse::State::Done;
    QTest::newRow("a length of 0") << start + "Content-Length: 0\r\n\r\n" << HttpResponse::State::Done;
    QTest::newRow("no body, whatever the headers say")
            << "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"_ba << HttpResponse::State::Done;
}

void tst_HttpResponse::states()
{
    QFETCH(QByteArray, bytes);
    QFETCH(HttpResponse::State, state);
    for (const qsizetype piece : {qsizetype(10'000), qsizetype(1)}) {
        HttpResponse response;
        for (qsizetype at = 0; at < bytes.size(); at += piece)
            response.add(bytes.constData() + at, std::min(piece, bytes.size() - at));
        QCOMPARE(response.state(), state);
        QVERIFY(state != HttpResponse::State::Broken || !response.brokenLine.isEmpty());
    }
}

void tst_HttpResponse::lenience_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::addColumn<HttpHeaders>("headers");
    QTest::addColumn<QByteArray>("body");

    // curl 7.88 says the same status of each but the last.
    const HttpHeaders length{{"Content-Length", "2"}};
    const auto head = [](const QByteArray &line, const QByteArray &fields = "Content-Length: 2\r\n") {
        return line + "\r\n" + fields + "\r\n";
    };
    const auto row = [](const char *name, const QByteArray &bytes, int status, const HttpHeaders &headers,
                        const QByteArray &body = "ab") {
        QTest::newRow(name) << bytes << status << headers << body;
    };
    row("no blank behind the status", head("HTTP/1.1 401") + "ab", 401, length);
    row("no reason", head("HTTP/1.1 401 ") + "ab", 401, length);
    row("two blanks", head("HTTP/1.1  403 x") + "ab", 403, length);
    row("HTTP/2", head("HTTP/2 403") + "ab", 403, length);
    row("HTTP/1.0", head("HTTP/1.0 403 x") + "ab", 403, length);
    row("LF alone", "HTTP/1.1 401 x\nContent-Length: 2\n\nab", 401, length);
    row("Latin-1", head("HTTP/1.1 403 caf\xe9", "A: \xe9\r\n") + "caf\xe9", 403, {{"A", "\xe9"}}, "caf\xe9");
    row("a blank before a colon", head("HTTP/1.1 403 x", "A : b\r\nContent-Length : 2\r\n") + "ab", 403,
        {{"A", "b"}, length[0]});
    row("a name of two words", head("HTTP/1.1 403 x", "A B: c\r\n") + "ab", 403, {{"A B", "c"}});
    row("no name", head("HTTP/1.1 403 x", ": b\r\n") + "ab", 403, {{"", "b"}});
    row("no colon", head("HTTP/1.1 403 x", "hello\r\n") + "ab", 403, {{"", "hello"}});
    row("a secret without a colon", head("HTTP/1.1 403 x", "Set-Cookie a=b\r\n") + "ab", 403, {{"", "***"}});
    row("a fold without a field", head("HTTP/1.1 403 x", " b\r\n") + "ab", 403, {{"", "b"}});
    row("a list that is none", head("HTTP/1.1 403 x", "Connection: a b\r\n") + "ab", 403,
        {{"Connection", "a b"}});
    row("an empty length", head("HTTP/1.1 403 x", "Content-Length:\r\n") + "ab", 403,
        {{"Content-Length", ""}});
    row("a word for a length", head("HTTP/1.1 403 x", "Content-Length: abc\r\n") + "ab", 403,
        {{"Content-Length", "abc"}});
    row("a length with a sign", head("HTTP/1.1 403 x", "Content-Length: +1\r\n") + "ab", 403,
        {{"Content-Length", "+1"}});
    row("a length beyond 64 bits", head("HTTP/1.1 403 x", "Content-Length: 99999999999999999999\r\n") + "ab",
        403, {{"Content-Length", "99999999999999999999"}});
    row("two lengths", head("HTTP/1.1 403 x", "Content-Length: 1\r\nContent-Length: 2\r\n") + "ab", 403,
        {{"Content-Length", "1"}, {"Content-Length", "2"}});
    row("the same length twice", head("HTTP/1.1 403 x", "Content-Length: 1\r\nContent-Length: 1\r\n") + "a",
        403, {{"Content-Length", "1"}, {"Content-Length", "1"}}, "a");
    const HttpHeaders both{{"Transfer-Encoding", "chunked"}, {"Content-Length", "5"}};
    row("chunks and a length", head("HTTP/1.1 403 x", headerLines(both)) + "2\r\nab\r\n0\r\n\r\n", 403, both);
    row("an upgrade without a reason", head("HTTP/1.1 101", "Content-Length:\r\n"), 101,
        {{"Content-Length", ""}}, "");
}

void tst_HttpResponse::lenience()
{
    QFETCH(QByteArray, bytes);
    for (const qsizetype piece : {qsizetype(10'000), qsizetype(1)}) {
        HttpResponse response;
        for (qsizetype at = 0; at < bytes.size(); at += piece)
            response.add(bytes.constData() + at, std::min(piece, bytes.size() - at));
        QCOMPARE(response.end(), HttpResponse::State::Done);
        QTEST(response.status, "status");
        QTEST(response.headers, "headers");
        QTEST(response.body, "body");
        QVERIFY(!response.bodyWasCut);
        QCOMPARE(response.start, bytes.first(std::min<qsizetype>(bytes.size(), HttpResponse::MaxStartBytes)));
    }
}

void tst_HttpResponse::brokenLines()
{
    const auto lineOf = [](const QByteArray &bytes) {
        HttpResponse response;
        response.add(bytes.constData(), bytes.size());
        return QByteArray::number(response.status) + ' ' + response.brokenLine;
    };
    QCOMPARE(lineOf("HTTP/1.1 403 No\x01way"), "403 HTTP/1.1 403 No\x01"_ba);
    QCOMPARE(lineOf("HTTP/1.1 403 No\r\nA: b\x01"), "403 A: b\x01"_ba);
    QCOMPARE(lineOf("HTTP/1.1 403 No\r\nSet-Cookie: b\x01"), "403 Set-Cookie:"_ba);
}

void tst_HttpResponse::foldedField()
{
    HttpResponse response;
    const QByteArray bytes = "HTTP/1.1 101 \r\nA: b  \r\n\t c \r\nD:\r\n\r\nrest";
    QCOMPARE(response.add(bytes.constData(), bytes.size()), HttpResponse::State::Done);
    QCOMPARE(response.statusLine, "HTTP/1.1 101"_ba);
    QCOMPARE(response.headers, (HttpHeaders{{"A", "b c"}, {"D", ""}}));
    QCOMPARE(response.takeRest(), "rest"_ba);
}

SOCKETSCOPE_TEST(tst_HttpResponse, QCoreApplication)
#include "tst_httpresponse.moc"
