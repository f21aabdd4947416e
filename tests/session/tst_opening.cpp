// SPDX-License-Identifier: MIT
// What comes of the wish to open a connection.
#include "session/opening.h"
#include "support/testprogram.h"

#include <QTest>

#include <functional>

using namespace Qt::StringLiterals;

class tst_Opening : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void outcome_data();
    void outcome();
    void changesAreSaid_data();
    void changesAreSaid();
    void importsAreAskedAboutOnce();
    void foreignCredentialsChangeNothing();
    void profileIsFilledIn();
    void trustIsOfOneHost();
};

using Change = std::function<void(SavedConnection &)>;
Q_DECLARE_METATYPE(Change)

static void askForThePassword(SavedConnection &connection)
{
    connection.profile.authentication = {Authentication::Kind::Basic, u"ann"_s, {}, {}};
    connection.secrets = QStringList{u"authentication.password"_s};
}

static void useCookie(SavedConnection &connection)
{
    connection.profile.cookies = {{"sid", "c00kie"}};
}

static ConnectionDraft draftAt(const QString &urlText, const Change &change)
{
    SavedConnection connection;
    connection.id = u"1"_s;
    connection.name = u"Production"_s;
    connection.urlText = urlText;
    if (change)
        change(connection);
    ConnectionDraft draft;
    draft.setConnection(connection);
    return draft;
}

static QString summary(const Opening &opening)
{
    if (std::holds_alternative<ImportedRisks>(opening.outcome))
        return u"imported"_s;
    if (const auto *foreign = std::get_if<ForeignCredentials>(&opening.outcome))
        return u"foreign: "_s + foreign->names.join(u' ');
    if (const auto *missing = std::get_if<MissingSecrets>(&opening.outcome))
        return u"missing: "_s + missing->names.join(u' ');
    if (const auto *problem = std::get_if<OpeningProblem>(&opening.outcome))
        return (problem->field ? profileFieldKey(*problem->field) + u": "_s : QString()) + problem->sentence;
    return std::get<ConnectionProfile>(opening.outcome).url.toString();
}

void tst_Opening::outcome_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("outcome");
    const QString here = u"wss://h/"_s;
    const QString other = u"wss://i/"_s;
    const auto both = [](SavedConnection &connection) {
        askForThePassword(connection);
        useCookie(connection);
    };
    QTest::newRow("profile") << here << here << Change(useCookie) << here;
    QTest::newRow("elsewhere with nothing") << here << other << Change() << other;
    QTest::newRow("foreign") << here << other << Change(useCookie) << u"foreign: cookie/sid/0"_s;
    QTest::newRow("missing") << here << here << Change(askForThePassword)
                             << u"missing: authentication.password"_s;
    QTest::newRow("foreign before missing") << here << other << Change(both) << u"foreign: cookie/sid/0"_s;
    QTest::newRow("imported, harmless")
            << here << here << Change([](SavedConnection &connection) { connection.isImported = true; })
            << here;
    QTest::newRow("imported") << here << other << Change([](SavedConnection &connection) {
        connection.isImported = true;
        connection.profile.tls.verify = false;
        useCookie(connection);
    }) << u"imported"_s;
    QTest::newRow("missing elsewhere")
            << here << other << Change(askForThePassword) << u"missing: authentication.password"_s;
    QTest::newRow("variable") << here << u"wss://h/{{path}}"_s << Change()
                              << u"There is no value for {{path}}. Make an environment that has one "
                                 "(Ctrl+Shift+E)."_s;
    QTest::newRow("variables") << here << u"wss://h/{{path}}/{{id}}"_s << Change()
                               << u"There is no value for {{path}} and {{id}}. Make an environment that has "
                                  "them (Ctrl+Shift+E)."_s;
    QTest::newRow("missing before variables") << here << u"wss://h/{{path}}"_s << Change(askForThePassword)
                                              << u"missing: authentication.password"_s;
}

void tst_Opening::outcome()
{
    QFETCH(const QString, from);
    QFETCH(const QString, to);
    QFETCH(const Change, change);
    ConnectionDraft draft = draftAt(from, change);
    draft.setUrlText(to);
    QTEST(summary(prepareOpening(draft, {})), "outcome");
}

void tst_Opening::changesAreSaid_data()
{
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("hint");
    QTest::newRow("here") << u"wss://h/b"_s << QString();
    QTest::newRow("elsewhere") << u"wss://i/"_s
                               << u"This is another server: its certificate is verified like any other. The "
                                  "settings of “Production” are used for this other server as well. Ctrl+S "
                                  "saves it as a new connection."_s;
}

void tst_Opening::changesAreSaid()
{
    QFETCH(const QString, to);
    QFETCH(const QString, hint);
    ConnectionDraft draft = draftAt(
            u"wss://h/"_s, [](SavedConnection &connection) { connection.profile.tls.verify = false; });
    draft.setUrlText(to);
    const Opening opening = prepareOpening(draft, {});
    QCOMPARE(opening.hint, hint);
    QCOMPARE(std::get<ConnectionProfile>(opening.outcome).tls.verify, !hint.isEmpty());
    QVERIFY(!opening.draft.isElsewhere());
    QCOMPARE(opening.draft.connection().id.isEmpty(), !hint.isEmpty());
    // It has settled there.
    QVERIFY(prepareOpening(opening.draft, {}).hint.isEmpty());
}

void tst_Opening::importsAreAskedAboutOnce()
{
    ConnectionDraft draft = draftAt(u"wss://h/"_s, [](SavedConnection &connection) {
        connection.isImported = true;
        connection.profile.tls.verify = false;
    });
    const Opening asked = prepareOpening(draft, {});
    QVERIFY(std::get<ImportedRisks>(asked.outcome).question.contains(u"does not verify"_s));
    QVERIFY(asked.draft.connection().isImported);
    draft.acceptImport();
    QCOMPARE(summary(prepareOpening(draft, {})), u"wss://h/"_s);
}

void tst_Opening::foreignCredentialsChangeNothing()
{
    ConnectionDraft draft = draftAt(u"wss://h/"_s, useCookie);
    draft.setUrlText(u"wss://i/"_s);
    const Opening asked = prepareOpening(draft, {});
    QVERIFY(asked.hint.isEmpty());
    QCOMPARE(asked.draft.connection(), draft.connection());
    QVERIFY(asked.draft.isElsewhere());
    // And so it is asked as often as it is tried, until it is answered.
    QCOMPARE(summary(prepareOpening(asked.draft, {})), summary(asked));
    draft.answer(std::get<ForeignCredentials>(asked.outcome), true);
    const Opening opening = prepareOpening(draft, {});
    QCOMPARE(std::get<ConnectionProfile>(opening.outcome).cookies, draft.profile().cookies);
    // They are this server's now, too.
    draft = opening.draft;
    draft.setUrlText(u"wss://i/other"_s);
    QVERIFY(std::holds_alternative<ConnectionProfile>(prepareOpening(draft, {}).outcome));
}

void tst_Opening::profileIsFilledIn()
{
    ConnectionDraft draft = draftAt(u"ws://{{host}}/"_s, [](SavedConnection &connection) {
        connection.profile.headers = {{"X-Token", "{{token}}"}};
        connection.profile.onOpen = {{false, "hello {{host}}"}};
    });
    ChosenEnvironment environment;
    environment.id = u"1"_s;
    environment.values = {{u"host"_s, u"h:1"_s}, {u"token"_s, u"t0k"_s}};
    environment.secretNames = QStringList{u"token"_s};
    draft.setEnvironment(environment);
    const auto profile = std::get<ConnectionProfile>(prepareOpening(draft, {}).outcome);
    QCOMPARE(profile.url, QUrl(u"ws://h:1/"_s));
    QCOMPARE(profile.headers, (HttpHeaders{{"X-Token", "t0k"}}));
    QCOMPARE(profile.onOpen.first().payload, "hello h:1"_ba);
    QVERIFY(!profile.secretValues.isEmpty());
    // A value may make a setting wrong, which is said where it is.
    draft = draftAt(u"ws://h/"_s, [](SavedConnection &connection) {
        connection.profile.headers = {{"Bad Name", "1"}};
    });
    const auto problem = std::get<OpeningProblem>(prepareOpening(draft, {}).outcome);
    QCOMPARE(problem.field, ProfileField::Headers);
    QVERIFY2(problem.sentence.contains(u"“Bad…”"_s), qPrintable(problem.sentence));
}

void tst_Opening::trustIsOfOneHost()
{
    const QByteArray mine(32, 'm');
    const QByteArray theirs(32, 't');
    const HostTrust::Certificates trusted{{u"h:443"_s, {mine}}, {u"i:443"_s, {theirs}}};
    const ConnectionDraft draft = draftAt(u"wss://h/"_s, {});
    const Opening opening = prepareOpening(draft, trusted);
    const auto profile = std::get<ConnectionProfile>(opening.outcome);
    QCOMPARE(profile.tls.trusted, QList<QByteArray>{mine});
    // For those to which a redirect may lead.
    QCOMPARE(profile.tls.trustedFor, trusted);
    // It does not become part of the connection.
    QVERIFY(opening.draft.profile().tls.trusted.isEmpty());
}

SOCKETSCOPE_TEST(tst_Opening, QCoreApplication)
#include "tst_opening.moc"
