// SPDX-License-Identifier: MIT
#include "saved/profilejson.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include "saved/connectionsjson.h"
#include "saved/secrets.h"
#include "saved/variables.h"
#include "tests/saved/randomprofile.h"

#include <QJsonDocument>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class tst_ProfileJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTrip();
    void defaultsAreNotWritten();
    void formerNameOfAnEngine();
    void secretsAreLeftOut();
    void documentedExample();
    void filesOfEarlierVersionsOpen();
    void problems_data();
    void problems();
    void damagedFiles_data();
    void damagedFiles();
    void everyPrefixIsRefused();
    void mutations();
    void bounds();
    void folders();
    void depth();
    void warnings_data();
    void warnings();
    void unixSocketIsNamed();
    void namesInWarningsAreJoined();
    void theWorstWarningComesFirst();
    void repaired();
};

static ProfileJson::Profile readProfile(const QByteArray &json, QStringList *sentences)
{
    JsonProblems problems;
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    const ProfileJson::Profile profile = ProfileJson::read(JsonReader(object, u"profile"_s, &problems));
    *sentences = problems.sentences();
    return profile;
}

void tst_ProfileJson::roundTrip()
{
    for (quint32 seed = 0; seed < 500; ++seed) {
        RandomProfile random(seed);
        const SavedConnection saved = random.connection();
        const QByteArray json =
                QJsonDocument(ProfileJson::write(saved, ProfileJson::SecretValues::Include)).toJson();
        QStringList problems;
        const ProfileJson::Profile back = readProfile(json, &problems);
        QCOMPARE(problems, QStringList());
        QVERIFY2(back.profile == saved.profile, json.constData());
        QCOMPARE(back.urlText, saved.urlText);
        // The same of a profile that was never text.
        QCOMPARE(ProfileJson::write(saved.profile, ProfileJson::SecretValues::Include),
                 QJsonDocument::fromJson(json).object());
    }
}

void tst_ProfileJson::defaultsAreNotWritten()
{
    QCOMPARE(ProfileJson::write(ConnectionProfile(), ProfileJson::SecretValues::Include), QJsonObject());
    ConnectionProfile profile;
    profile.url = QUrl(u"wss://example.com/"_s);
    profile.tls.minimumVersion = TlsSettings::Version::Tls1_3;
    profile.handshakeTimeout = std::chrono::seconds(3);
    const QByteArray json = R"({"url":"wss://example.com/","tls":{"minimumVersion":"1.3"},
        "handshakeTimeoutMs":3000})";
    QCOMPARE(ProfileJson::write(profile, ProfileJson::SecretValues::LeaveOut),
             QJsonDocument::fromJson(json).object());
}

// As profiles had it when the native engine was Boost.Beast's.
void tst_ProfileJson::formerNameOfAnEngine()
{
    const ConnectionsJson::Document document = ConnectionsJson::read(
            R"({"version":1,"connections":[
                {"name":"x","profile":{"url":"ws://host/","engine":"beast"}},
                {"name":"y","profile":{"url":"ws://host/","engine":"qt"}}]})");
    QCOMPARE(document.failure, QString());
    QCOMPARE(document.problems, QStringList());
    QCOMPARE(document.entries.value(0).saved.profile.engine, Engine::Native);
    QCOMPARE(document.entries.value(1).saved.profile.engine, Engine::Qt);
    QVERIFY(!ConnectionsJson::write(document.entries).contains("beast"));
}

void tst_ProfileJson::secretsAreLeftOut()
{
    ConnectionProfile profile;
    profile.url = QUrl(u"wss://ann:hush1@example.com/?token=hush2&x=1"_s);
    profile.authentication = {Authentication::Kind::Basic, u"ann"_s, u"hush3"_s, u"hush4"_s};
    profile.tls.keyPassphrase = u"hush5"_s;
    profile.proxy.password = u"hush6"_s;
    profile.headers = {{"X-Api-Key", "hush7"}, {"Accept", "shown"}};
    profile.cookies = {{"theme", "hush8"}};
    const auto text = [&](ProfileJson::SecretValues secrets) {
        return QJsonDocument(ProfileJson::write(profile, secrets)).toJson();
    };
    const QByteArray without = text(ProfileJson::SecretValues::LeaveOut);
    QVERIFY2(!without.contains("hush"), without.constData());
    QVERIFY(without.contains("shown"));
    QCOMPARE(text(ProfileJson::SecretValues::Include).count("hush"), 8);
}

void tst_ProfileJson::documentedExample()
{
    QFile file(QStringLiteral(SOCKETSCOPE_SOURCE_DIR "/docs/connections.md"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    const qsizetype start = text.indexOf("```json\n");
    QVERIFY(start >= 0);
    const QByteArray json = text.sliced(start + 8, text.indexOf("```\n", start + 8) - start - 8);
    const ConnectionsJson::Document document = ConnectionsJson::read(json);
    QCOMPARE(document.failure, QString());
    QCOMPARE(document.problems, QStringList());
    QCOMPARE(document.entries.size(), 5);
    QCOMPARE(QJsonDocument::fromJson(ConnectionsJson::write(document.entries)),
             QJsonDocument::fromJson(json));
}

// Every member, as it has been written since version 1: what is read is what it said, and is written the
// same.
void tst_ProfileJson::filesOfEarlierVersionsOpen()
{
    const QByteArray json = R"({"url":"wss://{{host}}/feed","subprotocols":["a"],"engine":"qt",
        "headers":[{"name":"X-A","value":"1"},{"name":"X-B","valueBase64":"/w=="}],
        "cookies":[{"name":"c","value":"2"}],"origin":"null",
        "authentication":{"kind":"basic","user":"ann","password":"p","token":"t"},"followRedirects":true,
        "tls":{"caFile":"ca","certificateFile":"ce","keyFile":"k","keyPassphrase":"kp","serverName":"s",
            "minimumVersion":"1.3","verify":false,"trusted":["00ff"]},
        "proxy":{"kind":"socks5","host":"h","port":1080,"user":"u","password":"pp"},"addresses":"ipv6",
        "compression":{"offer":false,"clientMaxWindowBits":9,"serverMaxWindowBits":10,
            "clientNoContextTakeover":true,"serverNoContextTakeover":true},
        "retry":{"maxAttempts":5,"firstMs":86400000,"factor":1.5,"randomness":0.5,"capMs":7000},
        "retryAfterDrop":false,"stableAfterMs":1,"handshakeTimeoutMs":2,"keepAliveIntervalMs":3,
        "closeTimeoutMs":4,"answerPings":false,"maxMessageBytes":5,"maxFrameBytes":6,"sentFrameBytes":9,
        "onOpen":[{"text":"hi"},{"binary":"AA=="}],
        "heartbeat":{"text":"alive","intervalMs":700,"unlessSent":true},"recordSecrets":true})";
    QStringList problems;
    const ProfileJson::Profile read = readProfile(json, &problems);
    QCOMPARE(problems, QStringList());
    ConnectionProfile expected;
    expected.subprotocols = {u"a"_s};
    expected.engine = Engine::Qt;
    expected.headers = {{"X-A", "1"}, {"X-B", "\xff"}};
    expected.cookies = {{"c", "2"}};
    expected.origin = u"null"_s;
    expected.authentication = {Authentication::Kind::Basic, u"ann"_s, u"p"_s, u"t"_s};
    expected.followRedirects = true;
    expected.tls = {u"ca"_s, u"ce"_s,
                    u"k"_s,  u"kp"_s,
                    u"s"_s,  TlsSettings::Version::Tls1_3,
                    false,   {QByteArray("\x00\xff", 2)},
                    {}};
    expected.proxy = {ProxySettings::Kind::Socks5, u"h"_s, 1080, u"u"_s, u"pp"_s};
    expected.addresses = AddressPreference::IPv6;
    expected.compression = {false, 9, 10, true, true};
    expected.retry = {5, 24h, 1.5, 0.5, 7s};
    expected.retryAfterDrop = false;
    expected.stableAfter = 1ms;
    expected.handshakeTimeout = 2ms;
    expected.keepAliveInterval = 3ms;
    expected.closeTimeout = 4ms;
    expected.answerPings = false;
    expected.maxMessageBytes = 5;
    expected.maxFrameBytes = 6;
    expected.sentFrameBytes = 9;
    expected.onOpen = {{false, "hi"}, {true, QByteArray("\0", 1)}};
    expected.heartbeat = {u"alive"_s, 700ms, true};
    expected.recordSecrets = true;
    QVERIFY(read.profile == expected);
    SavedConnection saved;
    saved.profile = read.profile;
    saved.urlText = read.urlText;
    QCOMPARE(ProfileJson::write(saved, ProfileJson::SecretValues::Include),
             QJsonDocument::fromJson(json).object());
}

void tst_ProfileJson::problems_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *name, const char *json, const QString &sentence) {
        QTest::newRow(name) << QByteArray(json) << sentence;
    };
    row("unknown member", R"({"colour":"red"})", u"profile: “colour” is not known here and is ignored."_s);
    row("unknown inside", R"({"tls":{"x":1}})", u"profile.tls: “x” is not known here and is ignored."_s);
    row("url is no text", R"({"url":1})", u"profile.url: has to be text."_s);
    row("an enum's word", R"({"tls":{"minimumVersion":"1.1"}})",
        u"profile.tls.minimumVersion: “1.1” is none of 1.0, 1.2, 1.3."_s);
    row("an enum's type", R"({"engine":null})", u"profile.engine: has to be one of native, qt."_s);
    row("no number", R"({"closeTimeoutMs":"2s"})", u"profile.closeTimeoutMs: has to be a whole number."_s);
    row("a fraction", R"({"closeTimeoutMs":1.5})",
        u"profile.closeTimeoutMs: has to be a whole number from 0 to 86400000."_s);
    row("too large", R"({"maxMessageBytes":1e300})",
        u"profile.maxMessageBytes: has to be a whole number from 1 to 943718400."_s);
    row("negative", R"({"handshakeTimeoutMs":-1})",
        u"profile.handshakeTimeoutMs: has to be a whole number from 1 to 86400000."_s);
    row("port", R"({"proxy":{"port":65536}})",
        u"profile.proxy.port: has to be a whole number from 0 to 65535."_s);
    row("factor", R"({"retry":{"factor":0}})", u"profile.retry.factor: has to be a number from 1 to 100."_s);
    row("no object", R"({"tls":[]})", u"profile.tls: has to be an object."_s);
    row("no list", R"({"headers":{}})", u"profile.headers: has to be a list."_s);
    row("in a list", R"({"headers":[{"name":"A"},7]})", u"profile.headers[1]: has to be an object."_s);
    row("deep in a list", R"({"headers":[{"name":"A","value":7}]})",
        u"profile.headers[0].value: has to be text."_s);
    row("of texts", R"({"subprotocols":["a",1]})", u"profile.subprotocols[1]: has to be text."_s);
    row("base64", R"({"onOpen":[{"binary":"!"}]})", u"profile.onOpen[0].binary: has to be base64."_s);
    row("fingerprint", R"({"tls":{"trusted":["xyz"]}})",
        u"profile.tls.trusted: “xyz” is no fingerprint in hexadecimal."_s);
    row("true or false", R"({"tls":{"verify":"no"}})", u"profile.tls.verify: has to be true or false."_s);
}

void tst_ProfileJson::problems()
{
    QFETCH(const QByteArray, json);
    QVERIFY(!QJsonDocument::fromJson(json).isNull());
    QStringList sentences;
    const ProfileJson::Profile profile = readProfile(json, &sentences);
    QFETCH(const QString, sentence);
    QCOMPARE(sentences, QStringList(sentence));
    // What is wrong is as if it were not there.
    QVERIFY(profile.profile.tls == TlsSettings());
    QVERIFY(profile.profile.handshakeTimeout == ConnectionProfile().handshakeTimeout);
}

void tst_ProfileJson::damagedFiles_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("part");
    QTest::newRow("nothing") << QByteArray() << u"no JSON"_s;
    QTest::newRow("half") << QByteArray(R"({"version":1,"connections":[)") << u"no JSON"_s;
    QTest::newRow("a list") << QByteArray("[]") << u"is missing"_s;
    QTest::newRow("another program's") << QByteArray(R"({"info":{},"item":[]})") << u"is missing"_s;
    QTest::newRow("no version") << QByteArray(R"({"connections":[]})") << u"is missing"_s;
    QTest::newRow("later") << QByteArray(R"({"version":2,"connections":[]})") << u"later version"_s;
    QTest::newRow("zero") << QByteArray(R"({"version":0,"connections":[]})") << u"has to be 1"_s;
    QTest::newRow("text") << QByteArray(R"({"version":"1","connections":[]})") << u"has to be 1"_s;
    QTest::newRow("deep") << QByteArray(100000, '[') << u"no JSON"_s;
    QTest::newRow("huge") << QByteArray(ConnectionsJson::MaxBytes + 1, ' ') << u"more than 32 MiB"_s;
}

void tst_ProfileJson::damagedFiles()
{
    QFETCH(const QByteArray, json);
    QFETCH(const QString, part);
    const ConnectionsJson::Document document = ConnectionsJson::read(json);
    QVERIFY2(document.failure.contains(part) && document.failure.endsWith(u'.'),
             qPrintable(document.failure));
    QVERIFY(document.entries.isEmpty());
}

void tst_ProfileJson::everyPrefixIsRefused()
{
    RandomProfile random(7);
    SavedConnection saved = random.connection();
    saved.id = u"one"_s;
    const QByteArray json = ConnectionsJson::write({{saved, {}}}).trimmed();
    QVERIFY(ConnectionsJson::read(json).failure.isEmpty());
    for (qsizetype size = 0; size < json.size(); ++size)
        QVERIFY(!ConnectionsJson::read(json.first(size)).failure.isEmpty());
}

// Of any text, what is read is whole, the same when it is written and read again, and gives up its secrets.
static bool holds(const QByteArray &json)
{
    const ConnectionsJson::Document document = ConnectionsJson::read(json);
    if (!document.failure.isEmpty())
        return document.entries.isEmpty() && document.failure.endsWith(u'.');
    const ConnectionsJson::Document again = ConnectionsJson::read(ConnectionsJson::write(document.entries));
    if (!again.failure.isEmpty() || !again.problems.isEmpty() || again.entries != document.entries
        || ConnectionsJson::repaired(document.entries) != document.entries)
        return false;
    return std::all_of(document.entries.begin(), document.entries.end(), [](const ConnectionEntry &entry) {
        SavedConnection copy = entry.saved;
        const Secrets::Values values = Secrets::take(&copy);
        SavedConnection second = copy;
        const bool isAll = Secrets::take(&second).isEmpty();
        Secrets::putBack(&copy, values);
        const Variables::Expansion expansion = Variables::expand(entry.saved, {});
        return isAll && copy.profile == entry.saved.profile && copy.urlText == entry.saved.urlText
               && (expansion.missing.isEmpty() || expansion.profile.url.isEmpty());
    });
}

void tst_ProfileJson::mutations()
{
    static const QList<QByteArray> pieces{
            "\"", "{",       "}",       "[",    "]",        ":",     ",",  "null", "1e999",   "-1",
            "\\", "@",       "***",     "?",    "token=",   "{{a}}", "#",  "\xff", "\\u0000", "\\ud800",
            "{{", "\\{{b}}", "base64:", "true", "\"url\":", "//",    "&;", "="};
    // Half a character, which no UTF-8 has.
    QVERIFY(holds(R"({"version":1,"connections":[{"id":"a","name":"\ud800","profile":{"url":"\udc00"}}]})"));
    QVERIFY(holds(R"({"version":1,"connections":[{"id":"\ud800"},{"id":"\udc00","connections":[]}]})"));
    QVERIFY(holds(R"({"version":1,"connections":[{"id":"a","profile":{"headers":[{"name":"\ud800"}]}}]})"));
    QVERIFY(holds(
            R"({"version":1,"connections":[{"id":"a","profile":{"url":"ws://u:p@host/?token=a&key=\ud800"}}]})"));
    for (quint32 seed = 0; seed < (SanitizedBuild ? 1000 : 4000); ++seed) {
        RandomProfile random(seed % 50);
        SavedConnection saved = random.connection();
        saved.id = u"one"_s;
        QByteArray json = ConnectionsJson::write({{saved, {}}});
        QRandomGenerator generator(seed);
        for (int changes = generator.bounded(1, 4); changes > 0; --changes) {
            const int at = generator.bounded(int(json.size()));
            json.replace(at, generator.bounded(3), pieces.at(generator.bounded(int(pieces.size()))));
        }
        QVERIFY2(holds(json), json.constData());
    }
}

void tst_ProfileJson::bounds()
{
    QJsonArray many;
    for (int i = 0; i < ConnectionsJson::MaxConnections + 5; ++i)
        many.append(QJsonObject{{u"name"_s, i}});
    const QJsonObject root{{u"version"_s, 1}, {u"connections"_s, many}};
    const ConnectionsJson::Document document = ConnectionsJson::read(QJsonDocument(root).toJson());
    QCOMPARE(document.failure, QString());
    QCOMPARE(document.entries.size(), ConnectionsJson::MaxConnections);
    QCOMPARE(document.problems.size(), JsonProblems::MaxSentences + 1);
    QCOMPARE(document.problems.constFirst(),
             u"connections: has more than 10000 entries: the rest is left out."_s);
    QCOMPARE(document.problems.constLast(), u"9951 more of the kind."_s);
}

void tst_ProfileJson::folders()
{
    const QByteArray json = R"({"version":1,"connections":[
        {"id":"a","name":"A","profile":{"url":"ws://localhost/"}},
        {"id":"f","name":"F","notes":"n","connections":[
            {"id":"a","name":"same id"},
            {"id":"g","name":"G","connections":[]},
            {"name":"wrong","profile":{"tls":{"verify":0}}}]}]})";
    const ConnectionsJson::Document document = ConnectionsJson::read(json);
    QCOMPARE(document.failure, QString());
    QCOMPARE(document.problems,
             QStringList(u"connections[1].connections[2].profile.tls.verify: has to be true or false."_s));
    const ConnectionEntries &entries = document.entries;
    QCOMPARE(entries.size(), 5);
    QCOMPARE(entries.at(0).saved.profile.url, QUrl(u"ws://localhost/"_s));
    QVERIFY(entries.at(1).isFolder());
    QCOMPARE(entries.at(1).saved.notes, u"n"_s);
    QCOMPARE(entries.at(2).parent, u"f"_s);
    QVERIFY(entries.at(2).saved.id != u"a"_s && !entries.at(2).saved.id.isEmpty());
    QVERIFY(entries.at(3).isFolder());
    QCOMPARE(entries.at(4).parent, u"f"_s);
    QCOMPARE(ConnectionsJson::read(ConnectionsJson::write(entries)).entries, entries);
}

void tst_ProfileJson::depth()
{
    ConnectionEntries entries;
    for (int i = 0; i < ConnectionsJson::MaxDepth; ++i) {
        ConnectionEntry entry;
        entry.saved.id = u"folder%1"_s.arg(i);
        entry.parent = i == 0 ? QString() : u"folder%1"_s.arg(i - 1);
        entry.kind = ConnectionEntry::Kind::Folder;
        entries.append(entry);
    }
    ConnectionEntry inside;
    inside.saved.id = u"inside"_s;
    inside.parent = entries.constLast().saved.id;
    entries.append(inside);
    QCOMPARE(ConnectionsJson::read(ConnectionsJson::write(entries)).entries, entries);
    QCOMPARE(ConnectionsJson::repaired(entries), entries);

    entries.last().kind = ConnectionEntry::Kind::Folder;
    ConnectionEntry deeper;
    deeper.parent = inside.saved.id;
    entries.append(deeper);
    const ConnectionsJson::Document document = ConnectionsJson::read(ConnectionsJson::write(entries));
    QCOMPARE(document.entries.size(), entries.size() - 1);
    QCOMPARE(document.problems.size(), 1);
}

static ConnectionEntry importedEntry(const QString &name)
{
    ConnectionEntry made;
    made.saved.name = name;
    made.saved.urlText = u"wss://Good.example/"_s;
    made.saved.profile.url = QUrl(made.saved.urlText);
    return made;
}

using Change = std::function<void(ConnectionProfile &)>;
Q_DECLARE_METATYPE(Change)

void tst_ProfileJson::warnings_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *name, const Change &change, const QString &sentence = {}) {
        QTest::newRow(name) << change << sentence;
    };
    row("nothing", [](ConnectionProfile &) {});
    row(
            "not verified", [](ConnectionProfile &p) { p.tls.verify = false; },
            u"“A” does not verify the server’s certificate."_s);
    row(
            "trusted", [](ConnectionProfile &p) { p.tls.trusted = {QByteArray(32, 'x')}; },
            u"“A” trusts certificates that are named in it."_s);
    row(
            "another name", [](ConnectionProfile &p) { p.tls.serverName = u"evil.example"_s; },
            u"“A” (“evil.example”) expects the certificate of another name than the URL’s host."_s);
    row("the same name", [](ConnectionProfile &p) { p.tls.serverName = u"good.EXAMPLE"_s; });
    row(
            "authorities", [](ConnectionProfile &p) { p.tls.caFile = u"/tmp/ca.pem"_s; },
            u"“A” (“/tmp/ca.pem”) trusts the authorities of a file."_s);
    row(
            "proxy",
            [](ConnectionProfile &p) {
                p.proxy = {ProxySettings::Kind::Socks5, u"p.example"_s, 1080, {}, {}};
            },
            u"“A” (“p.example:1080”) goes through a proxy that is named in it."_s);
    row("no proxy", [](ConnectionProfile &p) { p.proxy.kind = ProxySettings::Kind::None; });
    row(
            "old TLS", [](ConnectionProfile &p) { p.tls.minimumVersion = TlsSettings::Version::Tls1_0; },
            u"“A” allows TLS before 1.2, which is broken."_s);
    row(
            "variables",
            [](ConnectionProfile &p) {
                p.headers = {{"X-A", "{{token}}"}, {"X-B", "{{host}} {{token}}"}};
            },
            u"“A” (“{{token}}, {{host}}”) sends values of your variables."_s);
    row(
            "certificate", [](ConnectionProfile &p) { p.tls.certificateFile = u"/tmp/c.pem"_s; },
            u"“A” (“/tmp/c.pem”) uses a client certificate or key of this computer."_s);
    row(
            "key", [](ConnectionProfile &p) { p.tls.keyFile = u"/tmp/c.key"_s; },
            u"“A” (“/tmp/c.key”) uses a client certificate or key of this computer."_s);
    row(
            "messages",
            [](ConnectionProfile &p) {
                p.onOpen = {{false, "{\"buy\":1}"}};
            },
            u"“A” (“{\"buy\":1}”) sends messages by itself once it is open."_s);
    row(
            "empty message",
            [](ConnectionProfile &p) {
                p.onOpen = {{false, {}}};
            },
            u"“A” (“”) sends messages by itself once it is open."_s);
    row(
            "heartbeat", [](ConnectionProfile &p) { p.heartbeat.text = u"alive"_s; },
            u"“A” (“alive”) sends messages by itself once it is open."_s);
    row(
            "retries", [](ConnectionProfile &p) { p.retry.cap = std::chrono::milliseconds(0); },
            u"“A” retries with hardly a pause."_s);
    row("no retries", [](ConnectionProfile &p) {
        p.retry.cap = std::chrono::milliseconds(0);
        p.retry.maxAttempts = 1;
    });
    row(
            "recorded", [](ConnectionProfile &p) { p.recordSecrets = true; },
            u"“A” records secrets of the handshake and of messages."_s);
}

void tst_ProfileJson::warnings()
{
    QFETCH(const Change, change);
    QFETCH(const QString, sentence);
    ConnectionEntry from = importedEntry(u"A"_s);
    change(from.saved.profile);
    QCOMPARE(ConnectionsJson::warnings({from}), sentence.isEmpty() ? QStringList() : QStringList(sentence));
    // The same is asked before the first connection.
    const QString asked = ConnectionsJson::question(from.saved);
    QString sentences = sentence;
    sentences.replace(u"“A” "_s, u"It "_s);
    QCOMPARE(asked, sentence.isEmpty()
                            ? QString()
                            : u"“A” was imported, and you have not connected to it yet. %1 Connect?"_s.arg(
                                    sentences));
}

void tst_ProfileJson::unixSocketIsNamed()
{
    ConnectionEntry from = importedEntry(u"A"_s);
    from.saved.urlText = u"WS+unix:///run/docker.sock:/{{path}}"_s;
    QCOMPARE(ConnectionsJson::warnings({from}),
             (QStringList{u"“A” (“{{path}}”) sends values of your variables."_s,
                          u"“A” (“WS+unix:///run/docker.sock:/{{path}}”) opens a Unix-domain socket of this "
                          "computer."_s}));
}

void tst_ProfileJson::namesInWarningsAreJoined()
{
    ConnectionEntries entries;
    for (int i = 0; i < 5; ++i) {
        entries.append(importedEntry(QString(QChar(u'A' + i))));
        entries.last().saved.profile.tls.verify = false;
    }
    QCOMPARE(ConnectionsJson::warnings(entries),
             QStringList(u"“A”, “B”, “C” and 2 more do not verify the server’s certificate."_s));
    QCOMPARE(ConnectionsJson::warnings(entries.first(2)),
             QStringList(u"“A” and “B” do not verify the server’s certificate."_s));
    entries.first().saved.name = u"%2"_s;
    QCOMPARE(ConnectionsJson::warnings(entries),
             QStringList(u"“%2”, “B”, “C” and 2 more do not verify the server’s certificate."_s));
}

void tst_ProfileJson::theWorstWarningComesFirst()
{
    ConnectionEntries entries;
    for (int i = 0; i < 10; ++i) {
        entries.append(importedEntry(u"harmless"_s));
        entries.last().saved.profile.recordSecrets = true;
    }
    entries.append(importedEntry(u"Z"_s));
    entries.last().saved.profile.tls.verify = false;
    const QStringList sentences = ConnectionsJson::warnings(entries);
    QCOMPARE(sentences.size(), 2);
    QCOMPARE(sentences.constFirst(), u"“Z” does not verify the server’s certificate."_s);
}

void tst_ProfileJson::repaired()
{
    const auto folder = [](const QString &id, const QString &parent) {
        ConnectionEntry entry;
        entry.saved.id = id;
        entry.parent = parent;
        entry.kind = ConnectionEntry::Kind::Folder;
        return entry;
    };
    const ConnectionEntries entries = ConnectionsJson::repaired(
            {folder(u"a"_s, u"b"_s), folder(u"b"_s, u"a"_s), folder(u"c"_s, u"gone"_s)});
    QCOMPARE(entries.size(), 3);
    QCOMPARE(entries.at(0).parent, QString());
    QCOMPARE(entries.at(1).parent, u"a"_s);
    QCOMPARE(entries.at(2).parent, QString());
}

SOCKETSCOPE_TEST(tst_ProfileJson, QCoreApplication)
#include "tst_profilejson.moc"
