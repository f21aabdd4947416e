// SPDX-License-Identifier: MIT
#include "connection/engine/nativetransport.h"
#include "connection/engine/qtwebsockettransport.h"
#include "managerrig.h"
#include "support/testprogram.h"

#include <QPointer>
#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

using Statuses = QList<Status>;

class tst_WebSocketManager : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void enginesAreWhatTheyAreCalled();
    void connectsAndCloses();
    void reportsWhatBelongsToTheStatus();
    void openIsRefusedUnlessClosed_data();
    void openIsRefusedUnlessClosed();
    void badUrlIsRefused();
    void closeInEveryStatus_data();
    void closeInEveryStatus();
    void closeCodesAndReasonsAreChecked_data();
    void closeCodesAndReasonsAreChecked();
    void ownReasonIsTold_data();
    void ownReasonIsTold();
    void dropInEveryStatus_data();
    void dropInEveryStatus();
    void dropIsTold();
    void dropOfWhatIsEnding();
    void closeTimeout();
    void messagesWhileClosing();
    void peerCloses_data();
    void peerCloses();
};

void tst_WebSocketManager::enginesAreWhatTheyAreCalled()
{
    const ManagerParts parts = ManagerParts::standard();
    QVERIFY(qobject_cast<NativeTransport *>(parts.transport(Engine::Native).get()));
    QVERIFY(qobject_cast<QtWebSocketTransport *>(parts.transport(Engine::Qt).get()));
}

void tst_WebSocketManager::connectsAndCloses()
{
    ManagerRig rig;
    QCOMPARE(rig.manager->status(), Status::Closed);
    rig.manager->open(rig.profile());
    QCOMPARE(rig.manager->status(), Status::Connecting);
    rig.transport()->succeed();
    QCOMPARE(rig.manager->status(), Status::Open);
    rig.manager->close(4000, u"done"_s);
    QCOMPARE(rig.manager->status(), Status::Closing);
    QCOMPARE(rig.transport()->closeCode.value_or(0), quint16(4000));
    QCOMPARE(rig.transport()->closeReason, u"done"_s);
    rig.transport()->answerClose();
    QCOMPARE(rig.manager->status(), Status::Closed);

    QCOMPARE(rig.probe.statuses,
             (Statuses{Status::Connecting, Status::Open, Status::Closing, Status::Closed}));
    QVERIFY(rig.probe.errors.isEmpty());
    QVERIFY(rig.probe.lastReport().close);
    const CloseInfo close = rig.probe.lastReport().close.value();
    QCOMPARE(close.code, quint16(4000));
    QCOMPARE(close.by, CloseInfo::By::Us);
    QVERIFY(close.clean);
    QCOMPARE(rig.network.alive(), 0);
    QCOMPARE(rig.clock->activeTimers(), 0);

    // And once more with the same object.
    rig.manager->open(rig.profile());
    rig.transport()->succeed();
    QCOMPARE(rig.network.created(), 2);
    QCOMPARE(rig.probe.statuses.size(), 6);
    QVERIFY(!rig.probe.lastReport().close);
}

void tst_WebSocketManager::reportsWhatBelongsToTheStatus()
{
    ManagerRig rig;
    const auto start = rig.clock->now();
    rig.manager->open(rig.profile());
    StatusReport report = rig.probe.lastReport();
    QCOMPARE(report.attempt, 1);
    QCOMPARE(report.maxAttempts, 20);
    QVERIFY(report.since == start);
    rig.clock->advance(300ms);
    HandshakeInfo info;
    info.subprotocol = u"chat"_s;
    info.security = u"TLS 1.3"_s;
    info.peer = u"192.0.2.1:443"_s;
    rig.transport()->succeed(info);
    report = rig.probe.lastReport();
    QCOMPARE(report.subprotocol, u"chat"_s);
    QCOMPARE(report.security, u"TLS 1.3"_s);
    QVERIFY(report.since == start + 300ms);

    const QJsonObject open = rig.probe.lastLocal(MessageType::Open);
    QCOMPARE(open["url"_L1].toString(), u"ws://example.org/"_s);
    QCOMPARE(open["attempt"_L1].toInt(), 1);
    QCOMPARE(open["elapsed_ms"_L1].toInt(), 300);
    QCOMPARE(open["subprotocol"_L1].toString(), u"chat"_s);
    QCOMPARE(open["security"_L1].toString(), u"TLS 1.3"_s);
    QCOMPARE(open["peer"_L1].toString(), u"192.0.2.1:443"_s);
    QCOMPARE(open["engine"_L1].toString(), u"native"_s);
}

void tst_WebSocketManager::openIsRefusedUnlessClosed_data()
{
    QTest::addColumn<Status>("status");

    for (const Status status : {Status::Connecting, Status::Open, Status::Closing, Status::WaitingToRetry})
        QTest::newRow(qPrintable(statusKey(status))) << status;
}

void tst_WebSocketManager::openIsRefusedUnlessClosed()
{
    QFETCH(Status, status);

    ManagerRig rig;
    rig.bring(status);
    rig.probe.clear();
    ConnectionProfile other = rig.profile();
    other.url.setHost(u"other.example"_s);
    rig.manager->open(other);

    QCOMPARE(rig.manager->status(), status);
    QCOMPARE(rig.network.created(), 1);
    QCOMPARE(rig.probe.log, (QStringList{u"entry error"_s, u"error command"_s}));
    QVERIFY(!rig.probe.lastError().willRetry);
    QCOMPARE(rig.transport()->profile.url.host(), u"example.org"_s);
}

void tst_WebSocketManager::badUrlIsRefused()
{
    ManagerRig rig;
    ConnectionProfile profile = rig.profile();
    profile.url = QUrl(u"ftp://example.org/"_s);
    rig.manager->open(profile);
    QCOMPARE(rig.network.created(), 0);
    QCOMPARE(rig.probe.log, (QStringList{u"entry error"_s, u"error url"_s}));
    QCOMPARE(rig.manager->status(), Status::Closed);

    // What a person pastes is put right on the way.
    profile.url = QUrl(u"https://example.org"_s);
    rig.manager->open(profile);
    QCOMPARE(rig.transport()->profile.url, QUrl(u"wss://example.org/"_s));
}

void tst_WebSocketManager::closeInEveryStatus_data()
{
    QTest::addColumn<Status>("status");
    QTest::addColumn<Statuses>("then");

    QTest::newRow("closed") << Status::Closed << Statuses{};
    QTest::newRow("connecting") << Status::Connecting << Statuses{Status::Closed};
    QTest::newRow("open") << Status::Open << Statuses{Status::Closing};
    QTest::newRow("closing") << Status::Closing << Statuses{};
    QTest::newRow("waiting") << Status::WaitingToRetry << Statuses{Status::Closed};
}

void tst_WebSocketManager::closeInEveryStatus()
{
    QFETCH(Status, status);
    QFETCH(Statuses, then);

    ManagerRig rig;
    rig.bring(status);
    rig.probe.clear();
    rig.manager->close();
    rig.manager->close();
    QCOMPARE(rig.probe.statuses, then);
    QVERIFY(rig.probe.errors.isEmpty());
    rig.clock->advance(1h);
    QCOMPARE(rig.manager->status(), Status::Closed);
    QCOMPARE(rig.network.alive(), 0);
    QCOMPARE(rig.clock->activeTimers(), 0);
    QVERIFY(rig.network.created() <= 1);
}

void tst_WebSocketManager::closeCodesAndReasonsAreChecked_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<bool>("accepted");

    QTest::newRow("1000") << 1000 << QString() << true;
    QTest::newRow("4999") << 4999 << QString() << true;
    QTest::newRow("123 bytes") << 1000 << QString(123, u'x') << true;
    QTest::newRow("124 bytes") << 1000 << QString(124, u'x') << false;
    QTest::newRow("1006") << 1006 << QString() << false;
}

void tst_WebSocketManager::closeCodesAndReasonsAreChecked()
{
    QFETCH(int, code);
    QFETCH(QString, reason);
    QFETCH(bool, accepted);

    ManagerRig rig;
    rig.bring(Status::Open);
    rig.probe.clear();
    rig.manager->close(quint16(code), reason);
    QCOMPARE(rig.manager->status(), accepted ? Status::Closing : Status::Open);
    QCOMPARE(rig.transport()->closeCode.has_value(), accepted);
    QCOMPARE(rig.probe.errors.size(), accepted ? 0 : 1);
    if (!accepted)
        QCOMPARE(rig.probe.lastError().stage, ErrorStage::Send);
}

void tst_WebSocketManager::ownReasonIsTold_data()
{
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("detail");

    QTest::newRow("none") << QString() << QString() << QString();
    QTest::newRow("repeated") << u"done"_s << u"done"_s << QString();
    QTest::newRow("left out") << u"done"_s << QString() << u"Our reason was “done”."_s;
    QTest::newRow("another one") << u"done"_s << u"bye"_s << u"Our reason was “done”."_s;
    QTest::newRow("theirs alone") << QString() << u"bye"_s << QString();
    QTest::newRow("with what is not seen") << u"a\u202eb"_s << QString() << u"Our reason was “a‹U+202E›b”."_s;
}

void tst_WebSocketManager::ownReasonIsTold()
{
    QFETCH(QString, reason);
    QFETCH(QString, answer);

    ManagerRig rig;
    rig.bring(Status::Open);
    rig.manager->close(4000, reason);
    rig.transport()->closeByPeer(4000, answer);
    QTEST(rig.probe.lastLocal(MessageType::Close)["detail"_L1].toString(), "detail");
    QCOMPARE(rig.probe.lastLocal(MessageType::Close)["reason"_L1].toString(), answer);
    // Nor is it told of the next connection.
    rig.bring(Status::Open);
    rig.manager->close();
    rig.transport()->answerClose();
    QCOMPARE(rig.probe.lastReport().close->detail, QString());
}

void tst_WebSocketManager::dropInEveryStatus_data()
{
    QTest::addColumn<Status>("status");
    QTest::addColumn<Statuses>("then");

    QTest::newRow("closed") << Status::Closed << Statuses{};
    QTest::newRow("connecting") << Status::Connecting << Statuses{};
    QTest::newRow("open") << Status::Open << Statuses{Status::Closed};
    QTest::newRow("closing") << Status::Closing << Statuses{};
    QTest::newRow("waiting") << Status::WaitingToRetry << Statuses{};
}

void tst_WebSocketManager::dropInEveryStatus()
{
    QFETCH(Status, status);
    QFETCH(Statuses, then);

    ManagerRig rig;
    rig.bring(status);
    rig.probe.clear();
    rig.manager->drop();
    rig.manager->drop();
    QCOMPARE(rig.probe.statuses, then);
    QVERIFY(rig.probe.errors.isEmpty());
}

void tst_WebSocketManager::dropIsTold()
{
    ManagerRig rig;
    rig.bring(Status::Open);
    const QPointer<FakeTransport> transport = rig.transport();
    transport->unwritten = {2, 70, false};
    rig.probe.clear();
    rig.manager->drop();
    QVERIFY(!transport->isAlive());
    QVERIFY(!transport->abortCode);
    QVERIFY(!transport->closeCode);
    QCOMPARE(rig.probe.log, (QStringList{u"entry close"_s, u"status closed"_s}));
    const QJsonObject entry = rig.probe.lastLocal(MessageType::Close);
    QCOMPARE(entry["code"_L1].toInt(), 1006);
    QCOMPARE(entry["by"_L1].toString(), u"us"_s);
    QCOMPARE(entry["clean"_L1].toBool(true), false);
    QCOMPARE(entry["detail"_L1].toString(),
             u"The connection was dropped as asked: no Close frame was sent. 2 messages (70 bytes) that are "
             "recorded as sent had not been written."_s);
    rig.clock->advance(1h);
    QCOMPARE(rig.manager->status(), Status::Closed);
    QCOMPARE(rig.network.created(), 1);
    QCOMPARE(rig.clock->activeTimers(), 0);
}

// The peer's Close frame has been answered: there is nothing to leave out any more.
void tst_WebSocketManager::dropOfWhatIsEnding()
{
    ManagerRig rig;
    rig.bring(Status::Open);
    rig.transport()->startClosing();
    rig.transport()->ending = true;
    rig.probe.clear();
    rig.manager->drop();
    QCOMPARE(rig.probe.statuses, Statuses{Status::Closing});
    QVERIFY(rig.transport()->isAlive());
    rig.transport()->closeByPeer(1001);
    QCOMPARE(rig.manager->status(), Status::Closed);
    const CloseInfo close = rig.probe.lastReport().close.value_or(CloseInfo());
    QCOMPARE(close.code, CloseCode::GoingAway);
    QCOMPARE(close.by, CloseInfo::By::Peer);
    QCOMPARE(close.detail, QString());
}

void tst_WebSocketManager::closeTimeout()
{
    ManagerRig rig;
    rig.bring(Status::Closing);
    rig.clock->advance(1999ms);
    QCOMPARE(rig.manager->status(), Status::Closing);
    rig.clock->advance(1ms);
    QCOMPARE(rig.manager->status(), Status::Closed);
    QVERIFY(rig.probe.lastReport().close);
    const CloseInfo close = rig.probe.lastReport().close.value();
    QCOMPARE(close.code, CloseCode::Abnormal);
    QCOMPARE(close.by, CloseInfo::By::Us);
    QVERIFY(!close.clean);
    QVERIFY2(close.detail.contains(u"2 s"_s), qPrintable(close.detail));
    QVERIFY(rig.probe.errors.isEmpty());
    QCOMPARE(rig.network.alive(), 0);
}

void tst_WebSocketManager::messagesWhileClosing()
{
    ManagerRig rig;
    rig.bring(Status::Closing);
    rig.transport()->receiveText("late");
    rig.transport()->receiveBinary("later");
    rig.transport()->answerClose();
    QCOMPARE(rig.probe.received(), (QList<QByteArray>{"late", "later"}));
    QCOMPARE(rig.probe.log.mid(rig.probe.log.size() - 4),
             (QStringList{u"entry text"_s, u"entry binary"_s, u"entry close"_s, u"status closed"_s}));
}

void tst_WebSocketManager::peerCloses_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("error");
    QTest::addColumn<bool>("retried");

    for (const int code : {1000, 1005, 3000, 4000, 4999})
        QTest::addRow("%d", code) << code << false << false;
    for (const int code : {1001, 1011, 1012, 1013, 1014, 0})
        QTest::addRow("%d", code) << code << true << true;
    for (const int code : {1002, 1003, 1007, 1008, 1009, 1010})
        QTest::addRow("%d", code) << code << true << false;
}

void tst_WebSocketManager::peerCloses()
{
    QFETCH(int, code);
    QFETCH(bool, error);
    QFETCH(bool, retried);

    ManagerRig rig;
    rig.bring(Status::Open);
    rig.transport()->closeByPeer(quint16(code), u"because"_s);
    QCOMPARE(rig.manager->status(), retried ? Status::WaitingToRetry : Status::Closed);
    QCOMPARE(rig.probe.errors.size(), error ? 1 : 0);
    QCOMPARE(rig.probe.lastError().willRetry, retried);
    QVERIFY(rig.probe.lastReport().close);
    const CloseInfo close = rig.probe.lastReport().close.value();
    QCOMPARE(close.code, quint16(code));
    QCOMPARE(close.reason, u"because"_s);
    QCOMPARE(close.by, CloseInfo::By::Peer);
    QVERIFY(close.clean);
    const QJsonObject entry = rig.probe.lastLocal(MessageType::Close);
    QCOMPARE(entry["code"_L1].toInt(), code);
    QCOMPARE(entry["reason"_L1].toString(), u"because"_s);
    QCOMPARE(entry["clean"_L1].toBool(), true);
    QCOMPARE(entry["by"_L1].toString(), u"peer"_s);
    QCOMPARE(rig.network.alive(), 0);
}

SOCKETSCOPE_TEST(tst_WebSocketManager, QCoreApplication)
#include "tst_websocketmanager.moc"
