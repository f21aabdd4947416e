// SPDX-License-Identifier: MIT
// Which servers a tab trusts, and that it says when it verifies none.
#include "pageconnectionfixture.h"
#include "support/testprogram.h"

#include "support/scriptedserver.h"
#include "ui/connect/pageconnection.h"
#include "ui/kit/noticebar.h"
#include "ui/session/sessionpage.h"
#include "ui/settings/connectionsettingspage.h"

#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;

class tst_PageTrust : public PageConnectionFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { PageConnectionFixture::init(); }
    void cleanup() { PageConnectionFixture::cleanup(); }
    void certificateCanBeTrusted();
    void certificateAfterARedirectCanBeTrusted();
    void unverifiedIsSaidAsLongAsItIsOn();
    void trustCanBeTakenBack_data();
    void trustCanBeTakenBack();
};

void tst_PageTrust::certificateCanBeTrusted()
{
    const ScriptedServer server(ScriptedServer::Security::Tls);
    enter(server.url().toString());
    auto *trust = find<QPushButton>(u"noticeAction"_s);
    QTRY_VERIFY(trust->isVisible());
    QCOMPARE(trust->text(), u"Trust this certificate for this host"_s);
    QVERIFY(find<QPushButton>(u"noticeSecondAction"_s)->isVisible());
    QVERIFY(connection()->hasCertificate());
    QTRY_COMPARE(status(), Status::Closed);
    QTest::mouseClick(trust, Qt::LeftButton);
    QTRY_COMPARE(status(), Status::Open);
    QCOMPARE(m_settings->trustedCertificates(server.url()).size(), 1);
    QVERIFY(find<QLabel>(u"unverifiedWarning"_s)->isHidden());
    QTRY_VERIFY(!find<NoticeBar>(u"noticeBar"_s)->isVisible());
    // For this host and port alone.
    const ScriptedServer other(ScriptedServer::Security::Tls);
    enter(other.url().toString());
    QTRY_VERIFY(m_page->session()->report().error);
}

void tst_PageTrust::certificateAfterARedirectCanBeTrusted()
{
    const ScriptedServer target(ScriptedServer::Security::Tls);
    ScriptedServer server;
    server.onRequest([&](ScriptedPeer &peer) {
        peer.write("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + target.url().toEncoded()
                   + "\r\n\r\n");
    });
    SavedConnection saved;
    saved.urlText = server.url().toString();
    saved.profile.followRedirects = true;
    connection()->setConnection(saved);
    QTest::keyClick(url(), Qt::Key_Return);
    auto *trust = find<QPushButton>(u"noticeAction"_s);
    QTRY_VERIFY(trust->isVisible());
    QTRY_COMPARE(status(), Status::Closed);
    QTest::mouseClick(trust, Qt::LeftButton);
    QTRY_COMPARE(status(), Status::Open);
    QCOMPARE(m_settings->trustedCertificates(target.url()).size(), 1);
    QVERIFY(m_settings->trustedCertificates(server.url()).isEmpty());
}

void tst_PageTrust::unverifiedIsSaidAsLongAsItIsOn()
{
    auto *warning = find<QLabel>(u"unverifiedWarning"_s);
    const ScriptedServer server(ScriptedServer::Security::Tls);
    SavedConnection saved;
    saved.urlText = server.url().toString();
    saved.profile.tls.verify = false;
    connection()->setConnection(saved);
    QVERIFY(warning->isVisible());
    QTest::keyClick(url(), Qt::Key_Return);
    QTRY_COMPARE(status(), Status::Open);
    QVERIFY(warning->isVisible());
    const QColor red = warning->palette().color(QPalette::WindowText);
    QVERIFY(red.red() > red.green() && red.red() > red.blue());
    saved.profile.tls.verify = true;
    connection()->setConnection(saved);
    QVERIFY2(warning->isVisible(), "the open connection is still not verified");
    m_page->session()->close();
    QTRY_COMPARE(status(), Status::Closed);
    QVERIFY(!warning->isVisible());
}

void tst_PageTrust::trustCanBeTakenBack_data()
{
    QTest::addColumn<bool>("isPrivate");
    QTest::newRow("for the host") << false;
    QTest::newRow("in a private tab") << true;
}

void tst_PageTrust::trustCanBeTakenBack()
{
    QFETCH(bool, isPrivate);
    openPage(isPrivate);
    const ScriptedServer server(ScriptedServer::Security::Tls);
    enter(server.url().toString());
    auto *trust = find<QPushButton>(u"noticeAction"_s);
    QTRY_VERIFY(trust->isVisible());
    QTRY_COMPARE(status(), Status::Closed);
    QTest::mouseClick(trust, Qt::LeftButton);
    QTRY_COMPARE(status(), Status::Open);
    QCOMPARE(m_settings->trustedCertificates(server.url()).isEmpty(), isPrivate);
    connection()->showSettings();
    auto *page = m_page->findChild<ConnectionSettingsPage *>();
    auto *table = page->findChild<QTableView *>(u"trustedTable"_s);
    QCOMPARE(table->model()->rowCount(), 1);
    table->selectRow(0);
    QTest::mouseClick(page->findChild<QToolButton *>(u"trustedTableRemove"_s), Qt::LeftButton);
    QCOMPARE(m_settings->trustedCertificates(server.url()).size(), 0);
    QCOMPARE(table->model()->rowCount(), 0);
    connection()->reconnect();
    QTRY_VERIFY(m_page->session()->report().error);
}

SOCKETSCOPE_TEST(tst_PageTrust, QApplication)
#include "tst_pagetrust.moc"
