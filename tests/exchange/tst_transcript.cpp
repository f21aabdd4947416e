// SPDX-License-Identifier: MIT
#include "exchangefixture.h"
#include "localentry.h"
#include "support/testprogram.h"

using namespace Qt::StringLiterals;

class tst_Transcript : public ExchangeFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { ExchangeFixture::init(); }
    void entries_data();
    void entries();
    void recognised_data();
    void recognised();
    void manyMessages();
};

static Message transcriptEntry(Direction direction, const QByteArray &text,
                               MessageType type = MessageType::Text)
{
    return {0, 0, direction, type, text};
}

static Message receivedLine(const QByteArray &text)
{
    return transcriptEntry(Direction::In, text);
}

static Message sentLine(const QByteArray &text)
{
    return transcriptEntry(Direction::Out, text);
}

static Message transcriptLocal(MessageType type, const QJsonObject &fields)
{
    return transcriptEntry(Direction::Local, localPayload(fields), type);
}

static Message noteLine(const QString &text)
{
    return transcriptLocal(MessageType::Note, NoteEntry{text, {}}.fields());
}

static Message openLine()
{
    return transcriptLocal(MessageType::Open, OpenEntry().fields());
}

static Message closeLine(qint64 code, const QString &reason)
{
    CloseEntry entry;
    entry.code = code;
    entry.reason = reason;
    return transcriptLocal(MessageType::Close, entry.fields());
}

void tst_Transcript::entries_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<QList<Message>>("entries");
    const auto row = [](const char *name, const QByteArray &lines, const QList<Message> &entries) {
        QTest::newRow(name) << lines << entries;
    };
    row("both ways", "> a\n< b\n", {sentLine("a"), receivedLine("b")});
    row("no line end", "< a\n> b", {receivedLine("a"), sentLine("b")});
    row("of Windows", "> a\r\n< b\r\n", {sentLine("a"), receivedLine("b")});
    row("several lines", "< {\n  \"a\": 1\n}\n\n< b\n",
        {receivedLine("{\n  \"a\": 1\n}\n"), receivedLine("b")});
    row("blanks stay", "<  a \n", {receivedLine(" a ")});
    row("no marks", "< a\n<b>\n>> c", {receivedLine("a\n<b>\n>> c")});
    row("empty and prompts", "< a\n< \n<\n> \n>\n> b\n> ",
        {receivedLine("a"), receivedLine(""), receivedLine(""), sentLine("b")});
    row("of wscat",
        "$ wscat -c ws://a\nConnected (press CTRL+C to quit)\n> a\n< b\n"
        "Disconnected (code: 1001, reason: \"it \"said\" so\")\n$ ",
        {noteLine(u"$ wscat -c ws://a"_s), openLine(), sentLine("a"), receivedLine("b"),
         closeLine(1001, u"it \"said\" so"_s), noteLine(u"$ "_s)});
    row("secrets",
        "$ wscat -c wss://h/?token=hush1234 -n\nConnected (press CTRL+C to quit)\n< token=hush1234\n"
        "Disconnected (code: 1008, reason: \"not wss://h/?token=hush1234\")\n",
        {noteLine(u"$ wscat -c wss://h/?token=*** -n"_s), openLine(), receivedLine("token=hush1234"),
         closeLine(1008, u"not wss://h/?token=***"_s)});
    row("error of wscat", "> a\nerror: read ECONNRESET\n", {sentLine("a"), [] {
                                                                ErrorEntry entry;
                                                                entry.message = u"read ECONNRESET"_s;
                                                                return transcriptLocal(MessageType::Error,
                                                                                       entry.fields());
                                                            }()});
    row("colours", "\x1B[34m< a\x1B[39m\r\n\x1B[1;32m> b\x1B[0m\x1B[m\n< c\x1B[2J\n",
        {receivedLine("a"), sentLine("b"), receivedLine("c\x1B[2J")});
    row("a lone escape", "< \x1B\n< \x1B[\n< \x1B[3",
        {receivedLine("\x1B"), receivedLine("\x1B["), receivedLine("\x1B[3")});
    row("not UTF-8", "< \xFF\n", {transcriptEntry(Direction::In, "\xFF", MessageType::Binary)});
    row("NUL", "< a\n" + QByteArray(5000, 'x') + "\n< " + QByteArray("\0b", 2),
        {receivedLine("a\n" + QByteArray(5000, 'x')), receivedLine(QByteArray("\0b", 2))});
    row("closes cut short",
        "< a\nDisconnected (code: \nDisconnected (code: 70000, reason: \"\nDisconnected (code: 1, \"",
        {receivedLine("a"), closeLine(0, {}), closeLine(0, {}), closeLine(1, {})});
}

void tst_Transcript::entries()
{
    QFETCH(const QByteArray, lines);
    QFETCH(const QList<Message>, entries);
    QList<Message> expected{
            noteLine(u"A transcript has no times: those here mean nothing, but for the order."_s)};
    expected += entries;
    QCOMPARE(imported(lines, u"a.txt"_s), numbered(expected));
}

void tst_Transcript::recognised_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QString>("key");
    const auto row = [](const char *name, const QByteArray &head, const QString &key) {
        QTest::newRow(name) << head << key;
    };
    row("sent", "> a\n", u"transcript"_s);
    row("received, in colour", "\n\x1B[34m< a", u"transcript"_s);
    row("after a prompt", "$ wscat -c ws://a\nConnected (press CTRL+C to quit)\n", u"transcript"_s);
    row("JSON", "< {\"direction\":\"in\"}", u"transcript"_s);
    row("nothing", {}, {});
    row("HTML", "<html>\n< a\n", {});
    row("an empty mark", "> \n", {});
    row("text", "hello\n> a\n", {});
    row("bytes", QByteArray("> \0\n", 4), {});
    row("Insomnia", R"({"_id":"1","requestId":"2","type":"open","timestamp":1})", u"insomnia"_s);
    row("NDJSON", R"({"time_us":1,"direction":"in","type":"text","text":"\"requestId\":"})", u"ndjson"_s);
    row("other JSON", R"({"requestId":1})", {});
}

void tst_Transcript::recognised()
{
    QFETCH(const QByteArray, head);
    QFETCH(const QString, key);
    const ExchangeFormat *format = recognisedFormat(head, u"a.txt"_s);
    QCOMPARE(format ? QString(format->key) : QString(), key);
}

// More than a block.
void tst_Transcript::manyMessages()
{
    QByteArray lines;
    QList<Message> expected{
            noteLine(u"A transcript has no times: those here mean nothing, but for the order."_s)};
    for (int i = 0; i < 10'000; ++i) {
        lines += "< " + QByteArray::number(i) + "\nx\n";
        expected.append(receivedLine(QByteArray::number(i) + "\nx"));
    }
    QCOMPARE(imported(lines, u"a.txt"_s), numbered(expected));
}

SOCKETSCOPE_TEST(tst_Transcript, QCoreApplication)
#include "tst_transcript.moc"
