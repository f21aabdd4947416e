// SPDX-License-Identifier: MIT
// The stream below HTTP on real sockets: addresses, back-pressure, the ways in which a stream ends.
#include "silentlistener.h"
#include "streamprobe.h"
#include "support/scriptedserver.h"
#include "support/testcertificates.h"
#include "support/testprogram.h"

#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <array>
#include <utility>

#include <sys/socket.h>
#include <unistd.h>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

static const QByteArray upgradeRequest = "GET / HTTP/1.1\r\nSec-WebSocket-Key: x\r\n\r\n"_ba;

class tst_SocketStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exchange_data();
    void exchange();
    void reports_data() { exchange_data(); }
    void reports();
    void nothingFromWithinOpen();
    void refused();
    void nameNotFound();
    void backPressure_data() { exchange_data(); }
    void backPressure();
    void finishedByPeer_data() { exchange_data(); }
    void finishedByPeer();
    void finishedByUs();
    void reset_data() { exchange_data(); }
    void reset();
    void resetAtOnce_data() { exchange_data(); }
    void resetAtOnce();
    void abortedWhileDialling();
    void deletedFromSignals_data();
    void deletedFromSignals();
    void nameResolved();
    void preferredFamilyIsDialled();
};

void tst_SocketStream::exchange_data()
{
    QTest::addColumn<bool>("tls");
    QTest::newRow("plain") << false;
    QTest::newRow("TLS") << true;
}

static ScriptedServer::Security security(bool tls)
{
    return tls ? ScriptedServer::Security::Tls : ScriptedServer::Security::Plain;
}

void tst_SocketStream::exchange()
{
    QFETCH(bool, tls);
    const TrustTestCertificate trust;
    ScriptedServer server(security(tls));
    server.onRequest([](ScriptedPeer &peer) { peer.write("hello"); });
    StreamProbe probe;
    QVERIFY2(probe.openAndWait(server.url()), qPrintable(probe.error.sentence));
    probe.write(upgradeRequest);
    QTRY_COMPARE(probe.received, "hello"_ba);
    QCOMPARE(server.peer()->request(), upgradeRequest);
    QTRY_COMPARE(probe.stream.bytesToWrite(), 0);
    QCOMPARE(probe.ended, 0);
}

void tst_SocketStream::reports()
{
    QFETCH(bool, tls);
    const TrustTestCertificate trust;
    ScriptedServer server(security(tls));
    StreamProbe probe;
    QVERIFY2(probe.openAndWait(server.url()), qPrintable(probe.error.sentence));
    const StreamInfo &info = probe.stream.info();
    QCOMPARE(info.peer, u"127.0.0.1:%1"_s.arg(server.port()));
    QVERIFY(!info.timings.dns);
    QVERIFY(info.timings.tcp && info.timings.tcp->count() > 0);
    QVERIFY(!info.timings.proxy);
    QCOMPARE(info.timings.tls.has_value(), tls);
    QCOMPARE(info.security, tls ? u"TLS 1.3"_s : QString());
    QCOMPARE(info.tls.protocol, info.security);
    QCOMPARE(info.tls.cipher.isEmpty(), !tls);
    QCOMPARE(info.tls.verified, tls);
    QCOMPARE(info.tls.problem, QString());
    QCOMPARE(info.tls.chain, tls ? QList{testCertificate().toDer()} : QList<QByteArray>());
}

void tst_SocketStream::nothingFromWithinOpen()
{
    StreamProbe probe;
    probe.profile.tls.caFile = u"/nowhere/at/all.pem"_s;
    probe.open(QUrl(u"wss://127.0.0.1:1/"_s));
    QCOMPARE(probe.ended, 0);
    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.error.stage, ErrorStage::Tls);
    QCOMPARE(probe.opened, 0);
}

void tst_SocketStream::refused()
{
    ScriptedServer server;
    const QUrl url = server.url();
    server.stop();
    StreamProbe probe;
    probe.open(url);
    QVERIFY(probe.waitForEnd());
    QCOMPARE(probe.error.stage, ErrorStage::Tcp);
    QVERIFY(probe.error.sentence.contains(u"refused"_s));
    QVERIFY(canPassByItself(probe.error));
}

void tst_SocketStream::nameNotFound()
{
    StreamProbe probe;
    probe.open(QUrl(u"ws://no-such-host.invalid/"_s));
    QVERIFY(probe.waitForEnd(20000));
    QCOMPARE(probe.error.stage, ErrorStage::Dns);
    QVERIFY(probe.error.sentence.contains(u"no-such-host.invalid"_s));
    QVERIFY(probe.stream.info().timings.dns);
}

// What is not read stays with the peer, and comes whole once it is.
void tst_SocketStream::backPressure()
{
    QFETCH(bool, tls);
    static constexpr qint64 Size = 64 * 1024 * 1024;
    const TrustTestCertificate trust;
    ScriptedServer server(security(tls));
    server.onRequest([](ScriptedPeer &peer) { peer.write(QByteArray(Size, 'x')); });
    StreamProbe probe;
    probe.reads = false;
    QVERIFY(probe.openAndWait(server.url()));
    probe.write(upgradeRequest);
    QTRY_VERIFY(probe.stream.bytesAvailable() > 0);

    qint64 before = -1;
    QTRY_VERIFY_WITH_TIMEOUT(before == std::exchange(before, server.peer()->bytesToWrite()) && before < Size,
                             10000);
    QVERIFY2(before > Size / 4, qPrintable(QString::number(before)));
    QVERIFY(probe.stream.bytesAvailable() <= 2 * SocketStream::ReadBufferBytes);

    probe.reads = true;
    probe.readAll();
    QTRY_COMPARE_WITH_TIMEOUT(probe.received.size(), Size, 30000);
}

void tst_SocketStream::finishedByPeer()
{
    QFETCH(bool, tls);
    const TrustTestCertificate trust;
    ScriptedServer server(security(tls));
    server.onRequest([](ScriptedPeer &peer) {
        peer.write("last words");
        peer.finish();
    });
    StreamProbe probe;
    probe.reads = false;
    QVERIFY(probe.openAndWait(server.url()));
    probe.write(upgradeRequest);
    QVERIFY(probe.waitForEnd());
    QVERIFY2(!probe.failed, qPrintable(probe.error.sentence));
    probe.readAll();
    QCOMPARE(probe.received, "last words"_ba);
}

// Hands out bare descriptors: a QTcpSocket would end both directions at the first FIN.
class DescriptorServer : public QTcpServer
{
public:
    int descriptor = -1;

protected:
    void incomingConnection(qintptr accepted) override { descriptor = int(accepted); }
};

// Our side has ended, the peer goes on.
void tst_SocketStream::finishedByUs()
{
    DescriptorServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    StreamProbe probe;
    QVERIFY(probe.openAndWait(QUrl(u"ws://127.0.0.1:%1/"_s.arg(server.serverPort()))));
    QTRY_VERIFY(server.descriptor >= 0);
    probe.write("bye");
    probe.stream.finish();
    std::array<char, 16> buffer{};
    QByteArray seen;
    QTRY_VERIFY([&] {
        const ssize_t size = recv(server.descriptor, buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (size > 0)
            seen.append(buffer.data(), size);
        return size == 0;
    }());
    QCOMPARE(seen, "bye"_ba);
    QCOMPARE(send(server.descriptor, "later", 5, 0), 5);
    QTRY_COMPARE(probe.received, "later"_ba);
    QCOMPARE(probe.ended, 0);
    ::close(server.descriptor);
    QVERIFY(probe.waitForEnd());
    QVERIFY(!probe.failed);
}

void tst_SocketStream::reset()
{
    QFETCH(bool, tls);
    const TrustTestCertificate trust;
    ScriptedServer server(security(tls));
    server.onRequest([](ScriptedPeer &peer) { peer.reset(); });
    StreamProbe probe;
    QVERIFY(probe.openAndWait(server.url()));
    probe.write(upgradeRequest);
    QVERIFY(probe.waitForEnd());
    QVERIFY(probe.failed);
    QCOMPARE(probe.error.stage, ErrorStage::Tcp);
    QVERIFY(canPassByItself(probe.error));
}

// Before TLS or anything else has been said.
void tst_SocketStream::resetAtOnce()
{
    QFETCH(bool, tls);
    ScriptedServer server;
    server.onConnection([](ScriptedPeer &peer) { peer.reset(); });
    QUrl url = server.url();
    url.setScheme(tls ? u"wss"_s : u"ws"_s);
    StreamProbe probe;
    probe.open(url);
    QVERIFY(probe.waitForEnd());
    QVERIFY(probe.failed);
    QCOMPARE(server.connections(), 1);
    // It depends on who is faster.
    QVERIFY(probe.error.stage == ErrorStage::Tcp || (tls && probe.error.stage == ErrorStage::Tls));
    QVERIFY(canPassByItself(probe.error));
}

void tst_SocketStream::abortedWhileDialling()
{
    const SilentListener silent;
    QVERIFY(silent.isSilent());
    StreamProbe probe;
    probe.open(QUrl(u"ws://127.0.0.1:%1/"_s.arg(silent.port())));
    QTRY_COMPARE(probe.stream.stalled().stage, ErrorStage::Tcp);
    probe.stream.abort();
    QTest::qWait(50);
    QCOMPARE(probe.opened + probe.ended, 0);
}

void tst_SocketStream::deletedFromSignals_data()
{
    QTest::addColumn<bool>("tls");
    QTest::addColumn<QString>("signal");
    for (const bool tls : {false, true}) {
        for (const char *signal : {"opened", "readyRead", "ended"})
            QTest::addRow("%s %s", tls ? "TLS" : "plain", signal) << tls << QString::fromLatin1(signal);
    }
}

void tst_SocketStream::deletedFromSignals()
{
    QFETCH(bool, tls);
    QFETCH(QString, signal);
    const TrustTestCertificate trust;
    ScriptedServer server(security(tls));
    server.onConnection([](ScriptedPeer &peer) {
        peer.write("early");
        peer.finish();
    });
    auto *stream = new SocketStream;
    const QPointer<SocketStream> alive(stream);
    const auto drop = [&] { delete stream; };
    if (signal == "opened"_L1)
        connect(stream, &SocketStream::opened, this, drop);
    else if (signal == "readyRead"_L1)
        connect(stream, &SocketStream::readyRead, this, drop);
    else
        connect(stream, &SocketStream::ended, this, drop);
    ConnectionProfile profile;
    profile.url = server.url();
    stream->open(profile, profile.url);
    QTRY_VERIFY(!alive);
}

void tst_SocketStream::nameResolved()
{
    ScriptedServer server;
    StreamProbe probe;
    QUrl url = server.url();
    url.setHost(u"localhost"_s);
    QVERIFY2(probe.openAndWait(url), qPrintable(probe.error.sentence));
    QCOMPARE(probe.stream.info().peer, u"127.0.0.1:%1"_s.arg(server.port()));
    QVERIFY(probe.stream.info().timings.dns);
}

// Names below "localhost" need no resolver (RFC 6761 section 6.3).
void tst_SocketStream::preferredFamilyIsDialled()
{
    QTcpServer v4;
    QTcpServer v6;
    if (!v4.listen(QHostAddress::LocalHost) || !v6.listen(QHostAddress::LocalHostIPv6, v4.serverPort()))
        QSKIP("There is no IPv6 here.");
    StreamProbe probe;
    probe.profile.addresses = AddressPreference::IPv6;
    QVERIFY(probe.openAndWait(QUrl(u"ws://a.localhost:%1/"_s.arg(v4.serverPort()))));
    QCOMPARE(probe.stream.info().peer, u"[::1]:%1"_s.arg(v4.serverPort()));
}

SOCKETSCOPE_TEST(tst_SocketStream, QCoreApplication)
#include "tst_socketstream.moc"
