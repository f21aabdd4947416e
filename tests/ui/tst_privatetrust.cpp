// SPDX-License-Identifier: MIT
// What is trusted in a private tab counts for the host that showed it, and for nothing that is kept.
#include "support/scriptedserver.h"
#include "support/testprogram.h"
#include "tests/ui/pagerig.h"
#include "ui/settings/connectionsettingspage.h"

#include <QPushButton>
#include <QTableView>
#include <QToolButton>

using namespace Qt::StringLiterals;

class tst_PrivateTrust : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void afterARedirect();
    void isOfOneHost();
    void canBeTakenBack();
};

static void trust(PageRig &rig)
{
    auto *button = rig.find<QPushButton>(u"noticeAction"_s);
    QTRY_VERIFY(button->isVisible());
    QTRY_COMPARE(rig.status(), Status::Closed);
    QCOMPARE(button->text(), u"Trust this certificate for this host"_s);
    QTest::mouseClick(button, Qt::LeftButton);
}

void tst_PrivateTrust::afterARedirect()
{
    const ScriptedServer target(ScriptedServer::Security::Tls);
    ScriptedServer server;
    server.onRequest([&](ScriptedPeer &peer) {
        peer.write("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + target.url().toEncoded()
                   + "\r\n\r\n");
    });
    PageRig rig(true);
    SavedConnection saved;
    saved.urlText = server.url().toString();
    saved.profile.followRedirects = true;
    rig.connection()->setConnection(saved);
    QTest::keyClick(rig.url(), Qt::Key_Return);
    trust(rig);
    QTRY_COMPARE(rig.status(), Status::Open);
    QVERIFY(rig.page.session()->profile().tls.trusted.isEmpty());
    QVERIFY(rig.connection()->connection().profile.tls.trusted.isEmpty());
    QVERIFY(rig.settings.trustedCertificates().isEmpty());
}

void tst_PrivateTrust::isOfOneHost()
{
    const ScriptedServer server(ScriptedServer::Security::Tls);
    const ScriptedServer other(ScriptedServer::Security::Tls);
    PageRig rig(true);
    rig.enter(server.url().toString());
    trust(rig);
    QTRY_COMPARE(rig.status(), Status::Open);
    QVERIFY(rig.connection()->connection().profile.tls.trusted.isEmpty());
    // The same certificate, from somebody else.
    rig.enter(other.url().toString());
    QTRY_VERIFY(rig.page.session()->report().error);
    rig.enter(server.url().toString());
    QTRY_COMPARE(rig.status(), Status::Open);
}

void tst_PrivateTrust::canBeTakenBack()
{
    const ScriptedServer server(ScriptedServer::Security::Tls);
    PageRig rig(true);
    rig.enter(server.url().toString());
    trust(rig);
    QTRY_COMPARE(rig.status(), Status::Open);
    rig.connection()->showSettings();
    auto *page = rig.page.findChild<ConnectionSettingsPage *>();
    auto *table = page->findChild<QTableView *>(u"trustedTable"_s);
    QCOMPARE(table->model()->rowCount(), 1);
    table->selectRow(0);
    QTest::mouseClick(page->findChild<QToolButton *>(u"trustedTableRemove"_s), Qt::LeftButton);
    QCOMPARE(table->model()->rowCount(), 0);
    rig.connection()->reconnect();
    QTRY_VERIFY(rig.page.session()->report().error);
}

SOCKETSCOPE_TEST(tst_PrivateTrust, QApplication)
#include "tst_privatetrust.moc"
