// SPDX-License-Identifier: MIT
#include "log/filter/filtermatcher.h"
#include "logprobe.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include <QElapsedTimer>
#include <QTest>

#include <atomic>
#include <limits>

using namespace Qt::StringLiterals;

class tst_FilterMatcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void terms_data();
    void terms();
    void words_data();
    void words();
    void json_data();
    void json();
    void deepJson();
    void decodingCanBeStopped();
    void asksWhatIsNeeded_data();
    void asksWhatIsNeeded();
    void givesUp_data();
    void givesUp();
};

static Message message(const QByteArray &payload, MessageType type = MessageType::Text,
                       Direction direction = Direction::In, qint64 timeUs = NowUs, quint64 sequence = 7)
{
    return {sequence, timeUs, direction, type, payload};
}

static bool matches(const Message &message, const QString &filter, bool *gaveUp = nullptr)
{
    const FilterQuery query = FilterQuery::parse(filter);
    if (!query.isValid()) {
        QTest::qFail(qPrintable(filter + u": "_s + query.problem().sentence), __FILE__, __LINE__);
        return false;
    }
    FilterMatcher matcher(query);
    EntryBlock block;
    block.add(message, matcher.needsPayload());
    const bool result = matcher.matches(block.rows().front(), block.payload(block.rows().front()));
    // The next one is asked the same.
    if (matcher.matches(block.rows().front(), block.payload(block.rows().front())) != result)
        QTest::qFail("asked twice, it says another thing", __FILE__, __LINE__);
    if (gaveUp)
        *gaveUp = matcher.gaveUp();
    return result;
}

static void addRow(const Message &entry, const QString &filter, bool wanted)
{
    QTest::addRow("%s in %s, %s", qPrintable(filter.left(60)),
                  entry.payload.left(40).toPercentEncoding(" {}[]:\",$=").constData(), wanted ? "yes" : "no")
            << entry << filter << wanted;
}

static void addColumns()
{
    QTest::addColumn<Message>("entry");
    QTest::addColumn<QString>("filter");
    QTest::addColumn<bool>("wanted");
}

static void compare()
{
    QFETCH(const Message, entry);
    QFETCH(const QString, filter);
    bool gaveUp = false;
    QTEST(matches(entry, filter, &gaveUp), "wanted");
    QVERIFY(!gaveUp);
}

void tst_FilterMatcher::terms_data()
{
    addColumns();
    const Message text = message("abc");
    const Message sent = message("abc", MessageType::Text, Direction::Out);
    const Message binary = message(QByteArray(1000, '\1'), MessageType::Binary);
    const Message closed =
            message(R"({"clean":false,"code":1006,"reason":""})", MessageType::Close, Direction::Local);
    addRow(text, u""_s, true);
    addRow(text, u"dir:in"_s, true);
    addRow(text, u"dir:out"_s, false);
    addRow(sent, u"dir:out"_s, true);
    addRow(closed, u"dir:local"_s, true);
    addRow(closed, u"dir:in,out"_s, false);
    addRow(sent, u"dir:in,out"_s, true);
    addRow(text, u"-dir:in"_s, false);
    addRow(text, u"type:text"_s, true);
    addRow(text, u"type:binary,close"_s, false);
    addRow(closed, u"type:binary,close"_s, true);
    addRow(closed, u"-type:binary,close"_s, false);
    for (int type = 0; type <= int(MessageType::Note); ++type) {
        static const QStringList names{u"text"_s,  u"binary"_s, u"ping"_s,  u"pong"_s, u"open"_s,
                                       u"close"_s, u"error"_s,  u"retry"_s, u"note"_s};
        for (int name = 0; name < names.size(); ++name)
            addRow(message({}, MessageType(type)), u"type:"_s + names.at(name), type == name);
    }
    addRow(binary, u"size:1k"_s, true);
    addRow(binary, u"size:>1k"_s, false);
    addRow(binary, u"size:>=1k"_s, true);
    addRow(binary, u"size:<1k"_s, false);
    addRow(binary, u"size:<1001"_s, true);
    addRow(binary, u"size:1k..1M"_s, true);
    addRow(binary, u"size:1001..1M"_s, false);
    addRow(message({}), u"size:0"_s, true);
    addRow(message({}), u"size:>0"_s, false);
    addRow(text, u"seq:7"_s, true);
    addRow(text, u"seq:8.."_s, false);
    addRow(text, u"seq:7.."_s, true);
    addRow(text, u"seq:..7"_s, true);
    addRow(text, u"seq:..6"_s, false);
    addRow(text, u"-seq:7"_s, false);
    addRow(text, u"seq:1|seq:7"_s, true);
    // All must hold, OR binds closer, and - is of the whole term.
    addRow(text, u"abc dir:in size:3"_s, true);
    addRow(text, u"abc dir:out size:3"_s, false);
    addRow(text, u"dir:out OR abc"_s, true);
    addRow(text, u"xyz OR dir:out"_s, false);
    addRow(text, u"dir:in OR abc xyz"_s, false);
    addRow(text, u"xyz abc OR dir:in"_s, false);
    addRow(text, u"xyz|abc"_s, true);
    addRow(text, u"-xyz|abc"_s, false);
    addRow(text, u"-xyz|uvw"_s, true);
    addRow(text, u"-xyz -uvw"_s, true);
    addRow(text, u"-abc OR dir:in"_s, true);
    addRow(text, u"dir:out|type:binary|/^a/"_s, true);
    addRow(text, u"/x/|abc|dir:out|$.a=1"_s, true);
    addRow(closed, u"$.code=1006"_s, true);
    addRow(closed, u"$.code=1000"_s, false);
    addRow(closed, u"type:close $.code>1000 $.clean=false"_s, true);
    addRow(closed, u"1006"_s, true);
}

void tst_FilterMatcher::terms()
{
    compare();
}

void tst_FilterMatcher::words_data()
{
    addColumns();
    const Message nul = message(QByteArray("a\0needle\0b", 10));
    const Message bytes = message("\xff\xfe\x80needle\xc3", MessageType::Binary);
    addRow(message("Hello World"), u"hello"_s, true);
    addRow(message("Hello World"), u"Hello"_s, true);
    addRow(message("hello world"), u"Hello"_s, false);
    addRow(message("hello world"), u"\"lo wo\""_s, true);
    addRow(message("hello world"), u"\"lo  wo\""_s, false);
    addRow(message("hello world"), u"hello world"_s, true);
    addRow(message("GRÜN"), u"grün"_s, true);
    addRow(message("grün"), u"GRÜN"_s, false);
    addRow(message("a|b"), u"\"a|b\""_s, true);
    addRow(message("-word"), u"\"-word\""_s, true);
    addRow(message({}), u"a"_s, false);
    addRow(message({}), u"-a"_s, true);
    addRow(nul, u"needle"_s, true);
    addRow(nul, u"/needle/"_s, true);
    addRow(nul, u"/a\\x00needle/"_s, true);
    addRow(bytes, u"needle"_s, true);
    addRow(bytes, u"Needle"_s, false);
    addRow(bytes, u"/needle/"_s, true);
    addRow(bytes, u"/NEEDLE/i"_s, true);
    addRow(bytes, u"-needle"_s, false);
    addRow(message(QByteArray("\xed\xa0\x80 x", 5), MessageType::Binary), u"/ x$/"_s, true);
    addRow(message("abc"), u"/^a.c$/"_s, true);
    addRow(message("ABC"), u"/^a.c$/"_s, false);
    addRow(message("ABC"), u"/^a.c$/i"_s, true);
    addRow(message("ÄBC"), u"/^äbc$/i"_s, true);
    addRow(message("a/b"), u"/a\\/b/"_s, true);
    addRow(message("line\nnext"), u"/^next/"_s, false);
    addRow(message("line\nnext"), u"/(?m)^next/"_s, true);
    addRow(message("😀"), u"/^.$/"_s, true);
    addRow(message("abc"), u"/x*/"_s, true);
    addRow(message({}), u"/^$/"_s, true);
    addRow(message(QByteArray(300'000, 'x') + "the end"), u"/the end$/"_s, true);
    // More than compiled expressions have memory for.
    addRow(message('"' + QByteArray(100'000, 'x') + '"'), u"/^\"(?:[^\"\\\\]|\\\\.)*\"$/"_s, true);
    addRow(message(QByteArray(300'000, 'x') + 'z'), u"/^(x|y)*z/"_s, true);
    addRow(message(QByteArray(30'000, 'x')), u"/^(x|y)*[=z]/"_s, false);
    addRow(message(QByteArray(300'000, 'x') + "the end"), u"\"the end\""_s, true);
}

void tst_FilterMatcher::words()
{
    compare();
}

void tst_FilterMatcher::json_data()
{
    addColumns();
    const QByteArray digits(400, '7');
    const QByteArray more = digits.chopped(1) + '8';
    const Message trade = message(R"({"a":{"b":[1,"x",null]},"n":10.50,"s":"BTC-USD","ok":true,"t":"10"})");
    addRow(trade, u"$"_s, true);
    addRow(trade, u"$.a.b[0]"_s, true);
    addRow(trade, u"$.a.b[#-1]"_s, true);
    addRow(trade, u"$.a.b[3]"_s, false);
    addRow(trade, u"$.a.b[2]=null"_s, true);
    addRow(trade, u"$.x"_s, false);
    addRow(trade, u"-$.x"_s, true);
    addRow(trade, u"$.n=10.5"_s, true);
    addRow(trade, u"$.n=1.05e1"_s, true);
    addRow(trade, u"$.n!=10.5"_s, false);
    addRow(trade, u"$.n>10"_s, true);
    addRow(trade, u"$.n>10.5"_s, false);
    addRow(trade, u"$.n>=10.5"_s, true);
    addRow(trade, u"$.n<11"_s, true);
    addRow(trade, u"$.n<=10.4"_s, false);
    addRow(trade, u"$.n=\"10.50\""_s, false);
    addRow(trade, u"$.t=10"_s, true);
    addRow(trade, u"$.t=\"10\""_s, true);
    addRow(trade, u"$.t>9"_s, true);
    addRow(trade, u"$.s=BTC-USD"_s, true);
    addRow(trade, u"$.s=btc-usd"_s, false);
    addRow(trade, u"$.s!=btc-usd"_s, true);
    addRow(trade, u"$.s>BTC"_s, true);
    addRow(trade, u"$.s>10"_s, false);
    addRow(trade, u"$.s!=10"_s, true);
    addRow(trade, u"$.x!=10"_s, false);
    addRow(trade, u"$.ok=true"_s, true);
    addRow(trade, u"$.ok=false"_s, false);
    addRow(trade, u"$.ok=\"true\""_s, false);
    addRow(trade, u"$.s~/^btc/i"_s, true);
    addRow(trade, u"$.s~/^btc/"_s, false);
    addRow(trade, u"$.n~/0$/"_s, true);
    addRow(trade, u"$.x~/./"_s, false);
    addRow(trade, u"$.s=ETH|BTC-USD"_s, true);
    addRow(trade, u"-$.s=ETH|BTC-USD"_s, false);
    // The first of duplicate keys counts.
    addRow(message(R"({"a":1,"a":2})"), u"$.a=1"_s, true);
    addRow(message(R"({"a":1,"a":2})"), u"$.a=2"_s, false);
    // Numbers of any size, exactly.
    addRow(message("{\"n\":" + digits + "}"), u"$.n="_s + QString::fromLatin1(digits), true);
    addRow(message("{\"n\":" + digits + "}"), u"$.n<"_s + QString::fromLatin1(more), true);
    addRow(message("{\"n\":" + more + "}"), u"$.n="_s + QString::fromLatin1(digits), false);
    addRow(message("{\"n\":-" + more + "}"), u"$.n<-"_s + QString::fromLatin1(digits), true);
    addRow(message("{\"n\":1e400}"), u"$.n>1e399"_s, true);
    addRow(message("{\"n\":1e400}"), u"$.n=10e399"_s, true);
    addRow(message("{\"n\":1e400}"), u"$.n<1e99999999999999999999"_s, true);
    addRow(message("{\"n\":-0}"), u"$.n=0"_s, true);
    addRow(message("{\"n\":9007199254740993}"), u"$.n=9007199254740992"_s, false);
    // Escapes, surrogates, NUL.
    addRow(message(R"({"s":"\ud800"})"), u"$.s"_s, true);
    addRow(message(R"({"s":"\ud800"})"), u"$.s=\uFFFD"_s, true);
    addRow(message(R"({"s":"\ud800"})"), u"$.s~/^.$/"_s, true);
    addRow(message(R"({"s":"\u00fc\ud83d\ude00"})"), u"$.s=ü😀"_s, true);
    addRow(message(R"({"s":"a\u0000b"})"), u"$.s~/^a\\x00b$/"_s, true);
    addRow(message(R"({"\u0061":1})"), u"$.a=1"_s, true);
    addRow(message(QByteArray("{\"s\":\"a\0b\"}", 11)), u"$.s"_s, false);
    // What is not JSON to its end is none.
    addRow(message("{\"a\":1"), u"$.a=1"_s, false);
    addRow(message("{\"a\":1} x"), u"$.a=1"_s, false);
    addRow(message("{\"a\":1,}"), u"$.a"_s, false);
    addRow(message("{\"a\":1,\"b\":01}"), u"$.a=1"_s, false);
    addRow(message("{\"a\":\"x\",\"b\":\xff}"), u"$.a~/x/"_s, false);
    addRow(message("{\"a\":1,\"b\":\"\xff\"}", MessageType::Binary), u"$.a=1"_s, false);
    addRow(message("abc"), u"$"_s, false);
    addRow(message({}), u"$"_s, false);
    addRow(message({}), u"-$.a"_s, true);
    addRow(message("12"), u"$>11"_s, true);
    addRow(message("{\"a\":1}", MessageType::Binary), u"$.a=1"_s, true);
    addRow(message("{\"a\":{\"b\": 1}}"), u"$.a=\"{\\\"b\\\": 1}\""_s, false);
    // {"s": "BTC", "n": [10.5, 7]} in CBOR and in MessagePack.
    for (const char *hex : {"a2617363425443616e82f9494007", "82a173a3425443a16e92ca4128000007"}) {
        const Message binary = message(QByteArray::fromHex(hex), MessageType::Binary);
        addRow(binary, u"$.s=BTC"_s, true);
        addRow(binary, u"$.s=ETH"_s, false);
        addRow(binary, u"-$.s=ETH"_s, true);
        addRow(binary, u"$.n[0]>10"_s, true);
        addRow(binary, u"$.n[#-1]=7"_s, true);
        addRow(binary, u"$.n[2]"_s, false);
        addRow(binary, u"$.s~/^btc/i"_s, true);
        addRow(binary, u"$.s~/^btc/"_s, false);
        addRow(binary, u"$"_s, true);
        addRow(message(binary.payload.chopped(1), MessageType::Binary), u"$.s"_s, false);
        addRow(message(binary.payload + 'x', MessageType::Binary), u"$.s=BTC"_s, false);
        addRow(message("[1]" + binary.payload, MessageType::Binary), u"$.s"_s, false);
    }
    addRow(message("\xff\xd8\xff\xe0", MessageType::Binary), u"$"_s, false);
}

void tst_FilterMatcher::json()
{
    compare();
}

void tst_FilterMatcher::deepJson()
{
    constexpr int depth = 10'000;
    const QByteArray inner = QByteArray(depth, '[') + "1" + QByteArray(depth, ']');
    const Message deep = message("{\"a\":" + inner + ",\"b\":2}");
    QVERIFY(matches(deep, u"$.b=2"_s));
    QVERIFY(!matches(deep, u"$.b=3"_s));
    QVERIFY(matches(deep, u"$.a"_s + u"[0]"_s.repeated(depth) + u"=1"_s));
    QVERIFY(!matches(deep, u"$.a"_s + u"[0]"_s.repeated(depth + 1)));
    QVERIFY(!matches(message("{\"b\":2,\"a\":" + inner.chopped(1) + "}"), u"$.b=2"_s));
}

void tst_FilterMatcher::decodingCanBeStopped()
{
    // CBOR: 100,000 times 1.
    const Message entry =
            message(QByteArray::fromHex("9a000186a0") + QByteArray(100'000, '\x01'), MessageType::Binary);
    std::atomic<bool> stopped = false;
    FilterMatcher matcher(FilterQuery::parse(u"$[0]=2|$[0]=1"_s), &stopped);
    EntryBlock block;
    block.add(entry, true);
    const EntryBlock::Row &row = block.rows().front();
    QVERIFY(matcher.matches(row, block.payload(row)));
    stopped = true;
    QVERIFY(!matcher.matches(row, block.payload(row)));
}

void tst_FilterMatcher::asksWhatIsNeeded_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<bool>("needsPayload");
    QTest::addColumn<quint64>("first");
    QTest::addColumn<quint64>("last");
    constexpr quint64 end = std::numeric_limits<quint64>::max();
    const auto row = [](const char *filter, bool needsPayload, quint64 first, quint64 last) {
        QTest::newRow(filter) << QString::fromLatin1(filter) << needsPayload << first << last;
    };
    row("", false, 1, end);
    row("dir:in size:>5 time:10:31 last:5m type:text", false, 1, end);
    row("word", true, 1, end);
    row("dir:in|word", true, 1, end);
    row("/re/", true, 1, end);
    row("$.a", true, 1, end);
    row("$.a~/x/", true, 1, end);
    row("seq:5..9", false, 5, 9);
    row("seq:5.. seq:..9 seq:7.. word", true, 7, 9);
    row("-seq:5..9", false, 1, end);
    row("seq:5..9 OR word", true, 1, end);
    row("seq:5..9|word", true, 1, end);
    row("seq:5..9|seq:20", false, 1, end);
}

void tst_FilterMatcher::asksWhatIsNeeded()
{
    QFETCH(const QString, filter);
    const FilterMatcher matcher(FilterQuery::parse(filter));
    QTEST(matcher.needsPayload(), "needsPayload");
    QTEST(matcher.first(), "first");
    QTEST(matcher.last(), "last");
}

void tst_FilterMatcher::givesUp_data()
{
    QTest::addColumn<QString>("filter");
    QTest::newRow("nested repeats") << u"/(a+)+$/"_s;
    QTest::newRow("in a value") << u"$.s~/(a+)+$/"_s;
}

void tst_FilterMatcher::givesUp()
{
    QFETCH(const QString, filter);
    QElapsedTimer timer;
    timer.start();
    bool gaveUp = false;
    const bool found = matches(message("{\"s\":\"" + QByteArray(64, 'a') + "!\"}"), filter, &gaveUp);
    QVERIFY(gaveUp || !found);
    // Asked twice.
    QVERIFY2(timer.elapsed() < (SanitizedBuild ? 20'000 : 2000),
             qPrintable(QString::number(timer.elapsed())));
}

SOCKETSCOPE_TEST(tst_FilterMatcher, QCoreApplication)
#include "tst_filtermatcher.moc"
