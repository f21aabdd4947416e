// SPDX-License-Identifier: MIT
#include "log/filter/filterquery.h"
#include "support/testprogram.h"

#include "message.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_FilterQuery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parses_data();
    void parses();
    void places();
    void prints_data();
    void prints();
    void caseOfWords_data();
    void caseOfWords();
    void documented();
};

using Operator = FilterJson::Operator;

static FilterAtom word(const QString &text)
{
    return FilterWord{text};
}

static FilterAtom regex(const QString &pattern, bool ignoreCase = false)
{
    return FilterRegex{pattern, ignoreCase};
}

static FilterAtom directions(std::initializer_list<Direction> list)
{
    FilterDirections result;
    for (const Direction direction : list)
        result.bits |= 1U << int(direction);
    return result;
}

static FilterAtom types(std::initializer_list<MessageType> list)
{
    FilterTypes result;
    for (const MessageType type : list)
        result.bits |= 1U << int(type);
    return result;
}

static FilterAtom size(qint64 least, qint64 most = std::numeric_limits<qint64>::max())
{
    return FilterSize{least, most};
}

static FilterAtom sequences(quint64 first, quint64 last = std::numeric_limits<quint64>::max())
{
    return FilterSequences{first, last};
}

static FilterAtom times(const QString &from, const QString &to)
{
    return FilterTimes{from, to};
}

static FilterAtom last(qint64 us)
{
    return FilterLast{us};
}

static JsonPath member(const QByteArray &name)
{
    return JsonPath({{name}});
}

static FilterAtom json(const JsonPath &path, Operator op = Operator::Exists, const QString &value = {})
{
    return FilterJson{path, op, value, false, {}};
}

static FilterAtom jsonQuoted(const JsonPath &path, Operator op, const QString &value)
{
    return FilterJson{path, op, value, true, {}};
}

static FilterAtom jsonRegex(const JsonPath &path, const QString &pattern, bool ignoreCase = false)
{
    return FilterJson{path, Operator::Matches, {}, false, {pattern, ignoreCase}};
}

static FilterTerm term(const QList<FilterAtom> &alternatives)
{
    return {alternatives, false, 0, 0};
}

static FilterTerm no(const QList<FilterAtom> &alternatives)
{
    return {alternatives, true, 0, 0};
}

/// Terms that must all hold.
static FilterQuery all(const QList<FilterTerm> &terms)
{
    QList<FilterGroup> groups;
    for (const FilterTerm &each : terms)
        groups.append(FilterGroup{each});
    return FilterQuery(groups);
}

static FilterQuery only(const FilterAtom &atom)
{
    return all({term({atom})});
}

void tst_FilterQuery::parses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<FilterQuery>("query");
    const auto row = [](const char *text, const FilterQuery &query) {
        QTest::newRow(text) << QString::fromUtf8(text) << query;
    };
    constexpr qint64 second = 1'000'000;
    const JsonPath p = member("p");

    row("", FilterQuery());
    row(" \t\n ", FilterQuery());
    row("word", only(word(u"word"_s)));
    row("  word  ", only(word(u"word"_s)));
    row("two words", all({term({word(u"two"_s)}), term({word(u"words"_s)})}));
    row("\"two words\"", only(word(u"two words"_s)));
    row("\"a|b\"", only(word(u"a|b"_s)));
    row(R"("say \"hi\" \\ \n")", only(word(uR"(say "hi" \ \n)"_s)));
    row("\"p\":64", only(word(u"\"p\":64"_s)));
    row("\"p\":64|\"p\":65", all({term({word(u"\"p\":64"_s), word(u"\"p\":65"_s)})}));
    row("\"a b\"c", all({term({word(u"\"a"_s)}), term({word(u"b\"c"_s)})}));
    row("{\"ch\":\"trades\"}", only(word(u"{\"ch\":\"trades\"}"_s)));
    row("it\"s", only(word(u"it\"s"_s)));
    row("a\\b", only(word(u"a\\b"_s)));
    row("größer", only(word(u"größer"_s)));

    row("-a", all({no({word(u"a"_s)})}));
    row("-\"a b\"", all({no({word(u"a b"_s)})}));
    row("--a", all({no({word(u"-a"_s)})}));
    row("a-b", only(word(u"a-b"_s)));
    row("-a|b", all({no({word(u"a"_s), word(u"b"_s)})}));
    row("a|-b", all({term({word(u"a"_s), word(u"-b"_s)})}));
    row("\"-a\"", only(word(u"-a"_s)));

    row("a|b", all({term({word(u"a"_s), word(u"b"_s)})}));
    row("a|\"b c\"|/d/", all({term({word(u"a"_s), word(u"b c"_s), regex(u"d"_s)})}));
    row("a OR b", FilterQuery({{term({word(u"a"_s)}), term({word(u"b"_s)})}}));
    row("a b OR c d", FilterQuery({{term({word(u"a"_s)})},
                                   {term({word(u"b"_s)}), term({word(u"c"_s)})},
                                   {term({word(u"d"_s)})}}));
    row("a OR -b OR c|d",
        FilterQuery({{term({word(u"a"_s)}), no({word(u"b"_s)}), term({word(u"c"_s), word(u"d"_s)})}}));
    row("ORDER", only(word(u"ORDER"_s)));
    row("or", only(word(u"or"_s)));
    row("\"OR\"", only(word(u"OR"_s)));
    row("a|OR", all({term({word(u"a"_s), word(u"OR"_s)})}));
    row("OR|a", all({term({word(u"OR"_s), word(u"a"_s)})}));

    row("/a.c/", only(regex(u"a.c"_s)));
    row("/a c/i", only(regex(u"a c"_s, true)));
    row("/a|b/", only(regex(u"a|b"_s)));
    row(R"(/a\/b\\/)", only(regex(uR"(a/b\\)"_s)));
    row(R"(/\d+\.\d/)", only(regex(uR"(\d+\.\d)"_s)));
    row("-/a/", all({no({regex(u"a"_s)})}));
    row("/api/v1", only(word(u"/api/v1"_s)));
    row("/api/v1|/api/v2", all({term({word(u"/api/v1"_s), word(u"/api/v2"_s)})}));
    row("/a/g", only(word(u"/a/g"_s)));
    row("//", only(word(u"//"_s)));
    row("// a", all({term({word(u"//"_s)}), term({word(u"a"_s)})}));
    row("\"/abc\"", only(word(u"/abc"_s)));

    row("foo:bar", only(word(u"foo:bar"_s)));
    row("https://x", only(word(u"https://x"_s)));
    row("side:sell", only(word(u"side:sell"_s)));
    row("Type:text", only(word(u"Type:text"_s)));
    row("type", only(word(u"type"_s)));
    row("\"type:text\"", only(word(u"type:text"_s)));

    row("dir:in", only(directions({Direction::In})));
    row("dir:local,IN", only(directions({Direction::In, Direction::Local})));
    row("dir:in|type:close,error",
        all({term({directions({Direction::In}), types({MessageType::Close, MessageType::Error})})}));
    row("type:text,binary,ping,pong,close,error,open,retry,note", only(FilterTypes{0x1ff}));
    row("type:ping|error", all({term({types({MessageType::Ping}), word(u"error"_s)})}));
    row("-type:ping", all({no({types({MessageType::Ping})})}));

    row("size:100", only(size(100, 100)));
    row("size:1k", only(size(1000, 1000)));
    row("size:>1k", only(size(1001)));
    row("size:>=1K", only(size(1000)));
    row("size:<1M", only(size(0, 999'999)));
    row("size:<=1mb", only(size(0, 1'000'000)));
    row("size:10k..1M", only(size(10'000, 1'000'000)));
    row("size:10kB..", only(size(10'000)));
    row("size:..1g", only(size(0, 1'000'000'000)));
    row("size:>1.5k", only(size(1501)));
    row("size:0.0015k", only(size(1, 1)));
    row("size:7b", only(size(7, 7)));
    row("size:>1,000", only(size(1001)));
    row("size:1.25M..1.5M", only(size(1'250'000, 1'500'000)));

    row("seq:1000..", only(sequences(1000)));
    row("seq:..2000", only(sequences(1, 2000)));
    row("seq:1000..2000", only(sequences(1000, 2000)));
    row("seq:7", only(sequences(7, 7)));
    row("seq:1,000..1,204,331", only(sequences(1000, 1'204'331)));
    row("seq:#1,000..", only(sequences(1000)));

    row("time:10:31", only(times(u"10:31"_s, u"10:31"_s)));
    row("time:10:31..", only(times(u"10:31"_s, {})));
    row("time:..10:32", only(times({}, u"10:32"_s)));
    row("time:10:31..10:32", only(times(u"10:31"_s, u"10:32"_s)));
    row("time:12:01:02.134..12:01:02.5", only(times(u"12:01:02.134"_s, u"12:01:02.5"_s)));
    row("time:2026-11-22T10:31..", only(times(u"2026-11-22T10:31"_s, {})));
    row("time:2026-11-22T10:31..10:32", only(times(u"2026-11-22T10:31"_s, u"10:32"_s)));
    row("time:2026-11-22T12:01:02.118204+01:00",
        only(times(u"2026-11-22T12:01:02.118204+01:00"_s, u"2026-11-22T12:01:02.118204+01:00"_s)));
    row("last:30s", only(last(30 * second)));
    row("last:5M", only(last(300 * second)));
    row("last:2h", only(last(7200 * second)));
    row("last:1d", only(last(86'400 * second)));
    row("last:250ms", only(last(250'000)));
    row("last:1.5h", only(last(5400 * second)));

    row("$.p", only(json(p)));
    row("$", only(json({})));
    row("-$.p", all({no({json(p)})}));
    row("$100", only(word(u"$100"_s)));
    row("$.p|foo", all({term({json(p), word(u"foo"_s)})}));
    row("$.p=1", only(json(p, Operator::Equal, u"1"_s)));
    row("$.p!=1", only(json(p, Operator::NotEqual, u"1"_s)));
    row("$.p>-1.5e3", only(json(p, Operator::Greater, u"-1.5e3"_s)));
    row("$.p>=1", only(json(p, Operator::GreaterOrEqual, u"1"_s)));
    row("$.p<1", only(json(p, Operator::Less, u"1"_s)));
    row("$.p<=1", only(json(p, Operator::LessOrEqual, u"1"_s)));
    row("$.p~/^a b|c/i", only(jsonRegex(p, u"^a b|c"_s, true)));
    row("$.p=\"\"", only(jsonQuoted(p, Operator::Equal, QString())));
    row("$.p=\"10\"", only(jsonQuoted(p, Operator::Equal, u"10"_s)));
    row("$.p=a\"b", only(json(p, Operator::Equal, u"a\"b"_s)));
    row("$.p=/api/v1", only(json(p, Operator::Equal, u"/api/v1"_s)));
    row("$.p=type:x", only(json(p, Operator::Equal, u"type:x"_s)));
    row("$.p=buy|sell",
        all({term({json(p, Operator::Equal, u"buy"_s), json(p, Operator::Equal, u"sell"_s)})}));
    row("$.p=\"a b\"|\"c d\"",
        all({term({jsonQuoted(p, Operator::Equal, u"a b"_s), jsonQuoted(p, Operator::Equal, u"c d"_s)})}));
    row("$.p=1|$.q=2|type:text|/x/|w",
        all({term({json(p, Operator::Equal, u"1"_s), json(member("q"), Operator::Equal, u"2"_s),
                   types({MessageType::Text}), regex(u"x"_s), word(u"w"_s)})}));
    row("$.p=1|/api/v1",
        all({term({json(p, Operator::Equal, u"1"_s), json(p, Operator::Equal, u"/api/v1"_s)})}));
    row("$.p=1|$5", all({term({json(p, Operator::Equal, u"1"_s), json(p, Operator::Equal, u"$5"_s)})}));
    row("$.p~/a/|/b/i", all({term({jsonRegex(p, u"a"_s), jsonRegex(p, u"b"_s, true)})}));
    row("$.a[0]>1", only(json(JsonPath({{"a"}, {{}, true, 0, false}}), Operator::Greater, u"1"_s)));
    row("$.a[#-1].\"b c\"=x",
        only(json(JsonPath({{"a"}, {{}, true, 1, true}, {"b c"}}), Operator::Equal, u"x"_s)));
    row("BTC-USD -side:sell $.p>64200", all({term({word(u"BTC-USD"_s)}), no({word(u"side:sell"_s)}),
                                             term({json(p, Operator::Greater, u"64200"_s)})}));
}

void tst_FilterQuery::parses()
{
    QFETCH(QString, text);
    QFETCH(FilterQuery, query);
    const FilterQuery parsed = FilterQuery::parse(text);
    QCOMPARE(parsed.problem(), FilterProblem());
    QVERIFY2(parsed == query, qPrintable(parsed.toString()));
    const FilterQuery again = FilterQuery::parse(parsed.toString());
    QVERIFY2(again == query, qPrintable(parsed.toString()));
    QCOMPARE(again.toString(), parsed.toString());
}

void tst_FilterQuery::places()
{
    const QString text = u"  a -b|c OR \"d e\"\t$.p=1|2 "_s;
    QStringList typed;
    const FilterQuery query = FilterQuery::parse(text);
    for (const FilterGroup &group : query.groups()) {
        for (const FilterTerm &each : group)
            typed.append(text.mid(each.start, each.length));
    }
    QCOMPARE(typed, QStringList({u"a"_s, u"-b|c"_s, u"\"d e\""_s, u"$.p=1|2"_s}));
    // Where it stands does not make it another query.
    QVERIFY(FilterQuery::parse(u"a b"_s) == FilterQuery::parse(u"a   b"_s));
    QVERIFY(!(FilterQuery::parse(u"a b"_s) == FilterQuery::parse(u"a OR b"_s)));
    QVERIFY(!(FilterQuery::parse(u"a"_s) == FilterQuery::parse(u"-a"_s)));
}

void tst_FilterQuery::prints_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("canonical");
    const auto row = [](const char *text, const char *canonical) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(canonical);
        QTest::addRow("%s, again", text) << QString::fromUtf8(canonical) << QString::fromUtf8(canonical);
    };
    row("  a   b  ", "a b");
    row("\"a\"", "a");
    row("\"a b\"", "\"a b\"");
    row("\"-a\"", "\"-a\"");
    row("--a", "-\"-a\"");
    row("\"OR\"", "\"OR\"");
    row("\"type:x\"", "\"type:x\"");
    row("\"foo:x\"", "foo:x");
    row("\"$.p\"", "\"$.p\"");
    row("\"$100\"", "$100");
    row("\"a|b\"|c", "\"a|b\"|c");
    row("/api/v1", "\"/api/v1\"");
    row("\"p\":64", "\"\\\"p\\\":64\"");
    row("\"a\\b\"", "a\\b");
    row("\"a\\\\b c\"", "\"a\\\\b c\"");
    row("a  OR  b", "a OR b");
    row("/a\\/b/i", "/a\\/b/i");
    row("dir:local,in", "dir:in,local");
    row("type:NOTE,text", "type:text,note");
    row("dir:in|type:error,close", "dir:in|type:close,error");
    row("size:1000", "size:1k");
    row("size:>1000", "size:>1k");
    row("size:>=1001", "size:>1k");
    row("size:>=1000", "size:>=1k");
    row("size:10kB..", "size:>=10k");
    row("size:>0", "size:>=1");
    row("size:>=0", "size:>=0");
    row("size:<1,000,000b", "size:<1M");
    row("size:..1500", "size:<=1500");
    row("size:0..0", "size:0");
    row("size:10k..1000k", "size:10k..1M");
    row("size:9223372036854775807", "size:9223372036854775807");
    row("seq:1..", "seq:1..");
    row("seq:1..7", "seq:..7");
    row("seq:7..7", "seq:7");
    row("seq:#1,000..", "seq:1000..");
    row("time:10:31..10:31", "time:10:31");
    row("time:..10:31", "time:..10:31");
    row("last:60s", "last:1m");
    row("last:90s", "last:90s");
    row("last:48h", "last:2d");
    row("last:1.5ms", "last:1500us");
    row("$.\"p\"", "$.p");
    // Blanks end a term: = and 1 are words.
    row("$.p = 1", "$.p = 1");
    row("$.p=buy|$.p=sell", "$.p=buy|sell");
    row("$.p=buy|$.p!=sell", "$.p=buy|$.p!=sell");
    row("$.p=buy|$.q=sell", "$.p=buy|$.q=sell");
    row("$.p=1|$.p=/a", "$.p=1|$.p=/a");
    row("$.p=1|$.p=seq:x", "$.p=1|$.p=seq:x");
    row("$.p=\"a\"|b", "$.p=\"a\"|b");
    row("$.p~/a/|$.p~/b/i", "$.p~/a/|/b/i");
    row("$.p=1|/b/", "$.p=1|/b/");
}

void tst_FilterQuery::prints()
{
    QFETCH(QString, text);
    const FilterQuery query = FilterQuery::parse(text);
    QCOMPARE(query.problem(), FilterProblem());
    QTEST(query.toString(), "canonical");
}

void tst_FilterQuery::caseOfWords_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("counts");
    QTest::newRow("lower") << u"btc-usd 1"_s << false;
    QTest::newRow("upper") << u"btC"_s << true;
    QTest::newRow("umlaut") << u"ä"_s << false;
    QTest::newRow("upper umlaut") << u"Ä"_s << true;
    QTest::newRow("upper beyond 16 bits") << u"\U00010400"_s << true;
    QTest::newRow("lower beyond 16 bits") << u"\U00010428"_s << false;
    QTest::newRow("no case") << u"日本 {}"_s << false;
}

void tst_FilterQuery::caseOfWords()
{
    QFETCH(QString, text);
    QTEST(FilterWord{text}.isCaseSensitive(), "counts");
}

// Every term of the README's table is one.
void tst_FilterQuery::documented()
{
    QFile file(QStringLiteral(SOCKETSCOPE_SOURCE_DIR "/README.md"));
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
    static const QRegularExpression rows(u"^\\| (`.*`) \\| .* \\|$"_s, QRegularExpression::MultilineOption);
    static const QRegularExpression terms(u"`([^`]+)`"_s);
    const QString section =
            QString::fromUtf8(file.readAll()).section(u"## Find it"_s, 1).section(u"\n## "_s, 0, 0);
    int count = 0;
    for (const auto &row : rows.globalMatch(section)) {
        for (const auto &term : terms.globalMatch(row.captured(1))) {
            const QString text = term.captured(1).replace(u"\\|"_s, u"|"_s);
            const FilterQuery query = FilterQuery::parse(text);
            QVERIFY2(query.isValid() && !query.isEmpty(), qPrintable(text));
            // Whatever is no word is what the table says, not a word that looks like it.
            const bool isWord =
                    std::holds_alternative<FilterWord>(query.groups().at(0).at(0).alternatives.at(0));
            QVERIFY2(isWord == !text.contains(QRegularExpression(u"^(/|\\$|[a-z]+:)"_s)), qPrintable(text));
            ++count;
        }
    }
    QVERIFY2(count >= 19, qPrintable(QString::number(count)));
}

SOCKETSCOPE_TEST(tst_FilterQuery, QCoreApplication)
#include "tst_filterquery.moc"
