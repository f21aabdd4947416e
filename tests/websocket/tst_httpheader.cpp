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

void tst_HttpHeader::firstValue()
{
    const HttpHeaders headers{{"A", "1"}, {"B", "2"}, {"a", "3"}};
    QCOMPARE(headerValue(headers, "a"), "1"_ba);
    QCOMPARE(headerValue(headers, "b"), "2"_ba);
    QVERIFY(headerValue(headers, "C").isNull());
}

SOCKETSCOPE_TEST(tst_HttpHeader, TestProgram::NoApplication)
#include "tst_httpheader.moc"
