// SPDX-License-Identifier: MIT
// That a certificate was verified for another name than the URL's host is told with the status.
#include "connection/managerrig.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_VerifiedName : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isTold_data();
    void isTold();
};

void tst_VerifiedName::isTold_data()
{
    QTest::addColumn<QString>("serverName");
    QTest::addColumn<bool>("verified");
    QTest::addColumn<QUrl>("finalUrl");
    QTest::addColumn<bool>("leftOrigin");
    QTest::addColumn<QString>("told");
    const QString other = u"other.example"_s;
    QTest::newRow("none") << QString() << true << QUrl() << false << QString();
    QTest::newRow("the host") << u"EXAMPLE.org"_s << true << QUrl() << false << QString();
    QTest::newRow("another") << other << true << QUrl() << false << other;
    QTest::newRow("not verified") << other << false << QUrl() << false << QString();
    QTest::newRow("redirected within") << other << true << QUrl(u"wss://example.org/b"_s) << false << other;
    QTest::newRow("redirected elsewhere")
            << other << true << QUrl(u"wss://c.example/"_s) << true << QString();
    QTest::newRow("redirected elsewhere and back")
            << other << true << QUrl(u"wss://example.org/b"_s) << true << QString();
}

void tst_VerifiedName::isTold()
{
    QFETCH(const QString, serverName);
    QFETCH(const bool, verified);
    QFETCH(const QUrl, finalUrl);
    QFETCH(const bool, leftOrigin);
    ManagerRig rig;
    ConnectionProfile profile = ManagerRig::profile();
    profile.url = QUrl(u"wss://example.org/"_s);
    profile.tls.serverName = serverName;
    rig.manager->open(profile);
    HandshakeInfo info;
    info.security = u"TLS 1.3"_s;
    info.tls.protocol = info.security;
    info.tls.verified = verified;
    info.finalUrl = finalUrl;
    info.leftOrigin = leftOrigin;
    rig.transport()->succeed(info);
    QTEST(rig.probe.lastReport().verifiedName, "told");
}

SOCKETSCOPE_TEST(tst_VerifiedName, QCoreApplication)
#include "tst_verifiedname.moc"
