// SPDX-License-Identifier: MIT
// When the answer to a handshake is said to be refused: at once if it is wrong, else after QWebSocket has had
// its turn, whenever that is.
#include "connection/engine/qtanswerwatch.h"
#include "profile/connectionprofile.h"
#include "support/testprogram.h"
#include "websocket/serverhandshake.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QWebSocket>

#include <memory>

using namespace Qt::StringLiterals;

class tst_QtAnswerWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
};

void tst_QtAnswerWatch::refuses_data()
{
    QTest::addColumn<QByteArray>("statusLine");
    QTest::addColumn<bool>("opensLater");
    QTest::addColumn<QString>("sentence");
    const QByteArray right("HTTP/1.1 101 Switching Protocols");
    QTest::newRow("right, and opens later") << right << true << QString();
    QTest::newRow("right, and never opens") << right << false << u"The server's answer is right"_s;
    QTest::newRow("wrong, before anything else") << QByteArray("HTTP/1.1 403 Forbidden") << true << u"403"_s;
}

void tst_QtAnswerWatch::refuses()
{
    QFETCH(const QByteArray, statusLine);
    QFETCH(const bool, opensLater);
    QFETCH(const QString, sentence);
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QWebSocket socket;
    QTcpSocket tcp;
    std::unique_ptr<QtAnswerWatch> watch;
    bool hasLooked = false;
    // As a QWebSocket that does not look while it is told, but after that.
    const auto lookLate = [&] {
        hasLooked = true;
        if (opensLater)
            watch->stop();
    };
    connect(&tcp, &QTcpSocket::readyRead, &socket, lookLate, Qt::QueuedConnection);
    ConnectionProfile profile;
    profile.url = QUrl(u"ws://127.0.0.1"_s);
    watch = std::make_unique<QtAnswerWatch>(profile, &socket, &tcp);
    QByteArray key;
    for (int i = 0; i < 4; ++i) {
        const quint32 mask = watch->nextMask();
        key.append(reinterpret_cast<const char *>(&mask), sizeof mask);
    }
    QSignalSpy refused(watch.get(), &QtAnswerWatch::refused);

    tcp.connectToHost(server.serverAddress(), server.serverPort());
    QTRY_VERIFY(server.hasPendingConnections());
    QTRY_COMPARE(tcp.state(), QAbstractSocket::ConnectedState);
    server.nextPendingConnection()->write(statusLine
                                          + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                            "Sec-WebSocket-Accept: "
                                          + acceptForKey(key.toBase64()) + "\r\n\r\n");
    QTRY_VERIFY(hasLooked);
    QCoreApplication::processEvents();
    QCOMPARE(refused.size(), sentence.isEmpty() ? 0 : 1);
    if (!sentence.isEmpty())
        QVERIFY2(watch->failure()->sentence.contains(sentence), qPrintable(watch->failure()->sentence));
}

SOCKETSCOPE_TEST(tst_QtAnswerWatch, QCoreApplication)
#include "tst_qtanswerwatch.moc"
