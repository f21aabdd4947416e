// SPDX-License-Identifier: MIT
#include "connectionsettingsrig.h"
#include "support/testprogram.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include <functional>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Edit = std::function<void(ConnectionSettingsPage &)>;
using Change = std::function<void(ConnectionProfile &)>;
Q_DECLARE_METATYPE(Edit)
Q_DECLARE_METATYPE(Change)

/// Field by field.
class tst_ConnectionSettingsFields : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFieldEdits_data();
    void everyFieldEdits();
    void looksAreNoChanges();
    void summaries_data();
    void summaries();
};

void tst_ConnectionSettingsFields::everyFieldEdits_data()
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

void tst_ConnectionSettingsFields::everyFieldEdits()
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

void tst_ConnectionSettingsFields::looksAreNoChanges()
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

void tst_ConnectionSettingsFields::summaries_data()
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
    row("engine", "engine", u"Native, which tells all"_s, none);
    row("recording", "recording", u"without secrets"_s, none);
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

void tst_ConnectionSettingsFields::summaries()
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

SOCKETSCOPE_TEST(tst_ConnectionSettingsFields, QApplication)
#include "tst_connectionsettingsfields.moc"
