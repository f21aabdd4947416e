// SPDX-License-Identifier: MIT
#include "exchangefixture.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

class tst_Ndjson : public ExchangeFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { ExchangeFixture::init(); }
    void lines_data();
    void lines();
    void readsWhatOthersWrite_data();
    void readsWhatOthersWrite();
    void anySessionComesBack();
    void nothingComesBack();
    void largeMessagesComeBack();
    void wrongLines_data();
    void wrongLines();
    void noSuchLines_data();
    void noSuchLines();
};

static Message local(MessageType type, const QByteArray &json)
{
    return {1, SomeTime, Direction::Local, type, json};
}

void tst_Ndjson::lines_data()
{
    QTest::addColumn<Message>("entry");
    QTest::addColumn<QByteArray>("rest");
    const auto text = [](const QByteArray &payload, qint64 wireBytes = -1) {
        return Message(1, SomeTime, Direction::In, MessageType::Text, payload, wireBytes);
    };
    QTest::newRow("text") << text("hello") << QByteArray(R"("in","type":"text","size":5,"text":"hello"})");
    QTest::newRow("empty") << text("") << QByteArray(R"("in","type":"text","size":0,"text":""})");
    QTest::newRow("compressed") << text("hello", 3)
                                << QByteArray(R"("in","type":"text","size":5,"wire_size":3,"text":"hello"})");
    QTest::newRow("JSON") << text(R"({"a":"b\n"})")
                          << QByteArray(R"("in","type":"text","size":11,"text":"{\"a\":\"b\\n\"}"})");
    // Of the payload's own JSON: half of a character is an escape like any other.
    QTest::newRow("half a pair") << text(R"("\ud800")")
                                 << QByteArray(R"("in","type":"text","size":8,"text":"\"\\ud800\""})");
    QTest::newRow("control characters")
            << text(QByteArray("\0\b\f\n\r\t\x1f\x7f", 8))
            << QByteArray(R"("in","type":"text","size":8,"text":"\u0000\b\f\n\r\t\u001f)"
                          "\x7f\"}");
    QTest::newRow("UTF-8") << text("\xEF\xBB\xBFgr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80")
                           << QByteArray("\"in\",\"type\":\"text\",\"size\":14,"
                                         "\"text\":\"\xEF\xBB\xBFgr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80\"}");
    QTest::newRow("not UTF-8") << text("\xED\xA0\x80")
                               << QByteArray(R"("in","type":"text","size":3,"base64":"7aCA"})");
    QTest::newRow("binary") << Message(1, SomeTime, Direction::Out, MessageType::Binary, "text")
                            << QByteArray(R"("out","type":"binary","size":4,"base64":"dGV4dA=="})");
    QTest::newRow("ping") << Message(1, SomeTime, Direction::Out, MessageType::Ping, "")
                          << QByteArray(R"("out","type":"ping","size":0,"base64":""})");
    QTest::newRow("note") << local(MessageType::Note, R"({"text":"x"})")
                          << QByteArray(R"("local","type":"note","size":12,"text":"{\"text\":\"x\"}"})");
    for (const MessageType type :
         {MessageType::Open, MessageType::Close, MessageType::Error, MessageType::Retry}) {
        const QLatin1StringView name = TypeNames[size_t(type)];
        QTest::newRow(name.data()) << local(type, "{}")
                                   << "\"local\",\"type\":\"" + QByteArray(name.data(), name.size())
                                              + R"(","size":2,"text":"{}"})";
    }
}

void tst_Ndjson::lines()
{
    QFETCH(const Message, entry);
    QFETCH(const QByteArray, rest);
    const QByteArray line = exported({entry}, NdjsonFormat);
    QCOMPARE(line, R"({"seq":1,"time_us":1700000000000001,"direction":)" + rest + '\n');
    QJsonParseError error;
    QJsonDocument::fromJson(line, &error);
    QCOMPARE(error.error, QJsonParseError::NoError);
    QCOMPARE(imported(line, u"a.ndjson"_s), QList<Message>{entry});
}

void tst_Ndjson::readsWhatOthersWrite_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("payload");
    const auto row = [](const char *name, const QByteArray &members, const QByteArray &payload) {
        QTest::newRow(name) << R"({"direction":"in","type":"text","time_us":1,)" + members + "}" << payload;
    };
    row("escapes", R"("text":"\u00fc\uD83D\uDE00\/\u0000\u20ac\"")",
        "\xC3\xBC\xF0\x9F\x98\x80/\0\xE2\x82\xAC\""_ba);
    row("blanks", R"( "text" : "a" )", "a");
    row("others among them", R"("more":{"text":["b",{"text":"c"}]},"x":null,"text":"a","y":[])", "a");
    row("null", R"("text":null,"base64":"YQ==","wire_size":null)", "a");
    row("escaped base64", R"("base64":"\/\/79")", "\xFF\xFE\xFD");
    row("the last one counts", R"("text":"a","text":"b")", "b");
    QTest::newRow("line ends") << QByteArray(
            "\xEF\xBB\xBF\r\n"
            "{\"time_us\":1,\"direction\":\"in\",\"type\":\"text\",\"text\":\"a\"}\r\n\n \t")
                               << QByteArray("a");
    QTest::newRow("no line end") << QByteArray(
            R"({"time_us":1,"direction" : "in","type":"text","seq":77,"size":12,"text":"a"})")
                                 << QByteArray("a");
}

void tst_Ndjson::readsWhatOthersWrite()
{
    QFETCH(const QByteArray, line);
    QFETCH(const QByteArray, payload);
    QCOMPARE(imported(line, u"a.txt"_s), (QList<Message>{{1, 1, Direction::In, MessageType::Text, payload}}));
}

void tst_Ndjson::anySessionComesBack()
{
    QRandomGenerator random(3);
    for (int round = 0; round < 10; ++round) {
        const QList<Message> entries = anyEntries(random, 1 + random.bounded(600));
        const QByteArray lines = exported(entries, NdjsonFormat);
        QCOMPARE(lines.count('\n'), entries.size());
        QCOMPARE(imported(lines, u"a.ndjson"_s), numbered(entries));
    }
}

void tst_Ndjson::nothingComesBack()
{
    QCOMPARE(exported({}, NdjsonFormat), QByteArray());
    QCOMPARE(imported({}, u"a.ndjson"_s), QList<Message>());
}

void tst_Ndjson::largeMessagesComeBack()
{
    QByteArray text(3 * MiB + 5, 'x');
    for (qsizetype i = 0; i < text.size(); i += 11)
        text[i] = '\n';
    const QList<Message> entries{{0, 1, Direction::In, MessageType::Text, text},
                                 {0, 2, Direction::In, MessageType::Binary, text},
                                 {0, 3, Direction::In, MessageType::Text, "after"}};
    QCOMPARE(imported(exported(entries, NdjsonFormat), u"a.ndjson"_s), numbered(entries));
}

void tst_Ndjson::wrongLines_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("said");
    const auto row = [](const char *name, const QByteArray &line, const QString &said) {
        QTest::newRow(name) << line << said;
    };
    row("cut", R"({"time_us":1,"direction":"in","type":"te)", u"line 2: byte 38: The string that begins"_s);
    row("no object", "[1]", u"line 2: an object is missing"_s);
    row("no direction", R"({"time_us":1,"type":"text","text":"a"})", u"line 2: “direction” is missing"_s);
    row("other direction", R"({"time_us":1,"direction":"IN","type":"text","text":"a"})", u"“direction”"_s);
    row("other type", R"({"time_us":1,"direction":"in","type":"frame","text":"a"})", u"“type”"_s);
    row("number as type", R"({"time_us":1,"direction":"in","type":1,"text":"a"})", u"“type”"_s);
    row("no time", R"({"direction":"in","type":"text","text":"a"})", u"“time_us”"_s);
    row("time that is no whole number", R"({"time_us":1.5,"direction":"in","type":"text","text":"a"})",
        u"“time_us”"_s);
    row("time before 1970", R"({"time_us":-1,"direction":"in","type":"text","text":"a"})", u"“time_us”"_s);
    row("time beyond all", R"({"time_us":99999999999999999999,"direction":"in","type":"text","text":"a"})",
        u"“time_us”"_s);
    row("no payload", R"({"time_us":1,"direction":"in","type":"text"})",
        u"“text” and “base64” are missing"_s);
    row("payload that is none", R"({"time_us":1,"direction":"in","type":"text","text":{}})", u"“text”"_s);
    row("half a pair", R"({"time_us":1,"direction":"in","type":"text","text":"\ud800\u0041"})",
        u"half of a character"_s);
    row("the other half", R"({"time_us":1,"direction":"in","type":"text","text":"\udc00"})",
        u"half of a character"_s);
    row("not UTF-8", "{\"time_us\":1,\"direction\":\"in\",\"type\":\"text\",\"text\":\"\xFF\"}",
        u"line 2: byte 53: The text is not valid UTF-8"_s);
    row("no base64", R"({"time_us":1,"direction":"in","type":"text","base64":"a b"})", u"no base64"_s);
    row("zeros", QByteArray(9, '\0'), u"line 2: byte 1: "_s);
}

void tst_Ndjson::wrongLines()
{
    QFETCH(const QByteArray, line);
    QFETCH(const QString, said);
    const QByteArray sound = R"({"time_us":1,"direction":"in","type":"text","text":"a"})";
    const QString problem = problemOf(sound + '\n' + line + '\n' + sound, u"a.ndjson"_s);
    QVERIFY2(problem.contains(said) && problem.contains(u"a.ndjson, line 2: "_s) && problem.endsWith(u'.'),
             qPrintable(problem));
}

void tst_Ndjson::noSuchLines_data()
{
    QTest::addColumn<QByteArray>("contents");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("text") << QByteArray("hello\n");
    QTest::newRow("other JSON") << QByteArray("{\"logs\":{\"direction\":1}}");
    QTest::newRow("other log") << QByteArray(R"({"type":"message","direction":"OUTGOING","data":"x"})");
    QTest::newRow("cut in a name") << QByteArray("{\"direction\"");
    QTest::newRow("zeros") << QByteArray(5000, '\0');
}

void tst_Ndjson::noSuchLines()
{
    QFETCH(const QByteArray, contents);
    const QString problem = problemOf(contents, u"a.txt"_s);
    QVERIFY2(
            problem.endsWith(
                    u"is in none of the formats that are read: session, har, ndjson, insomnia, transcript."_s),
            qPrintable(problem));
}

SOCKETSCOPE_TEST(tst_Ndjson, QCoreApplication)
#include "tst_ndjson.moc"
