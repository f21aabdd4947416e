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
    QTest::newRow("without a blank after the status")
            << "HTTP/1.1 403\r\n"_ba << HttpResponse::State::NotHttp;
    QTest::newRow("a status of two digits") << "HTTP/1.1 40 x\r\n"_ba << HttpResponse::State::NotHttp;
    QTest::newRow("control characters in the reason")
            << "HTTP/1.1 403 \x01"_ba << HttpResponse::State::NotHttp;
    QTest::newRow("a line feed alone") << start + "A: b\n" << HttpResponse::State::Broken;
    QTest::newRow("a carriage return alone") << start + "A: b\rc" << HttpResponse::State::Broken;
    QTest::newRow("a blank before the colon") << start + "A : b\r\n" << HttpResponse::State::Broken;
    QTest::newRow("no name") << start + ": b\r\n" << HttpResponse::State::Broken;
    QTest::newRow("a fold without a field") << start + " b\r\n" << HttpResponse::State::Broken;
    QTest::newRow("a list that is none") << start + "Connection: a b\r\n\r\n" << HttpResponse::State::Broken;
    QTest::newRow("two lengths") << start + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n"
                                 << HttpResponse::State::Broken;
    QTest::newRow("the same length twice")
            << start + "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx" << HttpResponse::State::Done;
    QTest::newRow("a length with a sign") << start + "Content-Length: +1\r\n\r\n"
                                          << HttpResponse::State::Broken;
    QTest::newRow("no length") << start + "Content-Length:\r\n\r\n" << HttpResponse::State::Broken;
    QTest::newRow("a length beyond 64 bits") << start + "Content-Length: 99999999999999999999\r\n\r\n"
                                             << HttpResponse::State::Broken;
    QTest::newRow("a length and chunks") << start + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
                                         << HttpResponse::State::Broken;
    QTest::newRow("another encoding")
            << start + "Transfer-Encoding: gzip\r\n\r\nx" << HttpResponse::State::Body;
    QTest::newRow("a chunk of no size") << start + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"
                                        << HttpResponse::State::Done;
    QTest::newRow("the last chunk") << start + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"
                                    << HttpResponse::State::Done;
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
        QVERIFY(state != HttpResponse::State::Broken || !response.fault.isEmpty());
    }
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
