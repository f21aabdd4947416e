// SPDX-License-Identifier: MIT
#include "exchangefixture.h"
#include "localentry.h"
#include "support/bounds.h"
#include "support/sessionfiles.h"
#include "support/testprogram.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <thread>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

class tst_Har : public ExchangeFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { ExchangeFixture::init(); }
    void messages_data();
    void messages();
    void closeFrames_data();
    void closeFrames();
    void entries();
    void handshake();
    void partWithoutHandshake();
    void anySessionComesBack();
    void sortedMembersComeBack();
    void nothingComesBack();
    void largeMessagesComeBack();
    void readsWhatOthersWrite_data();
    void readsWhatOthersWrite();
    void masksSecretsOfOthers();
    void readsTimes_data();
    void readsTimes();
    void readsCloses_data();
    void readsCloses();
    void connectionsOfOneFile_data();
    void connectionsOfOneFile();
    void wrongMessages_data();
    void wrongMessages();
    void wrongFiles_data();
    void wrongFiles();
    void pipes();
};

static constexpr auto HarTime = 1'700'000'000'000'001;

static Message happened(MessageType type, const QByteArray &json, qint64 timeUs = HarTime)
{
    return {0, timeUs, Direction::Local, type, json};
}

static Message received(const QByteArray &text, qint64 timeUs = HarTime)
{
    return {0, timeUs, Direction::In, MessageType::Text, text};
}

static QJsonArray entriesOf(const QByteArray &har)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(har, &error);
    if (error.error != QJsonParseError::NoError)
        QTest::qFail(qPrintable(error.errorString()), __FILE__, __LINE__);
    return document[u"log"][u"entries"].toArray();
}

// Who opened what, and what was said: "open wss://a/b, in text x".
static QStringList said(const QList<Message> &entries)
{
    QStringList lines;
    for (const Message &entry : entries) {
        const LocalFields fields(entry.payload);
        const bool isLocal = entry.direction == Direction::Local;
        const QString what =
                entry.type == MessageType::Open    ? OpenEntry::read(fields).url
                : entry.type == MessageType::Error ? ErrorEntry::read(fields).message
                : entry.type == MessageType::Close
                        ? u"%1 %2 %3"_s.arg(CloseEntry::read(fields).code)
                                  .arg(CloseEntry::read(fields).by, CloseEntry::read(fields).reason)
                        : QString::fromUtf8(entry.payload);
        lines.append((isLocal ? QString() : DirectionNames[size_t(entry.direction)] + u' ')
                     + TypeNames[size_t(entry.type)] + u' ' + what);
    }
    return lines;
}

// --- Out ----------------------------------------------------------------------------------------

void tst_Har::messages_data()
{
    QTest::addColumn<Message>("entry");
    QTest::addColumn<QByteArray>("written");
    const auto row = [](const char *name, Direction direction, MessageType type, const QByteArray &payload,
                        const QByteArray &written, qint64 wireBytes = -1) {
        QTest::newRow(name) << Message(0, HarTime, direction, type, payload, wireBytes)
                            << R"({"type":")" + written + '}';
    };
    row("text", Direction::In, MessageType::Text, "a\"\n",
        R"(receive","time":1700000000.000001,"opcode":1,"data":"a\"\n")");
    row("sent", Direction::Out, MessageType::Text, "",
        R"(send","time":1700000000.000001,"opcode":1,"data":"")");
    row("compressed", Direction::In, MessageType::Text, "hello",
        R"(receive","time":1700000000.000001,"opcode":1,"data":"hello","_socketscopeWireSize":3)", 3);
    row("not UTF-8", Direction::In, MessageType::Text, "\xFF\xFE",
        R"(receive","time":1700000000.000001,"opcode":1,"data":"//4=","_socketscopeBase64":true)");
    row("binary", Direction::In, MessageType::Binary, "text",
        R"(receive","time":1700000000.000001,"opcode":2,"data":"dGV4dA==")");
    row("ping", Direction::Out, MessageType::Ping, "1",
        R"(send","time":1700000000.000001,"opcode":9,"data":"MQ==")");
    row("pong", Direction::In, MessageType::Pong, "",
        R"(receive","time":1700000000.000001,"opcode":10,"data":"")");
}

void tst_Har::messages()
{
    QFETCH(const Message, entry);
    QFETCH(const QByteArray, written);
    const QByteArray har = exported({entry}, HarFormat);
    QVERIFY2(har.contains(R"("_webSocketMessages":[)" + written + "]"), har.constData());
    QCOMPARE(imported(har, u"a.har"_s), numbered({entry}));
}

void tst_Har::closeFrames_data()
{
    QTest::addColumn<CloseEntry>("close");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("of the peer") << CloseEntry{1001, u"bye"_s, true, u"peer"_s, {}} << u"receive"_s
                                 << QByteArray("\x03\xE9"
                                               "bye");
    QTest::newRow("ours") << CloseEntry{1000, {}, true, u"us"_s, {}} << u"send"_s << QByteArray("\x03\xE8");
    QTest::newRow("without a code") << CloseEntry{1005, {}, true, u"peer"_s, {}} << u"receive"_s
                                    << QByteArray();
    QTest::newRow("of the engine") << CloseEntry{1002, {}, false, u"engine"_s, {}} << u"send"_s
                                   << QByteArray("\x03\xEA");
    QTest::newRow("the network") << CloseEntry{1006, {}, false, u"network"_s, {}} << QString()
                                 << QByteArray();
    QTest::newRow("unknown") << CloseEntry{0, {}, true, u"peer"_s, {}} << u"receive"_s << QByteArray();
    QTest::newRow("one that must not be sent")
            << CloseEntry{999, u"x"_s, true, u"peer"_s, {}} << u"receive"_s << QByteArray("\x03\xE7x");
    QTest::newRow("none") << CloseEntry{66536, {}, true, u"peer"_s, {}} << u"receive"_s << QByteArray();
    QTest::newRow("a reason that is cut") << CloseEntry{1000, QString(122, u'x') + u'ä', true, u"peer"_s, {}}
                                          << u"receive"_s << "\x03\xE8" + QByteArray(122, 'x');
}

void tst_Har::closeFrames()
{
    QFETCH(const CloseEntry, close);
    QFETCH(const QString, type);
    QFETCH(const QByteArray, body);
    const QList<Message> entries{received("a"), happened(MessageType::Close, localPayload(close.fields())),
                                 happened(MessageType::Note, R"({"text":"b"})")};
    const QByteArray har = exported(entries, HarFormat);
    const QJsonArray messages = entriesOf(har)[0][u"_webSocketMessages"].toArray();
    QCOMPARE(messages.size(), type.isEmpty() ? 1 : 2);
    if (!type.isEmpty()) {
        QCOMPARE(messages[1][u"opcode"].toInt(), 8);
        QCOMPARE(messages[1][u"type"].toString(), type);
        QCOMPARE(QByteArray::fromBase64(messages[1][u"data"].toString().toLatin1()), body);
    }
    QCOMPARE(messages.last()[u"_socketscope"].toArray().size(), 2);
    QCOMPARE(imported(har, u"a.har"_s), numbered(entries));
}

// One for each time that a connection opened.
void tst_Har::entries()
{
    const QByteArray open = localPayload({{u"url"_s, u"wss://host/b?x=1&y=%20"_s}});
    const QList<Message> all{happened(MessageType::Error, R"({"message":"no"})"),
                             happened(MessageType::Retry, "{}"),
                             happened(MessageType::Open, open, HarTime + 1'000'000),
                             received("1", HarTime + 2'000'000),
                             happened(MessageType::Open, open, HarTime + 3'000'000),
                             received("2", HarTime + 4'500'000),
                             received("3", HarTime + 4'500'000)};
    const QByteArray har = exported(all, HarFormat);
    const QJsonArray entries = entriesOf(har);
    QCOMPARE(entries.size(), 3);
    const QList<int> messages{0, 1, 2};
    const QList<int> status{0, 101, 101};
    const QStringList urls{u"wss://host/feed"_s, u"wss://host/b?x=1&y=%20"_s, u"wss://host/b?x=1&y=%20"_s};
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(entries[i][u"_resourceType"].toString(), u"websocket"_s);
        QCOMPARE(entries[i][u"_webSocketMessages"].toArray().size(), messages[i]);
        QCOMPARE(entries[i][u"response"][u"status"].toInt(), status[i]);
        QCOMPARE(entries[i][u"request"][u"url"].toString(), urls[i]);
    }
    QCOMPARE(entries[2][u"startedDateTime"].toString(), u"2023-11-14T22:13:23.000Z"_s);
    QCOMPARE(entries[2][u"time"].toDouble(), 1500.0);
    QCOMPARE(entries[2][u"request"][u"queryString"].toArray(),
             (QJsonArray{QJsonObject{{u"name"_s, u"x"_s}, {u"value"_s, u"1"_s}},
                         QJsonObject{{u"name"_s, u"y"_s}, {u"value"_s, u" "_s}}}));
    QCOMPARE(imported(har, u"a.har"_s), numbered(all));
}

// All that Chrome's importer demands (HARFormat.ts), of the handshake that was recorded.
void tst_Har::handshake()
{
    QJsonObject fields{{u"url"_s, u"wss://host/a"_s}, {u"elapsed_ms"_s, 30}, {u"peer"_s, u"[::1]:443"_s}};
    fields[u"dns_ms"_s] = 1.5;
    fields[u"tcp_ms"_s] = 2;
    fields[u"tls_ms"_s] = 4;
    fields[u"http_ms"_s] = 8;
    const QJsonObject bulk{
            {u"request"_s, QJsonArray{u"GET /a HTTP/1.1"_s, u"Host: host"_s, u"Cookie: a=***; b=1"_s}},
            {u"response"_s, QJsonArray{u"HTTP/1.1 101 Web Socket"_s, u"Set-Cookie: c=***; Path=/"_s}}};
    const QByteArray har = exported({happened(MessageType::Open, localPayload(fields, bulk))}, HarFormat);
    const QJsonObject log = QJsonDocument::fromJson(har)[u"log"].toObject();
    QCOMPARE(log["version"_L1].toString(), u"1.2"_s);
    QCOMPARE(log["creator"_L1][u"name"].toString(), u"Socketscope"_s);
    QVERIFY(log["creator"_L1][u"version"].isString() && log["pages"_L1].isArray());
    const QJsonValue entry = log["entries"_L1][0];
    QCOMPARE(entry[u"startedDateTime"].toString(), u"2023-11-14T22:13:19.970Z"_s);
    QCOMPARE(entry[u"serverIPAddress"].toString(), u"::1"_s);
    QVERIFY(entry[u"cache"].isObject());
    for (const QString &part : {u"request"_s, u"response"_s}) {
        for (const QString &list : {u"headers"_s, u"cookies"_s})
            QVERIFY2(entry[part][list].isArray(), qPrintable(part + list));
        for (const QString &number : {u"headersSize"_s, u"bodySize"_s})
            QVERIFY2(entry[part][number].isDouble(), qPrintable(part + number));
        QCOMPARE(entry[part][u"httpVersion"].toString(), u"HTTP/1.1"_s);
    }
    QCOMPARE(entry[u"request"][u"method"].toString(), u"GET"_s);
    QVERIFY(entry[u"request"][u"queryString"].isArray());
    QCOMPARE(entry[u"request"][u"headers"][1][u"value"].toString(), u"a=***; b=1"_s);
    QCOMPARE(entry[u"request"][u"cookies"][1][u"name"].toString(), u"b"_s);
    QCOMPARE(entry[u"response"][u"status"].toInt(), 101);
    QCOMPARE(entry[u"response"][u"statusText"].toString(), u"Web Socket"_s);
    QCOMPARE(entry[u"response"][u"cookies"].toArray(),
             (QJsonArray{QJsonObject{{u"name"_s, u"c"_s}, {u"value"_s, u"***"_s}}}));
    QVERIFY(entry[u"response"][u"redirectURL"].isString());
    QVERIFY(entry[u"response"][u"content"][u"size"].isDouble()
            && entry[u"response"][u"content"][u"mimeType"].isString());
    const QJsonValue timings = entry[u"timings"];
    QCOMPARE(timings[u"connect"].toDouble(), 6.0);
    QCOMPARE(timings[u"ssl"].toDouble(), 4.0);
    double sum = 0;
    for (const QString &part : {u"dns"_s, u"connect"_s, u"send"_s, u"wait"_s, u"receive"_s})
        sum += timings[part].toDouble();
    QCOMPARE(sum, entry[u"time"].toDouble());
}

void tst_Har::partWithoutHandshake()
{
    const QByteArray har = exported({received("a"), received("b")}, HarFormat);
    const QJsonArray entries = entriesOf(har);
    QCOMPARE(entries.size(), 1);
    QCOMPARE(entries[0][u"request"][u"url"].toString(), u"wss://host/feed"_s);
    QCOMPARE(entries[0][u"response"][u"status"].toInt(), 101);
    QVERIFY(write(u"a.har"_s, har));
    QCOMPARE(importFile(path(u"a.har"_s), path(u"a.sqlite"_s), nullptr).problem, QString());
    QCOMPARE(open(u"a.sqlite"_s)->origin().url, u"wss://host/feed"_s);
}

void tst_Har::anySessionComesBack()
{
    QRandomGenerator random(5);
    for (int round = 0; round < 10; ++round) {
        QList<Message> entries = anyEntries(random, 1 + random.bounded(600));
        for (Message &entry : entries)
            entry.timeUs += random.bounded(1'000'000'000);
        const QByteArray har = exported(entries, HarFormat);
        QCOMPARE(imported(har, u"a.har"_s), numbered(entries));
    }
}

// As `jq -S .` writes it: the messages before the URL, and what happened behind a message before its data.
void tst_Har::sortedMembersComeBack()
{
    QList<Message> entries{happened(MessageType::Error, "{}"),
                           happened(MessageType::Open, R"({"url":"ws://a/"})"),
                           received("1"),
                           happened(MessageType::Close, R"({"code":1000})"),
                           happened(MessageType::Retry, "{}"),
                           happened(MessageType::Open, R"({"url":"ws://b/"})"),
                           received("2")};
    const QByteArray har = exported(entries, HarFormat);
    // QJsonDocument sorts them, too; but its numbers are doubles.
    const QByteArray sorted = QJsonDocument::fromJson(har).toJson(QJsonDocument::Indented);
    QVERIFY(sorted.indexOf("_webSocketMessages") < sorted.indexOf("\"request\""));
    QCOMPARE(imported(sorted, u"a.har"_s), numbered(entries));
}

void tst_Har::nothingComesBack()
{
    const QByteArray har = exported({}, HarFormat);
    QCOMPARE(entriesOf(har), QJsonArray());
    QCOMPARE(imported(har, u"a.har"_s), QList<Message>());
}

void tst_Har::largeMessagesComeBack()
{
    QByteArray text(3 * MiB + 5, 'x');
    for (qsizetype i = 0; i < text.size(); i += 11)
        text[i] = '\\';
    const QList<Message> entries{{0, 1, Direction::In, MessageType::Text, text},
                                 {0, 2, Direction::In, MessageType::Binary, text},
                                 {0, 3, Direction::In, MessageType::Text, "after"}};
    QCOMPARE(imported(exported(entries, HarFormat), u"a.har"_s), numbered(entries));
}

// --- In -----------------------------------------------------------------------------------------

static QByteArray har(const QByteArray &entries, const QByteArray &creator = "WebInspector")
{
    return R"({"log":{"version":"1.2","creator":{"name":")" + creator
           + R"(","version":"1"},"pages":[],"entries":[)" + entries + "]}}";
}

// As Chrome and Edge write it.
static QByteArray chromeEntry(const QByteArray &url, const QByteArray &messages,
                              const QByteArray &started = "2023-11-14T22:13:20.000Z")
{
    return R"({"_connectionId":"12","_initiator":{"type":"script","stack":{"callFrames":[]}},"_priority":null,
"_resourceType":"websocket","_webSocketMessages":[)"
           + messages + R"(],"cache":{},"connection":"443","request":{"method":"GET","url":")" + url
           + R"(","httpVersion":"HTTP/1.1","headers":[{"name":"Host","value":"a"}],"queryString":[],"cookies":[],
"headersSize":520,"bodySize":0},"response":{"status":101,"statusText":"Switching Protocols","httpVersion":"HTTP/1.1",
"headers":[{"name":"Sec-WebSocket-Protocol","value":"graphql-ws"}],"cookies":[],"content":{"size":0,"mimeType":"x-unknown"},
"redirectURL":"","headersSize":129,"bodySize":0,"_transferSize":129,"_error":null},"serverIPAddress":"10.0.0.1",
"startedDateTime":")"
           + started
           + R"(","time":12.5,"timings":{"blocked":1,"dns":-1,"connect":5,"send":0,"wait":6.5,"receive":0}})";
}

static constexpr auto OtherEntry = R"({"startedDateTime":"2023-11-14T22:13:19.000Z","time":1,
"request":{"method":"POST","url":"https://a/x","headers":[],"postData":{"text":"{\"log\":{]}"}},
"response":{"status":200,"content":{"text":"]}]}\\\" \u00e4"}},"cache":{},"timings":{}})";

void tst_Har::readsWhatOthersWrite_data()
{
    QTest::addColumn<QByteArray>("contents");
    QTest::addColumn<QStringList>("entries");
    const QByteArray messages =
            R"({"type":"send","time":1700000000.25,"opcode":1,"data":"hi \ud83d\ude00"},
{"type":"receive","time":1700000000.5,"opcode":2,"data":"AAECAw=="})";
    const QStringList usual{u"open wss://a/b"_s, u"out text hi 😀"_s,
                            u"in binary "_s + QString::fromLatin1("\0\1\2\3", 4)};
    QTest::newRow("Chrome") << har(chromeEntry("wss://a/b", messages)) << usual;
    QTest::newRow("among others") << har(OtherEntry + ","_ba + chromeEntry("wss://a/b", messages) + ','
                                         + OtherEntry)
                                  << usual;
    QTest::newRow("byte order mark and blanks")
            << "\xEF\xBB\xBF \r\n" + QJsonDocument::fromJson(har(chromeEntry("wss://a/b", messages))).toJson()
            << usual;
    QTest::newRow("Chrome's error") << har(chromeEntry(
            "wss://a/b", R"({"type":"error","time":1700000001,"opcode":-1,"data":"Invalid frame header"})"))
                                    << QStringList{u"open wss://a/b"_s, u"error Invalid frame header"_s};
    QTest::newRow("control frames") << har(
            chromeEntry("wss://a/b", R"({"type":"receive","time":1.7e9,"opcode":9,"data":"MQ=="},
{"type":"send","time":1700000000,"opcode":10,"data":"not base64"},{"type":"receive","time":1700000002,"opcode":8,"data":"A+libw=="})"))
                                    << QStringList{u"open wss://a/b"_s, u"in ping 1"_s,
                                                   u"out pong not base64"_s, u"close 1001 peer bo"_s};
    QTest::newRow("mitmproxy") << har(
            R"({"startedDateTime":"2023-11-14T22:13:20.123456+00:00","time":3.1,"request":
{"method":"GET","url":"https://a/b","httpVersion":"HTTP/1.1","cookies":[],"headers":[],"queryString":[],"headersSize":8,"bodySize":0},
"response":{"status":101,"statusText":"Switching Protocols","httpVersion":"HTTP/1.1","cookies":[],"headers":[],"content":{"size":0,
"compression":0,"mimeType":"","text":""},"redirectURL":"","headersSize":9,"bodySize":0},"cache":{},"timings":{"connect":1.0,"ssl":null,
"send":0,"receive":0,"wait":1},"serverIPAddress":"10.0.0.1","_resourceType":"websocket","_webSocketMessages":[)"
                    + messages + "]}",
            "mitmproxy") << usual;
    QTest::newRow("HTTP Toolkit") << har(
            R"({"pageref":"Chrome","startedDateTime":"2023-11-14T22:13:20.000Z","time":-1,"request":
{"method":"GET","url":"wss://a/b","headers":[]},"response":{"status":101,"headers":[]},"cache":{},"timings":{},
"_resourceType":"websocket","_webSocketMessages":[)"
                    + messages + R"(],"_webSocketClose":{"code":1000,"reason":"done","timestamp":1.5}})",
            "HTTP Toolkit") << usual + QStringList{u"close 1000  done"_s};
    // RFC 8441: over HTTP/2.
    QTest::newRow("gori") << har(
            R"({"startedDateTime":"2023-11-14T22:13:20.000000Z","time":3,"request":{"method":"CONNECT","url":"https://a/b",
"httpVersion":"HTTP/2","headers":[{"name":":protocol","value":"websocket"}]},"response":{"status":200,"httpVersion":"HTTP/2","headers":[]},
"_resourceType":"websocket","_webSocketMessages":[)"
                    + messages + R"(],"cache":{},"timings":{"send":-1,"wait":3,"receive":-1}})",
            "gori") << usual;
    QTest::newRow("no opcodes") << har(
            R"({"request":{"url":"ws://a/"},"_webSocketMessages":[{"type":"send","time":5,"data":"x"}]})")
                                << QStringList{u"open ws://a/"_s, u"out text x"_s};
    QTest::newRow("no messages") << har(chromeEntry("wss://a/b", {})) << QStringList{u"open wss://a/b"_s};
}

void tst_Har::readsWhatOthersWrite()
{
    QFETCH(const QByteArray, contents);
    QFETCH(const QStringList, entries);
    QCOMPARE(said(imported(contents, u"a.json"_s)), entries);
}

// The handshake is shown as one that was recorded here, and what is secret in it is hidden.
void tst_Har::masksSecretsOfOthers()
{
    QByteArray contents = har(chromeEntry("wss://user:pass@a/b?token=t0ps3cret", {}));
    contents.replace(R"({"name":"Host","value":"a"})",
                     R"({"name":"Host","value":"a"},{"name":"Cookie","value":"sid=t0ps3cret"})");
    const QList<Message> entries = imported(contents, u"a.har"_s);
    QCOMPARE(entries.size(), 1);
    QVERIFY2(!entries[0].payload.contains("t0ps3cret") && !entries[0].payload.contains("pass@"),
             entries[0].payload.constData());
    const QJsonObject open = QJsonDocument::fromJson(entries[0].payload).object();
    QCOMPARE(open["subprotocol"_L1].toString(), u"graphql-ws"_s);
    QCOMPARE(open["peer"_L1].toString(), u"10.0.0.1"_s);
    QCOMPARE(open["request"_L1].toArray(),
             (QJsonArray{u"GET /b?token=*** HTTP/1.1"_s, u"Host: a"_s, u"Cookie: sid=***"_s}));
    QCOMPARE(open["response"_L1][0].toString(), u"HTTP/1.1 101 Switching Protocols"_s);
    QCOMPARE(entries[0].timeUs, 1'700'000'000'000'000);
}

void tst_Har::readsTimes_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<qint64>("timeUs");
    const auto row = [](const char *written, qint64 timeUs) {
        QTest::newRow(written) << QByteArray(written) << timeUs;
    };
    row("0", 0);
    row("1.5", 1'500'000);
    row("1700000000.000001", 1'700'000'000'000'001);
    row("1700000000.1234567", 1'700'000'000'123'456);
    row("1.7e9", 1'700'000'000'000'000);
    row("253402300799.999999", 253'402'300'799'999'999);
}

void tst_Har::readsTimes()
{
    QFETCH(const QByteArray, written);
    QFETCH(const qint64, timeUs);
    const QByteArray contents =
            har(R"({"request":{"url":"ws://a/"},"_webSocketMessages":[{"type":"send","data":"","time":)"
                + written + "}]}");
    QCOMPARE(imported(contents, u"a.har"_s).value(1).timeUs, timeUs);
}

void tst_Har::readsCloses_data()
{
    QTest::addColumn<QByteArray>("close");
    QTest::addColumn<QStringList>("entries");
    QTest::newRow("code") << QByteArray(R"({"code":4000,"reason":"x"})") << QStringList{u"close 4000  x"_s};
    QTest::newRow("aborted") << QByteArray(R"("aborted")") << QStringList{u"close 1006 network "_s};
    QTest::newRow("none") << QByteArray("null") << QStringList();
}

void tst_Har::readsCloses()
{
    QFETCH(const QByteArray, close);
    QFETCH(const QStringList, entries);
    const QByteArray contents =
            har(R"({"request":{"url":"ws://a/"},"_webSocketMessages":[],"_webSocketClose":)" + close + '}');
    QCOMPARE(said(imported(contents, u"a.har"_s)), QStringList{u"open ws://a/"_s} + entries);
}

static QByteArray textAt(int second)
{
    return R"({"type":"receive","opcode":1,"data":"x","time":17000000)" + QByteArray::number(second) + '}';
}

void tst_Har::connectionsOfOneFile_data()
{
    QTest::addColumn<QByteArray>("entries");
    QTest::addColumn<int>("number");
    QTest::addColumn<int>("count");
    QTest::addColumn<QString>("problem");
    const QByteArray first = chromeEntry("wss://a/b?token=t0ps3cret", textAt(20), "2023-11-14T22:13:40.000Z");
    const QByteArray next = chromeEntry("wss://a/b?token=t0ps3cret", textAt(50), "2023-11-14T22:14:10.000Z");
    const QByteArray other = chromeEntry("wss://a/c", textAt(60), "2023-11-14T22:14:20.000Z");
    const QByteArray beside =
            chromeEntry("wss://a/b?token=t0ps3cret", textAt(50), "2023-11-14T22:13:30.000Z");
    QTest::newRow("reconnected") << first + ',' + next << 0 << 4 << QString();
    QTest::newRow("one of them") << first + ',' + next << 2 << 2 << QString();
    QTest::newRow("other URL") << first + ',' + other << 0 << 0 << u"has 2 WebSocket connections"_s;
    QTest::newRow("at the same time") << first + ',' + beside << 0 << 0 << u"has 2 WebSocket connections"_s;
    QTest::newRow("chosen") << first + ',' + OtherEntry + ',' + other << 2 << 2 << QString();
    QTest::newRow("no such") << first + ',' + other << 3 << 0
                             << u"has no WebSocket connection number 3. Connections in it: 2."_s;
}

void tst_Har::connectionsOfOneFile()
{
    QFETCH(const QByteArray, entries);
    QFETCH(const int, number);
    QFETCH(const int, count);
    QFETCH(const QString, problem);
    QVERIFY(write(u"a.har"_s, har(entries)));
    const ExchangeResult result = importFile(path(u"a.har"_s), path(u"a.sqlite"_s), nullptr, number);
    QVERIFY2(result.problem.contains(problem) && result.problem.isEmpty() == problem.isEmpty(),
             qPrintable(result.problem));
    QCOMPARE(result.entries, quint64(count));
    if (number == 0 && !problem.isEmpty()) {
        QCOMPARE(result.choice.size(), 2);
        QCOMPARE(result.choice[0], u"1: wss://a/b?token=***, from 2023-11-14T22:13:40.000Z, messages: 1"_s);
    } else {
        QCOMPARE(result.choice, QStringList());
    }
}

void tst_Har::wrongMessages_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<int>("at");
    QTest::addColumn<QString>("said");
    const auto row = [](const char *name, const QByteArray &message, const QString &said, int at = 0) {
        QTest::newRow(name) << message << at << said;
    };
    row("no object", "7", u"an object is missing"_s);
    row("no type", R"({"time":1,"opcode":1,"data":""})", u"“type” is missing"_s);
    row("other type", R"({"type":"in","time":1,"opcode":1,"data":""})", u"“type”"_s);
    row("no time", R"({"type":"send","opcode":1,"data":""})", u"“time” is missing"_s);
    row("time before 1970", R"({"type":"send","time":-0.5,"opcode":1,"data":""})", u"“time”"_s);
    row("time beyond all", R"({"type":"send","time":1e300,"opcode":1,"data":""})", u"“time”"_s);
    row("milliseconds", R"({"type":"send","time":1700000000000,"opcode":1,"data":""})", u"“time”"_s);
    row("time as text", R"({"type":"send","time":"1","opcode":1,"data":""})", u"“time”"_s);
    row("opcode", R"({"type":"send","time":1,"opcode":3,"data":""})", u"“opcode” is none"_s);
    row("no data", R"({"type":"send","time":1,"opcode":1})", u"“data” is missing"_s);
    row("data that is none", R"({"type":"send","time":1,"opcode":1,"data":{}})", u"“data”"_s);
    row("half a pair", R"({"type":"send","time":1,"opcode":1,"data":"\ud800"})", u"half of a character"_s);
    row("no base64", R"({"type":"send","time":1,"opcode":2,"data":"a b"})", u"no base64"_s);
    row("not UTF-8", "{\"type\":\"send\",\"time\":1,\"opcode\":1,\"data\":\"\xFF\"}", u"not valid UTF-8"_s,
        43);
    row("bad escape", R"({"type":"\x"})", u"escape does not exist"_s, 9);
    row("wrong entry", R"({"type":"send","time":1,"opcode":1,"data":"","_socketscope":[{"type":"open"}]})",
        u"“direction” is missing"_s, 61);
}

void tst_Har::wrongMessages()
{
    QFETCH(const QByteArray, message);
    QFETCH(const int, at);
    QFETCH(const QString, said);
    const QByteArray contents = har(chromeEntry("wss://a/b", textAt(20) + ',' + message));
    const QString byte =
            u"a.har, byte %1: "_s.arg(QLocale::c().toString(contents.indexOf(',' + message + ']') + at + 2));
    const QString problem = problemOf(contents, u"a.har"_s);
    QVERIFY2(problem.contains(said) && problem.contains(byte) && problem.endsWith(u'.'),
             qPrintable(problem + byte));
}

void tst_Har::wrongFiles_data()
{
    QTest::addColumn<QByteArray>("contents");
    QTest::addColumn<QString>("said");
    const auto row = [](const char *name, const QByteArray &contents, const QString &said) {
        QTest::newRow(name) << contents << said;
    };
    const QByteArray whole = har(chromeEntry("wss://a/b", textAt(20)));
    row("Firefox",
        har(R"({"startedDateTime":"2023-11-14T22:13:20.000Z","request":{"url":"wss://a/b"},"response":{"status":101}})",
            "Firefox"),
        u"Firefox leaves them out"_s);
    row("no WebSocket", har(OtherEntry), u"has no WebSocket connections, only other requests."_s);
    row("no entries", R"({"log":{"version":"1.2"}})", u"is no HAR file"_s);
    row("no object", R"([])", u"byte 1: an object is missing"_s);
    row("empty", "", u"byte 1: an object is missing"_s);
    row("zeros", QByteArray(5000, '\0'), u"byte 1: an object is missing"_s);
    row("cut in a message", whole.first(whole.indexOf("\"data\"") + 3),
        u"byte %1: the file ends within"_s.arg(whole.indexOf("{\"type\":\"receive") + 1));
    row("cut behind one", whole.first(whole.indexOf("],\"cache")),
        u"byte %1: a comma or ] is missing"_s.arg(whole.indexOf("],\"cache") + 1));
    row("cut at the end", whole.chopped(1), u"a comma or } is missing"_s);
    row("more behind it", whole + "{}", u"nothing may follow"_s);
    row("comma without more", R"({"log":{"entries":[{},]}})", u"byte 23: an object is missing"_s);
    row("no colon", R"({"log"{}})", u"byte 7: a colon is missing"_s);
    row("no name", R"({"log":{1:2}})", u"byte 9: a member’s name"_s);
    row("no value", R"({"log":{"a":}})", u"byte 13: a value is missing"_s);
    row("crossed brackets", R"({"log":{"a":[{]}}})", u"byte 15: this bracket"_s);
    row("deep", R"({"log":{"a":)" + QByteArray(2'000'000, '['), u"nested more than 1,000 deep"_s);
    row("deep message", har(chromeEntry("wss://a/b", QByteArray(5000, '['))),
        u"nested more than 1,000 deep"_s);
}

void tst_Har::wrongFiles()
{
    QFETCH(const QByteArray, contents);
    QFETCH(const QString, said);
    const QString problem = problemOf(contents, u"a.har"_s);
    QVERIFY2(problem.contains(said) && problem.contains(u"a.har"_s) && problem.endsWith(u'.'),
             qPrintable(problem));
}

void tst_Har::pipes()
{
    QCOMPARE(::mkfifo(QFile::encodeName(path(u"pipe"_s)).constData(), 0600), 0);
    std::thread writer([this] { write(u"pipe"_s, har(chromeEntry("wss://a/b", {}))); });
    const ExchangeResult result = importFile(path(u"pipe"_s), path(u"new.sqlite"_s), nullptr);
    writer.join();
    QVERIFY2(result.problem.contains(u"is a pipe, and HAR has to be read twice"_s),
             qPrintable(result.problem));
    QCOMPARE(names(), QStringList{u"pipe"_s});
}

SOCKETSCOPE_TEST(tst_Har, QCoreApplication)
#include "tst_har.moc"
