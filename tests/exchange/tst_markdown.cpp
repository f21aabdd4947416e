// SPDX-License-Identifier: MIT
#include "exchange/outputfile.h"
#include "exchangefixture.h"
#include "record/recordorigin.h"
#include "support/bounds.h"
#include "support/sessionfiles.h"
#include "support/testprogram.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

class tst_Markdown : public ExchangeFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { ExchangeFixture::init(); }
    void lines_data();
    void lines();
    void fences_data();
    void fences();
    void headings_data();
    void headings();
    void nothingBreaksOut();
    void nothing();
};

static constexpr auto MarkdownHead = "# `wss://host/feed`\n\nTimes are UTC.\n";

void tst_Markdown::lines_data()
{
    QTest::addColumn<Message>("entry");
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("received") << textEntry("hello") << QByteArray("← text   hello");
    QTest::newRow("sent") << textEntry("hello", Direction::Out) << QByteArray("→ text   hello");
    QTest::newRow("JSON in one line") << textEntry("{ \"a\" : [1,\n 2.0],\r\n \"a\": \"b  c\" }")
                                      << QByteArray("← text   {\"a\":[1,2.0],\"a\":\"b  c\"}");
    QTest::newRow("several lines") << textEntry("a\r\nb\n\n    ```\n2023-11-14")
                                   << QByteArray("← text   a\n    b\n    \n        ```\n    2023-11-14");
    QTest::newRow("a line end of old") << textEntry("a\rb") << QByteArray("← text   a‹CR›b");
    QTest::newRow("markup") << textEntry("<b>&amp;</b> **a** [x](y) @all #1")
                            << QByteArray("← text   <b>&amp;</b> **a** [x](y) @all #1");
    QTest::newRow("unseen") << textEntry("\x1B[31m\xE2\x80\xAE") << QByteArray("← text   ‹ESC›[31m‹U+202E›");
    QTest::newRow("not UTF-8") << textEntry("a\xFF") << QByteArray("← text   a\xEF\xBF\xBD");
    QTest::newRow("empty") << textEntry("") << QByteArray("← text   ");
    QTest::newRow("binary") << Message(1, SomeTime, Direction::Out, MessageType::Binary, "`a\n")
                            << QByteArray("→ binary 60610a");
    QTest::newRow("ping") << Message(1, SomeTime, Direction::In, MessageType::Ping, "a")
                          << QByteArray("← ping   61");
    QTest::newRow("open") << Message(1, SomeTime, Direction::Local, MessageType::Open,
                                     R"({"url":"ws://a","elapsed_ms":38})")
                          << QByteArray("  open   Open ws://a — 38 ms");
    QTest::newRow("note") << Message(1, SomeTime, Direction::Local, MessageType::Note, R"({"text":"a\nb"})")
                          << QByteArray("  note   a↵b");
}

void tst_Markdown::lines()
{
    QFETCH(const Message, entry);
    QFETCH(const QByteArray, line);
    const QByteArray fence = line.contains("```") ? "````" : "```";
    QCOMPARE(exported({entry}, MarkdownFormat), MarkdownHead + ('\n' + fence)
                                                        + "text\n2023-11-14T22:13:20.000001Z " + line + '\n'
                                                        + fence + '\n');
}

void tst_Markdown::fences_data()
{
    QTest::addColumn<QList<Message>>("entries");
    QTest::addColumn<QList<int>>("fences");
    QTest::newRow("none needed") << QList{textEntry("a"), textEntry("``")} << QList<int>{3, 3};
    QTest::newRow("longer at once") << QList{textEntry("a`````b"), textEntry("a"), textEntry("```")}
                                    << QList<int>{6, 6};
    QTest::newRow("longer later") << QList{textEntry("a"), textEntry("\n```\n"), textEntry("\n````\n")}
                                  << QList<int>{3, 3, 4, 4, 5, 5};
    QTest::newRow("in words") << QList{Message(1, SomeTime, Direction::Local, MessageType::Note,
                                               R"({"text":"\u0060\u0060\u0060"})")}
                              << QList<int>{4, 4};
}

void tst_Markdown::fences()
{
    QFETCH(const QList<Message>, entries);
    QFETCH(const QList<int>, fences);
    static const QRegularExpression fence(u"^(`+)(text)?$"_s, QRegularExpression::MultilineOption);
    const QString shown = QString::fromUtf8(exported(entries, MarkdownFormat));
    QList<int> found;
    for (auto it = fence.globalMatch(shown); it.hasNext();)
        found.append(int(it.next().capturedLength(1)));
    QCOMPARE(found, fences);
}

void tst_Markdown::headings_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QByteArray>("head");
    QTest::newRow("no URL") << QString() << QString()
                            << QByteArray("# A WebSocket session\n\nTimes are UTC.\n");
    QTest::newRow("markup") << u"ws://a/<b>*x*"_s << QString()
                            << QByteArray("# `ws://a/<b>*x*`\n\nTimes are UTC.\n");
    QTest::newRow("backticks") << u"`a``b`"_s << QString()
                               << QByteArray("# ``` `a``b` ```\n\nTimes are UTC.\n");
    QTest::newRow("lines") << u"ws://a\n# b"_s << QString()
                           << QByteArray("# `ws://a↵# b`\n\nTimes are UTC.\n");
    QTest::newRow("filter") << u"ws://a"_s << u"$.a>1"_s
                            << QByteArray("# `ws://a`\n\nTimes are UTC. Only what `$.a>1` finds is here.\n");
}

void tst_Markdown::headings()
{
    QFETCH(const QString, url);
    QFETCH(const QString, filter);
    QFETCH(const QByteArray, head);
    QByteArray written;
    OutputFile output(&written, 1000, nullptr);
    QVERIFY(output.open());
    const auto writer = MarkdownFormat.writer(output);
    QVERIFY(writer->begin({url, {}, {}, {}, filter}) && writer->finish() && output.finish());
    QCOMPARE(written, head);
}

// Between the fences, each line is one of an entry, or indented.
void tst_Markdown::nothingBreaksOut()
{
    QRandomGenerator random(11);
    QList<Message> entries = anyEntries(random, 2000);
    for (Message &entry : entries) {
        if (random.bounded(2) == 0)
            entry.payload.replace('a', "\n```").replace('b', "\r````\n");
    }
    entries.append(textEntry(QByteArray(MiB, '\n')));
    static const QRegularExpression line(u"^(    .*|\\d{4}-[-T:.\\d]{21}Z [← →] [a-z]+ .*)$"_s,
                                         QRegularExpression::DotMatchesEverythingOption);
    qsizetype fence = 0;
    int fences = 0;
    const QList<QByteArray> lines = exported(entries, MarkdownFormat).split('\n');
    for (const QByteArray &shown : lines.sliced(4)) {
        if (shown.startsWith("```")) {
            const qsizetype length = shown.count('`');
            QVERIFY(shown.endsWith("text") ? fence == 0 : fence == length);
            fence = fence == 0 ? length : 0;
            ++fences;
        } else if (fence > 0) {
            QVERIFY2(line.match(QString::fromUtf8(shown)).hasMatch(), shown.left(200).constData());
            QVERIFY(!shown.contains(QByteArray(fence, '`')));
        } else {
            QCOMPARE(shown, QByteArray());
        }
    }
    QVERIFY(fences >= 4);
    QCOMPARE(fence, 0);
}

void tst_Markdown::nothing()
{
    QCOMPARE(exported({}, MarkdownFormat), QByteArray("# A WebSocket session\n\nTimes are UTC.\n"));
}

SOCKETSCOPE_TEST(tst_Markdown, QCoreApplication)
#include "tst_markdown.moc"
