// SPDX-License-Identifier: MIT
// Which address of several is connected to, and what is said if none can be.
#include "net/tcpdialler.h"
#include "silentlistener.h"
#include "support/testprogram.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

#include <unistd.h>

using namespace Qt::StringLiterals;

class tst_TcpDialler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void order_data();
    void order();
    void preferredFirst_data();
    void preferredFirst();
    void nextAfterRefusal();
    void nextAfterSilence();
    void lateAnswerWins();
    void allRefuse();
    void namesBelowLocalhost();
    void deletedMeanwhile();
};

static const QHostAddress v4(QHostAddress::LocalHost);
static const QHostAddress v6(QHostAddress::LocalHostIPv6);

/// Dials and waits; the address that was connected to, or null.
static QHostAddress dialled(TcpDialler &dialler, const QList<QHostAddress> &addresses, quint16 port,
                            AddressPreference preference = AddressPreference::System)
{
    int descriptor = -1;
    bool failed = false;
    QObject::connect(&dialler, &TcpDialler::connected, &dialler, [&](int made) { descriptor = made; });
    QObject::connect(&dialler, &TcpDialler::failed, &dialler, [&] { failed = true; });
    dialler.dial(addresses, port, preference);
    if (!QTest::qWaitFor([&] { return failed || descriptor >= 0; }) || failed)
        return {};
    QTcpSocket socket;
    socket.setSocketDescriptor(descriptor);
    return socket.peerAddress();
}

void tst_TcpDialler::order_data()
{
    QTest::addColumn<AddressPreference>("preference");
    QTest::addColumn<QString>("ordered");
    QTest::newRow("system") << AddressPreference::System << u"::1 127.0.0.1 ::2 127.0.0.2"_s;
    QTest::newRow("IPv4") << AddressPreference::IPv4 << u"127.0.0.1 127.0.0.2 ::1 ::2"_s;
    QTest::newRow("IPv6") << AddressPreference::IPv6 << u"::1 ::2 127.0.0.1 127.0.0.2"_s;
}

void tst_TcpDialler::order()
{
    QFETCH(AddressPreference, preference);
    QFETCH(QString, ordered);
    QList<QHostAddress> addresses;
    for (const char *address : {"::1", "127.0.0.1", "::2", "127.0.0.2"})
        addresses.append(QHostAddress(QString::fromLatin1(address)));
    QStringList names;
    const QList<QHostAddress> result = orderedAddresses(addresses, preference);
    for (const QHostAddress &address : result)
        names.append(address.toString());
    QCOMPARE(names.join(u' '), ordered);
}

void tst_TcpDialler::preferredFirst_data()
{
    QTest::addColumn<AddressPreference>("preference");
    QTest::addColumn<QHostAddress>("winner");
    QTest::newRow("system") << AddressPreference::System << v6;
    QTest::newRow("IPv4") << AddressPreference::IPv4 << v4;
    QTest::newRow("IPv6") << AddressPreference::IPv6 << v6;
}

void tst_TcpDialler::preferredFirst()
{
    QFETCH(AddressPreference, preference);
    QFETCH(QHostAddress, winner);
    QTcpServer server;
    QTcpServer other;
    if (!server.listen(v4) || !other.listen(v6, server.serverPort()))
        QSKIP("There is no IPv6 here.");
    TcpDialler dialler;
    QCOMPARE(dialled(dialler, {v6, v4}, server.serverPort(), preference), winner);
    QVERIFY(dialler.tcpTime().count() > 0);
    QVERIFY(!dialler.dnsTime());
}

void tst_TcpDialler::nextAfterRefusal()
{
    QTcpServer server;
    QVERIFY(server.listen(v4));
    TcpDialler dialler;
    QCOMPARE(dialled(dialler, {v6, v4}, server.serverPort()), v4);
}

void tst_TcpDialler::nextAfterSilence()
{
    const SilentListener silent;
    QVERIFY(silent.isSilent());
    QTcpServer server;
    if (!server.listen(v6, silent.port()))
        QSKIP("There is no IPv6 here.");
    TcpDialler dialler;
    QCOMPARE(dialled(dialler, {v4, v6}, silent.port()), v6);
    QVERIFY(dialler.tcpTime() >= TcpDialler::Patience);
}

// The other address has had its turn and refused: the silent one is still waited for.
void tst_TcpDialler::lateAnswerWins()
{
    SilentListener silent;
    QVERIFY(silent.isSilent());
    TcpDialler dialler;
    QTimer::singleShot(TcpDialler::Patience + std::chrono::milliseconds(200), this, [&] { silent.answer(); });
    QCOMPARE(dialled(dialler, {v4, v6}, silent.port()), v4);
}

void tst_TcpDialler::allRefuse()
{
    QTcpServer server;
    QVERIFY(server.listen(v4));
    const quint16 port = server.serverPort();
    server.close();
    TcpDialler dialler;
    QSignalSpy failed(&dialler, &TcpDialler::failed);
    dialler.dial({v6, v4}, port, AddressPreference::System);
    QVERIFY(failed.isEmpty());
    QVERIFY(failed.wait());
    QCOMPARE(failed[0][0].value<QAbstractSocket::SocketError>(), QAbstractSocket::ConnectionRefusedError);
    QCOMPARE(failed[0][1].toString(), u"::1: Connection refused; 127.0.0.1: Connection refused"_s);
}

// Few systems know such names, and none has to be asked.
void tst_TcpDialler::namesBelowLocalhost()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    TcpDialler dialler;
    QSignalSpy connected(&dialler, &TcpDialler::connected);
    dialler.dial(u"some.thing.LOCALHOST"_s, server.serverPort(), AddressPreference::System);
    QVERIFY(!dialler.isResolving());
    QTRY_COMPARE(connected.size(), 1);
    ::close(connected.first().first().toInt());
}

void tst_TcpDialler::deletedMeanwhile()
{
    QTcpServer server;
    QVERIFY(server.listen(v4));
    {
        TcpDialler dialler;
        dialler.dial({v4}, server.serverPort(), AddressPreference::System);
        TcpDialler resolver;
        resolver.dial(u"no-such-host.invalid"_s, 80, AddressPreference::System);
        QVERIFY(resolver.isResolving());
    }
    QCoreApplication::processEvents();
    QVERIFY(!server.hasPendingConnections());
}

SOCKETSCOPE_TEST(tst_TcpDialler, QCoreApplication)
#include "tst_tcpdialler.moc"
