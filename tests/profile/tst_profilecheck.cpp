// SPDX-License-Identifier: MIT
#include "profile/profilecheck.h"
#include "support/testprogram.h"

#include "support/fileopens.h"
#include "support/testcertificates.h"

#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <limits>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Change = std::function<void(ConnectionProfile &)>;
Q_DECLARE_METATYPE(Change)

class tst_ProfileCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void accepted_data();
    void accepted();
    void refused_data();
    void refused();
    void files_data();
    void files();
    void filesAreOpenedOnce();
    void unreadableFile();
    void pipeIsNotOpened();
    void missingValuesAreNotOfferedTwice();
    void allProblemsInOrder();
    void namesNoSecret();
    void keysAreUnique();
    void everyNumberHasARange();
    void copiesOneField();

private:
    QString write(const QString &name, const QByteArray &data);

    QTemporaryDir m_folder;
};

QString tst_ProfileCheck::write(const QString &name, const QByteArray &data)
{
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(data) != data.size())
        qFatal("cannot write %s", qPrintable(file.fileName()));
    return file.fileName();
}

void tst_ProfileCheck::initTestCase()
{
    QVERIFY(m_folder.isValid());
    const QByteArray certificate = testCertificate().toPem();
    const QByteArray key = testCertificateKey().toPem();
    write(u"cert.pem"_s, certificate);
    write(u"key.pem"_s, key);
    write(u"both.pem"_s, certificate + key);
    write(u"store.p12"_s, QByteArray("\x30\x82\x01\x00", 4));
    write(u"empty.pem"_s, {});
    write(u"text.pem"_s, "hello");
}

void tst_ProfileCheck::accepted_data()
{
    QTest::addColumn<Change>("change");
    const auto row = [](const char *name, const Change &change) { QTest::newRow(name) << change; };

    row("the defaults", [](ConnectionProfile &) {});
    row("headers", [](ConnectionProfile &p) {
        p.headers = {{"X-A", "1"}, {"X-A", "2"}, {"User-Agent", "gr\xc3\xbc\xc3\x9f"}, {"Host", "other"}};
    });
    row("own Authorization", [](ConnectionProfile &p) { p.headers = {{"Authorization", "Digest x"}}; });
    row("cookies of the RFC", [](ConnectionProfile &p) {
        p.cookies = {{"SID", "31d4d96e407aad42"}, {"q", "\"x\""}};
    });
    row("cookies of the wild", [](ConnectionProfile &p) {
        p.cookies = {{"a[b]", "{\"x\":1, \"y\":2}"}, {"empty", ""}, {"b64", "YQ=="}};
    });
    row("origin", [](ConnectionProfile &p) { p.origin = u"https://example.org"_s; });
    row("origin null", [](ConnectionProfile &p) { p.origin = u"null"_s; });
    row("origin of an extension", [](ConnectionProfile &p) { p.origin = u"chrome-extension://abc"_s; });
    row("subprotocols", [](ConnectionProfile &p) {
        p.subprotocols = {u"graphql-ws"_s, u"v1.x+y"_s, u"V1"_s};
    });
    row("basic", [](ConnectionProfile &p) {
        p.authentication = {Authentication::Kind::Basic, u"ü"_s, u"a:b"_s, {}};
    });
    row("basic without a name",
        [](ConnectionProfile &p) { p.authentication.kind = Authentication::Kind::Basic; });
    row("bearer", [](ConnectionProfile &p) {
        p.authentication = {Authentication::Kind::Bearer, {}, {}, u"a.b-c=="_s};
    });
    row("unused credentials", [](ConnectionProfile &p) { p.authentication.user = u"a:b\n"_s; });
    row("server name", [](ConnectionProfile &p) { p.tls.serverName = u"example.org"_s; });
    row("trusted", [](ConnectionProfile &p) { p.tls.trusted = {QByteArray(32, 'x')}; });
    row("proxy", [](ConnectionProfile &p) {
        p.proxy = {ProxySettings::Kind::Http, u"proxy"_s, 8080, {}, {}};
    });
    row("proxy with IPv6", [](ConnectionProfile &p) {
        p.proxy = {ProxySettings::Kind::Socks5, u"::1"_s, 1080, u"a:b"_s, {}};
    });
    row("no proxy", [](ConnectionProfile &p) { p.proxy = {ProxySettings::Kind::None, u"x y"_s, 0, {}, {}}; });
    row("windows of nothing", [](ConnectionProfile &p) {
        p.compression.offer = false;
        p.compression.clientMaxWindowBits = 8;
    });
    row("times of zero",
        [](ConnectionProfile &p) { p.keepAliveInterval = p.closeTimeout = p.stableAfter = 0ms; });
    row("the longest times", [](ConnectionProfile &p) {
        p.handshakeTimeout = p.keepAliveInterval = p.closeTimeout = p.stableAfter = 24h;
        p.retry = {1000000, 24h, 100.0, 1.0, 24h};
    });
    row("limits of one byte", [](ConnectionProfile &p) { p.maxMessageBytes = p.maxFrameBytes = 1; });
    row("opening messages", [](ConnectionProfile &p) {
        p.onOpen = {{false, "gr\xc3\xbc\xc3\x9f"}, {true, "\xff"}, {false, ""}};
    });
}

void tst_ProfileCheck::accepted()
{
    QFETCH(const Change, change);
    ConnectionProfile profile;
    change(profile);
    const auto problems = checkProfile(profile);
    QVERIFY2(problems.isEmpty(), qPrintable(problems.value(0).sentence));
}

void tst_ProfileCheck::refused_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("key");
    QTest::addColumn<int>("index");
    QTest::addColumn<QString>("part");
    const auto row = [](const char *name, const char *key, int index, const char *part,
                        const Change &change) {
        QTest::newRow(name) << change << QString::fromUtf8(key) << index << QString::fromUtf8(part);
    };
    const auto basic = [](const QString &user, const QString &password) {
        return Authentication{Authentication::Kind::Basic, user, password, {}};
    };
    const auto bearer = [](const QString &token) {
        return Authentication{Authentication::Kind::Bearer, {}, {}, token};
    };
    using Profile = ConnectionProfile;

    row("header", "headers", 1, "not the name of a header", [](Profile &p) {
        p.headers = {{"A", "1"}, {"B C", "2"}};
    });
    row("header of the handshake", "headers", 0, "belongs to the handshake", [](Profile &p) {
        p.headers = {{"upgrade", "x"}};
    });
    row("authorization twice", "headers", 1, "authentication", [bearer](Profile &p) {
        p.headers = {{"A", "1"}, {"AUTHORIZATION", "x"}};
        p.authentication = bearer(u"t"_s);
    });
    row("authorization of the URL twice", "headers", 0, "user in the URL", [](Profile &p) {
        p.url.setUserInfo(u"u:p"_s);
        p.headers = {{"Authorization", "x"}};
    });
    row("origin twice", "headers", 0, "origin", [](Profile &p) {
        p.headers = {{"Origin", "x"}};
        p.origin = u"null"_s;
    });
    row("cookies twice", "headers", 0, "cookies", [](Profile &p) {
        p.headers = {{"Cookie", "x=y"}};
        p.cookies = {{"a", "b"}};
    });
    row("cookie without a name", "cookies", 1, "needs a name", [](Profile &p) {
        p.cookies = {{"a", ""}, {"", "1"}};
    });
    row("cookie name with =", "cookies", 0, "“a=…” is not", [](Profile &p) { p.cookies = {{"a=b", "1"}}; });
    row("cookie value with ;", "cookies", 0, "one cookie a row", [](Profile &p) {
        p.cookies = {{"a", "1; b=2"}};
    });
    row("cookie value with a line", "cookies", 0, "control", [](Profile &p) {
        p.cookies = {{"a", "1\r\nX: y"}};
    });
    row("cookie value with blanks", "cookies", 0, "blanks around", [](Profile &p) {
        p.cookies = {{"a", "1 "}};
    });
    row("origin with a path", "origin", -1, "remove what follows",
        [](Profile &p) { p.origin = u"https://a/"_s; });
    row("origin with a user", "origin", -1, "no user", [](Profile &p) { p.origin = u"https://me@a"_s; });
    row("origin without a scheme", "origin", -1, "https://example.org",
        [](Profile &p) { p.origin = u"a.org"_s; });
    row("origin with a blank", "origin", -1, "no blanks", [](Profile &p) { p.origin = u"https://a b"_s; });
    row("empty subprotocol", "subprotocols", 1, "needs a name", [](Profile &p) {
        p.subprotocols = {u"a"_s, {}};
    });
    row("subprotocols in one", "subprotocols", 0, "commas", [](Profile &p) { p.subprotocols = {u"a, b"_s}; });
    row("subprotocol twice", "subprotocols", 2, "twice", [](Profile &p) {
        p.subprotocols = {u"a"_s, u"b"_s, u"a"_s};
    });
    row("colon in a user", "authentication.user", -1, "colon",
        [basic](Profile &p) { p.authentication = basic(u"a:b"_s, {}); });
    row("line in a password", "authentication.password", -1, "control",
        [basic](Profile &p) { p.authentication = basic({}, u"\r"_s); });
    row("no token", "authentication.token", -1, "Enter the token",
        [bearer](Profile &p) { p.authentication = bearer({}); });
    row("scheme in a token", "authentication.token", -1, "Leave out",
        [bearer](Profile &p) { p.authentication = bearer(u"bearer x"_s); });
    row("line in a token", "authentication.token", -1, "line ends",
        [bearer](Profile &p) { p.authentication = bearer(u"x\n"_s); });
    row("server with a port", "tls.serverName", -1, "no scheme, port",
        [](Profile &p) { p.tls.serverName = u"a:1"_s; });
    row("server with a scheme", "tls.serverName", -1, "no scheme, port",
        [](Profile &p) { p.tls.serverName = u"wss://a"_s; });
    row("short fingerprint", "tls.trusted", 0, "32 bytes", [](Profile &p) { p.tls.trusted = {"x"}; });
    row("no proxy host", "proxy.host", -1, "Enter", [](Profile &p) {
        p.proxy = {ProxySettings::Kind::Http, {}, 1, {}, {}};
    });
    row("proxy URL", "proxy.host", -1, "no scheme", [](Profile &p) {
        p.proxy = {ProxySettings::Kind::Socks5, u"socks5://x"_s, 1, {}, {}};
    });
    row("no proxy port", "proxy.port", -1, "1 to 65535", [](Profile &p) {
        p.proxy = {ProxySettings::Kind::Socks5, u"x"_s, 0, {}, {}};
    });
    row("colon in a proxy's user", "proxy.user", -1, "colon", [](Profile &p) {
        p.proxy = {ProxySettings::Kind::Http, u"x"_s, 1, u"a:b"_s, {}};
    });
    row("long password for SOCKS5", "proxy.password", -1, "255", [](Profile &p) {
        p.proxy = {ProxySettings::Kind::Socks5, u"x"_s, 1, u"a"_s, QString(256, u'p')};
    });
    row("many bytes of password for SOCKS5", "proxy.password", -1, "255", [](Profile &p) {
        p.proxy = {ProxySettings::Kind::Socks5, u"x"_s, 1, u"a"_s, QString(128, u'ü')};
    });
    row("many bytes of name for SOCKS5", "proxy.user", -1, "255", [](Profile &p) {
        p.proxy = {ProxySettings::Kind::Socks5, u"x"_s, 1, QString(128, u'ü'), {}};
    });
    row("no time for the handshake", "handshakeTimeout", -1, "more than 0",
        [](Profile &p) { p.handshakeTimeout = 0ms; });
    row("long handshake", "handshakeTimeout", -1, "a day at most",
        [](Profile &p) { p.handshakeTimeout = 24h + 1ms; });
    row("many attempts", "retry.maxAttempts", -1, "1,000,000 attempts",
        [](Profile &p) { p.retry.maxAttempts = 1000001; });
    row("steep waits", "retry.factor", -1, "100 at most", [](Profile &p) { p.retry.factor = 101; });
    row("negative close", "closeTimeout", -1, "0 or more", [](Profile &p) { p.closeTimeout = -1ms; });
    row("negative ping", "keepAliveInterval", -1, "0 or more",
        [](Profile &p) { p.keepAliveInterval = -1ms; });
    row("client window of 8", "compression.clientMaxWindowBits", -1, "9 to 15",
        [](Profile &p) { p.compression.clientMaxWindowBits = 8; });
    row("server window of 16", "compression.serverMaxWindowBits", -1, "9 to 15",
        [](Profile &p) { p.compression.serverMaxWindowBits = 16; });
    row("no message", "maxMessageBytes", -1, "more than 0", [](Profile &p) { p.maxMessageBytes = 0; });
    row("long messages", "maxMessageBytes", -1, "at most 900 MiB",
        [](Profile &p) { p.maxMessageBytes = ConnectionProfile::MaxLimitBytes + 1; });
    row("long frames", "maxFrameBytes", -1, "at most 900 MiB",
        [](Profile &p) { p.maxFrameBytes = ConnectionProfile::MaxLimitBytes + 1; });
    row("long frames sent", "sentFrameBytes", -1, "at most 900 MiB",
        [](Profile &p) { p.sentFrameBytes = ConnectionProfile::MaxLimitBytes + 1; });
    row("no frame", "maxFrameBytes", -1, "more than 0", [](Profile &p) { p.maxFrameBytes = -1; });
    row("no attempt", "retry.maxAttempts", -1, "one attempt", [](Profile &p) { p.retry.maxAttempts = 0; });
    row("negative wait", "retry.first", -1, "0 or more", [](Profile &p) { p.retry.first = -1ms; });
    row("shrinking waits", "retry.factor", -1, "1 or more", [](Profile &p) { p.retry.factor = 0.5; });
    row("no number", "retry.factor", -1, "1 or more",
        [](Profile &p) { p.retry.factor = std::numeric_limits<double>::quiet_NaN(); });
    row("beyond numbers", "retry.factor", -1, "1 or more",
        [](Profile &p) { p.retry.factor = std::numeric_limits<double>::infinity(); });
    row("too random", "retry.randomness", -1, "100 %", [](Profile &p) { p.retry.randomness = 1.5; });
    row("negative stability", "stableAfter", -1, "0 or more", [](Profile &p) { p.stableAfter = -1ms; });
    row("text that is none", "onOpen", 1, "UTF-8", [](Profile &p) {
        p.onOpen = {{false, "a"}, {false, "\xc3"}};
    });
}

void tst_ProfileCheck::refused()
{
    QFETCH(const Change, change);
    QFETCH(const QString, part);
    ConnectionProfile profile;
    change(profile);
    const auto problems = checkProfile(profile);
    QCOMPARE(problems.size(), 1);
    QTEST(profileFieldKey(problems[0].field), "key");
    QTEST(problems[0].index, "index");
    QVERIFY2(problems[0].sentence.contains(part), qPrintable(problems[0].sentence));
}

void tst_ProfileCheck::files_data()
{
    QTest::addColumn<QString>("ca");
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("part");
    const auto row = [](const char *name, const char *ca, const char *certificate, const char *key,
                        const char *field, const char *part) {
        QTest::newRow(name) << QString::fromUtf8(ca) << QString::fromUtf8(certificate)
                            << QString::fromUtf8(key) << QString::fromUtf8(field) << QString::fromUtf8(part);
    };
    row("all there", "cert.pem", "cert.pem", "key.pem", "", "");
    row("key in the same file", "", "both.pem", "", "", "");
    row("PKCS#12", "", "store.p12", "", "", "");
    row("CA not there", "no.pem", "", "", "tls.caFile", "no such file");
    row("CA is a folder", ".", "", "", "tls.caFile", "a folder");
    row("CA is empty", "empty.pem", "", "", "tls.caFile", "no certificates");
    row("CA is a key", "key.pem", "", "", "tls.caFile", "no certificates");
    row("certificate not there", "", "no.pem", "key.pem", "tls.certificateFile", "no such file");
    row("certificate is text", "", "text.pem", "key.pem", "tls.certificateFile", "not PKCS#12");
    row("certificate without a key", "", "cert.pem", "", "tls.keyFile", "no key in it");
    row("key not there", "", "cert.pem", "no.pem", "tls.keyFile", "no such file");
    row("key is a certificate", "", "cert.pem", "cert.pem", "tls.keyFile", "no private key");
    row("key without a certificate", "", "", "key.pem", "tls.certificateFile", "needs a certificate");
}

void tst_ProfileCheck::files()
{
    QFETCH(const QString, ca);
    QFETCH(const QString, certificate);
    QFETCH(const QString, key);
    QFETCH(const QString, field);
    QFETCH(const QString, part);
    const auto path = [this](const QString &name) { return name.isEmpty() ? name : m_folder.filePath(name); };
    ConnectionProfile profile;
    profile.tls.caFile = path(ca);
    profile.tls.certificateFile = path(certificate);
    profile.tls.keyFile = path(key);
    const auto problems = checkProfile(profile);
    QCOMPARE(problems.size(), field.isEmpty() ? 0 : 1);
    if (problems.isEmpty())
        return;
    QCOMPARE(profileFieldKey(problems[0].field), field);
    QVERIFY2(problems[0].sentence.contains(part), qPrintable(problems[0].sentence));
}

void tst_ProfileCheck::filesAreOpenedOnce()
{
    ConnectionProfile profile;
    profile.tls.caFile = m_folder.filePath(u"cert.pem"_s);
    profile.tls.certificateFile = m_folder.filePath(u"both.pem"_s);
    FileOpens opens(m_folder.path());
    QVERIFY(checkProfile(profile).isEmpty());
    QCOMPARE(opens.take(), (QStringList{u"both.pem"_s, u"cert.pem"_s}));
    profile.tls.keyFile = profile.tls.certificateFile = profile.tls.caFile = m_folder.filePath(u"both.pem"_s);
    QVERIFY(checkProfile(profile).isEmpty());
    QCOMPARE(opens.take(), QStringList{u"both.pem"_s});
}

void tst_ProfileCheck::unreadableFile()
{
    ConnectionProfile profile;
    profile.tls.caFile = write(u"locked.pem"_s, testCertificate().toPem());
    QVERIFY(QFile::setPermissions(profile.tls.caFile, QFile::WriteOwner));
    if (QFile file(profile.tls.caFile); file.open(QIODevice::ReadOnly))
        QSKIP("The user of this test may read every file.");
    const auto problems = checkProfile(profile);
    QCOMPARE(problems.size(), 1);
    QVERIFY(problems[0].sentence.contains("cannot be read"_L1));
}

void tst_ProfileCheck::pipeIsNotOpened()
{
    ConnectionProfile profile;
    profile.tls.caFile = u"/dev/null"_s;
    const auto problems = checkProfile(profile);
    QCOMPARE(problems.size(), 1);
    QVERIFY(problems[0].sentence.contains("not a file"_L1));
}

void tst_ProfileCheck::missingValuesAreNotOfferedTwice()
{
    ConnectionProfile profile;
    profile.subprotocols = QStringList{u"access_token"_s, u"***"_s, u"bearer"_s, u"***"_s};
    QVERIFY(checkProfile(profile).isEmpty());
    profile.subprotocols.append(u"bearer"_s);
    QCOMPARE(checkProfile(profile).size(), 1);
}

void tst_ProfileCheck::allProblemsInOrder()
{
    ConnectionProfile profile;
    profile.headers = {{"", "x"}, {"A", "1"}, {"B", "\n"}};
    profile.origin = u"x"_s;
    profile.maxFrameBytes = 0;
    const auto problems = checkProfile(profile);
    QCOMPARE(problems.size(), 4);
    QCOMPARE(problems[0].index, 0);
    QCOMPARE(problems[1].index, 2);
    QCOMPARE(problems[2].field, ProfileField::Origin);
    QCOMPARE(problems[3].field, ProfileField::MaxFrameBytes);
}

void tst_ProfileCheck::namesNoSecret()
{
    ConnectionProfile profile;
    profile.headers = {{"Authorization", "hush\n"}};
    profile.cookies = {{"a", "hush;"}};
    profile.authentication = {Authentication::Kind::Basic, u"me"_s, u"hush\n"_s, {}};
    profile.proxy = {ProxySettings::Kind::Http, u"x"_s, 1, {}, u"hush\n"_s};
    QList<ProfileProblem> problems = checkProfile(profile);
    profile.authentication = {Authentication::Kind::Bearer, {}, {}, u"hush hush"_s};
    problems += checkProfile(profile);
    QCOMPARE(problems.size(), 8);
    for (const ProfileProblem &problem : std::as_const(problems))
        QVERIFY2(!problem.sentence.contains("hush"_L1), qPrintable(problem.sentence));
}

void tst_ProfileCheck::keysAreUnique()
{
    QSet<QString> keys;
    const auto fields = profileFields();
    for (const ProfileField field : fields)
        keys.insert(profileFieldKey(field));
    QCOMPARE(keys.size(), fields.size());
    QCOMPARE(int(fields.last()) + 1, int(fields.size()));
}

// Whatever is a number is checked; what can be typed can be kept, and so can the default.
void tst_ProfileCheck::everyNumberHasARange()
{
    int numbers = 0;
    const auto fields = profileFields();
    for (const ProfileField field : fields) {
        const ProfileFieldTraits &traits = profileFieldTraits(field);
        const QVariant standard = profileFieldValue(field, {});
        const bool isNumber =
                standard.userType() == QMetaType::LongLong || standard.userType() == QMetaType::Double;
        QVERIFY2(traits.range.isEmpty() != isNumber, qPrintable(profileFieldKey(field)));
        if (!isNumber)
            continue;
        ++numbers;
        QVERIFY(standard.toDouble() >= traits.range.least && standard.toDouble() <= traits.range.most);
        QVERIFY2(traits.check || traits.below, qPrintable(profileFieldKey(field)));
        if (!traits.typed.isEmpty()) {
            QVERIFY(traits.typed.least >= traits.range.least && traits.typed.most <= traits.range.most);
            QVERIFY(traits.typed != traits.range);
        }
    }
    QVERIFY(numbers > 10);
}

// A profile of which nothing is as by default, made field by field, is the same in the end.
void tst_ProfileCheck::copiesOneField()
{
    ConnectionProfile from;
    from.url = QUrl(u"ws://a/"_s);
    from.subprotocols = {u"a"_s};
    from.engine = Engine::Qt;
    from.headers = {{"A", "1"}};
    from.cookies = {{"a", "1"}};
    from.origin = u"null"_s;
    from.authentication = {Authentication::Kind::Basic, u"u"_s, u"p"_s, u"t"_s};
    from.followRedirects = true;
    from.tls = {u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"e"_s, TlsSettings::Version::Tls1_3, false, {"x"}, {}};
    from.proxy = {ProxySettings::Kind::Http, u"h"_s, 1, u"u"_s, u"p"_s};
    from.addresses = AddressPreference::IPv6;
    from.compression = {false, 10, 11, true, true};
    from.retry = {3, 2ms, 3.0, 0.5, 4ms};
    from.retryAfterDrop = false;
    from.stableAfter = from.handshakeTimeout = from.keepAliveInterval = from.closeTimeout = 7ms;
    from.answerPings = false;
    from.maxMessageBytes = from.maxFrameBytes = from.sentFrameBytes = 7;
    from.onOpen = {{true, "x"}};
    from.heartbeat = {u"x"_s, 7ms, true};
    from.recordSecrets = true;

    ConnectionProfile to;
    const auto fields = profileFields();
    for (const ProfileField field : fields) {
        QVERIFY2(profileFieldDiffers(field, from, to), qPrintable(profileFieldKey(field)));
        QVERIFY(from != to);
        copyProfileField(field, from, to);
        QVERIFY(!profileFieldDiffers(field, from, to));
    }
    QCOMPARE(to, from);
}

SOCKETSCOPE_TEST(tst_ProfileCheck, QCoreApplication)
#include "tst_profilecheck.moc"
