// SPDX-License-Identifier: MIT
// What a server gets to see of a connection's secrets, and how it is left out.
#include "profile/secrets.h"

#include <QTest>

using namespace Qt::StringLiterals;

class TestCredentials : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void areWhatTheServerSees();
    void namesStayAsTheyAre();
    void areLeftOutWhole();
    void othersStay();
};

static SavedConnection full()
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

void TestCredentials::areWhatTheServerSees()
{
    QCOMPARE(Secrets::credentials(full()), (Secrets::Values{{u"authentication.password"_s, u"p4"_s},
                                                            {u"header/X-Api-Key/0"_s, u"p8"_s},
                                                            {u"cookie/session/0"_s, u"p10"_s},
                                                            {u"subprotocol/0"_s, u"bearer.p11"_s}}));
}

void TestCredentials::namesStayAsTheyAre()
{
    SavedConnection saved;
    saved.profile.cookies = {{"a%3", "p1"}};
    QCOMPARE(Secrets::credentials(saved), (Secrets::Values{{u"cookie/a%3/0"_s, u"p1"_s}}));
}

void TestCredentials::areLeftOutWhole()
{
    SavedConnection saved = full();
    Secrets::leaveOut(&saved, Secrets::credentials(saved).keys());
    SavedConnection expected = full();
    expected.profile.authentication = {};
    expected.profile.headers.remove(1);
    expected.profile.cookies.clear();
    expected.profile.subprotocols.removeLast();
    QVERIFY(saved == expected);
}

void TestCredentials::othersStay()
{
    SavedConnection saved = full();
    saved.secrets = QStringList{u"header/X-Api-Key/0"_s, u"url/query/token/0"_s};
    Secrets::leaveOut(&saved, {u"header/X-Api-Key/0"_s, u"authentication.token"_s, u"url/query/token/0"_s});
    QCOMPARE(saved.secrets, QStringList(u"url/query/token/0"_s));
    QCOMPARE(saved.urlText, full().urlText);
    QCOMPARE(saved.profile.authentication.password, u"p4"_s);
    QVERIFY(saved.profile.authentication.token.isEmpty());
    QCOMPARE(saved.profile.cookies.size(), 1);
}

QTEST_GUILESS_MAIN(TestCredentials)
#include "tst_credentials.moc"
