// SPDX-License-Identifier: MIT
// What a server gets to see of a connection's secrets, and how it is left out.
#include "saved/secrets.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_Credentials : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void areWhatTheServerSees();
    void namesStayAsTheyAre();
    void areLeftOutWhole();
    void othersStay();
};

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

void tst_Credentials::areWhatTheServerSees()
{
    QCOMPARE(Secrets::credentials(withCredentials()),
             (Secrets::Values{{u"authentication.password"_s, u"p4"_s},
                              {u"header/X-Api-Key/0"_s, u"p8"_s},
                              {u"cookie/session/0"_s, u"p10"_s},
                              {u"subprotocol/0"_s, u"bearer.p11"_s}}));
}

void tst_Credentials::namesStayAsTheyAre()
{
    SavedConnection saved;
    saved.profile.cookies = {{"a%3", "p1"}};
    QCOMPARE(Secrets::credentials(saved), (Secrets::Values{{u"cookie/a%3/0"_s, u"p1"_s}}));
}

void tst_Credentials::areLeftOutWhole()
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

void tst_Credentials::othersStay()
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

SOCKETSCOPE_TEST(tst_Credentials, QCoreApplication)
#include "tst_credentials.moc"
