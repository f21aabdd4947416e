// SPDX-License-Identifier: MIT
// What is said of a filter that cannot be read, and where in it.
#include "log/filter/filterquery.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_FilterProblems : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void problems_data();
    void problems();
};

void tst_FilterProblems::problems_data()
{
    // What is wrong is between the marks; then what the sentence must say of it.
    QTest::addColumn<QString>("marked");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *marked, const char *says) {
        QTest::newRow(marked) << QString::fromUtf8(marked) << QString::fromUtf8(says);
    };
    const char *typeTakes = "type: takes text, binary, ping, pong, open, close, error, retry or note";
    row("«OR»", "OR stands between two terms");
    row("«OR» a", "for the word itself type \"OR\"");
    row("a «OR» ", "OR stands between");
    row("a OR «OR» b", "OR stands between");
    row("a «-»", "for the character itself type \"-\"");
    row("a «-» b", "stands before the term");
    row("a«|»", "| stands between two alternatives");
    row("a«|» b", "type \"|\"");
    row("«|»a", "| stands between");
    row("-«|»a", "| stands between");
    row("a|«|»b", "| stands between");
    row("a «\"b c»", "has no partner");
    row("«\"»", "\"\\\"\"");
    row("«\"a\\\"»", "has no partner");
    row("a «\"\"»", "Nothing is between");
    row("«/»", "type /abc/ to search for an expression, or \"/abc\" for the text itself");
    row("a «/abc»", "type /abc/ to search for an expression, or \"/abc\"");
    row("a «/abc d»", "type /abc/");
    row("/a(b«/»", "missing closing parenthesis");
    row("/ab*+«*/»", "quantifier does not follow a repeatable item");
    row("x /\\/a[«/i»", "The expression is not valid");
    row("«type:»", typeTakes);
    row("a «type:» b", typeTakes);
    row("a -type:text,«txet»,ping", "; “txet” is none of them.");
    row("type:text«,»", typeTakes);
    row("type:«,»text", typeTakes);
    row("type:text«,»,ping", typeTakes);
    row("«dir:»", "dir: takes in, out or local");
    row("dir:«inn»", "“inn” is none of them");
    row("a|dir:«\"in\"»", "is none of them");
    row("«size:»", "type size:>1k, size:10k..1M or size:100");
    row("«size:..»", "size: needs a size");
    row("«size:>»", "size: needs a size");
    row("size:«1x»", "“1x” is no size: type it as 100, 1.5k or 2M");
    row("size:1..«2x»", "“2x” is no size");
    row("size:>«-1»", "is no size");
    row("size:«1.5»", "is no size");
    row("size:«1,00»", "is no size");
    row("size:«1.k»", "is no size");
    row("size:«9223372036854775808»", "is no size");
    row("size:«10000000000G»", "is no size");
    row("size:«5k..1k»", "ends before it begins");
    row("size:«<0»", "size:0");
    row("«seq:»", "seq: needs an entry's number");
    row("«seq:..»", "type seq:1000.., seq:1000..2000 or seq:7");
    row("seq:«0»", "count from 1");
    row("seq:«x»..", "“x” is no entry's number");
    row("seq:1..«9223372036854775808»", "is no entry's number");
    row("seq:«7..3»", "ends before it begins");
    row("«time:»", "time: needs a time");
    row("time:«..»", "time: needs a time");
    row("time:«25:00»", "“25:00” is no time: type time:10:31");
    row("time:10:31..«soon»", "“soon” is no time");
    row("time:«1,000»..", "type seq:1000");
    row("time:«-5m»", "type last:30s");
    row("time:«10:32..10:31»", "ends before it begins");
    row("time:«2026-10-25T02:55..02:54»", "ends before it begins");
    row("«last:»", "last: needs a span");
    row("last:«5»", "“5” is no span: type it as 500ms, 30s, 5m, 2h or 1d");
    row("last:«0s»", "is no span");
    row("last:«99999999999d»", "is no span");
    row("$.p«=»", "A value is missing");
    row("$.p=1«|»", "| stands between");
    row("$.p«=»|1", "A value is missing");
    row("$.p«==»1", "“==” is no comparison");
    row("$.p«=~»/a/", "a value that begins with = or ~ goes between quotation marks");
    row("$.p«!»", "“$.p” is followed by one of = != > >= < <= ~");
    row("$.p«(1)»", "not by “(1)”");
    row("$.p=«\"a b»", "has no partner");
    row("$.p=«\"a\"b»", "goes on behind its quotation mark");
    row("$.p=1|«\"a»", "has no partner");
    row("$.p«~»", "~ takes an expression between slashes");
    row("$.p~«word»", "for a value type $.s=BTC");
    row("$.p~«/a»", "between slashes");
    row("$.p~«/a/g»", "between slashes");
    row("$.p~/a/|«b»", "~ takes");
    row("$.p~/a[«/»", "The expression is not valid");
    row("x «$.»", "");
    row("«$.a[»", "");
    row("«$.a[x]=1» y", "");
}

void tst_FilterProblems::problems()
{
    QFETCH(QString, marked);
    QFETCH(QString, says);
    const qsizetype start = marked.indexOf(u'«');
    const qsizetype length = marked.indexOf(u'»') - start - 1;
    QString text = marked;
    text.remove(u'«').remove(u'»');
    const FilterQuery query = FilterQuery::parse(text);
    QVERIFY(!query.isValid());
    QVERIFY(query.isEmpty());
    const FilterProblem &problem = query.problem();
    QVERIFY2(problem.sentence.contains(says), qPrintable(problem.sentence));
    QVERIFY2(problem.sentence.endsWith(u'.') && problem.sentence.front() != u' ',
             qPrintable(problem.sentence));
    QCOMPARE(text.mid(problem.start, problem.length), text.mid(start, length));
    QCOMPARE(problem.start, start);
}

SOCKETSCOPE_TEST(tst_FilterProblems, QCoreApplication)
#include "tst_filterproblems.moc"
