// SPDX-License-Identifier: MIT
#include "saved/secrets.h"
#include "support/testprogram.h"

#include "secrets/secretstore.h"
#include "tests/saved/fakesecretbackend.h"
#include "tests/saved/randomprofile.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_Secrets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesAll();
    void takeAndPutBack();
    void urls_data();
    void urls();
    void variablesStay_data();
    void variablesStay();
    void places();
    void storeKeeps();
    void storeInMemory();
    void storeUnavailable();
    void storeFails();
    void storeTimesOut();
    void storeOrder();
    void storeKeepsSome();
    void storeLosesNothingThatItCannotRead();
    void contextIsGone();
};

static SavedConnection full()
{
    SavedConnection saved;
    saved.urlText = u"wss://ann:p1@{{host}}/?token=p2&x=1&token=p3"_s;
    ConnectionProfile &profile = saved.profile;
    profile.authentication = {Authentication::Kind::Basic, u"ann"_s, u"p4"_s, u"p5"_s};
    profile.tls.keyPassphrase = u"p6"_s;
    profile.proxy = {ProxySettings::Kind::Http, u"proxy"_s, 1, u"bob"_s, u"p7"_s};
    profile.headers = {{"Accept", "x"}, {"X-Api-Key", "p8"}, {"x-api-key", "p9"}};
    profile.cookies = {{"session", "p10"}};
    return saved;
}

void tst_Secrets::takesAll()
{
    SavedConnection saved = full();
    const Secrets::Values values = Secrets::take(&saved);
    const Secrets::Values expected{
            {u"url/password"_s, u"p1"_s},         {u"url/query/token/0"_s, u"p2"_s},
            {u"url/query/token/1"_s, u"p3"_s},    {u"authentication.password"_s, u"p4"_s},
            {u"authentication.token"_s, u"p5"_s}, {u"tls.keyPassphrase"_s, u"p6"_s},
            {u"proxy.password"_s, u"p7"_s},       {u"header/X-Api-Key/0"_s, u"p8"_s},
            {u"header/x-api-key/1"_s, u"p9"_s},   {u"cookie/session/0"_s, u"p10"_s}};
    QCOMPARE(values, expected);
    QCOMPARE(saved.urlText, u"wss://ann@{{host}}/?token=***&x=1&token=***"_s);
    QCOMPARE(saved.secrets, values.keys());
    QStringList missing = Secrets::missing(saved);
    missing.sort();
    QCOMPARE(missing, expected.keys());
    QCOMPARE(Secrets::words(saved, u"authentication.password"_s), u"the password of user “ann”"_s);
    QCOMPARE(Secrets::words(saved, u"proxy.password"_s), u"the proxy’s password of user “bob”"_s);
    QCOMPARE(Secrets::words(saved, u"header/X-Api-Key/0"_s), u"the header “X-Api-Key”"_s);
    QCOMPARE(Secrets::words(saved, u"url/query/token/0"_s), u"“token” in the URL"_s);

    Secrets::Values some = values;
    some.remove(u"proxy.password"_s);
    some.remove(u"cookie/session/0"_s);
    Secrets::putBack(&saved, some);
    QCOMPARE(Secrets::missingSentence(saved),
             u"The proxy’s password of user “bob” and the cookie “session” are missing."_s);
    Secrets::putBack(&saved, values);
    QCOMPARE(Secrets::missingSentence(saved), QString());
    QVERIFY(saved == full());
}

void tst_Secrets::takeAndPutBack()
{
    for (quint32 seed = 0; seed < 500; ++seed) {
        RandomProfile random(seed);
        const SavedConnection saved = random.connection();
        SavedConnection copy = saved;
        const Secrets::Values values = Secrets::take(&copy);
        SavedConnection again = copy;
        QVERIFY(Secrets::take(&again).isEmpty());
        QVERIFY(again == copy);
        Secrets::putBack(&copy, values);
        QVERIFY2(copy == saved, qPrintable(QString::number(seed)));
    }
}

void tst_Secrets::urls_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("masked");
    const auto row = [](const char *name, const QString &url, const QString &masked) {
        QTest::newRow(name) << url << masked;
    };
    row("none", u"wss://h/?x=1#f"_s, u"wss://h/?x=1#f"_s);
    row("password", u"wss://u:p@h/"_s, u"wss://u@h/"_s);
    row("with @ in it", u"wss://u:p@q@h/"_s, u"wss://u@h/"_s);
    row("without scheme", u"u:p@h/x"_s, u"u@h/x"_s);
    row("without user", u"wss://:p@h/"_s, u"wss://@h/"_s);
    row("an @ in the path", u"wss://h/a:b@c"_s, u"wss://h/a:b@c"_s);
    row("query", u"h?API_key=k&sid=s;jwt=j"_s, u"h?API_key=***&sid=***;jwt=***"_s);
    row("encoded name", u"h?%74oken=k"_s, u"h?%74oken=***"_s);
    row("before a fragment", u"h?token=k#token=f"_s, u"h?token=***#token=f"_s);
    row("empty", u"h?token=&x"_s, u"h?token=&x"_s);
    row("a variable", u"h?token={{t}}"_s, u"h?token={{t}}"_s);
    row("a variable and more", u"h?token=k{{t}}"_s, u"h?token=***"_s);
    row("Unix", u"ws+unix:///tmp/s:/x?token=k"_s, u"ws+unix:///tmp/s:/x?token=***"_s);
}

void tst_Secrets::urls()
{
    QFETCH(const QString, url);
    QTEST(Secrets::maskedUrlText(url), "masked");
    SavedConnection saved;
    saved.urlText = url;
    const Secrets::Values values = Secrets::take(&saved);
    QTEST(saved.urlText, "masked");
    Secrets::putBack(&saved, values);
    QCOMPARE(saved.urlText, url);
}

void tst_Secrets::variablesStay_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("secret");
    QTest::newRow("variable") << QByteArray("{{token}}") << false;
    QTest::newRow("bearer") << QByteArray("Bearer {{token}}") << false;
    QTest::newRow("two") << QByteArray("{{a}}:{{b}}") << false;
    QTest::newRow("text") << QByteArray("Bearer abc") << true;
    QTest::newRow("a scheme without variable") << QByteArray("Bearer ") << true;
    QTest::newRow("both") << QByteArray("Bearer abc{{x}}") << true;
    QTest::newRow("escaped") << QByteArray("\\{{x}}") << true;
}

void tst_Secrets::variablesStay()
{
    QFETCH(const QByteArray, value);
    SavedConnection saved;
    saved.profile.headers = {{"Authorization", value}};
    const Secrets::Values values = Secrets::take(&saved);
    QTEST(!values.isEmpty(), "secret");
    QTEST(saved.profile.headers.value(0).value != value, "secret");
}

void tst_Secrets::places()
{
    SavedConnection saved = full();
    const Secrets::Values values = Secrets::take(&saved);
    saved.profile.cookies.clear();
    saved.profile.authentication.password = u"new"_s;
    // Neither is a place that is gone missing, nor one that has a value of its own.
    QVERIFY(!Secrets::missing(saved).contains(u"cookie/session/0"_s));
    QVERIFY(!Secrets::missing(saved).contains(u"authentication.password"_s));
    Secrets::putBack(&saved, values);
    QVERIFY(saved.profile.cookies.isEmpty());
    QCOMPARE(saved.profile.authentication.password, u"new"_s);
}

namespace {
struct Rig
{
    std::shared_ptr<FakeSecretBackend::Keychain> keychain = std::make_shared<FakeSecretBackend::Keychain>();
    SecretStore store{std::make_unique<FakeSecretBackend>(keychain)};
    QObject context;
    QList<SecretStore::Values> answers;

    void read(const QString &key)
    {
        store.read(key, &context, [this](const SecretStore::Values &values) { answers.append(values); });
    }
};
} // namespace

void tst_Secrets::storeKeeps()
{
    Rig rig;
    rig.keychain->entries.insert(u"k"_s, R"({"a":"1"})");
    rig.read(u"k"_s);
    rig.read(u"k"_s);
    QVERIFY(rig.answers.isEmpty()); // never at once
    QTRY_COMPARE(rig.answers.size(), 2);
    QCOMPARE(rig.answers.value(0), (SecretStore::Values{{u"a"_s, u"1"_s}}));
    rig.store.write(u"k"_s, {{u"b"_s, u"2"_s}});
    QCOMPARE(rig.keychain->entries.value(u"k"_s), R"({"b":"2"})");
    rig.store.write(u"k"_s, {});
    QVERIFY(rig.keychain->entries.isEmpty());
    // What is known is not asked for, nor written, again.
    rig.store.write(u"k"_s, {});
    rig.read(u"k"_s);
    QTRY_COMPARE(rig.answers.size(), 3);
    QCOMPARE(rig.keychain->calls, (QStringList{u"read k"_s, u"write k"_s, u"remove k"_s}));
    QVERIFY(rig.store.isPersistent() && rig.store.sentence().isEmpty());
}

void tst_Secrets::storeInMemory()
{
    SecretStore store(nullptr);
    QVERIFY(!store.isPersistent());
    QVERIFY(store.sentence().contains(u"memory"_s));
    store.write(u"k"_s, {{u"a"_s, u"1"_s}});
    SecretStore::Values answer;
    store.read(u"k"_s, this, [&](const SecretStore::Values &values) { answer = values; });
    QTRY_COMPARE(answer.value(u"a"_s), u"1"_s);
}

void tst_Secrets::storeUnavailable()
{
    Rig rig;
    rig.keychain->outcome = SecretBackend::Outcome::Unavailable;
    QSignalSpy changed(&rig.store, &SecretStore::persistenceChanged);
    rig.store.write(u"k"_s, {{u"a"_s, u"1"_s}});
    QCOMPARE(changed.size(), 1);
    QVERIFY(!rig.store.isPersistent());
    QVERIFY2(rig.store.sentence().endsWith(u"for this run only (it is locked)."_s),
             qPrintable(rig.store.sentence()));
    rig.read(u"k"_s);
    rig.read(u"other"_s);
    QTRY_COMPARE(rig.answers.size(), 2);
    QCOMPARE(rig.answers.value(0).value(u"a"_s), u"1"_s);
    // It is not asked again.
    rig.store.write(u"k"_s, {});
    QCOMPARE(rig.keychain->calls, QStringList(u"write k"_s));
    QCOMPARE(changed.size(), 1);
}

void tst_Secrets::storeFails()
{
    Rig rig;
    rig.keychain->entries.insert(u"k"_s, R"({"a":"1"})");
    rig.keychain->outcome = SecretBackend::Outcome::Failed;
    rig.read(u"k"_s);
    QTRY_COMPARE(rig.answers.size(), 1);
    QVERIFY(rig.answers.takeFirst().isEmpty());
    QVERIFY(rig.store.isPersistent());
    QVERIFY(rig.store.sentence().contains(u"read"_s));
    // The next time it may be open.
    rig.keychain->outcome = SecretBackend::Outcome::Done;
    rig.read(u"k"_s);
    QTRY_COMPARE(rig.answers.size(), 1);
    QCOMPARE(rig.answers.value(0).value(u"a"_s), u"1"_s);
    QVERIFY(rig.store.sentence().isEmpty());
}

void tst_Secrets::storeLosesNothingThatItCannotRead()
{
    Rig rig;
    rig.keychain->entries.insert(u"k"_s, R"({"a":"1","b":"2"})");
    rig.keychain->outcome = SecretBackend::Outcome::Failed;
    rig.store.write(u"k"_s, {{u"a"_s, u"3"_s}}, {u"b"_s});
    QVERIFY(rig.store.sentence().contains(u"read"_s));
    rig.store.write(u"k"_s, {}, {u"a"_s, u"b"_s});
    rig.read(u"k"_s);
    QTRY_COMPARE(rig.answers.size(), 1);
    QCOMPARE(rig.answers.takeFirst(), (SecretStore::Values{{u"a"_s, u"3"_s}}));
    QVERIFY(!rig.store.isKnown(u"k"_s));
    QCOMPARE(rig.keychain->entries.value(u"k"_s), R"({"a":"1","b":"2"})");
    // Unlocked, it takes what was written.
    rig.keychain->outcome = SecretBackend::Outcome::Done;
    rig.read(u"k"_s);
    QTRY_COMPARE(rig.answers.size(), 1);
    QCOMPARE(rig.answers.takeFirst(), (SecretStore::Values{{u"a"_s, u"3"_s}, {u"b"_s, u"2"_s}}));
    QCOMPARE(rig.keychain->entries.value(u"k"_s), R"({"a":"3","b":"2"})");

    rig.keychain->entries.insert(u"other"_s, R"({"a":"1"})");
    rig.keychain->outcome = SecretBackend::Outcome::Failed;
    rig.store.remove(u"other"_s);
    rig.keychain->outcome = SecretBackend::Outcome::Done;
    QVERIFY(rig.keychain->entries.contains(u"other"_s));
    QVERIFY(!rig.keychain->calls.contains(u"remove other"_s));
    rig.store.remove(u"other"_s);
    QVERIFY(!rig.keychain->entries.contains(u"other"_s));
}

void tst_Secrets::storeTimesOut()
{
    Rig rig;
    rig.keychain->entries.insert(u"k"_s, R"({"a":"1"})");
    rig.keychain->isSlow = true;
    rig.store.setTimeout(std::chrono::milliseconds(20));
    rig.read(u"k"_s);
    QTRY_COMPARE(rig.answers.size(), 1);
    QVERIFY(rig.answers.takeFirst().isEmpty());
    rig.keychain->answerAll();
    QCoreApplication::processEvents();
    QVERIFY(rig.answers.isEmpty()); // once is enough
    rig.read(u"k"_s);
    QTRY_COMPARE(rig.answers.size(), 1);
    QCOMPARE(rig.answers.value(0).value(u"a"_s), u"1"_s);
}

void tst_Secrets::storeOrder()
{
    Rig rig;
    rig.keychain->entries.insert(u"k"_s, R"({"a":"old"})");
    rig.keychain->isSlow = true;
    rig.read(u"k"_s);
    rig.store.write(u"k"_s, {{u"a"_s, u"new"_s}});
    rig.keychain->answerAll();
    QTRY_COMPARE(rig.answers.size(), 1);
    QCOMPARE(rig.answers.value(0).value(u"a"_s), u"new"_s);
    QCOMPARE(rig.keychain->entries.value(u"k"_s), R"({"a":"new"})");
}

void tst_Secrets::storeKeepsSome()
{
    Rig rig;
    rig.keychain->entries.insert(u"k"_s, R"({"a":"1","b":"2","c":"3"})");
    rig.keychain->isSlow = true;
    rig.store.write(u"k"_s, {{u"a"_s, u"9"_s}}, {u"b"_s});
    rig.keychain->answerAll();
    QCOMPARE(rig.keychain->entries.value(u"k"_s), R"({"a":"9","b":"2"})");
    rig.store.write(u"k"_s, {}, {u"b"_s});
    rig.keychain->answerAll();
    QCOMPARE(rig.keychain->entries.value(u"k"_s), R"({"b":"2"})");
}

void tst_Secrets::contextIsGone()
{
    Rig rig;
    bool called = false;
    {
        const auto context = std::make_unique<QObject>();
        rig.store.read(u"k"_s, context.get(), [&](const SecretStore::Values &) { called = true; });
    }
    rig.read(u"k"_s);
    QTRY_COMPARE(rig.answers.size(), 1);
    QVERIFY(!called);
}

SOCKETSCOPE_TEST(tst_Secrets, QCoreApplication)
#include "tst_secrets.moc"
