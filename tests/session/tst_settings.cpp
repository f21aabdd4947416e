// SPDX-License-Identifier: MIT
#include "settings/settings.h"
#include "support/testprogram.h"

#include "profile/profilefield.h"
#include "profile/redactor.h"
#include "support/sessionfiles.h"
#include "tests/saved/randomprofile.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class tst_Settings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaultsAreTheProfiles();
    void keepsConnectionDefaults();
    void filesOfEarlierVersionsOpen();
    void anyFieldCanBeADefault();
    void whatIsNoDefault();
    void engineOfTheCommandLineIsNotKept();
    void enginesByName_data();
    void enginesByName();
    void outOfRangeFallsBack_data();
    void outOfRangeFallsBack();
    void historyIsBoundedAndWithoutDuplicates();
    void secretsAreNotKept();
    void trustIsTakenBack();
    void recentSessionsAreBounded();
    void recentFilters();
    void namedFilters();
    void filterMode();
    void keepingLimits();
    void bytesEditedByHand_data();
    void bytesEditedByHand();
    void damage_data();
    void damage();
    void sameDamageIsKeptOnce();
    void damageThatCannotBeCopied();
    void twoPrograms_data();
    void twoPrograms();
    void whatAnotherProgramForgetsGoesHere();

private:
    QString file() const
    {
        return m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction()) + u".ini"_s);
    }

    QTemporaryDir m_folder;
};

void tst_Settings::defaultsAreTheProfiles()
{
    const Settings settings(file());
    QCOMPARE(settings.connectionDefaults(), ConnectionProfile());
    QCOMPARE(settings.lastUrl(), QString());
}

void tst_Settings::keepsConnectionDefaults()
{
    ConnectionProfile profile;
    profile.retry.maxAttempts = 3;
    profile.retry.first = 250ms;
    profile.retry.factor = 1.5;
    profile.retry.randomness = 0;
    profile.retry.cap = 4s;
    profile.retryAfterDrop = false;
    profile.handshakeTimeout = 3s;
    profile.keepAliveInterval = 0s;
    {
        Settings settings(file());
        QSignalSpy changed(&settings, &Settings::connectionDefaultsChanged);
        settings.setConnectionDefaults(profile);
        QCOMPARE(changed.count(), 1);
    }
    Settings again(file());
    QCOMPARE(again.connectionDefaults(), profile);
    again.restoreConnectionDefaults();
    QCOMPARE(again.connectionDefaults(), ConnectionProfile());
}

// As it was written when the settings had names and ranges of their own.
void tst_Settings::filesOfEarlierVersionsOpen()
{
    QFile ini(file());
    QVERIFY(ini.open(QIODevice::WriteOnly));
    ini.write("[connection]\nengine=qt\nfirstWaitMs=250\nhandshakeTimeoutMs=3000\nkeepAliveMs=0\n"
              "maxAttempts=3\nretryAfterDrop=false\nwaitCapMs=4000\nwaitFactor=1.5\nwaitRandomness=0\n");
    ini.close();
    ConnectionProfile expected;
    expected.engine = Engine::Qt;
    expected.retry = {3, 250ms, 1.5, 0, 4s};
    expected.retryAfterDrop = false;
    expected.handshakeTimeout = 3s;
    expected.keepAliveInterval = 0s;
    {
        Settings settings(file());
        QCOMPARE(settings.connectionDefaults(), expected);
        settings.setConnectionDefaults(expected);
    }
    const QByteArray now = contentsOf(file());
    QVERIFY2(now.contains("retry\\firstMs=250\n"), now.constData());
    QVERIFY2(!now.contains("firstWaitMs") && !now.contains("waitFactor"), now.constData());
    QCOMPARE(Settings(file()).connectionDefaults(), expected);
}

void tst_Settings::anyFieldCanBeADefault()
{
    for (quint32 seed = 0; seed < 50; ++seed) {
        ConnectionProfile profile = RandomProfile(seed).profile();
        const ConnectionProfile standard;
        const QList<ProfileField> fields = profileFields();
        for (const ProfileField field : fields) {
            const ProfileFieldTraits &traits = profileFieldTraits(field);
            if (traits.secret || traits.ofOneServer)
                copyProfileField(field, standard, profile);
        }
        profile.headers.removeIf(isMasked);
        profile.subprotocols.removeAll(u"***"_s);
        {
            Settings settings(file());
            settings.setConnectionDefaults(profile);
            QCOMPARE(settings.connectionDefaults(), profile);
        }
        QCOMPARE(Settings(file()).connectionDefaults(), profile);
    }
}

// Neither secrets nor what is true of one server only, even if somebody writes it into the file.
void tst_Settings::whatIsNoDefault()
{
    ConnectionProfile profile;
    profile.url = QUrl(u"wss://ann:hush@example.org/"_s);
    profile.headers = {{"Authorization", "hush"}, {"Accept", "all"}};
    profile.cookies = {{"session", "hush"}};
    profile.subprotocols = {u"access_token"_s, u"hush"_s, u"v1"_s};
    profile.authentication = {Authentication::Kind::Basic, u"ann"_s, u"hush"_s, u"hush"_s};
    profile.tls.keyPassphrase = u"hush"_s;
    profile.tls.verify = false;
    profile.tls.trusted = {QByteArray(32, 'x')};
    profile.tls.serverName = u"example.org"_s;
    profile.proxy.password = u"hush"_s;
    {
        Settings settings(file());
        settings.setConnectionDefaults(profile);
    }
    QVERIFY(!contentsOf(file()).contains("hush"));
    ConnectionProfile expected;
    expected.headers = {{"Accept", "all"}};
    expected.subprotocols = {u"access_token"_s, u"v1"_s};
    expected.authentication = {Authentication::Kind::Basic, u"ann"_s, {}, {}};
    QCOMPARE(Settings(file()).connectionDefaults(), expected);

    QFile ini(file());
    QVERIFY(ini.open(QIODevice::WriteOnly));
    ini.write("[connection]\ntls\\verify=false\ntls\\serverName=a\nauthentication\\password=x\nurl=ws://a\n");
    ini.close();
    QCOMPARE(Settings(file()).connectionDefaults(), ConnectionProfile());
}

void tst_Settings::engineOfTheCommandLineIsNotKept()
{
    ConnectionProfile profile;
    profile.engine = Engine::Native;
    {
        Settings settings(file());
        settings.useEngine(Engine::Qt);
        QCOMPARE(settings.connectionDefaults().engine, Engine::Qt);
        profile.retry.maxAttempts = 3;
        profile.engine = Engine::Qt;
        settings.setConnectionDefaults(profile);
    }
    const Settings again(file());
    QCOMPARE(again.connectionDefaults().retry.maxAttempts, 3);
    QCOMPARE(again.connectionDefaults().engine, Engine::Native);
}

void tst_Settings::enginesByName_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<Engine>("engine");
    QTest::newRow("native") << u"native"_s << Engine::Native;
    QTest::newRow("qt") << u"qt"_s << Engine::Qt;
    QTest::newRow("as it was called before") << u"beast"_s << Engine::Native;
    QTest::newRow("none") << u"x"_s << Engine::Native;
}

void tst_Settings::enginesByName()
{
    QFETCH(QString, name);
    {
        QSettings store(file(), QSettings::IniFormat);
        store.clear();
        store.setValue(u"connection/engine"_s, name);
    }
    QTEST(Settings(file()).connectionDefaults().engine, "engine");
}

void tst_Settings::outOfRangeFallsBack_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QVariant>("value");
    QTest::newRow("attempts") << u"connection/maxAttempts"_s << QVariant(-5);
    QTest::newRow("words") << u"connection/maxAttempts"_s << QVariant(u"many"_s);
    QTest::newRow("wait") << u"connection/firstWaitMs"_s << QVariant(-1);
    QTest::newRow("factor") << u"connection/waitFactor"_s << QVariant(0.1);
    QTest::newRow("randomness") << u"connection/waitRandomness"_s << QVariant(7);
    QTest::newRow("handshake") << u"connection/handshakeTimeoutMs"_s << QVariant(0);
    QTest::newRow("keep-alive") << u"connection/keepAliveMs"_s << QVariant(-1);
}

void tst_Settings::outOfRangeFallsBack()
{
    QFETCH(QString, key);
    QFETCH(QVariant, value);
    {
        QSettings store(file(), QSettings::IniFormat);
        store.clear();
        store.setValue(key, value);
    }
    const ConnectionProfile profile = Settings(file()).connectionDefaults();
    QVERIFY(profile.retry.maxAttempts >= 1);
    QVERIFY(profile.retry.first >= 0ms);
    QVERIFY(profile.retry.factor >= 1);
    QVERIFY(profile.retry.randomness >= 0 && profile.retry.randomness <= 1);
    QVERIFY(profile.handshakeTimeout >= 100ms);
    QVERIFY(profile.keepAliveInterval >= 0ms);
}

void tst_Settings::historyIsBoundedAndWithoutDuplicates()
{
    Settings settings(file());
    for (int i = 0; i < Settings::HistoryLimit + 5; ++i)
        settings.addToUrlHistory(QUrl(u"ws://host/%1"_s.arg(i)));
    settings.addToUrlHistory(QUrl(u"ws://host/10"_s));
    QCOMPARE(settings.urlHistory().size(), Settings::HistoryLimit);
    QCOMPARE(settings.lastUrl(), u"ws://host/10"_s);
    QCOMPARE(settings.urlHistory().count(u"ws://host/10"_s), 1);
    settings.clearUrlHistory();
    QVERIFY(settings.urlHistory().isEmpty());
}

void tst_Settings::secretsAreNotKept()
{
    {
        Settings settings(file());
        settings.addToUrlHistory(QUrl(u"wss://anna:pa55word@host/feed?symbol=BTC&token=t0psecret"_s));
        QVERIFY(settings.lastUrl().contains(u"symbol=BTC"_s));
    }
    QFile stored(file());
    QVERIFY(stored.open(QIODevice::ReadOnly));
    const QByteArray bytes = stored.readAll();
    QVERIFY(!bytes.contains("pa55word"));
    QVERIFY(!bytes.contains("t0psecret"));
    QVERIFY(bytes.contains("BTC"));
}

void tst_Settings::trustIsTakenBack()
{
    const QUrl url(u"wss://example.org/feed"_s);
    const QUrl other(u"wss://example.net/feed"_s);
    {
        Settings settings(file());
        settings.setTrustedCertificates(url, {"one", "two"});
        settings.setTrustedCertificates(other, {"three"});
        QCOMPARE(settings.trustedCertificates(url), (QList<QByteArray>{"one", "two"}));
        settings.setTrustedCertificates(url, {});
    }
    const Settings again(file());
    QCOMPARE(again.trustedCertificates(url), QList<QByteArray>());
    QCOMPARE(again.trustedCertificates().size(), 1);
    QCOMPARE(again.trustedCertificates(other), QList<QByteArray>{"three"});
}

void tst_Settings::recentSessionsAreBounded()
{
    Settings settings(file());
    for (int i = 0; i < Settings::RecentLimit + 3; ++i)
        settings.addRecentSession(u"/tmp/%1.sqlite"_s.arg(i));
    settings.addRecentSession(u"/tmp/5.sqlite"_s);
    const QStringList recent = settings.recentSessions();
    QCOMPARE(recent.size(), qsizetype(Settings::RecentLimit));
    QCOMPARE(recent.first(), u"/tmp/5.sqlite"_s);
    QCOMPARE(recent.count(u"/tmp/5.sqlite"_s), 1);
    QCOMPARE(recent.at(1), u"/tmp/%1.sqlite"_s.arg(Settings::RecentLimit + 2));
}

void tst_Settings::recentFilters()
{
    {
        Settings settings(file());
        QSignalSpy changed(&settings, &Settings::filtersChanged);
        for (int i = 0; i < 30; ++i)
            settings.addRecentFilter(u"$.n>%1, \"a b\""_s.arg(i));
        QCOMPARE(changed.count(), 30);
        settings.addRecentFilter(u"$.n>20, \"a b\""_s);
        settings.addRecentFilter(QString());
        QCOMPARE(changed.count(), 31);
    }
    Settings again(file());
    const QStringList recent = again.recentFilters();
    QCOMPARE(recent.size(), Settings::RecentFilterLimit);
    QCOMPARE(recent[0], u"$.n>20, \"a b\""_s);
    QCOMPARE(recent[1], u"$.n>29, \"a b\""_s);
    QCOMPARE(recent.count(recent[0]), 1);
    again.clearRecentFilters();
    QVERIFY(again.recentFilters().isEmpty());
}

void tst_Settings::namedFilters()
{
    {
        Settings settings(file());
        settings.setNamedFilter(u"Prices / \"high\", 日本"_s, u"@a, $.p>1"_s);
        settings.setNamedFilter(u"errors"_s, u"type:error"_s);
        settings.setNamedFilter(u"Errors"_s, u"type:close,error"_s);
        settings.setNamedFilter(u"errors"_s, u"type:error -retry"_s);
        settings.setNamedFilter(QString(), u"x"_s);
    }
    Settings again(file());
    const QMap<QString, QString> kept{{u"Prices / \"high\", 日本"_s, u"@a, $.p>1"_s},
                                      {u"errors"_s, u"type:error -retry"_s},
                                      {u"Errors"_s, u"type:close,error"_s}};
    QCOMPARE(again.namedFilters(), kept);
    QSignalSpy changed(&again, &Settings::filtersChanged);
    again.removeNamedFilter(u"errors"_s);
    again.removeNamedFilter(u"none"_s);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(again.namedFilters().size(), 2);
}

void tst_Settings::filterMode()
{
    {
        Settings settings(file());
        QCOMPARE(settings.filterMode(), 0);
        settings.setFilterMode(1);
    }
    Settings again(file());
    QCOMPARE(again.filterMode(), 1);
    again.setFilterMode(7);
    QCOMPARE(again.filterMode(), 0);
}

void tst_Settings::keepingLimits()
{
    Settings settings(file());
    QCOMPARE(settings.keepingLimits(), KeepingLimits());
    QSignalSpy changed(&settings, &Settings::recordingChanged);
    const KeepingLimits limits{0, 5'000'000'000};
    settings.setKeepingLimits(limits);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(settings.keepingLimits(), limits);
    settings.setKeepingLimits({{}, 7});
    QCOMPARE(settings.keepingLimits(), (KeepingLimits{{}, 7}));
    settings.setKeepingLimits(limits);
    settings.restoreRecordingDefaults();
    QCOMPARE(settings.keepingLimits(), KeepingLimits());
}

void tst_Settings::bytesEditedByHand_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<qint64>("bytes");
    QTest::newRow("a number") << QByteArray("5000") << 5000LL;
    QTest::newRow("none") << QByteArray("0") << 0LL;
    QTest::newRow("with a unit") << QByteArray("1GB") << -1LL;
    QTest::newRow("a word") << QByteArray("much") << -1LL;
    QTest::newRow("nothing") << QByteArray() << -1LL;
    QTest::newRow("negative") << QByteArray("-5") << -1LL;
    QTest::newRow("beyond all numbers") << QByteArray("99999999999999999999") << -1LL;
    QTest::newRow("a list") << QByteArray("1, 2") << -1LL;
}

// What is none has its default, which for the reserve is what is usual on the disk: never none at all.
void tst_Settings::bytesEditedByHand()
{
    QFETCH(const QByteArray, value);
    QFETCH(const qint64, bytes);
    QFile ini(file());
    QVERIFY(ini.open(QIODevice::WriteOnly));
    ini.write("[recording]\nbudgetBytes=" + value + "\nreserveBytes=" + value + "\nsessionBytes=" + value
              + '\n');
    ini.close();
    const Settings settings(file());
    const bool isValid = bytes >= 0;
    QCOMPARE(settings.sessionBudget(), isValid ? bytes : Settings::DefaultSessionBudget);
    QCOMPARE(settings.keepingLimits().reserve, isValid ? std::optional(bytes) : std::nullopt);
    QCOMPARE(settings.keepingLimits().sessionBytes, isValid ? bytes : 0);
}

void tst_Settings::damage_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("isDamaged");
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("sound") << QByteArray("[connection]\nmaxAttempts=3\n") << false;
    QTest::newRow("comments and blank lines")
            << QByteArray("; mine\n\n[connection]\n\nmaxAttempts=3\n") << false;
    QTest::newRow("a key nobody knows")
            << QByteArray("[connection]\nmaxAttempts=3\n[later]\nkey=1\n") << false;
    QTest::newRow("a line that is no value")
            << QByteArray("[connection]\nmaxAttempts=3\n=======\nfoo\n") << true;
    QTest::newRow("a comment that Qt takes for none")
            << QByteArray("[connection]\nmaxAttempts=3\n# mine\n") << true;
    QTest::newRow("in a section of its own")
            << QByteArray("[connection]\nmaxAttempts=3\n[window]\nfoo\n") << true;
    QTest::newRow("a section cut short") << QByteArray("[connection]\nmaxAttempts=3\n[wind") << true;
    QTest::newRow("zeros, as after a power cut") << QByteArray(4096, '\0') << true;
    QTest::newRow("an empty list, as Qt writes it") << QByteArray("[log]\njsonColumns=@Invalid()\n") << false;
    QTest::newRow("of this version") << QByteArray("[General]\nversion=1\n") << false;
    QTest::newRow("of a later version") << QByteArray("[General]\nversion=2\nmore=1\n") << true;
    QTest::newRow("a version that is none") << QByteArray("[General]\nversion=two\n") << true;
    QTest::newRow("a value cut short") << QByteArray("[trust]\ncertificates=@Variant(\\0\\0)\n") << true;
    QTest::newRow("something else") << QByteArray("{\"connection\": {\"maxAttempts\": 3}}") << true;
}

void tst_Settings::damage()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const bool, isDamaged);
    const QTemporaryDir folder;
    QFile ini(folder.filePath(u"settings.ini"_s));
    QVERIFY(ini.open(QIODevice::WriteOnly) && ini.write(bytes) == bytes.size());
    ini.close();
    {
        Settings settings(ini.fileName());
        QCOMPARE(!settings.problem().isEmpty(), isDamaged);
        if (bytes.startsWith("[connection]"))
            QCOMPARE(settings.connectionDefaults().retry.maxAttempts, 3);
        settings.setHeartbeatsShown(true);
    }
    QFile kept(folder.filePath(u"settings.kept-1.ini"_s));
    QCOMPARE(kept.exists(), isDamaged);
    if (isDamaged) {
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QVERIFY(kept.readAll() == bytes);
    }
    const Settings again(ini.fileName());
    QCOMPARE(again.problem(), QString());
    QVERIFY(again.heartbeatsShown());
}

void tst_Settings::sameDamageIsKeptOnce()
{
    const QTemporaryDir folder;
    // Qt reads a file again only if its time is another one.
    auto write = [&folder, time = QDateTime::currentDateTime()](const QByteArray &bytes) mutable {
        QFile ini(folder.filePath(u"settings.ini"_s));
        time = time.addSecs(1);
        return ini.open(QIODevice::WriteOnly) && ini.write(bytes) == bytes.size() && ini.flush()
               && ini.setFileTime(time, QFileDevice::FileModificationTime);
    };
    for (const char *damaged : {"foo", "foo", "bar"}) {
        QVERIFY(write(damaged));
        const Settings settings(folder.filePath(u"settings.ini"_s));
        QVERIFY(!settings.problem().isEmpty());
    }
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files, QDir::Name),
             (QStringList{u"settings.ini"_s, u"settings.kept-1.ini"_s, u"settings.kept-2.ini"_s}));
}

// To be moved, a file needs no room on a full disk.
void tst_Settings::damageThatCannotBeCopied()
{
    const QTemporaryDir folder;
    const QByteArray damaged = QByteArray(10'000, 'x');
    QFile ini(folder.filePath(u"settings.ini"_s));
    QVERIFY(ini.open(QIODevice::WriteOnly) && ini.write(damaged) == damaged.size());
    ini.close();
    {
        const FullDisk full(100);
        const Settings settings(ini.fileName());
        QVERIFY2(settings.problem().contains(u"settings.kept-1.ini"_s), qPrintable(settings.problem()));
    }
    QVERIFY(contentsOf(folder.filePath(u"settings.kept-1.ini"_s)) == damaged);
}

namespace {

/// Programs that share a file of settings: in one process, Qt lets those of one name share what they have
/// read.
class Programs
{
public:
    Programs() { QDir(m_folder.path()).mkdir(u"real"_s); }

    std::unique_ptr<Settings> start()
    {
        const QString link = m_folder.filePath(QString::number(++m_count));
        QFile::link(m_folder.filePath(u"real"_s), link);
        return std::make_unique<Settings>(link + u"/socketscope.ini"_s);
    }

private:
    QTemporaryDir m_folder;
    int m_count = 0;
};

using Act = void (*)(Settings &);
using Look = QStringList (*)(const Settings &);
const QUrl One(u"wss://one/"_s);
const QUrl Two(u"wss://two/"_s);

QStringList trustedHosts(const Settings &settings)
{
    return settings.trustedCertificates().keys();
}

} // namespace

void tst_Settings::twoPrograms_data()
{
    QTest::addColumn<Act>("prepares");
    QTest::addColumn<Act>("forgets");
    QTest::addColumn<Act>("adds");
    QTest::addColumn<Look>("look");
    QTest::addColumn<QStringList>("whenAddedLast");
    QTest::addColumn<QStringList>("whenForgottenLast");
    const auto row = [](const char *name, Act prepares, Act forgets, Act adds, Look look,
                        const QStringList &whenAddedLast, const QStringList &whenForgottenLast) {
        QTest::newRow(name) << prepares << forgets << adds << look << whenAddedLast << whenForgottenLast;
    };
    const Act trustsOne = [](Settings &s) { s.setTrustedCertificates(One, {"c"}); };
    const Act visitsTwo = [](Settings &s) {
        s.addToUrlHistory(One);
        s.addToUrlHistory(Two);
    };
    const Act visitsThree = [](Settings &s) { s.addToUrlHistory(u"wss://three/"_s); };
    const Look history = [](const Settings &s) { return s.urlHistory(); };
    const Look filters = [](const Settings &s) { return s.recentFilters(); };
    const Look named = [](const Settings &s) { return QStringList(s.namedFilters().keys()); };
    row(
            "trust", trustsOne, [](Settings &s) { s.setTrustedCertificates(One, {}); },
            [](Settings &s) { s.setTrustedCertificates(Two, {"c"}); }, &trustedHosts, {u"two:443"_s},
            {u"two:443"_s});
    row(
            "trust, and a window's state", trustsOne, [](Settings &s) { s.setTrustedCertificates(One, {}); },
            [](Settings &s) { s.setWindowGeometry("g"); }, &trustedHosts, {}, {});
    row("history", visitsTwo, [](Settings &s) { s.clearUrlHistory(); }, visitsThree, history,
        {u"wss://three/"_s}, {});
    row("one of the history", visitsTwo, [](Settings &s) { s.removeFromUrlHistory(u"wss://one"_s); },
        visitsThree, history, {u"wss://three/"_s, u"wss://two/"_s}, {u"wss://three/"_s, u"wss://two/"_s});
    row(
            "recent filters", [](Settings &s) { s.addRecentFilter(u"a"_s); },
            [](Settings &s) { s.clearRecentFilters(); }, [](Settings &s) { s.addRecentFilter(u"b"_s); },
            filters, {u"b"_s}, {});
    row(
            "a named filter",
            [](Settings &s) {
                s.setNamedFilter(u"a"_s, u"x"_s);
                s.setNamedFilter(u"b"_s, u"x"_s);
            },
            [](Settings &s) { s.removeNamedFilter(u"a"_s); },
            [](Settings &s) { s.setNamedFilter(u"c"_s, u"x"_s); }, named, {u"b"_s, u"c"_s}, {u"b"_s, u"c"_s});
    row(
            "columns", [](Settings &s) { s.setJsonColumns(u"one"_s, {u"$.a"_s}); },
            [](Settings &s) { s.setJsonColumns(u"one"_s, {}); },
            [](Settings &s) { s.setJsonColumns(u"two"_s, {u"$.b"_s}); },
            [](const Settings &s) { return s.jsonColumns(u"one"_s) + s.jsonColumns(u"two"_s); }, {u"$.b"_s},
            {u"$.b"_s});
}

// Both have begun before, and end in either order.
void tst_Settings::twoPrograms()
{
    QFETCH(const Act, prepares);
    QFETCH(const Act, forgets);
    QFETCH(const Act, adds);
    QFETCH(const Look, look);
    for (const bool addsLast : {false, true}) {
        for (const bool adderEndsLast : {false, true}) {
            Programs programs;
            prepares(*programs.start());
            std::unique_ptr<Settings> forgetful = programs.start();
            std::unique_ptr<Settings> adding = programs.start();
            if (addsLast)
                forgets(*forgetful);
            adds(*adding);
            if (!addsLast)
                forgets(*forgetful);
            (adderEndsLast ? forgetful : adding).reset();
            forgetful.reset();
            adding.reset();
            const QStringList kept = look(*programs.start());
            if (addsLast)
                QTEST(kept, "whenAddedLast");
            else
                QTEST(kept, "whenForgottenLast");
        }
    }
}

void tst_Settings::whatAnotherProgramForgetsGoesHere()
{
    Programs programs;
    const std::unique_ptr<Settings> here = programs.start();
    here->addToUrlHistory(One);
    here->addRecentFilter(u"a"_s);
    QSignalSpy urls(here.get(), &Settings::urlHistoryChanged);
    QSignalSpy filters(here.get(), &Settings::filtersChanged);
    const std::unique_ptr<Settings> there = programs.start();
    there->clearUrlHistory();
    there->clearRecentFilters();
    QTRY_COMPARE(urls.count(), 1);
    QTRY_COMPARE(filters.count(), 1);
    QVERIFY(here->urlHistory().isEmpty());
    QVERIFY(here->recentFilters().isEmpty());
}

SOCKETSCOPE_TEST(tst_Settings, QCoreApplication)
#include "tst_settings.moc"
