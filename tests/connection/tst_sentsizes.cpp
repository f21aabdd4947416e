// SPDX-License-Identifier: MIT
// What sent messages come to on the wire: how the native engine counts it, and how it gets into the record.
#include "clientrig.h"
#include "managerrig.h"
#include "support/peerdeflate.h"
#include "support/testprogram.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class tst_SentSizes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void counted_data();
    void counted();
    void recordedOnceKnown();
    void knownAtOnce();
    void notWaitedForLong();
    void recordedAtTheEnd();
    void refused();
    void maskedMessages();
    void refusalsComeAfterWhatWasSent();
    void engineThatDoesNotTell();
};

void tst_SentSizes::counted_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::newRow("compressed") << "Sec-WebSocket-Extensions: permessage-deflate\r\n"_ba;
    QTest::newRow("no take-over")
            << "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover\r\n"_ba;
    QTest::newRow("as it is") << ""_ba;
}

// In one frame and in many, with pings in between: what the peer sees of the payloads is what is told.
void tst_SentSizes::counted()
{
    QFETCH(QByteArray, headers);
    QRandomGenerator random(3);
    ClientRig rig;
    rig.open(headers);
    QVERIFY(rig.client->compresses() == !headers.isEmpty());
    for (const int size : {5, 0, 125, 126, 70000, 3000000, 1}) {
        rig.sent.clear();
        rig.written.clear();
        QByteArray payload;
        while (payload.size() < size)
            payload += "words, words, and " + QByteArray::number(random.generate());
        payload.truncate(size);
        QVERIFY(rig.client->send(size % 2, payload));
        QVERIFY(rig.written.isEmpty());
        while (rig.client->writeSome())
            rig.feed(WebSocketFrame{WebSocketFrame::Ping, "p"});
        qint64 seen = 0;
        for (const WebSocketFrame &frame : rig.frames()) {
            if (frame.opcode <= WebSocketFrame::Binary)
                seen += frame.payload.size();
        }
        QCOMPARE(rig.written, QList<qint64>{seen});
        QVERIFY(headers.isEmpty() ? seen == size : size < 1000 || seen < size);
    }
    // Two at once, each by itself.
    rig.written.clear();
    rig.client->send(true, QByteArray(1000, 'a'));
    rig.client->send(true, QByteArray(1001, 'a'));
    rig.writeAll();
    QCOMPARE(rig.written.size(), 2);
}

static void openTelling(ManagerRig &rig)
{
    rig.manager->open(ManagerRig::profile());
    rig.transport()->tells = true;
    rig.transport()->succeed();
}

static QStringList sentEntries(const ManagerRig &rig)
{
    QStringList lines;
    for (const Message &message : rig.probe.entries) {
        if (message.direction == Direction::Out)
            lines.append(QString::fromUtf8(message.payload) + u' ' + QString::number(message.wireBytes));
    }
    return lines;
}

void tst_SentSizes::recordedOnceKnown()
{
    ManagerRig rig;
    openTelling(rig);
    rig.manager->sendText(u"one"_s);
    rig.manager->sendBinary("two");
    QCoreApplication::processEvents();
    QCOMPARE(sentEntries(rig), QStringList());
    rig.transport()->tellSent(31);
    rig.transport()->receiveText("in between");
    rig.transport()->tellSent(32);
    rig.manager->close();
    rig.transport()->answerClose();
    QCOMPARE(sentEntries(rig), (QStringList{u"one 31"_s, u"two 32"_s}));
    QCOMPARE(rig.probe.lastEntry(MessageType::Text).payload, "in between"_ba);
    QCOMPARE(rig.probe.entries.last().type, MessageType::Close);
}

// As most messages are: the engine tells from within sendText().
void tst_SentSizes::knownAtOnce()
{
    ManagerRig rig;
    openTelling(rig);
    rig.transport()->tellsAtOnce = 7;
    rig.manager->sendText(u"one"_s);
    rig.manager->close();
    rig.transport()->answerClose();
    QCOMPARE(sentEntries(rig), QStringList{u"one 7"_s});
}

void tst_SentSizes::notWaitedForLong()
{
    ManagerRig rig;
    openTelling(rig);
    rig.manager->sendText(u"one"_s);
    rig.clock->advance(SentEntries::Patience / 2);
    rig.manager->sendText(u"two"_s);
    rig.clock->advance(SentEntries::Patience / 2);
    QCoreApplication::processEvents();
    QCOMPARE(sentEntries(rig), QStringList{u"one -1"_s});
    // What is told of the first comes too late.
    rig.transport()->tellSent(31);
    QCoreApplication::processEvents();
    QCOMPARE(sentEntries(rig).size(), 1);
    rig.transport()->tellSent(32);
    rig.manager->sendText(u"three"_s);
    rig.transport()->tellSent(33);
    QCoreApplication::processEvents();
    QCOMPARE(sentEntries(rig), (QStringList{u"one -1"_s, u"two 32"_s, u"three 33"_s}));
}

void tst_SentSizes::recordedAtTheEnd()
{
    ManagerRig rig;
    openTelling(rig);
    rig.manager->sendText(u"one"_s);
    rig.transport()->unwritten = {1, 3, false};
    rig.transport()->drop();
    QCOMPARE(sentEntries(rig), QStringList{u"one -1"_s});
    QCOMPARE(rig.probe.entriesOf(MessageType::Close).size(), 1);
    QVERIFY(rig.probe.lastEntry(MessageType::Close).payload.contains("1 message (3 bytes)"));
    // The next connection begins anew.
    rig.manager->retryNow();
    rig.transport()->tells = true;
    rig.transport()->succeed();
    rig.manager->sendText(u"two"_s);
    rig.transport()->tellSent(32);
    QCoreApplication::processEvents();
    QCOMPARE(sentEntries(rig), (QStringList{u"one -1"_s, u"two 32"_s}));
}

void tst_SentSizes::refused()
{
    ManagerRig rig;
    openTelling(rig);
    rig.transport()->accepts = false;
    rig.manager->sendText(u"no"_s);
    rig.transport()->accepts = true;
    rig.manager->sendText(u"yes"_s);
    rig.transport()->tellSent(5);
    QCoreApplication::processEvents();
    QCOMPARE(sentEntries(rig), QStringList{u"yes 5"_s});
}

// What is recorded in their place has another size: of what was sent something is told in any case.
void tst_SentSizes::maskedMessages()
{
    ManagerRig rig;
    openTelling(rig);
    rig.manager->sendText(u"hush"_s, u"{{key}}"_s);
    rig.transport()->tellSent(6);
    rig.manager->sendText(u"hush!"_s, u"{{key}}!"_s);
    rig.manager->sendText(u"plain"_s);
    rig.clock->advance(SentEntries::Patience);
    rig.manager->sendText(u"hush, hush"_s, u"{{key}}, {{key}}"_s);
    rig.transport()->drop();
    QCOMPARE(sentEntries(rig),
             (QStringList{u"{{key}} 6"_s, u"{{key}}! 5"_s, u"plain -1"_s, u"{{key}}, {{key}} 10"_s}));
}

// In the order in which they happened; a ping's refusal as well.
void tst_SentSizes::refusalsComeAfterWhatWasSent()
{
    ManagerRig rig;
    openTelling(rig);
    rig.manager->sendText(u"one"_s);
    rig.manager->sendText(u"two"_s);
    rig.transport()->waiting = 64 * 1024 * 1024 + 1;
    rig.probe.clear();
    rig.manager->sendText(u"no"_s);
    QCOMPARE(rig.probe.log,
             (QStringList{u"entry text"_s, u"entry text"_s, u"entry error"_s, u"error send"_s}));
    QCOMPARE(sentEntries(rig), (QStringList{u"one -1"_s, u"two -1"_s}));
    // What is told of these comes too late, and is not taken for the next one's.
    rig.transport()->waiting = 0;
    rig.manager->sendText(u"three"_s);
    for (const int bytes : {31, 32, 33})
        rig.transport()->tellSent(bytes);
    rig.manager->sendText(u"four"_s);
    rig.manager->ping(QByteArray(126, 'x'));
    QCOMPARE(sentEntries(rig), (QStringList{u"one -1"_s, u"two -1"_s, u"three 33"_s, u"four -1"_s}));
    QCOMPARE(rig.probe.entries.last().type, MessageType::Error);
}

void tst_SentSizes::engineThatDoesNotTell()
{
    ManagerRig rig;
    rig.bring(Status::Open);
    rig.manager->sendText(u"one"_s);
    QCoreApplication::processEvents();
    QCOMPARE(sentEntries(rig), QStringList{u"one -1"_s});
}

SOCKETSCOPE_TEST(tst_SentSizes, QCoreApplication)
#include "tst_sentsizes.moc"
