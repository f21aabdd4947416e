// SPDX-License-Identifier: MIT
#include "format/preview.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include <QElapsedTimer>
#include <QTest>

#include <random>

using namespace Qt::StringLiterals;

class tst_Preview : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void text_data();
    void text();
    void noInvisibleCharacterPasses();
    void cut_data();
    void cut();
    void heads_data();
    void heads();
    void binary_data();
    void binary();
    void control_data();
    void control();
    void local_data();
    void local();
    void localEntriesCannotLie();
    void everyCutOfALocalEntry();
    void sizeDoesNotMatter();
    void anythingIsBounded();
};

static QString preview(MessageType type, const QByteArray &payload, int maxChars = 256)
{
    return previewOf(type, Direction::In, payload, maxChars);
}

void tst_Preview::text_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QString>("expected");
    QTest::newRow("empty") << QByteArray() << u"(empty)"_s;
    QTest::newRow("JSON") << QByteArray(R"({"op":"subscribe"})") << uR"({"op":"subscribe"})"_s;
    QTest::newRow("one character") << QByteArray("x") << u"x"_s;
    QTest::newRow("line breaks") << QByteArray("a\nb\r\nc\rd\n\ne\r\r\n") << u"a↵b↵c‹CR›d↵↵e‹CR›↵"_s;
    QTest::newRow("laid-out JSON") << QByteArray("{\n    \"a\": 1\n}") << u"{↵ \"a\": 1↵}"_s;
    QTest::newRow("blanks") << QByteArray("  a  b\t\tc \t d  ") << u" a b c d "_s;
    QTest::newRow("only blanks") << QByteArray(20, ' ') << u" "_s;
    QTest::newRow("wide blanks") << QByteArray("a\xc2\xa0\xe3\x80\x80 b") << u"a b"_s;
    QTest::newRow("NUL") << QByteArray("a\0b", 3) << u"a‹NUL›b"_s;
    QTest::newRow("controls") << QByteArray("\x01\x1b[31m\x7f") << u"‹SOH›‹ESC›[31m‹DEL›"_s;
    QTest::newRow("C1 control") << QByteArray("\xc2\x9b") << u"‹U+009B›"_s;
    QTest::newRow("NEL and separators")
            << QByteArray("a\xc2\x85\xe2\x80\xa8\xe2\x80\xa9") << u"a‹U+0085›‹U+2028›‹U+2029›"_s;
    QTest::newRow("override") << QByteArray("a\xe2\x80\xae"
                                            "b")
                              << u"a‹U+202E›b"_s;
    QTest::newRow("zero width") << QByteArray("a\xe2\x80\x8b\xef\xbb\xbf") << u"a‹U+200B›‹U+FEFF›"_s;
    QTest::newRow("tag") << QByteArray("\xf3\xa0\x81\x81") << u"‹U+E0041›"_s;
    QTest::newRow("Hangul filler") << QByteArray("\xe3\x85\xa4") << u"‹U+3164›"_s;
    QTest::newRow("two bytes") << QByteArray("\xc3\xa9") << u"é"_s;
    QTest::newRow("emoji") << QByteArray("\xf0\x9f\x98\x80!") << u"\U0001F600!"_s;
    QTest::newRow("emoji style") << QByteArray("\xe2\x9d\xa4\xef\xb8\x8f") << u"\u2764\ufe0f"_s;
    QTest::newRow("highest") << QByteArray("\xf4\x8f\xbf\xbd") << u"\U0010FFFD"_s;
    QTest::newRow("lone continuation") << QByteArray("a\x80"
                                                     "b")
                                       << u"a\ufffd"
                                          "b"_s;
    QTest::newRow("overlong") << QByteArray("\xc0\xaf") << u"\ufffd\ufffd"_s;
    QTest::newRow("surrogate in UTF-8") << QByteArray("\xed\xa0\x80") << u"\ufffd\ufffd\ufffd"_s;
    QTest::newRow("beyond Unicode") << QByteArray("\xf4\x90\x80\x80") << u"\ufffd\ufffd\ufffd\ufffd"_s;
    QTest::newRow("truncated at the end") << QByteArray("ab\xf0\x9f\x98") << u"ab\ufffd"_s;
    QTest::newRow("truncated in the middle") << QByteArray("\xe2\x82"
                                                           "b")
                                             << u"\ufffd"
                                                "b"_s;
}

void tst_Preview::text()
{
    QFETCH(QByteArray, payload);
    QTEST(preview(MessageType::Text, payload), "expected");
    QCOMPARE(previewOf(MessageType::Text, Direction::Out, payload), preview(MessageType::Text, payload));
}

void tst_Preview::noInvisibleCharacterPasses()
{
    // Beyond the first plane most are alike.
    const auto step = [](char32_t codePoint) { return SanitizedBuild && codePoint > 0xFFFF ? 16 : 1; };
    for (char32_t codePoint = 1; codePoint <= 0x10FFFF; codePoint += step(codePoint)) {
        if (QChar::isSurrogate(codePoint))
            continue;
        const QByteArray payload = QString::fromUcs4(&codePoint, 1).toUtf8();
        const QString line = preview(MessageType::Text, payload);
        QVERIFY(!line.isEmpty());
        for (const char32_t shown : line.toUcs4()) {
            const QChar::Category category = QChar::category(shown);
            QVERIFY2(category != QChar::Other_Control && category != QChar::Other_Format
                             && category != QChar::Separator_Line && category != QChar::Separator_Paragraph
                             && (category != QChar::Separator_Space || shown == ' '),
                     qPrintable(QString::number(codePoint, 16)));
        }
    }
}

void tst_Preview::cut_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<int>("maxChars");
    QTest::addColumn<QString>("expected");
    const QByteArray emoji = "\xf0\x9f\x98\x80";
    QTest::newRow("fits exactly") << QByteArray("abcde") << 5 << u"abcde"_s;
    QTest::newRow("one too many") << QByteArray("abcdef") << 5 << u"abcd…"_s;
    QTest::newRow("256") << QByteArray(256, 'x') << 256 << QString(256, u'x');
    QTest::newRow("257") << QByteArray(257, 'x') << 256 << QString(QString(255, u'x') + u'…');
    QTest::newRow("pair at the edge") << "abcd" + emoji + "x" << 5 << u"abcd…"_s;
    QTest::newRow("pair before the ellipsis") << "abc" + emoji + "x" << 5 << u"abc…"_s;
    QTest::newRow("pair that fits") << "abc" + emoji << 5 << u"abc\U0001F600"_s;
    QTest::newRow("pair and ASCII run") << emoji + "abcdef" << 5 << u"\U0001F600ab…"_s;
    QTest::newRow("name that does not fit") << QByteArray("ab\xe2\x80\xae"
                                                          "cd")
                                            << 9 << u"ab…"_s;
    QTest::newRow("name before the ellipsis") << QByteArray("a\xe2\x80\xae"
                                                            "cd")
                                              << 9 << u"a…"_s;
    QTest::newRow("two bytes at the edge") << QByteArray("abcd\xc3\xa9\xc3\xa9") << 5 << u"abcd…"_s;
    QTest::newRow("one character") << QByteArray("ab") << 1 << u"…"_s;
    QTest::newRow("no room") << QByteArray("ab") << 0 << QString();
    QTest::newRow("less than no room") << QByteArray("ab") << -1 << QString();
    QTest::newRow("blanks at the end") << QByteArray("abcd    ") << 5 << u"abcd "_s;
    QTest::newRow("blanks beyond the head") << QByteArray(PreviewHeadBytes + 1, ' ') << 5 << u" …"_s;
    QTest::newRow("blanks up to the head's end") << QByteArray(PreviewHeadBytes, ' ') << 5 << u" "_s;
    QTest::newRow("emoji cut by the head") << QByteArray(PreviewHeadBytes - 2, ' ') + emoji << 5 << u" …"_s;
    QTest::newRow("more room than text is looked at") << QByteArray(PreviewHeadBytes + 5, 'x') << 10000
                                                      << QString(QString(PreviewHeadBytes, u'x') + u'…');
}

void tst_Preview::cut()
{
    QFETCH(QByteArray, payload);
    QFETCH(int, maxChars);
    QTEST(preview(MessageType::Text, payload, maxChars), "expected");
}

void tst_Preview::heads_data()
{
    QTest::addColumn<MessageType>("type");
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QString>("expected");
    QTest::newRow("text") << MessageType::Text << QByteArray("abc") << u"abc…"_s;
    QTest::newRow("cut within a character") << MessageType::Text << QByteArray("abc\xf0\x9f") << u"abc…"_s;
    QTest::newRow("malformed all the same") << MessageType::Text << QByteArray("abc\xff") << u"abc\ufffd…"_s;
    QTest::newRow("binary") << MessageType::Binary
                            << QByteArray("\xa4"
                                          "bi")
                            << u"a4 62 69 …  ·bi"_s;
    QTest::newRow("nothing of it") << MessageType::Text << QByteArray() << u"…"_s;
}

void tst_Preview::heads()
{
    QFETCH(MessageType, type);
    QFETCH(QByteArray, head);
    QTEST(previewOf(type, Direction::In, head, 256, 5000), "expected");
}

void tst_Preview::binary_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<int>("maxChars");
    QTest::addColumn<QString>("expected");
    const QByteArray bytes = QByteArray::fromHex("a46269641a000d72556170fb40ef5a9c");
    const QString hex = u"a4 62 69 64 1a 00 0d 72 55 61 70 fb 40 ef 5a 9c"_s;
    QTest::newRow("empty") << QByteArray() << 256 << u"(empty)"_s;
    QTest::newRow("one byte") << QByteArray("b") << 256 << u"62  b"_s;
    QTest::newRow("all shown") << bytes << 256 << hex + u"  ·bid···rUap·@·Z·"_s;
    QTest::newRow("more") << bytes + "x" << 256 << hex + u" …  ·bid···rUap·@·Z·"_s;
    QTest::newRow("narrow") << bytes << 15 << u"a4 62 69 …  ·bi"_s;
    QTest::newRow("exactly") << QByteArray("bid") << 13 << u"62 69 64  bid"_s;
    QTest::newRow("no room for a byte") << bytes << 6 << u"…"_s;
    QTest::newRow("no room") << bytes << 0 << QString();
}

void tst_Preview::binary()
{
    QFETCH(QByteArray, payload);
    QFETCH(int, maxChars);
    QTEST(preview(MessageType::Binary, payload, maxChars), "expected");
}

void tst_Preview::control_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QString>("expected");
    QTest::newRow("empty") << QByteArray() << u"(empty)"_s;
    QTest::newRow("text") << QByteArray("keep alive 7") << u"keep alive 7"_s;
    QTest::newRow("text, not ASCII") << QByteArray("\xc3\xa9") << u"é"_s;
    QTest::newRow("bytes") << QByteArray("\0\x07", 2) << u"00 07  ··"_s;
    QTest::newRow("not UTF-8") << QByteArray("a\xff") << u"61 ff  a·"_s;
    QTest::newRow("override") << QByteArray("a\xe2\x80\xae") << u"61 e2 80 ae  a···"_s;
}

void tst_Preview::control()
{
    QFETCH(QByteArray, payload);
    QTEST(preview(MessageType::Ping, payload), "expected");
    QTEST(preview(MessageType::Pong, payload), "expected");
}

void tst_Preview::local_data()
{
    QTest::addColumn<MessageType>("type");
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QString>("expected");
    const auto add = [](const char *name, MessageType type, const char *payload, const QString &expected) {
        QTest::newRow(name) << type << QByteArray(payload) << expected;
    };
    constexpr auto open = MessageType::Open;
    add("open", open,
        R"({"url":"ws://localhost/","attempt":2,"elapsed_ms":38,"subprotocol":"v1","engine":"qt","peer":"::1"})",
        u"Open ws://localhost/ — 38 ms · subprotocol v1 · attempt 2"_s);
    add("open at once", open, R"({"attempt":1,"elapsed_ms":1240,"subprotocol":"","security":"TLS 1.3"})",
        u"Open — 1.2 s · TLS 1.3"_s);
    add("open, of several URLs", open, R"({"url":"wss://h.example/feed?k=***","elapsed_ms":38})",
        u"Open wss://h.example/feed?k=*** — 38 ms"_s);
    add("open, nothing known", open, "{}", u"Open"_s);
    add("open, wrong types", open, R"({"attempt":"2","elapsed_ms":[38],"subprotocol":7})", u"Open"_s);

    constexpr auto close = MessageType::Close;
    add("abnormal", close, R"({"code":1006,"reason":"","clean":false,"by":"network"})",
        u"Closed 1006 abnormal closure — no Close frame was received"_s);
    add("by the peer", close, R"({"code":1000,"reason":"done","clean":true,"by":"peer"})",
        u"Closed 1000 normal closure by the peer — “done”"_s);
    add("by us", close, R"({"code":1000,"reason":"","clean":true,"by":"us","detail":""})",
        u"Closed 1000 normal closure by this side"_s);
    add("not clean", close, R"({"code":1001,"clean":false,"by":"us"})",
        u"Closed 1001 going away by this side — the closing handshake was not completed"_s);
    add("empty Close frame", close, R"({"code":1005,"clean":true,"by":"peer"})",
        u"Closed 1005 no status given by the peer"_s);
    add("broken protocol", close,
        R"({"code":1002,"by":"engine","clean":false,"detail":"The peer broke the WebSocket protocol."})",
        u"Closed 1002 protocol error by this side — The peer broke the WebSocket protocol."_s);
    add("reason and detail", close, R"({"code":4001,"reason":"bye","detail":"More."})",
        u"Closed 4001 application code — “bye” — More."_s);
    add("unknown code", close, R"({"code":0,"by":"peer","clean":true,"detail":"The code was hidden."})",
        u"Closed by the peer, code unknown — The code was hidden."_s);
    add("close, nothing known", close, "{}", u"Closed, code unknown"_s);
    add("impossible code", close, R"({"code":70000})", u"Closed 70000"_s);
    add("negative code", close, R"({"code":-1})", u"Closed, code unknown"_s);

    constexpr auto error = MessageType::Error;
    add("error", error, R"({"stage":"handshake","message":"The server answered 403.","raw":"x"})",
        u"The server answered 403."_s);
    add("error without a sentence", error, R"({"stage":"tls","raw":"bad certificate"})",
        u"Error at stage tls: bad certificate"_s);
    add("error, nothing known", error, "{}", u"Error"_s);

    constexpr auto retry = MessageType::Retry;
    add("retry", retry, R"({"attempt":2,"of":20,"wait_ms":2100})", u"Retrying in 2.1 s — attempt 2 of 20"_s);
    add("retry with a reason", retry, R"({"attempt":2,"of":20,"wait_ms":30000,"reason":"refused"})",
        u"Retrying in 30 s — attempt 2 of 20 · refused"_s);
    add("retry without a limit", retry, R"({"attempt":2})", u"Retrying — attempt 2"_s);
    add("retry, nothing known", retry, "{}", u"Retrying"_s);

    add("note", MessageType::Note, R"({"text":"Cancelled."})", u"Cancelled."_s);
    add("note without text", MessageType::Note, "{}", u"Note"_s);
    add("no object", MessageType::Note, "plain\nwords", u"plain↵words"_s);
    add("array", MessageType::Close, "[1006]", u"[1006]"_s);
    add("empty", MessageType::Error, "", u"(empty)"_s);
}

void tst_Preview::local()
{
    QFETCH(MessageType, type);
    QFETCH(QByteArray, payload);
    QTEST(previewOf(type, Direction::Local, payload), "expected");
}

void tst_Preview::localEntriesCannotLie()
{
    const QByteArray close = R"({"code":1000,"by":"peer","reason":"a\u202eb\n\ud800"})";
    QCOMPARE(preview(MessageType::Close, close),
             u"Closed 1000 normal closure by the peer — “a‹U+202E›b↵\ufffd”"_s);
    const QByteArray note = R"({"text":")" + QByteArray(1000, 'x') + R"("})";
    QCOMPARE(preview(MessageType::Note, note), QString(QString(255, u'x') + u'…'));
    const QByteArray huge = R"({"text":")" + QByteArray(PreviewHeadBytes, ' ') + R"("})";
    QCOMPARE(preview(MessageType::Note, huge), u" …"_s);
}

void tst_Preview::everyCutOfALocalEntry()
{
    const QByteArray payload = R"({"by":"peer","clean":true,"code":1000,"detail":"","reason":"a\u00e9b"})";
    for (const MessageType type :
         {MessageType::Open, MessageType::Close, MessageType::Error, MessageType::Retry, MessageType::Note}) {
        for (qsizetype size = 0; size <= payload.size(); ++size)
            QVERIFY(!previewOf(type, Direction::Local, payload.first(size), 256, payload.size()).isEmpty());
    }
}

void tst_Preview::sizeDoesNotMatter()
{
    const QByteArray huge(100 * 1024 * 1024, 'x');
    const QByteArray blanks(100 * 1024 * 1024, ' ');
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 1000; ++i) {
        QCOMPARE(preview(MessageType::Text, huge).size(), 256);
        QCOMPARE(preview(MessageType::Text, blanks), u" …"_s);
        QCOMPARE(preview(MessageType::Binary, huge).size(), 67);
        QCOMPARE(preview(MessageType::Ping, huge).size(), 256);
        QCOMPARE(preview(MessageType::Note, huge).size(), 256);
    }
    // Looking at all of it even once a call would take minutes.
    QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
}

void tst_Preview::anythingIsBounded()
{
    std::mt19937 random(1);
    for (int i = 0; i < 20'000; ++i) {
        QByteArray payload(qsizetype(random() % 300), Qt::Uninitialized);
        for (char &byte : payload)
            byte = char(random());
        const int maxChars = int(random() % 40);
        for (int type = 0; type <= int(MessageType::Note); ++type) {
            const QString line = previewOf(MessageType(type), Direction::In, payload, maxChars);
            QVERIFY(line.size() <= maxChars);
            QVERIFY(line.isValidUtf16());
        }
    }
}

SOCKETSCOPE_TEST(tst_Preview, QCoreApplication)
#include "tst_preview.moc"
