// SPDX-License-Identifier: MIT
// What a tab is about to open: set up, pasted, undone, answered, copied.
#include "session/connectiondraft.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_ConnectionDraft : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaultsAreFollowed();
    void whatIsSetUpIsNotFresh();
    void urlsAreRead_data();
    void urlsAreRead();
    void whatCannotBeSaved_data();
    void whatCannotBeSaved();
    void plainText_data();
    void plainText();
    void isUnverified_data();
    void isUnverified();
    void commandsAreRead_data();
    void commandsAreRead();
    void readingIsUndoneAndRedone();
    void brokenCommandIsUndone();
    void answersKeepThePaste();
    void secretsAreTaken();
    void secretsAreForTheServerThatWasAskedAbout();
    void wrongSecretIsReplaced();
    void refusedSecrets_data();
    void refusedSecrets();
    void answersAboutCredentials_data();
    void answersAboutCredentials();
    void leavingOutTakesAllAway();
    void whatIsEnteredElsewhereIsForThere();
    void savedConnectionIsLeft_data();
    void savedConnectionIsLeft();
    void trustIsLeft_data();
    void trustIsLeft();
    void copies_data();
    void copies();
};

static ChosenEnvironment environment(const Variables::Values &values, const QStringList &secrets = {})
{
    ChosenEnvironment chosen;
    chosen.id = u"1"_s;
    chosen.isOffered = true;
    chosen.values = values;
    chosen.secretNames = secrets;
    return chosen;
}

static SavedConnection savedAt(const QString &urlText)
{
    SavedConnection saved;
    saved.id = u"1"_s;
    saved.name = u"%1 Production"_s;
    saved.urlText = urlText;
    return saved;
}

static ConnectionDraft draftOf(const SavedConnection &connection)
{
    ConnectionDraft draft;
    draft.setConnection(connection);
    return draft;
}

// Basic, with a password that is to be asked for.
static SavedConnection annAt(const QString &urlText)
{
    SavedConnection saved = savedAt(urlText);
    saved.profile.authentication = {Authentication::Kind::Basic, u"ann"_s, {}, {}};
    saved.secrets = QStringList{u"authentication.password"_s};
    return saved;
}

void tst_ConnectionDraft::defaultsAreFollowed()
{
    ConnectionProfile defaults;
    ConnectionDraft draft(defaults);
    defaults.keepAliveInterval = std::chrono::seconds(77);
    draft.setDefaults(defaults);
    QCOMPARE(draft.profile().keepAliveInterval, std::chrono::seconds(77));
    QCOMPARE(draft.changedSettings(), 0);
    ConnectionProfile own = draft.profile();
    own.keepAliveInterval = std::chrono::seconds(78);
    draft.setProfile(own);
    draft.setDefaults({});
    QCOMPARE(draft.profile().keepAliveInterval, std::chrono::seconds(78));
    QCOMPARE(draft.changedSettings(), 1);
}

void tst_ConnectionDraft::whatIsSetUpIsNotFresh()
{
    ConnectionDraft draft;
    draft.setUrlText(u" ws://h/ "_s);
    QCOMPARE(draft.urlText(), u"ws://h/"_s);
    QCOMPARE(draft.profile().url, QUrl(u"ws://h/"_s));
    QVERIFY(draft.isFresh());
    SavedConnection saved = draft.connection();
    saved.profile.headers = {{"X-A", "1"}};
    QVERIFY(!draftOf(saved).isFresh());
    saved.profile.headers.clear();
    QVERIFY(draftOf(saved).isFresh());
    draft.setSaved(u"1"_s, u"Production"_s);
    QVERIFY(!draft.isFresh());
    // With the URL alone, as a profile that was made elsewhere has it.
    saved.urlText.clear();
    QCOMPARE(draftOf(saved).urlText(), u"ws://h/"_s);
}

void tst_ConnectionDraft::urlsAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("problem");
    QTest::newRow("plain") << u"h:1/a"_s << u"wss://h:1/a"_s << QString();
    QTest::newRow("variables") << u"ws://h:{{port}}/{{key}}"_s << u"ws://h:81/T0p%2FSecret"_s << QString();
    QTest::newRow("secret of the query that will be asked for")
            << u"ws://h/?token=***&x=1"_s << u"ws://h/?token=x&x=1"_s << QString();
    QTest::newRow("no value") << u"ws://{{host}}/{{ path }}"_s << QString()
                              << u"There is no value for {{host}} and {{path}}."_s;
    QTest::newRow("no value of a secret")
            << u"ws://{{host}}/{{lost}}"_s << QString()
            << u"“lost” is a secret that is not known here: enter it among the environments (Ctrl+Shift+E)."_s;
}

void tst_ConnectionDraft::urlsAreRead()
{
    QFETCH(const QString, text);
    SavedConnection saved;
    saved.secrets = QStringList{u"url/query/token/0"_s};
    ConnectionDraft draft = draftOf(saved);
    draft.setEnvironment(
            environment({{u"port"_s, u"81"_s}, {u"key"_s, u"T0p%2FSecret"_s}}, {u"key"_s, u"lost"_s}));
    QTEST(draft.read(text).url.toString(QUrl::FullyEncoded), "url");
    QTEST(draft.read(text).problem, "problem");
}

void tst_ConnectionDraft::whatCannotBeSaved_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isProblem");
    QTest::newRow("variables without a value") << u"wss://{{ host }}/a"_s << false;
    QTest::newRow("URL") << u"h:1/a"_s << false;
    QTest::newRow("command") << u"curl 'wss://h/'"_s << true;
    QTest::newRow("blanks beside a variable") << u"curl {{a}}"_s << true;
    QTest::newRow("another scheme") << u"mailto:a"_s << true;
}

void tst_ConnectionDraft::whatCannotBeSaved()
{
    QFETCH(const QString, text);
    ConnectionDraft draft;
    draft.setUrlText(text);
    QTEST(!draft.savingProblem().isEmpty(), "isProblem");
}

void tst_ConnectionDraft::plainText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("plain");
    QTest::newRow("wss") << u"wss://{{host}}/a?token=***"_s << u"ws://{{host}}/a?token=***"_s;
    QTest::newRow("https") << u" HTTPS://host/a"_s << u"ws://host/a"_s;
    QTest::newRow("no scheme") << u"host/a"_s << u"ws://host/a"_s;
}

void tst_ConnectionDraft::plainText()
{
    QFETCH(const QString, text);
    ConnectionDraft draft;
    draft.setUrlText(text);
    QTEST(draft.plainUrlText(), "plain");
}

void tst_ConnectionDraft::isUnverified_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("verify");
    QTest::addColumn<bool>("isUnverified");
    QTest::newRow("verified") << u"wss://h/"_s << true << false;
    QTest::newRow("not verified") << u"wss://h/"_s << false << true;
    QTest::newRow("not known yet") << u"{{host}}"_s << false << true;
    QTest::newRow("plain") << u"WS://{{host}}/"_s << false << false;
    QTest::newRow("plain by itself") << u"localhost/"_s << false << false;
}

void tst_ConnectionDraft::isUnverified()
{
    QFETCH(const QString, text);
    QFETCH(const bool, verify);
    SavedConnection saved = savedAt(text);
    saved.profile.tls.verify = verify;
    QTEST(draftOf(saved).isUnverified(), "isUnverified");
}

void tst_ConnectionDraft::commandsAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("hint");
    QTest::newRow("curl")
            << u"curl 'https://h/' -H 'X-Trace: 1' -H 'Cookie: a=1; b=2' -H 'Authorization: Bearer t0k'"_s
            << u"Read from a curl command: 1 header, 2 cookies, credentials."_s;
    QTest::newRow("wscat") << u"wscat -c wss://h/ -o https://app.example -x hello --ca /tmp/ca.pem"_s
                           << u"Read from a wscat command: the Origin, an authority, 1 message to send."_s;
    QTest::newRow("JavaScript") << u"const ws = new WebSocket('wss://h/', ['a', 'b']);"_s
                                << u"Read from JavaScript: 2 subprotocols."_s;
    QTest::newRow("nothing but the URL") << u"wscat -c wss://h/"_s << u"Read from a wscat command."_s;
}

void tst_ConnectionDraft::commandsAreRead()
{
    QFETCH(const QString, text);
    QFETCH(const QString, hint);
    ConnectionDraft draft;
    const auto reading = draft.readCommand(text);
    QVERIFY(reading);
    QVERIFY2(reading->hint.startsWith(hint) && !reading->hint.contains("t0k"_L1), qPrintable(reading->hint));
    QVERIFY(!reading->hint.contains("Ctrl+Z"_L1));
    QCOMPARE(draft.urlText(), u"wss://h/"_s);
    QVERIFY(!draft.readCommand(u"wss://h/"_s));
    QVERIFY(draft.readCommand(text)->hint.endsWith(u"Ctrl+Z brings back what was here before."_s));
}

void tst_ConnectionDraft::readingIsUndoneAndRedone()
{
    SavedConnection saved = savedAt(u"wss://one.example/"_s);
    saved.profile.headers = {{"X-One", "1"}};
    ConnectionDraft draft = draftOf(saved);
    QVERIFY(!draft.undoReading({}));
    const SavedConnection before = draft.connection();
    QVERIFY(draft.readCommand(u"curl 'wss://two.example/' -H 'X-Two: 2'"_s));
    const SavedConnection after = draft.connection();
    QVERIFY(!draft.redoReading({}));
    QCOMPARE(draft.undoReading(u"what was read"_s), QString());
    QCOMPARE(draft.connection(), before);
    QVERIFY(!draft.undoReading({}));
    QCOMPARE(draft.redoReading({}), u"what was read"_s);
    QCOMPARE(draft.connection(), after);
    QVERIFY(!draft.redoReading({}));
    // The saved connection is that again, and is left for another server.
    QVERIFY(draft.undoReading({}));
    draft.setUrlText(u"wss://two.example/"_s);
    QVERIFY(draft.leaveElsewhere().contains(u"“%1 Production”"_s));
    // Another connection is no part of that.
    draft.setConnection(saved);
    QVERIFY(!draft.redoReading({}) && !draft.undoReading({}));
}

void tst_ConnectionDraft::brokenCommandIsUndone()
{
    ConnectionDraft draft;
    draft.setUrlText(u"wss://one.example/"_s);
    const auto reading = draft.readCommand(u"curl  'wss://two.example/"_s);
    QVERIFY(reading && !reading->problem.isEmpty() && reading->hint.isEmpty());
    QCOMPARE(draft.urlText(), u"curl 'wss://two.example/"_s);
    QVERIFY(draft.undoReading({}));
    QCOMPARE(draft.urlText(), u"wss://one.example/"_s);
}

void tst_ConnectionDraft::answersKeepThePaste()
{
    ConnectionDraft draft;
    draft.setUrlText(u"ws://before.example/"_s);
    draft.readCommand(u"curl 'ws://h/' -H 'X-Trace: 1'"_s);
    draft.takeSecrets({{u"tls.keyPassphrase"_s, u"s3cret"_s}});
    QVERIFY(draft.undoReading({}));
    QCOMPARE(draft.urlText(), u"ws://before.example/"_s);
}

void tst_ConnectionDraft::secretsAreTaken()
{
    SavedConnection saved = annAt(u"ws://h/?token=***&x=1"_s);
    saved.secrets.append(u"url/query/token/0"_s);
    ConnectionDraft draft = draftOf(saved);
    draft.takeSecrets({{u"authentication.password"_s, u"s3cret"_s}, {u"url/query/token/0"_s, u"t0k"_s}});
    QCOMPARE(draft.profile().authentication.password, u"s3cret"_s);
    QCOMPARE(draft.urlText(), u"ws://h/?token=t0k&x=1"_s);
    QCOMPARE(draft.profile().url, QUrl(u"ws://h/?token=t0k&x=1"_s));
    QVERIFY(draft.connection().secrets.isEmpty());
    QCOMPARE(draft.connection().id, u"1"_s);
}

void tst_ConnectionDraft::secretsAreForTheServerThatWasAskedAbout()
{
    ConnectionDraft draft = draftOf(annAt(u"ws://{{host}}/feed"_s));
    draft.setEnvironment(environment({{u"host"_s, u"a.example"_s}}));
    draft.enterHere();
    draft.setUrlText(u"ws://{{host}}/other"_s);
    QVERIFY(!draft.isElsewhere());
    draft.setEnvironment(environment({{u"host"_s, u"b.example"_s}}));
    QVERIFY(draft.isElsewhere());
    draft.takeSecrets({{u"authentication.password"_s, u"s3cret"_s}});
    QVERIFY(draft.profile().authentication.password.isEmpty());
    QCOMPARE(draft.connection().secrets, QStringList(u"authentication.password"_s));
    QVERIFY(draft.refusedSecrets(false).isEmpty());
    draft.setUrlText(u"ws://a.example/"_s);
    draft.takeSecrets({{u"authentication.password"_s, u"s3cret"_s}});
    QCOMPARE(draft.profile().authentication.password, u"s3cret"_s);
    // It was entered for that one, and for no other.
    draft.enterHere();
    draft.setUrlText(u"ws://{{host}}/"_s);
    QVERIFY(draft.foreignCredentials());
}

void tst_ConnectionDraft::wrongSecretIsReplaced()
{
    SavedConnection saved = annAt(u"wss://h/"_s);
    saved.profile.cookies = {{"sid", "c00kie"}};
    ConnectionDraft draft = draftOf(saved);
    for (const QString &password : {u"wrong"_s, u"right"_s}) {
        draft.takeSecrets({{u"authentication.password"_s, password}});
        QCOMPARE(draft.profile().authentication.password, password);
        QCOMPARE(draft.profile().cookies, saved.profile.cookies);
        QVERIFY(draft.connection().secrets.isEmpty());
    }
}

void tst_ConnectionDraft::refusedSecrets_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("byServer");
    QTest::addColumn<bool>("byProxy");
    QTest::newRow("password") << u"authentication.password"_s << true << false;
    QTest::newRow("query") << u"url/query/token/0"_s << true << false;
    QTest::newRow("proxy") << u"proxy.password"_s << false << true;
    QTest::newRow("passphrase") << u"tls.keyPassphrase"_s << false << false;
}

void tst_ConnectionDraft::refusedSecrets()
{
    QFETCH(const QString, name);
    QFETCH(const bool, byServer);
    QFETCH(const bool, byProxy);
    SavedConnection saved = annAt(u"wss://h/?token=***"_s);
    saved.secrets = QStringList{name};
    ConnectionDraft draft = draftOf(saved);
    QVERIFY(draft.refusedSecrets(true).isEmpty() && draft.refusedSecrets(false).isEmpty());
    draft.takeSecrets({{name, u"s3cret"_s}});
    QCOMPARE(draft.refusedSecrets(false), byServer ? QStringList(name) : QStringList());
    QCOMPARE(draft.refusedSecrets(true), byProxy ? QStringList(name) : QStringList());
    draft.setConnection(saved);
    QVERIFY(draft.refusedSecrets(true).isEmpty() && draft.refusedSecrets(false).isEmpty());
}

void tst_ConnectionDraft::answersAboutCredentials_data()
{
    QTest::addColumn<bool>("send");
    QTest::addColumn<QString>("textThen");
    QTest::addColumn<QString>("hostThen");
    QTest::addColumn<QString>("said");
    QTest::addColumn<bool>("isAskedAgain");
    QTest::addColumn<bool>("isThere");
    const QString left = u"The bearer token and the cookie “sid” were left out."_s;
    QTest::newRow("sent") << true << u"ws://{{host}}/"_s << u"b"_s << QString() << false << true;
    QTest::newRow("left out") << false << u"ws://{{host}}/"_s << u"b"_s << left << false << false;
    QTest::newRow("sent, but it is another URL")
            << true << u"ws://other/"_s << u"b"_s << QString() << true << true;
    QTest::newRow("sent, but it is another path")
            << true << u"ws://{{host}}/other"_s << u"b"_s << QString() << true << true;
    QTest::newRow("left out, but it is another URL")
            << false << u"ws://other/"_s << u"b"_s << QString() << true << true;
    QTest::newRow("sent, but it leads elsewhere")
            << true << u"ws://{{host}}/"_s << u"c"_s << QString() << true << true;
}

void tst_ConnectionDraft::answersAboutCredentials()
{
    QFETCH(const bool, send);
    QFETCH(const QString, textThen);
    QFETCH(const QString, hostThen);
    QFETCH(const bool, isThere);
    ConnectionDraft draft;
    draft.readCommand(
            u"curl ws://a/ -H 'Authorization: Bearer t0k' -H 'Cookie: sid=c00kie' -H 'X-Trace: 1'"_s);
    draft.setEnvironment(environment({{u"host"_s, u"b"_s}}));
    draft.setUrlText(u"ws://{{host}}/"_s);
    const auto asked = draft.foreignCredentials();
    QVERIFY(asked);
    draft.setUrlText(textThen);
    draft.setEnvironment(environment({{u"host"_s, hostThen}}));
    QTEST(draft.answer(*asked, send), "said");
    QTEST(draft.foreignCredentials().has_value(), "isAskedAgain");
    QCOMPARE(draft.profile().cookies.isEmpty(), !isThere);
    QCOMPARE(draft.profile().authentication == Authentication(), !isThere);
    QCOMPARE(draft.profile().headers, (HttpHeaders{{"X-Trace", "1"}}));
}

void tst_ConnectionDraft::leavingOutTakesAllAway()
{
    SavedConnection saved = savedAt(u"wss://host-a.example/feed"_s);
    saved.profile.tls.certificateFile = u"/nowhere.pem"_s;
    saved.profile.tls.keyFile = u"/nowhere.key"_s;
    saved.profile.authentication = {Authentication::Kind::Basic, u"k3y"_s, {}, {}};
    saved.profile.onOpen = {{false, "hello"}, {false, "{{kept}}"}};
    saved.secrets = QStringList{u"tls.keyPassphrase"_s};
    ConnectionDraft draft = draftOf(saved);
    draft.setUrlText(u"wss://127.0.0.1:1/"_s);
    const auto asked = draft.foreignCredentials();
    QVERIFY(asked);
    QVERIFY(!draft.answer(*asked, false).isEmpty());
    QCOMPARE(draft.profile().tls, TlsSettings());
    QCOMPARE(draft.profile().authentication, Authentication());
    QCOMPARE(draft.profile().onOpen, (QList<OpeningMessage>{{false, "{{kept}}"}}));
    QVERIFY(draft.connection().secrets.isEmpty());
}

void tst_ConnectionDraft::whatIsEnteredElsewhereIsForThere()
{
    SavedConnection saved = savedAt(u"ws://host-a.example/feed"_s);
    saved.profile.authentication = {Authentication::Kind::Bearer, {}, {}, u"t0k"_s};
    saved.profile.cookies = {{"sid", "c00kie"}};
    ConnectionDraft draft = draftOf(saved);
    draft.setUrlText(u"ws://127.0.0.1:1/"_s);
    ConnectionProfile profile = draft.profile();
    profile.authentication.token = u"new"_s;
    draft.setProfile(profile);
    QCOMPARE(draft.foreignCredentials().value_or(ForeignCredentials()).names, QStringList(u"cookie/sid/0"_s));
    profile.cookies.clear();
    draft.setProfile(profile);
    QVERIFY(!draft.foreignCredentials());
}

void tst_ConnectionDraft::savedConnectionIsLeft_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isLeft");
    QTest::newRow("another path") << u"wss://h:443/b"_s << false;
    QTest::newRow("another server") << u"wss://i/a"_s << true;
    QTest::newRow("without encryption") << u"ws://h/a"_s << true;
}

void tst_ConnectionDraft::savedConnectionIsLeft()
{
    QFETCH(const QString, text);
    QFETCH(const bool, isLeft);
    SavedConnection saved = savedAt(u"wss://h/a?token=***"_s);
    saved.notes = u"Ours"_s;
    ConnectionDraft draft = draftOf(saved);
    draft.setUrlText(text);
    const QString sentence = draft.leaveElsewhere();
    QCOMPARE(sentence,
             isLeft ? u"The settings of “%1 Production” are used for this other server as well. Ctrl+S saves "
                      "it as a new connection."_s
                    : QString());
    QCOMPARE(draft.connection().id.isEmpty(), isLeft);
    QCOMPARE(draft.connection().name.isEmpty(), isLeft);
    QCOMPARE(draft.connection().notes.isEmpty(), isLeft);
    QVERIFY(draft.leaveElsewhere().isEmpty());
}

void tst_ConnectionDraft::trustIsLeft_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("verify");
    QTest::addColumn<bool>("isSaid");
    QTest::newRow("another path") << u"wss://h/b"_s << false << false;
    QTest::newRow("another server") << u"wss://i/a"_s << true << true;
    // There is no certificate.
    QTest::newRow("without encryption") << u"ws://i/a"_s << true << false;
}

void tst_ConnectionDraft::trustIsLeft()
{
    QFETCH(const QString, text);
    QFETCH(const bool, isSaid);
    SavedConnection saved;
    saved.urlText = u"wss://h/a"_s;
    saved.profile.tls.verify = false;
    ConnectionDraft draft = draftOf(saved);
    draft.setUrlText(text);
    QCOMPARE(draft.leaveElsewhere(),
             isSaid ? u"This is another server: its certificate is verified like any other."_s : QString());
    QTEST(draft.profile().tls.verify, "verify");
}

void tst_ConnectionDraft::copies_data()
{
    QTest::addColumn<CopyFormat>("format");
    QTest::newRow("wscat") << CopyFormat::Wscat;
    QTest::newRow("websocat") << CopyFormat::Websocat;
    QTest::newRow("curl") << CopyFormat::Curl;
    QTest::newRow("JavaScript") << CopyFormat::JavaScript;
    QTest::newRow("Python") << CopyFormat::Python;
}

void tst_ConnectionDraft::copies()
{
    QFETCH(const CopyFormat, format);
    SavedConnection saved = savedAt(u"wss://example.org/{{key}}?q={{key}}&id={{id}}&token=t0k"_s);
    saved.profile.headers = {{"X-Custom", "a {{key}}"}, {"X-Api-Key", "t0k"}};
    ConnectionDraft draft = draftOf(saved);
    draft.setEnvironment(environment({{u"key"_s, u"T0p/Secret"_s}, {u"id"_s, u"public"_s}}, {u"key"_s}));
    const QString masked = draft.copiedAs(format, CopiedSecrets::Masked).text;
    QVERIFY2(!masked.contains("Secret"_L1) && !masked.contains("t0k"_L1)
                     && masked.contains("/***?q=***&id=public"_L1),
             qPrintable(masked));
    const QString whole = draft.copiedAs(format, CopiedSecrets::Included).text;
    QVERIFY2(whole.contains("T0p/Secret"_L1) && whole.contains("t0k"_L1), qPrintable(whole));
    draft.setUrlText(u"wss://{{nobody}}/"_s);
    QVERIFY(draft.copiedAs(format, CopiedSecrets::Masked).text.isEmpty());
    QCOMPARE(draft.copiedAs(format, CopiedSecrets::Masked).problem, u"There is no value for {{nobody}}."_s);
}

SOCKETSCOPE_TEST(tst_ConnectionDraft, QCoreApplication)
#include "tst_connectiondraft.moc"
