// SPDX-License-Identifier: MIT
#include "connectionsettingsrig.h"
#include "support/fileopens.h"
#include "support/testcertificates.h"
#include "support/testprogram.h"
#include "ui/kit/fields/verbatimedit.h"
#include "ui/settings/settingsrow.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QToolButton>

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Edit = std::function<void(ConnectionSettingsPage &)>;
using Change = std::function<void(ConnectionProfile &)>;
Q_DECLARE_METATYPE(Edit)
Q_DECLARE_METATYPE(Change)

class tst_ConnectionSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyWhatDiffersIsOpen();
    void resetsAGroup();
    void wrongFieldsKeepTheirValue();
    void whatBelongsTogetherWaitsTogether();
    void queryAndUrl();
    void variablesInTheUrl();
    void variablesInFields();
    void fieldsOfAKindThatIsNotChosen();
    void saysWhatTheQtEngineCannot();
    void warnsWhenNothingIsVerified();
    void openingMessages();
    void openingMessagesStayAsTheyAre();
    void reconnects();
    void setProfileLeavesEditsAlone();
    void readsFilesOnceAnEdit();
    void findsByOtherNames_data();
    void findsByOtherNames();
    void finds();
    void everyFieldEdits_data();
    void everyFieldEdits();
    void looksAreNoChanges();
    void summaries_data();
    void summaries();
};

void tst_ConnectionSettings::onlyWhatDiffersIsOpen()
{
    ConnectionSettingsPage page;
    page.setProfile(plainProfile(), {});
    page.show();
    const auto openKeys = [&page] {
        QStringList keys;
        const auto groups = page.findChildren<SettingsGroup *>();
        for (const SettingsGroup *each : groups) {
            if (each->isOpen())
                keys.append(each->key());
        }
        return keys;
    };
    QCOMPARE(openKeys(), QStringList());
    QCOMPARE(page.findChildren<SettingsGroup *>().size(), 12);

    ConnectionProfile profile = plainProfile();
    profile.proxy.kind = ProxySettings::Kind::None;
    profile.engine = Engine::Qt;
    page.setProfile(profile, {});
    QCOMPARE(openKeys(), (QStringList{u"proxy"_s, u"engine"_s}));
    QVERIFY(child<QLabel>(page, "proxyMark")->isVisible());
    QVERIFY(child<QToolButton>(page, "proxyToggle")->accessibleName().contains("changed"_L1));
    QVERIFY(!child<QLabel>(page, "tlsMark")->isVisible());
    // What the defaults say is not a difference.
    page.setProfile(plainProfile(), {});
    page.setProfile(profile, profile);
    QCOMPARE(openKeys(), QStringList());

    child<QCheckBox>(page, "showAllSettings")->click();
    QCOMPARE(openKeys().size(), 12);
    child<QCheckBox>(page, "showAllSettings")->click();
    QCOMPARE(openKeys(), QStringList());
    child<QToolButton>(page, "tlsToggle")->click();
    QCOMPARE(openKeys(), QStringList{u"tls"_s});
}

void tst_ConnectionSettings::resetsAGroup()
{
    ConnectionSettingsPage page;
    ConnectionProfile defaults;
    defaults.retry.maxAttempts = 5;
    page.setProfile(richProfile(), defaults);
    child<QToolButton>(page, "requestReset")->click();
    ConnectionProfile expected = richProfile();
    expected.headers.clear();
    expected.cookies.clear();
    expected.subprotocols.clear();
    QCOMPARE(page.profile(), expected);
    QVERIFY(!group(page, u"request"_s)->isChanged());
    QCOMPARE(child<QTableView>(page, "headersTable")->model()->rowCount(), 0);

    child<QToolButton>(page, "retryReset")->click();
    expected.retry = defaults.retry;
    QCOMPARE(page.profile(), expected);
    QCOMPARE(child<QSpinBox>(page, "retryAttempts")->value(), 5);

    child<QToolButton>(page, "queryReset")->click();
    expected.url = QUrl(u"wss://example.org/feed"_s);
    QCOMPARE(page.profile(), expected);
    QCOMPARE(page.urlText(), u"wss://example.org/feed"_s);
}

void tst_ConnectionSettings::wrongFieldsKeepTheirValue()
{
    ConnectionSettingsPage page;
    page.setProfile(richProfile(), {});
    page.show();
    QSignalSpy changed(&page, &ConnectionSettingsPage::profileChanged);
    auto *origin = child<QLineEdit>(page, "originEdit");
    origin->setText(u"https://a/"_s);
    setCell(page, "headersTable", 0, 0, u"not good"_s);
    QCOMPARE(changed.size(), 0);
    QVERIFY(problem(page, ProfileField::Origin).contains("remove what follows"_L1));
    QCOMPARE(origin->accessibleDescription(), problem(page, ProfileField::Origin));
    QVERIFY(problem(page, ProfileField::Headers).startsWith("Row 1: "_L1));
    QVERIFY(!child<ElidedLabel>(page, "settingsNote")->text().isEmpty());

    // Valid edits elsewhere apply.
    child<QCheckBox>(page, "doNotVerify")->click();
    ConnectionProfile expected = richProfile();
    expected.tls.verify = false;
    QCOMPARE(changed.size(), 1);
    QCOMPARE(page.profile(), expected);

    origin->setText(u"https://a"_s);
    setCell(page, "headersTable", 0, 0, u"Good"_s);
    expected.origin = u"https://a"_s;
    expected.headers[0].name = "Good";
    QCOMPARE(page.profile(), expected);
    QVERIFY(problem(page, ProfileField::Origin).isEmpty());
    QVERIFY(problem(page, ProfileField::Headers).isEmpty());
    QVERIFY(origin->accessibleDescription().isEmpty());
    QVERIFY(child<ElidedLabel>(page, "settingsNote")->text().isEmpty());
}

void tst_ConnectionSettings::whatBelongsTogetherWaitsTogether()
{
    ConnectionSettingsPage page;
    page.setProfile(plainProfile(), {});
    auto *kind = child<QComboBox>(page, "proxyKind");
    kind->setCurrentIndex(kind->findData(int(ProxySettings::Kind::Http)));
    child<QLineEdit>(page, "proxyHost")->setText(u"proxy"_s);
    // Without a port, a proxy of that kind would be no proxy.
    QCOMPARE(page.profile(), plainProfile());
    QVERIFY(!problem(page, ProfileField::ProxyPort).isEmpty());
    child<QSpinBox>(page, "proxyPort")->setValue(8080);
    ConnectionProfile expected = plainProfile();
    expected.proxy = {ProxySettings::Kind::Http, u"proxy"_s, 8080, {}, {}};
    QCOMPARE(page.profile(), expected);
}

void tst_ConnectionSettings::queryAndUrl()
{
    ConnectionSettingsPage page;
    page.setProfile(plainProfile(), {});
    page.show();
    QSignalSpy texts(&page, &ConnectionSettingsPage::urlTextEdited);
    auto *url = child<QLineEdit>(page, "settingsUrl");
    const auto *model = child<QTableView>(page, "queryTable")->model();
    url->clear();
    QTest::keyClicks(url, u"example.org/?q=a+b&x"_s);
    QCOMPARE(model->rowCount(), 2);
    QCOMPARE(model->index(0, 1).data().toString(), u"a b"_s);
    QCOMPARE(page.profile().url, QUrl(u"wss://example.org/?q=a+b&x"_s));
    QCOMPARE(texts.value(texts.size() - 1).value(0).toString(), u"example.org/?q=a+b&x"_s);

    setCell(page, "queryTable", 1, 1, u"ö&"_s);
    QCOMPARE(page.urlText(), u"example.org/?q=a+b&x=ö%26"_s);
    QCOMPARE(page.profile().url.toEncoded(), QByteArray("wss://example.org/?q=a+b&x=%C3%B6%26"));

    child<QToolButton>(page, "queryTableAdd")->click();
    // A row without a name or value is no parameter yet.
    QCOMPARE(page.urlText(), u"example.org/?q=a+b&x=ö%26"_s);
    setCell(page, "queryTable", 2, 0, u"new"_s);
    QCOMPARE(page.urlText(), u"example.org/?q=a+b&x=ö%26&new="_s);

    const QUrl before = page.profile().url;
    url->clear();
    QTest::keyClicks(url, u"mailto:x"_s);
    QVERIFY(!problem(page, ProfileField::Url).isEmpty());
    QVERIFY(page.profile().url != QUrl(u"mailto:x"_s));
    url->setText({});
    page.setProfile(plainProfile(), {});
    QVERIFY(problem(page, ProfileField::Url).isEmpty());
    QCOMPARE(page.urlText(), u"wss://example.org/feed"_s);
    QVERIFY(before.isValid());
}

void tst_ConnectionSettings::variablesInTheUrl()
{
    ConnectionSettingsPage page;
    page.setProfile(plainProfile(), {}, u"wss://{{host}}/?t={{token}}"_s);
    QCOMPARE(page.urlText(), u"wss://{{host}}/?t={{token}}"_s);
    QVERIFY(problem(page, ProfileField::Url).isEmpty());
    setCell(page, "queryTable", 0, 0, u"u"_s);
    QCOMPARE(page.urlText(), u"wss://{{host}}/?u={{token}}"_s);
    // A URL cannot hold them: the profile's stays.
    QCOMPARE(page.profile(), plainProfile());
}

void tst_ConnectionSettings::variablesInFields()
{
    ConnectionSettingsPage page;
    ConnectionProfile profile = plainProfile();
    profile.subprotocols = {u"v{{n}}"_s, u"{{ m }}"_s};
    profile.headers = {{"X-{{n}}", "{{ v }}"}};
    profile.cookies = {{"{{c}}", "{{ d }}"}};
    profile.origin = u"https://{{host}}"_s;
    profile.authentication = {Authentication::Kind::Bearer, {}, {}, u"{{ token }}"_s};
    page.setProfile(profile, {});
    QCOMPARE(child<ElidedLabel>(page, "settingsNote")->text(), QString());
    child<QLineEdit>(page, "authenticationToken")->setText(u"{{ other }}"_s);
    QCOMPARE(page.profile().authentication.token, u"{{ other }}"_s);
    child<QLineEdit>(page, "authenticationToken")->setText(u"two words"_s);
    QCOMPARE(page.profile().authentication.token, u"{{ other }}"_s);
}

void tst_ConnectionSettings::fieldsOfAKindThatIsNotChosen()
{
    ConnectionSettingsPage page;
    page.setProfile(plainProfile(), {});
    child<QCheckBox>(page, "showAllSettings")->click();
    page.show();
    auto *kind = child<QComboBox>(page, "authenticationKind");
    const auto shown = [&page](const char *name) { return child<QLineEdit>(page, name)->isVisible(); };
    QVERIFY(!shown("authenticationUser") && !shown("authenticationToken"));
    kind->setCurrentIndex(kind->findData(int(Authentication::Kind::Basic)));
    QVERIFY(shown("authenticationUser") && shown("authenticationPassword") && !shown("authenticationToken"));
    kind->setCurrentIndex(kind->findData(int(Authentication::Kind::Bearer)));
    QVERIFY(!shown("authenticationUser") && shown("authenticationToken"));

    auto *token = child<QLineEdit>(page, "authenticationToken");
    QCOMPARE(token->echoMode(), QLineEdit::Password);
    child<QToolButton>(page, "authenticationTokenShow")->click();
    QCOMPARE(token->echoMode(), QLineEdit::Normal);
    QVERIFY(!shown("proxyHost"));
}

void tst_ConnectionSettings::saysWhatTheQtEngineCannot()
{
    ConnectionSettingsPage page;
    page.setProfile(plainProfile(), {});
    const auto *hint = child<ToneLabel>(page, "answerPings.hint");
    QVERIFY(hint->sentence().isEmpty());
    child<QRadioButton>(page, "engineQt")->click();
    QVERIFY(hint->sentence().contains("Qt engine"_L1));
    QVERIFY(!child<ToneLabel>(page, "compression.offer.hint")->sentence().isEmpty());
    child<QRadioButton>(page, "engineNative")->click();
    QVERIFY(hint->sentence().isEmpty());
}

void tst_ConnectionSettings::warnsWhenNothingIsVerified()
{
    ConnectionSettingsPage page;
    page.setProfile(plainProfile(), {});
    const auto *warning = child<ToneLabel>(page, "doNotVerifyWarning");
    QVERIFY(warning->isHidden());
    child<QCheckBox>(page, "doNotVerify")->click();
    QVERIFY(!warning->isHidden());
    QVERIFY(warning->text().startsWith(u"△"_s));
}

void tst_ConnectionSettings::openingMessages()
{
    ConnectionSettingsPage page;
    page.setProfile(plainProfile(), {});
    child<QCheckBox>(page, "showAllSettings")->click();
    page.show();
    auto *text = child<VerbatimEdit>(page, "openingText");
    auto *form = child<QComboBox>(page, "openingForm");
    QVERIFY(!text->isVisible());
    child<QToolButton>(page, "openingTableAdd")->click();
    QVERIFY(text->isVisible());
    text->setPlainText(u"hi\nthere"_s);
    using Messages = QList<OpeningMessage>;
    QCOMPARE(page.profile().onOpen, (Messages{{false, "hi\nthere"}}));
    // The same bytes, written another way.
    form->setCurrentIndex(1);
    QCOMPARE(text->toPlainText(), u"68 69 0a 74 68 65 72 65"_s);
    QCOMPARE(page.profile().onOpen, (Messages{{true, "hi\nthere"}}));
    text->setPlainText(u"0g"_s);
    QVERIFY(problem(page, ProfileField::OnOpen).startsWith("Row 1: "_L1));
    QCOMPARE(page.profile().onOpen, (Messages{{true, "hi\nthere"}}));
    text->setPlainText(u"0a ff"_s);
    form->setCurrentIndex(2);
    QCOMPARE(text->toPlainText(), u"Cv8="_s);

    child<QToolButton>(page, "openingTableAdd")->click();
    QCOMPARE(page.profile().onOpen, (Messages{{true, "\n\xff"}, {false, ""}}));
    QVERIFY(text->toPlainText().isEmpty());
    text->setPlainText(u"{{$random 5}}"_s);
    QVERIFY(problem(page, ProfileField::OnOpen).startsWith("Row 2: {{$random 5}} needs "_L1));
    text->setPlainText(u"second"_s);
    child<QToolButton>(page, "openingTableUp")->click();
    QCOMPARE(page.profile().onOpen, (Messages{{false, "second"}, {true, "\n\xff"}}));
    QCOMPARE(text->toPlainText(), u"second"_s);
    child<QToolButton>(page, "openingTableRemove")->click();
    QCOMPARE(page.profile().onOpen, (Messages{{true, "\n\xff"}}));
}

void tst_ConnectionSettings::openingMessagesStayAsTheyAre()
{
    const QByteArray message("\ra\r\nb\xe2\x80\xa9\0", 9);
    ConnectionProfile profile = plainProfile();
    profile.onOpen = {{false, message}};
    ConnectionSettingsPage page;
    page.setProfile(profile, {});
    page.show();
    auto *text = child<VerbatimEdit>(page, "openingText");
    auto *form = child<QComboBox>(page, "openingForm");
    QCOMPARE(page.profile().onOpen, profile.onOpen);
    // What is edited is all that changes.
    text->moveCursor(QTextCursor::End);
    QTest::keyClicks(text, u"c"_s);
    QCOMPARE(page.profile().onOpen.value(0).payload, message + 'c');
    form->setCurrentIndex(1);
    form->setCurrentIndex(0);
    QCOMPARE(page.profile().onOpen.value(0).payload, message + 'c');
}

void tst_ConnectionSettings::reconnects()
{
    ConnectionSettingsPage page;
    page.show();
    auto *button = child<QPushButton>(page, "reconnectNow");
    QVERIFY(!button->isVisible());
    page.setConnected(true);
    QVERIFY(button->isVisible());
    QCOMPARE(child<QLabel>(page, "reconnectNote")->text(), u"Takes effect with the next connection."_s);
    QSignalSpy asked(&page, &ConnectionSettingsPage::reconnectRequested);
    button->click();
    QCOMPARE(asked.size(), 1);
    page.setConnected(false);
    QVERIFY(!button->isVisible());
}

// The owner applies what it is told and may say so.
void tst_ConnectionSettings::setProfileLeavesEditsAlone()
{
    ConnectionSettingsPage page;
    page.setProfile(plainProfile(), {});
    connect(&page, &ConnectionSettingsPage::profileChanged, &page,
            [&page](const ConnectionProfile &profile) { page.setProfile(profile, {}); });
    page.show();
    auto *url = child<QLineEdit>(page, "settingsUrl");
    url->clear();
    QTest::keyClicks(url, u"localhost:8080"_s);
    QCOMPARE(url->text(), u"localhost:8080"_s);
    QCOMPARE(page.profile().url, QUrl(u"ws://localhost:8080/"_s));
    auto *origin = child<QLineEdit>(page, "originEdit");
    origin->setText(u"wrong"_s);
    page.setProfile(page.profile(), {});
    QCOMPARE(origin->text(), u"wrong"_s);
    page.setProfile(richProfile(), {});
    QVERIFY(origin->text().isEmpty());
}

// However often the owner says what the page has just told it.
void tst_ConnectionSettings::readsFilesOnceAnEdit()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"ca.pem"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(testIdentity(TestCertificate::Client).chainPem);
    file.close();
    ConnectionProfile profile = plainProfile();
    profile.tls.caFile = file.fileName();
    ConnectionSettingsPage page;
    page.setProfile(profile, {});
    connect(&page, &ConnectionSettingsPage::profileChanged, &page,
            [&page](const ConnectionProfile &applied) { page.setProfile(applied, {}); });
    FileOpens opens(folder.path());
    child<QLineEdit>(page, "originEdit")->setText(u"null"_s);
    QCOMPARE(page.profile().origin, u"null"_s);
    page.setProfile(page.profile(), plainProfile());
    QCOMPARE(opens.take(), QStringList{u"ca.pem"_s});
}

void tst_ConnectionSettings::findsByOtherNames_data()
{
    QTest::addColumn<ProfileField>("field");
    const auto add = [](const char *words, ProfileField field) { QTest::newRow(words) << field; };
    add("SNI", ProfileField::ServerName);
    add("timeout", ProfileField::HandshakeTimeout);
    add("time-out", ProfileField::CloseTimeout);
    add("keepalive", ProfileField::KeepAliveInterval);
    add("keep-alive", ProfileField::KeepAliveInterval);
    add("heartbeat", ProfileField::KeepAliveInterval);
    add("insecure", ProfileField::Verify);
    add("-k", ProfileField::Verify);
    add("self signed", ProfileField::Verify);
    add("user-agent", ProfileField::Headers);
    add("User Agent", ProfileField::Headers);
    add("socks", ProfileField::ProxyKind);
    add("socks5", ProfileField::ProxyKind);
    add("mtls", ProfileField::CertificateFile);
    add("p12", ProfileField::CertificateFile);
    add("root", ProfileField::CaFile);
    add("jwt", ProfileField::Token);
    add("Sec-WebSocket-Protocol", ProfileField::Subprotocols);
    add("deflate", ProfileField::OfferCompression);
    add("backoff", ProfileField::RetryFactor);
    add("jitter", ProfileField::RetryRandomness);
    add("reconnect", ProfileField::RetryAfterDrop);
    add("ipv6", ProfileField::Addresses);
    add("subscribe", ProfileField::OnOpen);
    add("login", ProfileField::User);
}

void tst_ConnectionSettings::findsByOtherNames()
{
    QFETCH(const ProfileField, field);
    ConnectionSettingsPage page;
    page.setProfile(plainProfile(), {});
    page.show();
    child<QLineEdit>(page, "findSetting")->setText(QString::fromLatin1(QTest::currentDataTag()));
    const QList<SettingsGroup *> groups = page.findChildren<SettingsGroup *>();
    const auto found = std::find_if(groups.begin(), groups.end(), [field](const SettingsGroup *group) {
        return std::any_of(group->rows().begin(), group->rows().end(),
                           [field](const SettingsRow *row) { return row->binding().field == field; });
    });
    QVERIFY(found != groups.end());
    QVERIFY((*found)->isVisible() && (*found)->isOpen());
    child<QLineEdit>(page, "findSetting")->setText(u"zzz"_s);
    QVERIFY(!(*found)->isVisible());
}

void tst_ConnectionSettings::finds()
{
    ConnectionSettingsPage page;
    page.setProfile(plainProfile(), {});
    page.show();
    auto *find = child<QLineEdit>(page, "findSetting");
    find->setText(u"passphrase"_s);
    QVERIFY(group(page, u"tls"_s)->isVisible() && group(page, u"tls"_s)->isOpen());
    QVERIFY(!group(page, u"proxy"_s)->isVisible());
    find->setText(u"nothing like that"_s);
    QVERIFY(child<QLabel>(page, "nothingFound")->isVisible());
    find->clear();
    QVERIFY(group(page, u"proxy"_s)->isVisible());
    QVERIFY(!group(page, u"tls"_s)->isOpen());
    QVERIFY(!child<QLabel>(page, "nothingFound")->isVisible());

    page.showField(ProfileField::ProxyKind);
    QVERIFY(group(page, u"proxy"_s)->isOpen());
    QCOMPARE(page.focusWidget(), child<QComboBox>(page, "proxyKind"));
}

// --- Field by field ---------------------------------------------------------------------------

void tst_ConnectionSettings::everyFieldEdits_data()
{
    QTest::addColumn<Edit>("edit");
    QTest::addColumn<Change>("change");
    using Page = ConnectionSettingsPage;
    using Profile = ConnectionProfile;
    const auto row = [](const char *name, const Edit &edit, const Change &change) {
        QTest::newRow(name) << edit << change;
    };
    const auto text = [&row](const char *name, const QString &value, const Change &change) {
        row(
                name, [name, value](Page &page) { child<QLineEdit>(page, name)->setText(value); }, change);
    };
    const auto check = [&row](const char *name, const Change &change) {
        row(
                name, [name](Page &page) { child<QCheckBox>(page, name)->toggle(); }, change);
    };
    const auto choose = [&row](const char *name, int data, const Change &change) {
        row(
                name,
                [name, data](Page &page) {
                    auto *box = child<QComboBox>(page, name);
                    box->setCurrentIndex(box->findData(data));
                },
                change);
    };
    const auto number = [&row](const char *name, double value, const Change &change) {
        row(
                name,
                [name, value](Page &page) {
                    if (auto *whole = page.findChild<QSpinBox *>(QString::fromUtf8(name)))
                        whole->setValue(int(value));
                    else
                        child<QDoubleSpinBox>(page, name)->setValue(value);
                },
                change);
    };

    row(
            "header value", [](Page &page) { setCell(page, "headersTable", 1, 1, u"3"_s); },
            [](Profile &p) { p.headers[1].value = "3"; });
    row(
            "cookie name", [](Page &page) { setCell(page, "cookiesTable", 0, 0, u"d"_s); },
            [](Profile &p) { p.cookies[0].name = "d"; });
    row(
            "subprotocol", [](Page &page) { setCell(page, "subprotocolsTable", 0, 0, u"v2"_s); },
            [](Profile &p) { p.subprotocols = {u"v2"_s}; });
    row(
            "query value", [](Page &page) { setCell(page, "queryTable", 0, 1, u"2"_s); },
            [](Profile &p) { p.url = QUrl(u"wss://example.org/feed?a=2&b=x+y"_s); });
    row(
            "trusted",
            [](Page &page) {
                auto *view = child<QTableView>(page, "trustedTable");
                view->setCurrentIndex(view->model()->index(0, 0));
                QTest::keyClick(view, Qt::Key_Delete);
            },
            [](Profile &p) { p.tls.trusted.clear(); });
    text("originEdit", u"https://a"_s, [](Profile &p) { p.origin = u"https://a"_s; });
    check("followRedirects", [](Profile &p) { p.followRedirects = true; });
    choose("authenticationKind", 0, [](Profile &p) { p.authentication.kind = Authentication::Kind::None; });
    text("authenticationUser", u"you"_s, [](Profile &p) { p.authentication.user = u"you"_s; });
    text("authenticationPassword", u"x"_s, [](Profile &p) { p.authentication.password = u"x"_s; });
    text("authenticationToken", u"x"_s, [](Profile &p) { p.authentication.token = u"x"_s; });
    text("keyPassphrase", u"x"_s, [](Profile &p) { p.tls.keyPassphrase = u"x"_s; });
    text("serverName", u"a.org"_s, [](Profile &p) { p.tls.serverName = u"a.org"_s; });
    choose("minimumVersion", 2, [](Profile &p) { p.tls.minimumVersion = TlsSettings::Version::Tls1_3; });
    check("doNotVerify", [](Profile &p) { p.tls.verify = false; });
    choose("proxyKind", 2, [](Profile &p) { p.proxy.kind = ProxySettings::Kind::Http; });
    text("proxyHost", u"a"_s, [](Profile &p) { p.proxy.host = u"a"_s; });
    number("proxyPort", 1, [](Profile &p) { p.proxy.port = 1; });
    text("proxyUser", u"a"_s, [](Profile &p) { p.proxy.user = u"a"_s; });
    text("proxyPassword", u"a"_s, [](Profile &p) { p.proxy.password = u"a"_s; });
    choose("addresses", 2, [](Profile &p) { p.addresses = AddressPreference::IPv6; });
    number("handshakeTimeout", 2.5, [](Profile &p) { p.handshakeTimeout = 2500ms; });
    number("closeTimeout", 3, [](Profile &p) { p.closeTimeout = 3s; });
    number("keepAliveInterval", 0, [](Profile &p) { p.keepAliveInterval = 0s; });
    check("answerPings", [](Profile &p) { p.answerPings = false; });
    check("offerCompression", [](Profile &p) { p.compression.offer = false; });
    number("clientWindowBits", 9, [](Profile &p) { p.compression.clientMaxWindowBits = 9; });
    number("serverWindowBits", 10, [](Profile &p) { p.compression.serverMaxWindowBits = 10; });
    check("clientTakeover", [](Profile &p) { p.compression.clientNoContextTakeover = true; });
    check("serverTakeover", [](Profile &p) { p.compression.serverNoContextTakeover = true; });
    number("maxMessage", 0.5, [](Profile &p) { p.maxMessageBytes = 512 * 1024; });
    number("maxFrame", 2, [](Profile &p) { p.maxFrameBytes = 2 * 1024 * 1024; });
    number("sentFrame", 125, [](Profile &p) { p.sentFrameBytes = 125; });
    number("retryAttempts", 3, [](Profile &p) { p.retry.maxAttempts = 3; });
    number("retryRandomness", 10, [](Profile &p) { p.retry.randomness = 0.1; });
    number("retryCap", 7, [](Profile &p) { p.retry.cap = 7s; });
    check("retryAfterDrop", [](Profile &p) { p.retryAfterDrop = false; });
    number("stableAfter", 1, [](Profile &p) { p.stableAfter = 1s; });
    check("recordSecrets", [](Profile &p) { p.recordSecrets = true; });
    row(
            "engineQt", [](Page &page) { child<QRadioButton>(page, "engineQt")->click(); },
            [](Profile &p) { p.engine = Engine::Qt; });
}

void tst_ConnectionSettings::everyFieldEdits()
{
    QFETCH(const Edit, edit);
    QFETCH(const Change, change);
    ConnectionSettingsPage page;
    page.setProfile(richProfile(), {});
    QSignalSpy changed(&page, &ConnectionSettingsPage::profileChanged);
    edit(page);
    ConnectionProfile expected = richProfile();
    change(expected);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(page.profile(), expected);
    QCOMPARE(changed[0][0].value<ConnectionProfile>(), expected);
}

void tst_ConnectionSettings::looksAreNoChanges()
{
    ConnectionSettingsPage page;
    QSignalSpy changed(&page, &ConnectionSettingsPage::profileChanged);
    page.setProfile(richProfile(), {});
    page.setProfile(plainProfile(), {});
    page.setProfile(richProfile(), plainProfile());
    child<QCheckBox>(page, "showAllSettings")->click();
    page.show();
    QCOMPARE(changed.size(), 0);
    QCOMPARE(page.profile(), richProfile());
    // One edit does not round the others.
    child<QLineEdit>(page, "originEdit")->setText(u"null"_s);
    ConnectionProfile expected = richProfile();
    expected.origin = u"null"_s;
    QCOMPARE(page.profile(), expected);
}

void tst_ConnectionSettings::summaries_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("text");
    using Profile = ConnectionProfile;
    const auto row = [](const char *name, const char *key, const QString &text, const Change &change) {
        QTest::newRow(name) << change << QString::fromUtf8(key) << text;
    };
    const Change none = [](Profile &) {};
    row("query", "query", u"none"_s, none);
    row("request", "request", u"nothing but what the handshake needs"_s, none);
    row("authentication", "authentication", u"none"_s, none);
    row("tls", "tls", u"verified by the system's authorities, TLS 1.2 or later"_s, none);
    row("proxy", "proxy", u"the system's"_s, none);
    row("network", "network", u"10 s for the handshake, a ping every 5 s"_s, none);
    row("compression", "compression", u"offered"_s, none);
    row("limits", "limits", u"messages up to 256 MiB, frames up to 256 MiB"_s, none);
    row("retry", "retry", u"20 attempts, waits: 2, 4, 8, 16, 30, 30 … s, ±25 %"_s, none);
    row("opening", "opening", u"nothing is sent"_s, none);
    row("heartbeat", "opening", u"1 message, a heartbeat message every 30 s"_s, [](Profile &p) {
        p.onOpen = {{false, "x"}};
        p.heartbeat.text = u"alive"_s;
    });
    row("engine", "engine", u"Native, which tells all"_s, none);
    row("recording", "recording", u"without secrets"_s, none);
    row("compression of an engine that has none", "compression", u"never by the engine that is chosen"_s,
        [](Profile &p) { p.engine = Engine::Qt; });
    row("a user in the URL", "authentication", u"Basic, with the user and password of the URL"_s,
        [](Profile &p) { p.url = QUrl(u"wss://me:secret@example.org/"_s); });
    row("basic", "authentication", u"Basic, as me"_s, [](Profile &p) {
        p.authentication = {Authentication::Kind::Basic, u"me"_s, u"secret"_s, {}};
    });
    row("bearer", "authentication", u"a bearer token"_s, [](Profile &p) {
        p.authentication = {Authentication::Kind::Bearer, {}, {}, u"secret"_s};
    });
    row("a proxy", "proxy", u"SOCKS5 by [::1]:1080"_s, [](Profile &p) {
        p.proxy = {ProxySettings::Kind::Socks5, u"::1"_s, 1080, {}, {}};
    });
    row("much in a request", "request", u"1 header; 2 cookies; origin null; subprotocols a, b"_s,
        [](Profile &p) {
            p.headers = {{"A", "1"}};
            p.cookies = {{"a", "1"}, {"b", "1"}};
            p.origin = u"null"_s;
            p.subprotocols = {u"a"_s, u"b"_s};
        });
    row("unverified", "tls", u"certificates are not verified, TLS 1.3"_s, [](Profile &p) {
        p.tls.verify = false;
        p.tls.minimumVersion = TlsSettings::Version::Tls1_3;
    });
}

void tst_ConnectionSettings::summaries()
{
    QFETCH(const Change, change);
    QFETCH(const QString, key);
    QFETCH(const QString, text);
    ConnectionProfile profile = plainProfile();
    change(profile);
    ConnectionSettingsPage page;
    page.setProfile(profile, {});
    QVERIFY2(page.findChild<QToolButton *>(key + u"Toggle"_s)->accessibleName().endsWith(u": "_s + text),
             qPrintable(page.findChild<QToolButton *>(key + u"Toggle"_s)->accessibleName()));
}

SOCKETSCOPE_TEST(tst_ConnectionSettings, QApplication)
#include "tst_connectionsettings.moc"
