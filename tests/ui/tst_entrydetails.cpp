// SPDX-License-Identifier: MIT
// What happened is told in the order in which it is read, whatever the order of the recorded members.
#include "support/testprogram.h"
#include "ui/inspector/payload/entrydetails.h"

#include "format/json/jsonoutline.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_EntryDetails : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void order_data();
    void order();
};

void tst_EntryDetails::order_data()
{
    QTest::addColumn<QByteArray>("entry");
    QTest::addColumn<QStringList>("names");

    QTest::newRow("refusal")
            << "{\"cipher\":\"c\",\"dns_ms\":1,\"http_ms\":4,\"http_status\":401,\"message\":\"m\","
               "\"retry_in_ms\":0,\"tcp_ms\":2,\"tls_ms\":3,\"will_retry\":false,\"body\":\"b\","
               "\"request\":[\"GET /\",\"Host: a\"],\"response\":[\"HTTP/1.1 401\",\"Server: b\"]}"_ba
            << QStringList{u"Error"_s, u"HTTP status"_s,   u"Will try again"_s, u"Finding"_s,   u"TCP"_s,
                           u"TLS"_s,   u"HTTP exchange"_s, u"Cipher"_s,         u"Body"_s,      u"Request"_s,
                           u"  GET"_s, u"  Host"_s,        u"Response"_s,       u"  HTTP/1.1"_s};
    QTest::newRow("a wait is told") << "{\"retry_in_ms\":1901,\"will_retry\":true}"_ba
                                    << QStringList{u"Will try again"_s, u"Next attempt in"_s};
    QTest::newRow("lists without lines")
            << "{\"retry_in_ms\":[],\"request\":[],\"text\":\"\",\"url\":\"u\"}"_ba << QStringList{u"URL"_s};
    QTest::newRow("nothing at all") << "{\"retry_in_ms\":[]}"_ba << QStringList();
    QTest::newRow("what is not known is last, as it came")
            << "{\"zz\":1,\"aa\":2,\"url\":\"u\"}"_ba << QStringList{u"URL"_s, u"zz"_s, u"aa"_s};
}

void tst_EntryDetails::order()
{
    QFETCH(const QByteArray, entry);
    QFETCH(const QStringList, names);
    const auto outline = JsonOutline::build(entry);
    QVERIFY(outline);
    QStringList lines = entryDetails(*outline).split(u'\n');
    lines.removeIf([](const QString &line) { return line.isEmpty(); });
    for (qsizetype i = 0; i < names.size(); ++i)
        QVERIFY2(lines.value(i).startsWith(names[i].first(std::min<qsizetype>(names[i].size(), 12))),
                 qPrintable(lines.join(u'|')));
    QVERIFY(lines.size() >= names.size());
    QVERIFY2(entry.contains("1901") || !lines.join(u'|').contains("Next attempt"_L1), "no wait, no word");
}

SOCKETSCOPE_TEST(tst_EntryDetails, QApplication)
#include "tst_entrydetails.moc"
