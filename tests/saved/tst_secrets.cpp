// SPDX-License-Identifier: MIT
// The secrets of a connection: taken out of it wherever it is kept, exported or copied, and put back.
#include "saved/secrets.h"
#include "support/testprogram.h"

#include "commands/commandformat.h"
#include "saved/profilejson.h"
#include "tests/saved/randomprofile.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_Secrets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesWhatLooksLikeOne();
    void takesAll();
    void takeAndPutBack();
    void urls_data();
    void urls();
    void variablesStay_data();
    void variablesStay();
    void places();
    void credentialsAreWhatTheServerSees();
    void namesStayAsTheyAre();
    void credentialsAreLeftOutWhole();
    void othersAreNotLeftOut();
    void subprotocolsAreTakenOutAndPutBack();
    void aMissingSubprotocolIsNamed();
    void subprotocolsKeepTheirPlace();
    void subprotocolsAreNotWritten();
    void subprotocolsAreNotCopied();
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

void tst_Secrets::takesWhatLooksLikeOne()
{
    const QString token = u"ghp_aB3dE6gH9jK2mN5pQ8sT1vW4"_s;
    SavedConnection saved;
    saved.urlText =
            u"wss://t0k@{{host}}/ws/%1/{{path}}/a;sid=1?x=%1&code=1&back=https%3A//b.test/%3Ftoken=2&to=/a?b"_s;
    saved.urlText.replace(u"%1"_s, token);
    saved.profile.authentication = {Authentication::Kind::Basic, token, {}, {}};
    saved.profile.headers = {{"X-Trace", token.toUtf8()}, {"Referer", "https://a.test/?pass=1"}, {"X-A", ""}};
    const SavedConnection before = saved;
    const Secrets::Values values = Secrets::take(&saved);
    QCOMPARE(values.keys(),
             (QStringList{u"authentication.user"_s, u"header/Referer/0"_s, u"header/X-Trace/0"_s,
                          u"url/path/0"_s, u"url/path/1"_s, u"url/query/back/0"_s, u"url/query/code/0"_s,
                          u"url/query/x/0"_s, u"url/user"_s}));
    QCOMPARE(saved.urlText, u"wss://***@{{host}}/ws/***/{{path}}/***?x=***&code=***&back=***&to=/a?b"_s);
    QCOMPARE(Secrets::missing(saved).size(), values.size());
    QCOMPARE(Secrets::words(saved, u"url/user"_s), u"the user in the URL"_s);
    Secrets::putBack(&saved, values);
    QCOMPARE(saved, before);
    // A user whose password is kept elsewhere is none.
    saved.urlText = u"wss://ann@h/"_s;
    saved.secrets = QStringList{u"url/password"_s};
    QVERIFY(!Secrets::take(&saved).contains(u"url/user"_s));
    QCOMPARE(saved.urlText, u"wss://ann@h/"_s);
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
    QCOMPARE(Secrets::words(saved, u"cookie/a”\nb/0"_s), u"the cookie “a\" b”"_s);

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
    QTest::addColumn<bool>("isSubprotocol");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("secret");
    QTest::newRow("variable") << false << u"{{token}}"_s << false;
    QTest::newRow("bearer") << false << u"Bearer {{token}}"_s << false;
    QTest::newRow("two") << false << u"{{a}}:{{b}}"_s << false;
    QTest::newRow("text") << false << u"Bearer abc"_s << true;
    QTest::newRow("a scheme without variable") << false << u"Bearer "_s << true;
    QTest::newRow("both") << false << u"Bearer abc{{x}}"_s << true;
    QTest::newRow("escaped") << false << u"\\{{x}}"_s << true;
    QTest::newRow("plain subprotocol") << true << u"graphql-transport-ws"_s << false;
    QTest::newRow("a variable for one") << true << u"{{token}}"_s << false;
    QTest::newRow("words and a variable")
            << true << u"base64url.bearer.authorization.k8s.io.{{token}}"_s << false;
    QTest::newRow("a token and a variable") << true << u"bearer.c2VjcmV0c2VjcmV0c2VjcmV0.{{id}}"_s << true;
    QTest::newRow("a token after a variable") << true << u"bearer.{{id}}.c2VjcmV0"_s << true;
}

void tst_Secrets::variablesStay()
{
    QFETCH(const bool, isSubprotocol);
    QFETCH(const QString, value);
    SavedConnection saved;
    if (isSubprotocol)
        saved.profile.subprotocols = QStringList(value);
    else
        saved.profile.headers = {{"Authorization", value.toUtf8()}};
    QTEST(!Secrets::take(&saved).isEmpty(), "secret");
    if (isSubprotocol)
        QTEST(saved.profile.subprotocols.value(0) == u"***"_s, "secret");
    else
        QTEST(saved.profile.headers.value(0).value != value.toUtf8(), "secret");
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

static SavedConnection withCredentials()
{
    SavedConnection saved;
    saved.urlText = u"wss://ann:p1@h/?token=p2"_s;
    ConnectionProfile &profile = saved.profile;
    profile.url = QUrl(saved.urlText);
    profile.authentication = {Authentication::Kind::Basic, u"ann"_s, u"p4"_s, u"p5"_s};
    profile.tls.keyPassphrase = u"p6"_s;
    profile.proxy = {ProxySettings::Kind::Http, u"proxy"_s, 1, u"bob"_s, u"p7"_s};
    profile.headers = {{"Accept", "x"}, {"X-Api-Key", "p8"}, {"X-Auth", "Bearer {{token}}"}};
    profile.cookies = {{"session", "p10"}};
    profile.subprotocols = QStringList{u"chat"_s, u"bearer.p11"_s};
    return saved;
}

void tst_Secrets::credentialsAreWhatTheServerSees()
{
    QCOMPARE(Secrets::credentials(withCredentials()),
             (Secrets::Values{{u"authentication.password"_s, u"p4"_s},
                              {u"header/X-Api-Key/0"_s, u"p8"_s},
                              {u"cookie/session/0"_s, u"p10"_s},
                              {u"subprotocol/0"_s, u"bearer.p11"_s}}));
}

void tst_Secrets::namesStayAsTheyAre()
{
    SavedConnection saved;
    saved.profile.cookies = {{"a%3", "p1"}};
    QCOMPARE(Secrets::credentials(saved), (Secrets::Values{{u"cookie/a%3/0"_s, u"p1"_s}}));
}

void tst_Secrets::credentialsAreLeftOutWhole()
{
    SavedConnection saved = withCredentials();
    Secrets::leaveOut(&saved, Secrets::credentials(saved).keys());
    SavedConnection expected = withCredentials();
    expected.profile.authentication = {};
    expected.profile.headers.remove(1);
    expected.profile.cookies.clear();
    expected.profile.subprotocols.removeLast();
    QVERIFY(saved == expected);
}

void tst_Secrets::othersAreNotLeftOut()
{
    SavedConnection saved = withCredentials();
    saved.secrets = QStringList{u"header/X-Api-Key/0"_s, u"url/query/token/0"_s};
    Secrets::leaveOut(&saved, {u"header/X-Api-Key/0"_s, u"authentication.token"_s, u"url/query/token/0"_s});
    QCOMPARE(saved.secrets, QStringList(u"url/query/token/0"_s));
    QCOMPARE(saved.urlText, withCredentials().urlText);
    QCOMPARE(saved.profile.authentication.password, u"p4"_s);
    QVERIFY(saved.profile.authentication.token.isEmpty());
    QCOMPARE(saved.profile.cookies.size(), 1);
}

static const QString &bearer()
{
    static const QString text = u"base64url.bearer.authorization.k8s.io.c2VjcmV0"_s;
    return text;
}

static const QString &longOne()
{
    static const QString text = u"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"_s;
    return text;
}

static SavedConnection withSubprotocols()
{
    SavedConnection saved;
    saved.urlText = u"wss://h.example/"_s;
    saved.profile.url = QUrl(saved.urlText);
    saved.profile.subprotocols = QStringList{u"v4.channel.k8s.io"_s, bearer(), u"chat"_s, longOne()};
    return saved;
}

void tst_Secrets::subprotocolsAreTakenOutAndPutBack()
{
    SavedConnection saved = withSubprotocols();
    const Secrets::Values values = Secrets::take(&saved);
    QCOMPARE(values, (Secrets::Values{{u"subprotocol/0"_s, bearer()}, {u"subprotocol/1"_s, longOne()}}));
    QCOMPARE(saved.profile.subprotocols,
             (QStringList{u"v4.channel.k8s.io"_s, u"***"_s, u"chat"_s, u"***"_s}));
    SavedConnection again = saved;
    QVERIFY(Secrets::take(&again).isEmpty());
    QVERIFY(again == saved);
    Secrets::putBack(&saved, values);
    QVERIFY(saved == withSubprotocols());
}

void tst_Secrets::aMissingSubprotocolIsNamed()
{
    SavedConnection saved = withSubprotocols();
    Secrets::Values values = Secrets::take(&saved);
    values.remove(u"subprotocol/1"_s);
    Secrets::putBack(&saved, values);
    QCOMPARE(Secrets::missing(saved), QStringList(u"subprotocol/1"_s));
    QCOMPARE(Secrets::missingSentence(saved), u"The subprotocol that carries a token is missing."_s);
}

void tst_Secrets::subprotocolsKeepTheirPlace()
{
    SavedConnection saved = withSubprotocols();
    const Secrets::Values values = Secrets::take(&saved);
    saved.profile.subprotocols.prepend(u"v5"_s);
    saved.profile.subprotocols.removeAll(u"chat"_s);
    Secrets::putBack(&saved, values);
    QCOMPARE(saved.profile.subprotocols, (QStringList{u"v5"_s, u"v4.channel.k8s.io"_s, bearer(), longOne()}));
}

void tst_Secrets::subprotocolsAreNotWritten()
{
    const QByteArray without =
            QJsonDocument(ProfileJson::write(withSubprotocols(), ProfileJson::SecretValues::LeaveOut))
                    .toJson(QJsonDocument::Compact);
    QVERIFY2(without.contains(R"("subprotocols":["v4.channel.k8s.io","***","chat","***"])"),
             without.constData());
    const QByteArray with =
            QJsonDocument(ProfileJson::write(withSubprotocols(), ProfileJson::SecretValues::Include))
                    .toJson(QJsonDocument::Compact);
    QVERIFY(with.contains(bearer().toUtf8()) && with.contains(longOne().toUtf8()));
}

void tst_Secrets::subprotocolsAreNotCopied()
{
    const QList<CopyFormat> formats = copyFormats();
    for (const CopyFormat format : formats) {
        const QString masked = profileAs(format, withSubprotocols().profile, CopiedSecrets::Masked);
        QVERIFY2(!masked.contains("c2VjcmV0"_L1) && !masked.contains("eyJ"_L1), qPrintable(masked));
        QVERIFY2(masked.contains("v4.channel.k8s.io"_L1), qPrintable(masked));
        const QString all = profileAs(format, withSubprotocols().profile, CopiedSecrets::Included);
        QVERIFY2(all.contains(bearer()), qPrintable(all));
    }
}

SOCKETSCOPE_TEST(tst_Secrets, QCoreApplication)
#include "tst_secrets.moc"
