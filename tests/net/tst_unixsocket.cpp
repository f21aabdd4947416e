// SPDX-License-Identifier: MIT
// ws+unix: the stream over Unix-domain sockets, and what goes wrong with them.
#include "attempt.h"
#include "profile/handshakerequest.h"
#include "profile/websocketurl.h"
#include "support/fullunixsocket.h"
#include "support/testprogram.h"

#include <QFile>
#include <QLocalServer>
#include <QTemporaryDir>
#include <QTest>

#include <ctime>

#include <unistd.h>

using namespace Qt::StringLiterals;

class tst_UnixSocket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void request_data();
    void request();
    void exchange();
    void backPressure();
    void finishedByUs();
    void fullQueue();
    void failures_data();
    void failures();
    void refusedByQtEngine();

private:
    QUrl url(const QString &name, const QString &request = u":/"_s) const;

    QTemporaryDir m_folder;
};

QUrl tst_UnixSocket::url(const QString &name, const QString &request) const
{
    return parseWebSocketUrl(u"ws+unix://"_s + m_folder.filePath(name) + request).url;
}

void tst_UnixSocket::request_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("target");
    const auto row = [](const char *typed, const char *path, const char *target) {
        QTest::newRow(typed) << QString::fromUtf8(typed) << QString::fromUtf8(path) << QByteArray(target);
    };
    row("ws+unix:///run/a.sock", "/run/a.sock", "/");
    row("ws+unix:///run/a.sock?x=1", "/run/a.sock", "/?x=1");
    row("ws+unix:///run/a.sock:/", "/run/a.sock", "/");
    row("ws+unix:///run/a.sock:/chat/room?x=%20", "/run/a.sock", "/chat/room?x=%20");
    row("ws+unix:///run/a%3A/b.sock", "/run/a:/b.sock", "/");
    row("ws+unix:///run/a%3A/b.sock:/chat", "/run/a:/b.sock", "/chat");
    row("ws+unix:///run/a.sock:/to/ws://other/x:/y", "/run/a.sock", "/to/ws://other/x:/y");
    row("ws+unix:///run/a.sock:/:/", "/run/a.sock", "/:/");
    row("ws+unix:///run/my%20app.sock:/a%20b", "/run/my app.sock", "/a%20b");
    row("ws+unix:///run/a:8080", "/run/a:8080", "/");
    row("ws+unix:///run/a::", "/run/a::", "/");
    row("ws+unix:/run/a.sock:/x", "/run/a.sock", "/x");
    row("unix:/run/a.sock:/x", "/run/a.sock", "/x");
    row("UNIX:///run/a.sock:/x", "/run/a.sock", "/x");
}

void tst_UnixSocket::request()
{
    QFETCH(QString, typed);
    QFETCH(QString, path);
    QFETCH(QByteArray, target);
    const WebSocketUrl parsed = parseWebSocketUrl(typed);
    QCOMPARE(parsed.problem, QString());
    QVERIFY(isUnixSocket(parsed.url));
    QCOMPARE(unixSocketPath(parsed.url), path);
    QCOMPARE(requestTarget(parsed.url), target);
    QCOMPARE(hostHeader({}, {parsed.url}), "localhost"_ba);
    QCOMPARE(parseWebSocketUrl(editableUrl(parsed.url)).url, parsed.url);
    QVERIFY(editableUrl(parsed.url).startsWith(u"ws+unix:///"_s));
}

void tst_UnixSocket::exchange()
{
    QLocalServer server;
    QVERIFY(server.listen(m_folder.filePath(u"a b.sock"_s)));
    StreamProbe probe;
    QVERIFY2(probe.openAndWait(url(u"a%20b.sock"_s)), qPrintable(probe.error.sentence));
    QCOMPARE(probe.stream.info().peer, m_folder.filePath(u"a b.sock"_s));
    QCOMPARE(probe.stream.info().security, QString());
    QTRY_VERIFY(server.hasPendingConnections());
    QLocalSocket *peer = server.nextPendingConnection();
    probe.write("ping");
    QTRY_COMPARE(peer->bytesAvailable(), 4);
    peer->write("pong, bye");
    peer->disconnectFromServer();
    QVERIFY(probe.waitForEnd());
    QVERIFY(!probe.failed);
    QCOMPARE(probe.received, "pong, bye"_ba);
}

void tst_UnixSocket::backPressure()
{
    static constexpr qint64 Size = 16 * 1024 * 1024;
    QLocalServer server;
    QVERIFY(server.listen(m_folder.filePath(u"b.sock"_s)));
    StreamProbe probe;
    probe.reads = false;
    QVERIFY(probe.openAndWait(url(u"b.sock"_s)));
    QTRY_VERIFY(server.hasPendingConnections());
    QLocalSocket *peer = server.nextPendingConnection();
    peer->write(QByteArray(Size, 'x'));
    qint64 before = -1;
    QTRY_VERIFY(before == std::exchange(before, peer->bytesToWrite()) && before < Size);
    QVERIFY2(before > Size / 2, qPrintable(QString::number(before)));
    probe.reads = true;
    probe.readAll();
    QTRY_COMPARE_WITH_TIMEOUT(probe.received.size(), Size, 20000);
}

void tst_UnixSocket::finishedByUs()
{
    QLocalServer server;
    QVERIFY(server.listen(m_folder.filePath(u"c.sock"_s)));
    StreamProbe probe;
    QVERIFY(probe.openAndWait(url(u"c.sock"_s)));
    QTRY_VERIFY(server.hasPendingConnections());
    QLocalSocket *peer = server.nextPendingConnection();
    probe.write("bye");
    probe.stream.finish();
    QTRY_COMPARE(peer->state(), QLocalSocket::UnconnectedState);
    QCOMPARE(peer->readAll(), "bye"_ba);
    QVERIFY(probe.waitForEnd());
    QVERIFY(!probe.failed);
}

void tst_UnixSocket::fullQueue()
{
    FullUnixSocket server;
    StreamProbe probe;
    probe.open(parseWebSocketUrl(u"ws+unix://%1:/"_s.arg(server.path())).url);
    const std::clock_t before = std::clock();
    QVERIFY(!QTest::qWaitFor([&] { return probe.opened > 0 || probe.ended > 0; }, 300));
    const double busy = double(std::clock() - before) / CLOCKS_PER_SEC;
    QVERIFY2(busy < 0.15, qPrintable(QString::number(busy))); // of 0.3 seconds
    QCOMPARE(probe.stream.stalled().sentence,
             u"The socket “%1” did not answer in time: the server accepts nobody."_s.arg(server.path()));
    QCOMPARE(probe.stream.stalled().stage, ErrorStage::Tcp);
    server.acceptOne();
    QTRY_COMPARE(probe.opened, 1);
}

void tst_UnixSocket::failures_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("missing") << u"missing"_s << u"There is no socket “%1”: is the server running?"_s;
    QTest::newRow("nobody") << u"nobody"_s << u"Nobody listens on the socket “%1”: is the server running?"_s;
    QTest::newRow("a file") << u"file"_s << u"Nobody listens on the socket “%1”: is the server running?"_s;
    QTest::newRow("forbidden") << u"forbidden"_s << u"You may not use the socket “%1”: permission denied."_s;
}

void tst_UnixSocket::failures()
{
    QFETCH(QString, how);
    QFETCH(QString, sentence);
    const QString path = m_folder.filePath(how);
    QLocalServer server;
    if (how == "file"_L1) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
    } else if (how == "forbidden"_L1) {
        QVERIFY(server.listen(path));
        QVERIFY(QFile::setPermissions(path, {}));
        QVERIFY(QFile::setPermissions(m_folder.path(), QFile::ReadOwner | QFile::ExeOwner | QFile::ExeOther));
    } else if (how == "nobody"_L1) {
        QVERIFY(server.listen(path));
        // A crash leaves the file behind.
        const QString kept = path + u".kept"_s;
        QVERIFY(::rename(qPrintable(path), qPrintable(kept)) == 0);
        server.close();
        QVERIFY(::rename(qPrintable(kept), qPrintable(path)) == 0);
    }
    // Root may use every socket.
    const bool isRoot = how == "forbidden"_L1 && ::geteuid() == 0;
    if (isRoot)
        QVERIFY(::seteuid(65534) == 0);
    StreamProbe probe;
    probe.open(url(how));
    const bool ended = probe.waitForEnd();
    if (isRoot)
        QVERIFY(::seteuid(0) == 0);
    QFile::setPermissions(m_folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QVERIFY(ended);
    QCOMPARE(probe.opened, 0);
    QCOMPARE(probe.error.sentence, sentence.arg(path));
    QCOMPARE(probe.error.stage, ErrorStage::Tcp);
    QCOMPARE(canPassByItself(probe.error), how != "forbidden"_L1);
}

void tst_UnixSocket::refusedByQtEngine()
{
    ConnectionProfile profile;
    profile.url = url(u"x"_s);
    const Attempt attempt = tryOut(Way::QtEngine, profile);
    QVERIFY(!attempt.answered);
    QVERIFY(attempt.error.permanent);
    QVERIFY2(attempt.error.sentence.contains(u"Unix-domain"_s), qPrintable(attempt.error.sentence));
}

SOCKETSCOPE_TEST(tst_UnixSocket, QCoreApplication)
#include "tst_unixsocket.moc"
