// SPDX-License-Identifier: MIT
#include "log/filter/filterquery.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_FilterHeartbeats : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksForThem_data();
    void asksForThem();
    void withoutThem();
};

void tst_FilterHeartbeats::asksForThem_data()
{
    QTest::addColumn<bool>("names");
    QTest::addColumn<bool>("finds");
    const auto row = [](const char *filter, bool names, bool finds) {
        QTest::newRow(filter) << names << finds;
    };
    row("type:ping", true, true);
    row("type:pong,text", true, true);
    row("dir:in|type:ping,pong", true, true);
    row("dir:in type:pong", true, true);
    row("dir:in OR type:pong", true, true);
    row("-type:ping", false, false);
    row("type:text", false, false);
    row("dir:in", false, false);
    row("size:<10", false, false);
    row("last:5m", false, false);
    row("seq:1..7", false, false);
    row("word", false, true);
    row("word|other", false, true);
    row("word OR /other/", false, true);
    row("/x/i", false, true);
    row("$.a=1", false, true);
    row("word dir:in", false, true);
    row("word -other", false, true);
    row("-word", false, false);
    row("word OR -other", false, false);
    row("word|dir:in", false, false);
    row("word OR dir:in", false, false);
    row("-type:ping word", false, true);
    row("", false, false);
}

void tst_FilterHeartbeats::asksForThem()
{
    const FilterQuery query = FilterQuery::parse(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(query.isValid());
    QTEST(namesHeartbeats(query), "names");
    QTEST(findsHeartbeats(query), "finds");
}

void tst_FilterHeartbeats::withoutThem()
{
    const FilterQuery query = FilterQuery::parse(u"dir:in size:<10"_s);
    QCOMPARE(withoutHeartbeats(query).toString(), u"dir:in size:<=9 -type:ping,pong"_s);
}

SOCKETSCOPE_TEST(tst_FilterHeartbeats, QCoreApplication)
#include "tst_filterheartbeats.moc"
