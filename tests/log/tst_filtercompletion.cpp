// SPDX-License-Identifier: MIT
#include "log/filter/filtercompletion.h"
#include "support/testprogram.h"

#include "log/filter/filterquery.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_FilterCompletion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void offers_data();
    void offers();
    void everyOfferSaysWhatItIs();
    void examplesAreValid();
    void manyPaths();
    void survivesAnything();
};

static QStringList paths()
{
    return {u"$.p"_s, u"$.price"_s, u"$.data.price"_s, u"$.data[0]"_s, u"$.\"two words\".x"_s};
}

static QString inserts(const Completions &completions)
{
    QStringList texts;
    for (const Completion &item : completions.items)
        texts.append(item.insert);
    return texts.join(u"  "_s);
}

void tst_FilterCompletion::offers_data()
{
    // ^ is the cursor; what is replaced is between [[ and ]].
    QTest::addColumn<QString>("marked");
    QTest::addColumn<QString>("offered");
    const auto row = [](const char *marked, const char *offered) {
        QTest::newRow(marked) << QString::fromUtf8(marked) << QString::fromUtf8(offered);
    };
    const char *keys = "dir:  type:  size:  time:  seq:  last:  $.";
    row("[[^]]", keys);
    row("  [[^]]", keys);
    row("a [[^]]", "dir:  type:  size:  time:  seq:  last:  $.  OR");
    row("a OR [[^]]", keys);
    row("-[[^]]", keys);
    row("a|[[^]]", keys);
    row("[[t^]]", "type:  time:");
    row("[[T^]]", "type:  time:");
    row("-[[ti^]]", "time:");
    row("a|[[d^]]", "dir:");
    row("a [[O^]]", "OR");
    row("[[O^]]", "");
    row("[[t^y]]", "type:  time:");
    row("[[t^ype:]]text", "type:  time:");
    row("[[ty^]] b", "type:");
    row("[[foo^]]", "");
    row("[[^foo]] b", keys);
    row("a^ b", "");
    row("type:[[^]]", "text  binary  ping  pong  open  close  error  retry  note");
    row("dir:[[^]]", "in  out  local");
    row("-dir:[[o^]]", "out");
    row("a|dir:[[l^]]", "local");
    row("dir:in,[[^]]", "out  local");
    row("dir:[[o^]],local", "out");
    row("dir:[[^]],in", "out  local");
    row("type:ping,[[p^]],text", "pong");
    row("type:[[p^o]],text", "ping  pong");
    row("type:[[ping^]]", "");
    row("size:[[^]]", ">1k  <100  10k..1M  0");
    row("size:[[>^]]", ">1k");
    row("time:[[^]]", "10:31  10:31..  ..10:32  10:31..10:32  2026-11-22T10:31..");
    row("seq:[[^]]", "1000..  ..2000  1000..2000  7");
    row("last:[[^]]", "30s  5m  2h  1d");
    row("x last:[[3^]]", "30s");
    row("[[$^]]", "$.p  $.price  $.data.price  $.data[0]  $.\"two words\".x");
    row("[[$.p^]]", "$.price  $.data.price");
    row("-[[$.D^]]", "$.data.price  $.data[0]");
    row("a|[[$.data.^]]", "$.data.price");
    row("[[$.\"two w^]]", "$.\"two words\".x");
    row("[[$.p^r]]=5", "$.price  $.data.price");
    row("[[$.y^]]", "");
    // Not within what is looked for.
    row("\"t^", "");
    row("\"a t^\"", "");
    row("\"a\"^", "");
    row("/t^", "");
    row("/a t^/", "");
    row("$.p=t^", "");
    row("$.p=\"a t^", "");
    row("$.p~/a t^", "");
    row("\"a b\" [[t^]]", "type:  time:");
    row("/a b/i [[t^]]", "type:  time:");
    row("/api/v1 [[t^]]", "type:  time:");
    row("\"p\":64 [[t^]]", "type:  time:");
    row("$.p=\"a b\" [[t^]]", "type:  time:");
    row("$.p~/a b/ [[t^]]", "type:  time:");
    row("$.\"a b\"=1 [[t^]]", "type:  time:");
    row("$.p=1|[[t^]]", "type:  time:");
    row("$.p=1|[[$.d^]]", "$.data.price  $.data[0]");
}

void tst_FilterCompletion::offers()
{
    QFETCH(QString, marked);
    QString text = marked;
    text.remove(u"[["_s).remove(u"]]"_s);
    const qsizetype cursor = text.indexOf(u'^');
    text.remove(u'^');
    const Completions completions = completeFilter(text, cursor, paths());
    QTEST(inserts(completions), "offered");
    if (completions.items.isEmpty())
        return;
    QString unmarked = marked;
    unmarked.remove(u'^');
    const qsizetype start = unmarked.indexOf(u"[["_s);
    QCOMPARE(completions.start, start);
    QCOMPARE(completions.length, unmarked.indexOf(u"]]"_s) - start - 2);
}

void tst_FilterCompletion::everyOfferSaysWhatItIs()
{
    for (const QString &text :
         {u"a "_s, u"dir:"_s, u"type:"_s, u"size:"_s, u"time:"_s, u"seq:"_s, u"last:"_s}) {
        for (const Completion &item : completeFilter(text, text.size(), {}).items)
            QVERIFY2(!item.explanation.isEmpty(), qPrintable(item.insert));
    }
}

void tst_FilterCompletion::examplesAreValid()
{
    for (const QString &key : {u"dir:"_s, u"type:"_s, u"size:"_s, u"time:"_s, u"seq:"_s, u"last:"_s}) {
        const auto items = completeFilter(key, key.size(), {}).items;
        QVERIFY(!items.isEmpty());
        for (const Completion &item : items)
            QCOMPARE(FilterQuery::parse(key + item.insert).problem(), FilterProblem());
    }
}

void tst_FilterCompletion::manyPaths()
{
    QStringList many;
    for (int i = 0; i < 10'000; ++i)
        many.append(u"$.a"_s + QString::number(i));
    QCOMPARE(completeFilter(u"$"_s, 1, many).items.size(), 50);
    QCOMPARE(inserts(completeFilter(u"$.a999"_s, 6, many)).left(23), u"$.a9990  $.a9991  $.a99"_s);
}

void tst_FilterCompletion::survivesAnything()
{
    static const QString alphabet = u"\"/|-$.=~ ORtype:,\\\0[]"_s + QChar(0xd800);
    QRandomGenerator random(20261122);
    for (int i = 0; i < 20'000; ++i) {
        QString text;
        for (int left = random.bounded(14); left > 0; --left)
            text.append(alphabet[random.bounded(int(alphabet.size()))]);
        for (qsizetype cursor = -1; cursor <= text.size() + 1; ++cursor) {
            const Completions completions = completeFilter(text, cursor, paths());
            QVERIFY2(completions.start >= 0 && completions.length >= 0
                             && completions.start + completions.length <= text.size(),
                     qPrintable(text));
        }
    }
}

SOCKETSCOPE_TEST(tst_FilterCompletion, QCoreApplication)
#include "tst_filtercompletion.moc"
