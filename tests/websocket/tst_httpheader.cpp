// SPDX-License-Identifier: MIT
#include "support/testprogram.h"
#include "websocket/httpheader.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_HttpHeader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void problems_data();
    void problems();
    void masks_data();
    void masks();
    void firstValue();
};

void tst_HttpHeader::problems_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("problem");

    QTest::newRow("plain") << "X-Trace"_ba
                           << "1"_ba << QString();
    QTest::newRow("all token characters") << "!#$%&'*+-.^_`|~aZ9"_ba
                                          << ""_ba << QString();
    QTest::newRow("UTF-8 value") << "X-Name"_ba
                                 << "J\xc3\xb6rg"_ba << QString();
    QTest::newRow("tab in value") << "X-A"_ba
                                  << "a\tb"_ba << QString();
    QTest::newRow("Host may be set") << "Host"_ba
                                     << "example.org"_ba << QString();
    QTest::newRow("no name") << ""_ba
                             << "1"_ba << u"A header needs a name."_s;
    QTest::newRow("blank in name")
            << "X Trace"_ba
            << "1"_ba << u"“X…” is not the name of a header: it has letters, digits and - only."_s;
    QTest::newRow("colon in name")
            << "X:"_ba
            << "1"_ba << u"“X…” is not the name of a header: it has letters, digits and - only."_s;
    QTest::newRow("a whole line as name")
            << "X-Key: t0k"_ba
            << ""_ba << u"“X-Key…” is not the name of a header: it has letters, digits and - only."_s;
    QTest::newRow("smuggled line")
            << "X-A"_ba
            << "1\r\nX-B: 2"_ba << u"The value of “X-A” has line ends or control characters: remove them."_s;
    QTest::newRow("NUL") << "X-A"_ba << QByteArray("a\0b", 3)
                         << u"The value of “X-A” has line ends or control characters: remove them."_s;
    QTest::newRow("the handshake's own")
            << "sec-websocket-KEY"_ba
            << "x"_ba << u"“sec-websocket-KEY” belongs to the handshake itself: it cannot be set by hand."_s;
    QTest::newRow("subprotocol") << "Sec-WebSocket-Protocol"_ba
                                 << "x"_ba << u"Enter subprotocols in their own field, not as a header."_s;
}

void tst_HttpHeader::problems()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    QTEST(headerProblem({name, value}), "problem");
}

void tst_HttpHeader::masks_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("masked");

    QTest::newRow("no secret") << "X-Trace"_ba
                               << "1"_ba
                               << "1"_ba;
    QTest::newRow("Basic") << "Authorization"_ba
                           << "Basic YTpi"_ba
                           << "Basic ***"_ba;
    QTest::newRow("without a scheme") << "authorization"_ba
                                      << "YTpi"_ba
                                      << "***"_ba;
    QTest::newRow("proxy") << "Proxy-Authorization"_ba
                           << "Bearer x y"_ba
                           << "Bearer ***"_ba;
    QTest::newRow("cookies") << "Cookie"_ba
                             << "a=1; b=2;c"_ba
                             << "a=***; b=***; ***"_ba;
    QTest::newRow("set cookie") << "Set-Cookie"_ba
                                << "sid=7f; Path=/; HttpOnly"_ba
                                << "sid=***; Path=/; HttpOnly"_ba;
    QTest::newRow("api key") << "X-Api-Key"_ba
                             << "k 1"_ba
                             << "***"_ba;
    QTest::newRow("token") << "X-CSRF-Token"_ba
                           << "t"_ba
                           << "***"_ba;
    const QByteArray subprotocols = "Sec-WebSocket-Protocol";
    QTest::newRow("subprotocols") << subprotocols << "chat, v10.stomp,graphql-transport-ws"_ba
                                  << "chat, v10.stomp, graphql-transport-ws"_ba;
    QTest::newRow("secret by a word") << subprotocols << "chat, base64url.Bearer.t0k, x"_ba
                                      << "chat, ***, x"_ba;
    QTest::newRow("secret by length") << subprotocols << "x, " + QByteArray(41, 'a') << "x, ***"_ba;
    QTest::newRow("announced") << subprotocols << "chat, access_token, t0k, x"_ba
                               << "chat, access_token, ***, x"_ba;
    QTest::newRow("announced without end") << subprotocols << "auth, v2, Authorization"_ba
                                           << "auth, v2, Authorization"_ba;
    QTest::newRow("words within words") << subprotocols << "monkey-v1, oauth2, keyboard.io, tokens.x"_ba
                                        << "monkey-v1, oauth2, keyboard.io, tokens.x"_ba;
    QTest::newRow("after a version") << subprotocols << "auth.v2.t0k, jwt, eyJh.eyJz.sig"_ba
                                     << "***, jwt, ***"_ba;
    QTest::newRow("longer than a version") << subprotocols << "auth.123, auth.1234"_ba
                                           << "auth.123, ***"_ba;
    QTest::newRow("a challenge of a proxy is none") << "Proxy-Authenticate"_ba
                                                    << "Basic realm=\"x\""_ba
                                                    << "Basic realm=\"x\""_ba;
    QTest::newRow("a word of CORS is none") << "Access-Control-Allow-Credentials"_ba
                                            << "true"_ba
                                            << "true"_ba;
    QTest::newRow("a challenge is none") << "WWW-Authenticate"_ba
                                         << "Basic realm=\"x\""_ba
                                         << "Basic realm=\"x\""_ba;
}

void tst_HttpHeader::masks()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    const HttpHeaders masked = maskedHeaders({{name, value}});
    QCOMPARE(masked.size(), 1);
    QCOMPARE(masked[0].name, name);
    QTEST(masked[0].value, "masked");
}

void tst_HttpHeader::firstValue()
{
    const HttpHeaders headers{{"A", "1"}, {"B", "2"}, {"a", "3"}};
    QCOMPARE(headerValue(headers, "a"), "1"_ba);
    QCOMPARE(headerValue(headers, "b"), "2"_ba);
    QVERIFY(headerValue(headers, "C").isNull());
}

SOCKETSCOPE_TEST(tst_HttpHeader, TestProgram::NoApplication)
#include "tst_httpheader.moc"
