// SPDX-License-Identifier: MIT
#include "exchangefixture.h"
#include "localentry.h"
#include "support/testprogram.h"

using namespace Qt::StringLiterals;

class tst_Insomnia : public ExchangeFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { ExchangeFixture::init(); }
    void entries_data();
    void entries();
    void wrongLines_data();
    void wrongLines();
};

static constexpr auto InsomniaOpen =
        R"({"_id":"a","requestId":"req_1","type":"open","timestamp":1700000000000})";
static constexpr qint64 InsomniaTime = 1'700'000'000'123'000;

static Message insomniaMessage(Direction direction, MessageType type, const QByteArray &payload)
{
    return {2, InsomniaTime, direction, type, payload};
}

static Message insomniaLocal(MessageType type, const QJsonObject &fields)
{
    return insomniaMessage(Direction::Local, type, localPayload(fields));
}

void tst_Insomnia::entries_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<Message>("entry");
    const auto row = [](const char *name, const QByteArray &members, const Message &entry) {
        QTest::newRow(name) << members << entry;
    };
    const auto text = [](Direction direction, const QByteArray &payload) {
        return insomniaMessage(direction, MessageType::Text, payload);
    };
    row("received", R"("type":"message","direction":"INCOMING","data":"{\"a\":\"\u00fc\"}")",
        text(Direction::In, "{\"a\":\"\xC3\xBC\"}"));
    row("sent", R"("type":"message","direction":"OUTGOING","data":"a\u0000b")",
        text(Direction::Out, QByteArray("a\0b", 3)));
    row("empty", R"("type":"message","direction":"INCOMING","data":"")", text(Direction::In, ""));
    row("binary", R"("type":"message","direction":"INCOMING","data":{"type":"Buffer","data":[0,127,255]})",
        insomniaMessage(Direction::In, MessageType::Binary, QByteArray("\0\x7F\xFF", 3)));
    row("binary that was lost", R"("type":"message","direction":"OUTGOING","data":{})",
        insomniaLocal(MessageType::Note,
                      NoteEntry{u"A binary message was here that Insomnia did not keep."_s, {}}.fields()));
    row("of Socket.IO", R"("type":"message","direction":"INCOMING","eventName":"e","data":["a",1])",
        text(Direction::In, R"(["a",1])"));
    CloseEntry close;
    close.code = 1006;
    close.reason = u"gone"_s;
    close.clean = false;
    row("close", R"("type":"close","code":1006,"reason":"gone","wasClean":false)",
        insomniaLocal(MessageType::Close, close.fields()));
    ErrorEntry error;
    error.message = u"socket hang up"_s;
    row("error", R"("type":"error","message":"socket hang up","error":{})",
        insomniaLocal(MessageType::Error, error.fields()));
    row("info", R"("type":"info","message":"Add listeners")",
        insomniaLocal(MessageType::Note, NoteEntry{u"Add listeners"_s, {}}.fields()));
    row("what is to come", R"("type":"moved")",
        insomniaLocal(MessageType::Note, NoteEntry{u"moved"_s, {}}.fields()));
}

void tst_Insomnia::entries()
{
    QFETCH(const QByteArray, members);
    QFETCH(const Message, entry);
    const QByteArray line = R"({"_id":"b","requestId":"req_1","timestamp":1700000000123,)" + members + '}';
    const QList<Message> found = imported(InsomniaOpen + ("\r\n" + line) + "\n\n", u"res_1.txt"_s);
    QCOMPARE(found.size(), 2);
    QCOMPARE(found[0].type, MessageType::Open);
    QCOMPARE(found[0].timeUs, 1'700'000'000'000'000);
    QCOMPARE(found[1], entry);
}

void tst_Insomnia::wrongLines_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("said");
    QTest::newRow("cut") << QByteArray(R"({"type":"mess)") << u"no JSON object, from byte "_s;
    QTest::newRow("array") << QByteArray("[]") << u"no JSON object"_s;
    QTest::newRow("no time") << QByteArray(R"({"type":"open"})") << u"“timestamp”"_s;
    QTest::newRow("time as text") << QByteArray(R"({"type":"open","timestamp":"1"})") << u"“timestamp”"_s;
    QTest::newRow("time before 1970") << QByteArray(R"({"type":"open","timestamp":-1})") << u"“timestamp”"_s;
    QTest::newRow("time beyond all") << QByteArray(R"({"type":"open","timestamp":1e300})")
                                     << u"“timestamp”"_s;
    QTest::newRow("no byte") << QByteArray(
            R"({"type":"message","timestamp":1,"direction":"INCOMING","data":{"data":[1,256]}})")
                             << u"no bytes"_s;
    QTest::newRow("no direction") << QByteArray(R"({"type":"message","timestamp":1,"data":""})")
                                  << u"“direction”"_s;
}

void tst_Insomnia::wrongLines()
{
    QFETCH(const QByteArray, line);
    QFETCH(const QString, said);
    const QString problem = problemOf(InsomniaOpen + ('\n' + line) + '\n', u"a.txt"_s);
    QVERIFY2(problem.contains(u"a.txt, line 2: "_s) && problem.contains(said) && problem.endsWith(u'.'),
             qPrintable(problem));
}

SOCKETSCOPE_TEST(tst_Insomnia, QCoreApplication)
#include "tst_insomnia.moc"
