// SPDX-License-Identifier: MIT
// Which server the text of a URL leads to.
#include "saved/serverorigin.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_ServerOrigin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void origins_data();
    void origins();
    void differs_data();
    void differs();
};

static const Variables::Values Values{{u"host"_s, u"a.example"_s}, {u"port"_s, u"81"_s}};

void tst_ServerOrigin::origins_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("filled");
    QTest::addColumn<QString>("shown");
    QTest::newRow("nothing") << QString() << QString() << QString() << QString();
    QTest::newRow("whole") << u"wss://ann:p@a.example:444/b?c#d"_s << u"wss://a.example:444"_s
                           << u"wss://a.example:444"_s << u"wss://a.example:444"_s;
    QTest::newRow("ports that go without saying") << u"wss://a.example/"_s << u"wss://a.example:443"_s
                                                  << u"wss://a.example:443"_s << u"wss://a.example"_s;
    QTest::newRow("plain") << u"ws://a.example/"_s << u"ws://a.example:80"_s << u"ws://a.example:80"_s
                           << u"ws://a.example"_s;
    QTest::newRow("without a scheme") << u"A.Example/b"_s << u"wss://a.example:443"_s
                                      << u"wss://a.example:443"_s << u"wss://a.example"_s;
    QTest::newRow("address") << u"wss://[::1]:1/"_s << u"wss://[::1]:1"_s << u"wss://[::1]:1"_s
                             << u"wss://[::1]:1"_s;
    QTest::newRow("socket") << u"ws+unix:///a/b:/x"_s << u"/a/b"_s << u"/a/b"_s << u"/a/b"_s;
    QTest::newRow("variables") << u"ws://{{host}}:{{port}}/{{c}}"_s << u"ws://{{host}}:{{port}}"_s
                               << u"ws://a.example:81"_s << u"ws://{{host}}:81"_s;
    QTest::newRow("without a value") << u"ws://{{guest}}/"_s << u"ws://{{guest}}"_s << QString()
                                     << u"ws://{{guest}}"_s;
}

void tst_ServerOrigin::origins()
{
    QFETCH(const QString, text);
    QTEST(ServerOrigin::of(text), "written");
    QTEST(ServerOrigin::filled(text, Values), "filled");
    // The host is a secret.
    QTEST(ServerOrigin::shown(text, {{u"port"_s, u"81"_s}}), "shown");
}

void tst_ServerOrigin::differs_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::addColumn<bool>("isOther");
    QTest::newRow("path") << u"wss://h/a?token=***"_s << u"wss://h:443/b"_s << false;
    QTest::newRow("scheme left out") << u"wss://H/a"_s << u"h/b"_s << false;
    QTest::newRow("host") << u"wss://h/a"_s << u"wss://i/a"_s << true;
    QTest::newRow("scheme") << u"wss://h/a"_s << u"ws://h/a"_s << true;
    QTest::newRow("port") << u"wss://h/a"_s << u"wss://h:444/a"_s << true;
    QTest::newRow("variable") << u"wss://{{guest}}/a"_s << u"wss://{{guest}}/b?x"_s << false;
    QTest::newRow("another variable") << u"wss://{{host}}/a"_s << u"wss://{{guest}}/a"_s << true;
    QTest::newRow("filled in the same") << u"ws://{{host}}:{{port}}/a"_s << u"ws://a.example:81/"_s << false;
    QTest::newRow("socket") << u"ws+unix:///a:/x"_s << u"ws+unix:///b:/x"_s << true;
}

void tst_ServerOrigin::differs()
{
    QFETCH(const QString, one);
    QFETCH(const QString, other);
    QTEST(ServerOrigin::differs(one, other, Values), "isOther");
    QTEST(ServerOrigin::differs(other, one, Values), "isOther");
}

SOCKETSCOPE_TEST(tst_ServerOrigin, QCoreApplication)
#include "tst_serverorigin.moc"
