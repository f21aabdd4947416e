// SPDX-License-Identifier: MIT
// What is trusted by hand counts for the host that showed it; in a private tab it is kept nowhere.
#include "profile/profileparts.h"
#include "session/hosttrust.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_HostTrust : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasRefused_data();
    void whatWasRefused();
    void isKept_data();
    void isKept();
    void isTakenBack_data();
    void isTakenBack();
    void changesElsewhereStay();
};

static const QUrl HostUrl(u"wss://h/"_s);

static RefusedCertificate certificateOf(const QString &host)
{
    return {"certificate", QUrl(u"wss://%1/"_s.arg(host)), {}};
}

void tst_HostTrust::whatWasRefused_data()
{
    QTest::addColumn<QByteArray>("certificate");
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("key");
    QTest::newRow("another error") << QByteArray() << QString() << QString();
    QTest::newRow("of the URL") << "der"_ba << QString() << u"h:443"_s;
    QTest::newRow("after a redirect") << "der"_ba << u"target.example:444"_s << u"target.example:444"_s;
}

void tst_HostTrust::whatWasRefused()
{
    QFETCH(const QByteArray, certificate);
    QFETCH(const QString, host);
    QFETCH(const QString, key);
    StatusReport report;
    QVERIFY(!refusedCertificate(report, HostUrl));
    report.error = ConnectionError();
    report.error->certificate = certificate;
    report.error->certificateHost = host;
    const auto refused = refusedCertificate(report, HostUrl);
    QCOMPARE(refused.has_value(), !key.isEmpty());
    if (refused)
        QCOMPARE(TlsSettings::hostKey(refused->url), key);
}

void tst_HostTrust::isKept_data()
{
    QTest::addColumn<bool>("isPrivate");
    QTest::newRow("for everybody") << false;
    QTest::newRow("in a private tab") << true;
}

void tst_HostTrust::isKept()
{
    QFETCH(const bool, isPrivate);
    HostTrust trust(isPrivate);
    const HostTrust::Certificates before{{u"h:443"_s, {"old"}}};
    HostTrust::Certificates kept = before;
    const RefusedCertificate refused = certificateOf(u"h:444"_s);
    trust.add(refused, &kept);
    // Another port is another host.
    const HostTrust::Certificates both{{u"h:443"_s, {"old"}}, {u"h:444"_s, {refused.fingerprint()}}};
    QCOMPARE(trust.with(kept), both);
    QCOMPARE(kept, isPrivate ? before : both);
}

void tst_HostTrust::isTakenBack_data()
{
    isKept_data();
}

void tst_HostTrust::isTakenBack()
{
    QFETCH(const bool, isPrivate);
    HostTrust trust(isPrivate);
    HostTrust::Certificates kept{{u"h:443"_s, {"old"}}};
    const RefusedCertificate refused = certificateOf(u"h"_s);
    trust.add(refused, &kept);
    trust.add(certificateOf(u"other"_s), &kept);
    // A page that lists the connection's own, too.
    QList<QByteArray> listed{"own"};
    listed += trust.with(kept).value(u"h:443"_s);
    QCOMPARE(listed, (QList<QByteArray>{"own", "old", refused.fingerprint()}));
    const QList<QByteArray> shown = trust.with(kept).value(u"h:443"_s);
    trust.takeBack(HostUrl, shown, &listed, &kept);
    QCOMPARE(listed, QList<QByteArray>{"own"});
    QCOMPARE(trust.with(kept).value(u"h:443"_s), (QList<QByteArray>{"old", refused.fingerprint()}));
    for (const QByteArray &left : {refused.fingerprint(), QByteArray("old")}) {
        listed = {"own"};
        listed += trust.with(kept).value(u"h:443"_s);
        listed.removeOne(left);
        trust.takeBack(HostUrl, shown, &listed, &kept);
        QVERIFY(!trust.with(kept).value(u"h:443"_s).contains(left));
        QCOMPARE(listed, QList<QByteArray>{"own"});
    }
    QCOMPARE(trust.with(kept).value(u"other:443"_s), QList<QByteArray>{refused.fingerprint()});
}

// Another program withdraws one and trusts another while the list is shown.
void tst_HostTrust::changesElsewhereStay()
{
    HostTrust trust(false);
    const QList<QByteArray> shown{"withdrawn", "removed", "kept"};
    QList<QByteArray> listed{"own", "withdrawn", "kept"};
    HostTrust::Certificates kept{{u"h:443"_s, {"removed", "kept", "new"}}};
    trust.takeBack(HostUrl, shown, &listed, &kept);
    QCOMPARE(listed, QList<QByteArray>{"own"});
    QCOMPARE(kept.value(u"h:443"_s), (QList<QByteArray>{"kept", "new"}));
}

SOCKETSCOPE_TEST(tst_HostTrust, QCoreApplication)
#include "tst_hosttrust.moc"
