// SPDX-License-Identifier: MIT
// wss on real sockets: certificates, and TLS where none is spoken.
#include "socketrig.h"
#include "support/testcertificates.h"
#include "support/testprogram.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class tst_Tls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void acceptedCertificate();
    void selfSignedCertificate();
    void tlsToAPlainPort();
    void plainToATlsPort();
};

void tst_Tls::acceptedCertificate()
{
    const TrustTestCertificate trust;
    SocketRig rig(ScriptedServer::Security::Tls);
    QVERIFY2(rig.openAndWait(), qPrintable(rig.probe.lastError().sentence));
    QCOMPARE(rig.probe.lastReport().security, u"TLS 1.3"_s);
    QCOMPARE(rig.probe.lastLocal(MessageType::Open)["security"_L1].toString(), u"TLS 1.3"_s);
    rig.manager.close(4000, u"bye"_s);
    QVERIFY(rig.waitForEnd());
    QVERIFY(rig.closeInfo().clean);
    QCOMPARE(rig.peer().framesOf(WebSocketFrame::Close).value(0).closeCode(), quint16(4000));
}

void tst_Tls::selfSignedCertificate()
{
    SocketRig rig(ScriptedServer::Security::Tls);
    rig.open();
    QVERIFY(rig.waitForEnd());
    const ConnectionError error = rig.probe.lastError();
    QCOMPARE(error.stage, ErrorStage::Tls);
    QVERIFY2(error.sentence.startsWith(u"The certificate of 127.0.0.1 was not accepted: "_s),
             qPrintable(error.sentence));
    QVERIFY(error.permanent);
    QVERIFY(!rig.isRetried());
    QCOMPARE(rig.probe.errors.size(), 1);
}

void tst_Tls::tlsToAPlainPort()
{
    SocketRig rig;
    rig.server.onConnection([](ScriptedPeer &peer) { peer.write("HTTP/1.1 400 Bad Request\r\n\r\n"); });
    rig.profile.url.setScheme(u"wss"_s);
    rig.open();
    QVERIFY(rig.waitForEnd());
    QCOMPARE(rig.probe.lastError().stage, ErrorStage::Tls);
    QVERIFY2(rig.probe.lastError().sentence.contains(u"ws://"_s), qPrintable(rig.probe.lastError().sentence));
    QVERIFY(!rig.isRetried());
}

void tst_Tls::plainToATlsPort()
{
    SocketRig rig(ScriptedServer::Security::Tls);
    rig.profile.url.setScheme(u"ws"_s);
    rig.profile.handshakeTimeout = 2s;
    rig.open();
    QVERIFY(rig.waitForEnd());
    QCOMPARE(rig.probe.lastError().stage, ErrorStage::Handshake);
}

SOCKETSCOPE_TEST(tst_Tls, QCoreApplication)
#include "tst_tls.moc"
