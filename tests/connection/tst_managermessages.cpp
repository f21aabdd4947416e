// SPDX-License-Identifier: MIT
// What a manager sends and receives, and how it hands that on.
#include "managerrig.h"
#include "support/testprogram.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class tst_ManagerMessages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sends();
    void sendsWithSecrets_data();
    void sendsWithSecrets();
    void openingMessagesAreMadeAnew();
    void sendsAreRefusedUnlessOpen_data();
    void sendsAreRefusedUnlessOpen();
    void sendsAreRefusedWhenThePeerDoesNotRead();
    void sendsThatFail();
    void pings();
    void pingsOnceMore();
    void deadPeer();
    void deadPeerWhileItSendsMuch();
    void nothingIsMissedWhileTcpEnds();
    void whatWasNotWritten_data();
    void whatWasNotWritten();
    void closeFrameThatWasNotWritten();
    void faultWhileClosing();
    void entriesComeBeforeTheirStatus();
    void manyMessagesAreOneSignal();
    void largeBatchesAreHandedOverEarly_data();
    void largeBatchesAreHandedOverEarly();
    void clockThatIsSet_data();
    void clockThatIsSet();
};

void tst_ManagerMessages::sends()
{
    ManagerRig rig;
    rig.bring(Status::Open);
    rig.manager->sendText(u"grüße"_s);
    rig.manager->sendBinary(QByteArray("\0\xff", 2));
    rig.manager->sendText({});
    QCOMPARE(rig.transport()->sent, (QList<FakeTransport::Sent>{{true, "gr\xc3\xbc\xc3\x9f"
                                                                       "e"},
                                                                {false, QByteArray("\0\xff", 2)},
                                                                {true, {}}}));
    QCoreApplication::processEvents();
    const QList<Message> text = rig.probe.entriesOf(MessageType::Text);
    QCOMPARE(text.size(), 2);
    QCOMPARE(text.first().direction, Direction::Out);
    QCOMPARE(text.first().payload, QByteArray("gr\xc3\xbc\xc3\x9f"
                                              "e"));
    QCOMPARE(text.first().timeUs, rig.clock->utcMicroseconds());
    QCOMPARE(rig.probe.entriesOf(MessageType::Binary).size(), 1);
    QVERIFY(rig.probe.received().isEmpty());
}

void tst_ManagerMessages::sendsWithSecrets_data()
{
    QTest::addColumn<bool>("recordSecrets");

    QTest::newRow("masked") << false;
    QTest::newRow("recorded") << true;
}

void tst_ManagerMessages::sendsWithSecrets()
{
    QFETCH(bool, recordSecrets);

    ManagerRig rig;
    ConnectionProfile profile = ManagerRig::profile();
    profile.recordSecrets = recordSecrets;
    profile.onOpen = {{false, "log in hush", "log in {{key}}"}, {false, "hello"}};
    rig.manager->open(profile);
    rig.transport()->succeed();
    rig.manager->sendText(u"once more hush"_s, u"once more {{key}}"_s);
    QCOMPARE(rig.transport()->sent,
             (QList<FakeTransport::Sent>{{true, "log in hush"}, {true, "hello"}, {true, "once more hush"}}));
    QTRY_COMPARE(rig.probe.entriesOf(MessageType::Text).size(), 3);
    const QList<Message> text = rig.probe.entriesOf(MessageType::Text);
    QCOMPARE(text.at(1).payload, "hello");
    QCOMPARE(text.at(1).wireBytes, -1);
    const QList<Message> notes = rig.probe.entriesOf(MessageType::Note);
    if (recordSecrets) {
        QCOMPARE(text.at(0).payload, "log in hush");
        QCOMPARE(text.at(2).payload, "once more hush");
        QVERIFY(notes.isEmpty());
        return;
    }
    QCOMPARE(text.at(0).payload, "log in {{key}}");
    QCOMPARE(text.at(0).wireBytes, 11);
    QCOMPARE(text.at(2).payload, "once more {{key}}");
    QCOMPARE(notes.size(), 1);
    QVERIFY2(notes.first().payload.contains("secret variables"), notes.first().payload.constData());
    // Whoever opens again is told again.
    rig.manager->close();
    rig.transport()->answerClose();
    rig.manager->open(profile);
    rig.transport()->succeed();
    QTRY_COMPARE(rig.probe.entriesOf(MessageType::Note).size(), 2);
}

// The same messages, each time a connection is opened: also by a retry.
void tst_ManagerMessages::openingMessagesAreMadeAnew()
{
    ManagerRig rig;
    ConnectionProfile profile = ManagerRig::profile();
    profile.onOpen = {{false, "n {{$counter}}", {}, {{u"$counter"_s, 2, 0, 12}}}};
    rig.manager->open(profile);
    rig.transport()->succeed();
    QCOMPARE(rig.transport()->sent, (QList<FakeTransport::Sent>{{true, "n 1"}}));
    rig.transport()->drop();
    QCOMPARE(rig.manager->status(), Status::WaitingToRetry);
    rig.manager->retryNow();
    rig.transport()->succeed();
    QCOMPARE(rig.transport()->sent, (QList<FakeTransport::Sent>{{true, "n 2"}}));
    QTRY_COMPARE(rig.probe.entriesOf(MessageType::Text).size(), 2);
    QCOMPARE(rig.probe.entriesOf(MessageType::Text).at(1).payload, "n 2");
}

void tst_ManagerMessages::sendsAreRefusedUnlessOpen_data()
{
    QTest::addColumn<Status>("status");

    for (const Status status : {Status::Closed, Status::Connecting, Status::Closing, Status::WaitingToRetry})
        QTest::newRow(qPrintable(statusKey(status))) << status;
}

void tst_ManagerMessages::sendsAreRefusedUnlessOpen()
{
    QFETCH(Status, status);

    ManagerRig rig;
    rig.bring(status);
    rig.probe.clear();
    rig.manager->sendText(u"x"_s);
    rig.manager->sendBinary("x");
    rig.manager->ping("x");
    QCOMPARE(rig.probe.errors.size(), 3);
    for (const ConnectionError &error : std::as_const(rig.probe.errors))
        QCOMPARE(error.stage, ErrorStage::Send);
    QCOMPARE(rig.manager->status(), status);
    QCoreApplication::processEvents();
    QCOMPARE(rig.probe.entries.size(), 3);
    if (FakeTransport *transport = rig.network.current()) {
        QVERIFY(transport->sent.isEmpty());
        QVERIFY(transport->pings.isEmpty());
    }
}

void tst_ManagerMessages::sendsAreRefusedWhenThePeerDoesNotRead()
{
    ManagerRig rig;
    rig.bring(Status::Open);
    rig.transport()->waiting = 64 * 1024 * 1024 + 1;
    rig.manager->sendText(u"x"_s);
    QCOMPARE(rig.probe.lastError().stage, ErrorStage::Send);
    QVERIFY(rig.transport()->sent.isEmpty());
    QCOMPARE(rig.manager->status(), Status::Open);
    rig.transport()->waiting = 64 * 1024 * 1024;
    rig.manager->sendText(u"x"_s);
    QCOMPARE(rig.transport()->sent.size(), 1);
}

void tst_ManagerMessages::sendsThatFail()
{
    ManagerRig rig;
    rig.bring(Status::Open);
    rig.probe.clear();
    rig.transport()->accepts = false;
    rig.manager->sendText(u"x"_s);
    QCOMPARE(rig.probe.log, (QStringList{u"entry error"_s, u"error send"_s}));
}

void tst_ManagerMessages::pings()
{
    ManagerRig rig;
    rig.bring(Status::Open);
    rig.clock->advance(5s);
    QCOMPARE(rig.transport()->pings.size(), 1);
    rig.manager->ping("mine");
    QCOMPARE(rig.probe.lastError().stage, ErrorStage::Send);
    QCOMPARE(rig.transport()->pings.size(), 1);
    rig.clock->advance(40ms);
    rig.transport()->receivePong("unasked");
    QVERIFY(rig.probe.roundTrips.isEmpty());
    rig.transport()->receivePong(rig.transport()->lastPing());
    QCOMPARE(rig.probe.roundTrips, QList<std::chrono::nanoseconds>{40ms});

    rig.manager->ping(QByteArray(126, 'x'));
    QCOMPARE(rig.probe.errors.size(), 2);
    rig.manager->ping(QByteArray(125, 'x'));
    QCOMPARE(rig.transport()->lastPing(), QByteArray(125, 'x'));
    rig.transport()->receivePong(QByteArray(125, 'x'));
    QCOMPARE(rig.probe.roundTrips.size(), 2);
    QCoreApplication::processEvents();
    // Only those by hand are entries: nobody wants to read the others.
    QCOMPARE(rig.probe.entriesOf(MessageType::Ping).size(), 1);
    QCOMPARE(rig.probe.entriesOf(MessageType::Ping).value(0).direction, Direction::Out);
    QCOMPARE(rig.probe.entriesOf(MessageType::Pong).size(), 1);
    QCOMPARE(rig.probe.entriesOf(MessageType::Pong).value(0).direction, Direction::In);
}

// What was refused of a connection that was ending is not refused of the next one.
void tst_ManagerMessages::pingsOnceMore()
{
    ManagerRig rig;
    rig.bring(Status::Open);
    rig.transport()->startClosing();
    rig.manager->ping("too late");
    QCOMPARE(rig.probe.errors.size(), 1);
    rig.transport()->drop();
    rig.manager->retryNow();
    rig.transport()->succeed();
    rig.manager->ping("again");
    QCOMPARE(rig.transport()->lastPing(), "again");
}

void tst_ManagerMessages::deadPeer()
{
    ManagerRig rig;
    rig.bring(Status::Open);
    rig.clock->advance(9999ms);
    QCOMPARE(rig.manager->status(), Status::Open);
    rig.probe.clear();
    const FakeTransport *transport = rig.transport(); // deleted by the event loop, later
    rig.clock->advance(1ms);
    QCOMPARE(transport->abortCode.value_or(0), CloseCode::GoingAway);
    QCOMPARE(rig.probe.log, (QStringList{u"entry close"_s, u"entry error"_s, u"entry retry"_s,
                                         u"error keep-alive"_s, u"status waiting_to_retry"_s}));
    QCOMPARE(rig.probe.lastError().closeCode, CloseCode::GoingAway);
    QVERIFY(rig.probe.lastError().willRetry);
    QVERIFY(rig.probe.lastReport().close);
    const CloseInfo close = rig.probe.lastReport().close.value();
    QCOMPARE(close.code, CloseCode::GoingAway);
    QCOMPARE(close.by, CloseInfo::By::Us);
    QVERIFY(!close.clean);
}

void tst_ManagerMessages::deadPeerWhileItSendsMuch()
{
    ManagerRig rig;
    rig.bring(Status::Open);
    for (int i = 0; i < 10; ++i) {
        rig.clock->advance(5s);
        rig.transport()->moved += 1'000'000;
    }
    QCOMPARE(rig.manager->status(), Status::Open);
    rig.clock->advance(10s);
    QCOMPARE(rig.manager->status(), Status::WaitingToRetry);
}

// A peer that has said goodbye answers no pings, and has answered our Close frame.
void tst_ManagerMessages::nothingIsMissedWhileTcpEnds()
{
    ManagerRig rig;
    rig.bring(Status::Open);
    rig.clock->advance(5s); // a ping
    rig.transport()->startClosing();
    rig.manager->ping("x");
    QCOMPARE(rig.probe.lastError().stage, ErrorStage::Send);
    rig.clock->advance(1h);
    QCOMPARE(rig.manager->status(), Status::Open);
    rig.transport()->closeByPeer(1000);
    QCOMPARE(rig.manager->status(), Status::Closed);
    QVERIFY(rig.probe.lastReport().close->clean);

    rig.bring(Status::Closing);
    rig.transport()->startClosing();
    rig.clock->advance(1h);
    QCOMPARE(rig.manager->status(), Status::Closing);
    rig.transport()->answerClose();
    QVERIFY(rig.probe.lastReport().close->clean);
    QVERIFY(rig.probe.lastReport().close->detail.isEmpty());
}

void tst_ManagerMessages::whatWasNotWritten_data()
{
    QTest::addColumn<int>("messages");
    QTest::addColumn<int>("bytes");
    QTest::addColumn<QString>("detail");
    QTest::newRow("none") << 0 << 0 << QString();
    QTest::newRow("one") << 1 << 0 << u"1 message (0 bytes) that is recorded as sent had not been written."_s;
    QTest::newRow("some") << 3 << 70
                          << u"3 messages (70 bytes) that are recorded as sent had not been written."_s;
    QTest::newRow("not counted") << 0 << 70
                                 << u"70 bytes of what is recorded as sent had not been written."_s;
}

void tst_ManagerMessages::whatWasNotWritten()
{
    QFETCH(int, messages);
    QFETCH(int, bytes);
    QFETCH(QString, detail);
    ManagerRig rig;
    rig.bring(Status::Open);
    rig.transport()->unwritten = {messages, bytes, false};
    rig.transport()->drop();
    QCOMPARE(rig.probe.lastReport().close->detail, detail);
    QTRY_COMPARE(rig.probe.lastLocal(MessageType::Close)["detail"_L1].toString(), detail);
}

void tst_ManagerMessages::closeFrameThatWasNotWritten()
{
    ManagerRig rig;
    rig.bring(Status::Closing);
    rig.transport()->unwritten = {1, 5, true};
    rig.clock->advance(2s);
    QCOMPARE(rig.manager->status(), Status::Closed);
    QCOMPARE(rig.probe.lastReport().close->detail,
             u"Our Close frame (1000) could not be sent within 2 s: the peer does not read. "
             "1 message (5 bytes) that is recorded as sent had not been written."_s);
}

void tst_ManagerMessages::faultWhileClosing()
{
    ManagerRig rig;
    rig.bring(Status::Closing);
    ConnectionError error;
    error.sentence = u"The peer broke it."_s;
    rig.transport()->fail(error);
    QVERIFY(!rig.probe.lastReport().error);
    QCOMPARE(rig.probe.lastReport().close->detail, error.sentence);
}

void tst_ManagerMessages::entriesComeBeforeTheirStatus()
{
    ManagerRig rig;
    rig.bring(Status::Open);
    rig.transport()->receiveText("a");
    rig.transport()->drop();
    rig.clock->advance(2s);
    rig.transport()->failTcp();
    rig.manager->close();
    QCOMPARE(rig.probe.log,
             (QStringList{u"status connecting"_s, u"entry open"_s, u"status open"_s, u"entry text"_s,
                          u"entry close"_s, u"entry error"_s, u"entry retry"_s, u"error tcp"_s,
                          u"status waiting_to_retry"_s, u"status connecting"_s, u"entry error"_s,
                          u"entry retry"_s, u"error tcp"_s, u"status waiting_to_retry"_s, u"entry note"_s,
                          u"status closed"_s}));
}

void tst_ManagerMessages::manyMessagesAreOneSignal()
{
    ManagerRig rig;
    rig.bring(Status::Open);
    rig.probe.clear();
    for (int i = 0; i < 4095; ++i)
        rig.transport()->receiveText(QByteArray::number(i));
    QVERIFY(rig.probe.batches.isEmpty());
    QCoreApplication::processEvents();
    QCOMPARE(rig.probe.batches, QList<qsizetype>{4095});
    for (int i = 0; i < 4095; ++i)
        QCOMPARE(rig.probe.entries.at(i).payload, QByteArray::number(i));
    QCoreApplication::processEvents();
    QCOMPARE(rig.probe.batches.size(), 1);
}

void tst_ManagerMessages::largeBatchesAreHandedOverEarly_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("count");

    QTest::newRow("4096 messages") << 1 << 4096;
    QTest::newRow("1 MiB") << 64 * 1024 << 16;
    QTest::newRow("one large message") << 5 * 1024 * 1024 << 1;
}

void tst_ManagerMessages::largeBatchesAreHandedOverEarly()
{
    QFETCH(int, size);
    QFETCH(int, count);

    ManagerRig rig;
    rig.bring(Status::Open);
    rig.probe.clear();
    const QByteArray payload(size, 'x');
    for (int i = 0; i + 1 < count; ++i)
        rig.transport()->receiveText(payload);
    QVERIFY(rig.probe.batches.isEmpty());
    rig.transport()->receiveText(payload);
    QCOMPARE(rig.probe.batches, QList<qsizetype>{count});
    // Counted anew.
    rig.transport()->receiveText("x");
    QCOMPARE(rig.probe.batches.size(), 1);
    QCoreApplication::processEvents();
    QCOMPARE(rig.probe.batches, (QList<qsizetype>{count, 1}));
}

void tst_ManagerMessages::clockThatIsSet_data()
{
    QTest::addColumn<std::chrono::milliseconds>("passed");
    QTest::addColumn<std::chrono::milliseconds>("set");
    // Words of the note; empty if there is none.
    QTest::addColumn<QString>("said");
    const auto row = [](std::chrono::milliseconds passed, std::chrono::milliseconds set, const char *said) {
        QTest::addRow("%lld ms after %lld ms", static_cast<long long>(set.count()),
                      static_cast<long long>(passed.count()))
                << passed << set << QString::fromUtf8(said);
    };
    row(0ms, -1h, "set back by 1:00:00 h");
    row(10ms, -1h, "set back by 1:00:00 h");
    row(0ms, -5s, "set back by 5.0 s");
    row(1min, 8h, "went forward by 8:00:00 h");
    // What comes of the clock being put right bit by bit.
    row(1h, -1800ms, "");
    row(1h, 1800ms, "");
    row(1h, -5s, "set back by 5.0 s");
    row(0ms, -999ms, "");
    row(1h, 0ms, "");
}

void tst_ManagerMessages::clockThatIsSet()
{
    QFETCH(const std::chrono::milliseconds, passed);
    QFETCH(const std::chrono::milliseconds, set);
    QFETCH(const QString, said);
    ManagerRig rig;
    rig.bring(Status::Open);
    rig.manager->setKeepAliveInterval(0ms);
    rig.transport()->receiveText("a");
    rig.clock->stall(passed);
    rig.clock->set(set);
    // Once, however much follows.
    rig.transport()->receiveText("b");
    QCoreApplication::processEvents();
    rig.transport()->receiveText("c");
    QCoreApplication::processEvents();
    QCOMPARE(rig.probe.received(), (QList<QByteArray>{"a", "b", "c"}));
    const QList<Message> notes = rig.probe.entriesOf(MessageType::Note);
    if (said.isEmpty()) {
        QCOMPARE(notes.size(), 0);
        return;
    }
    QCOMPARE(notes.size(), 1);
    QVERIFY2(notes.first().payload.contains(said.toUtf8()), notes.first().payload.constData());
    QVERIFY(notes.first().payload.contains("\"clock_set_us\":" + QByteArray::number(set.count() * 1000)));
    QCOMPARE(notes.first().timeUs, rig.clock->utcMicroseconds());
}

SOCKETSCOPE_TEST(tst_ManagerMessages, QCoreApplication)
#include "tst_managermessages.moc"
