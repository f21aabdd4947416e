// SPDX-License-Identifier: MIT
#include "demo/demohost.h"
#include "demo/demoserver.h"
#include "rawclient.h"
#include "support/nothreads.h"
#include "support/testprogram.h"

#include <QElapsedTimer>
#include <QTest>

#include <memory>
#include <vector>

using namespace Qt::StringLiterals;

class tst_DemoHost : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsOnce();
    void saysWhyItCannotStart();
    void saysThatThereIsNoThread();
    void startsAndStopsOften();
    void stopsDuringFloods();
};

void tst_DemoHost::startsOnce()
{
    DemoHost host;
    QVERIFY(!host.isRunning());
    QVERIFY(host.url(u"/echo"_s).isEmpty());
    const QUrl url = host.start();
    QVERIFY(url.isValid());
    QCOMPARE(url.path(), u"/ticker"_s);
    QVERIFY(host.isRunning());
    QCOMPARE(host.start(), url);
    QCOMPARE(host.url(u"/flood?n=5"_s).port(), url.port());
    QCOMPARE(host.url(u"/flood?n=5"_s).query(), u"n=5"_s);
    host.stop();
    QVERIFY(!host.isRunning());
    host.stop();
}

void tst_DemoHost::saysWhyItCannotStart()
{
    DemoServer occupant;
    QVERIFY(occupant.listen());
    DemoHost host;
    QVERIFY(host.start(occupant.port()).isEmpty());
    QVERIFY(!host.errorString().isEmpty());
    QVERIFY(!host.isRunning());
    QVERIFY(host.start().isValid());
    QVERIFY(host.errorString().isEmpty());
}

void tst_DemoHost::saysThatThereIsNoThread()
{
    DemoHost demo;
    {
        const NoThreads none;
        QVERIFY(demo.start().isEmpty());
    }
    QVERIFY(!demo.isRunning());
    QVERIFY2(demo.errorString().endsWith(u"no further thread."_s), qPrintable(demo.errorString()));
    QVERIFY(!demo.start().isEmpty());
    QVERIFY(demo.errorString().isEmpty());
}

void tst_DemoHost::startsAndStopsOften()
{
    QElapsedTimer clock;
    clock.start();
    DemoHost host;
    for (int i = 0; i < 50; ++i) {
        const QUrl url = host.start();
        QVERIFY(url.isValid());
        QtClient client(url);
        QTRY_VERIFY(!client.texts.isEmpty());
        host.stop();
        QTRY_COMPARE(client.disconnected.size(), 1);
        QCOMPARE(int(client.socket.closeCode()), 1001);
    }
    QVERIFY2(clock.elapsed() < 20'000, qPrintable(QString::number(clock.elapsed())));
}

void tst_DemoHost::stopsDuringFloods()
{
    auto host = std::make_unique<DemoHost>();
    host->start();
    std::vector<std::unique_ptr<QWebSocket>> clients;
    int connected = 0;
    for (const QString &path : {u"/flood?n=0"_s, u"/flood?n=0&size=1000000"_s, u"/ticker?rate=100000"_s}) {
        QWebSocket *client = clients.emplace_back(std::make_unique<QWebSocket>()).get();
        // Takes a little and then stops reading, so that the server has much to write.
        connect(client, &QWebSocket::connected, this, [client, &connected] {
            client->setReadBufferSize(1);
            ++connected;
        });
        client->open(host->url(path));
    }
    QTRY_COMPARE(connected, 3);
    QElapsedTimer clock;
    clock.start();
    host.reset();
    QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
}

SOCKETSCOPE_TEST(tst_DemoHost, QCoreApplication)
#include "tst_demohost.moc"
