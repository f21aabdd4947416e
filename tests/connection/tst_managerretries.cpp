// SPDX-License-Identifier: MIT
#include "managerrig.h"
#include "support/testprogram.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

using Statuses = QList<Status>;

class tst_ManagerRetries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twentyAttemptsThenGivesUp();
    void randomnessIsAsked();
    void failuresThatCannotPass();
    void predicateIsReplaceable();
    void handshakeTimeout();
    void lateAnswerAfterTheTimeout();
    void retryNow_data();
    void retryNow();
    void nextProfile_data();
    void nextProfile();
    void dropIsRetriedBySetting_data();
    void dropIsRetriedBySetting();
    void countStartsAgainAfterTenSeconds_data();
    void countStartsAgainAfterTenSeconds();
    void countStartsAgainWithANewOpen();
    void onlyTheFirstWaitIsShort();
    void dropWhileClosingIsNotRetried();
    void oneAttemptOnly();
};

void tst_ManagerRetries::twentyAttemptsThenGivesUp()
{
    ManagerRig rig;
    rig.manager->open(rig.profile());
    QList<qint64> waits;
    for (int attempt = 1; attempt < 20; ++attempt) {
        QCOMPARE(rig.probe.lastReport().attempt, attempt);
        rig.transport()->failTcp();
        QCOMPARE(rig.manager->status(), Status::WaitingToRetry);
        QCOMPARE(rig.network.alive(), 0);
        const ConnectionError error = rig.probe.lastError();
        QVERIFY(error.willRetry);
        waits.append(error.retryIn.count());
        QVERIFY(rig.probe.lastReport().retryAt == rig.clock->now() + error.retryIn);
        const QJsonObject retry = rig.probe.lastLocal(MessageType::Retry);
        QCOMPARE(retry["attempt"_L1].toInt(), attempt + 1);
        QCOMPARE(retry["of"_L1].toInt(), 20);
        QCOMPARE(retry["wait_ms"_L1].toInteger(), error.retryIn.count());

        rig.clock->advance(error.retryIn - 1ms);
        QCOMPARE(rig.network.created(), attempt);
        rig.clock->advance(1ms);
        QCOMPARE(rig.network.created(), attempt + 1);
        QCOMPARE(rig.manager->status(), Status::Connecting);
    }
    QCOMPARE(waits.mid(0, 6), (QList<qint64>{2000, 4000, 8000, 16000, 30000, 30000}));
    QCOMPARE(waits.last(), qint64(30000));

    rig.transport()->failTcp();
    QCOMPARE(rig.manager->status(), Status::Closed);
    QVERIFY(!rig.probe.lastError().willRetry);
    QVERIFY(rig.probe.lastReport().error);
    QCOMPARE(rig.probe.lastLocal(MessageType::Note)["text"_L1].toString(), u"Gave up after 20 attempts."_s);
    QCOMPARE(rig.probe.errors.size(), 20);
    rig.clock->advance(1h);
    QCOMPARE(rig.network.created(), 20);
    QCOMPARE(rig.probe.statuses.size(), 40);
    for (qsizetype i = 0; i + 1 < rig.probe.statuses.size(); ++i)
        QCOMPARE(rig.probe.statuses.at(i), i % 2 ? Status::WaitingToRetry : Status::Connecting);
}

void tst_ManagerRetries::randomnessIsAsked()
{
    ManagerRig rig;
    rig.manager->open(rig.profile());
    rig.random = 0.0;
    rig.transport()->failTcp();
    QCOMPARE(rig.probe.lastError().retryIn, 1500ms);
    rig.clock->advance(1500ms);
    rig.random = 1.0;
    rig.transport()->failTcp();
    QCOMPARE(rig.probe.lastError().retryIn, 5000ms);
}

void tst_ManagerRetries::failuresThatCannotPass()
{
    ManagerRig rig;
    rig.manager->open(rig.profile());
    ConnectionError error;
    error.stage = ErrorStage::Handshake;
    error.httpStatus = 403;
    error.sentence = u"No."_s;
    rig.transport()->fail(error);
    QCOMPARE(rig.probe.statuses, (Statuses{Status::Connecting, Status::Closed}));
    QVERIFY(!rig.probe.lastError().willRetry);
    QCOMPARE(rig.probe.lastReport().error.value().httpStatus, 403);
    QVERIFY(rig.probe.entriesOf(MessageType::Note).isEmpty());
    QCOMPARE(rig.clock->activeTimers(), 0);
}

void tst_ManagerRetries::predicateIsReplaceable()
{
    ManagerRig rig;
    rig.retryable = [](const ConnectionError &error) { return error.httpStatus == 403; };
    rig.manager->open(rig.profile());
    ConnectionError error;
    error.stage = ErrorStage::Handshake;
    error.httpStatus = 403;
    rig.transport()->fail(error);
    QCOMPARE(rig.manager->status(), Status::WaitingToRetry);
    rig.clock->advance(2s);
    rig.transport()->failTcp();
    QCOMPARE(rig.manager->status(), Status::Closed);
}

void tst_ManagerRetries::handshakeTimeout()
{
    ManagerRig rig;
    rig.manager->open(rig.profile());
    rig.clock->advance(9999ms);
    QCOMPARE(rig.manager->status(), Status::Connecting);
    rig.clock->advance(1ms);
    QCOMPARE(rig.manager->status(), Status::WaitingToRetry);
    QCOMPARE(rig.probe.lastError().stage, ErrorStage::Handshake);
    QVERIFY2(rig.probe.lastError().sentence.contains(u"10 s"_s), qPrintable(rig.probe.lastError().sentence));
    QCOMPARE(rig.probe.lastReport().attempt, 1);
    QCOMPARE(rig.network.alive(), 0);
    QVERIFY(!rig.probe.lastReport().close);
}

void tst_ManagerRetries::lateAnswerAfterTheTimeout()
{
    ManagerRig rig;
    rig.manager->open(rig.profile());
    rig.transport()->succeed();
    rig.clock->advance(6s);
    rig.transport()->receivePong(rig.transport()->lastPing());
    rig.clock->advance(4001ms);
    // The handshake's timer must not end a connection that is open.
    QCOMPARE(rig.manager->status(), Status::Open);
}

void tst_ManagerRetries::retryNow_data()
{
    QTest::addColumn<Status>("status");

    for (const Status status :
         {Status::Closed, Status::Connecting, Status::Open, Status::Closing, Status::WaitingToRetry})
        QTest::newRow(qPrintable(statusKey(status))) << status;
}

void tst_ManagerRetries::retryNow()
{
    QFETCH(Status, status);

    ManagerRig rig;
    rig.bring(status);
    rig.probe.clear();
    const int created = rig.network.created();
    rig.manager->retryNow();
    rig.manager->retryNow();
    if (status != Status::WaitingToRetry) {
        QVERIFY(rig.probe.log.isEmpty());
        QCOMPARE(rig.network.created(), created);
        return;
    }
    QCOMPARE(rig.probe.statuses, Statuses{Status::Connecting});
    QCOMPARE(rig.probe.lastReport().attempt, 2);
    // The wait that was cut short does not fire later.
    rig.clock->advance(9s);
    QCOMPARE(rig.network.created(), created + 1);
}

void tst_ManagerRetries::nextProfile_data()
{
    QTest::addColumn<Status>("status"); // when it is set
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("attempted");
    QTest::addColumn<QString>("note");

    const QString same = u"ws://example.org/"_s;
    const QString other = u"ws://me:pw@b.test/x?token=t0k"_s;
    const QString moved = u"The URL has been edited: this attempt goes to ws://me:***@b.test/x?token=***."_s;
    for (const Status status : {Status::Connecting, Status::Open, Status::WaitingToRetry})
        QTest::newRow(qPrintable(statusKey(status))) << status << other << other << moved;
    QTest::newRow("the same URL") << Status::WaitingToRetry << same << same << QString();
    QTest::newRow("no URL")
            << Status::WaitingToRetry << QString() << same
            << u"What is set now cannot be used as it is: this attempt goes to ws://example.org/, as before."_s;
    QTest::newRow("while closed") << Status::Closed << other << same << QString();
}

void tst_ManagerRetries::nextProfile()
{
    QFETCH(Status, status);
    QFETCH(QString, url);

    ManagerRig rig;
    rig.bring(status);
    QList<ConnectionProfile> changes;
    connect(rig.manager.get(), &WebSocketManager::profileChanged, this,
            [&](const ConnectionProfile &profile) { changes.append(profile); });
    ConnectionProfile next = ManagerRig::profile();
    next.url = QUrl(url);
    next.authentication.token = u"new"_s;
    rig.manager->setNext(next);
    QVERIFY(changes.isEmpty());
    if (status == Status::Closed)
        rig.manager->open(ManagerRig::profile());
    if (rig.manager->status() != Status::WaitingToRetry)
        rig.transport()->failTcp();
    rig.manager->retryNow();
    QTEST(rig.transport()->profile.url.toString(), "attempted");
    QTEST(rig.probe.lastLocal(MessageType::Note)["text"_L1].toString(), "note");
    const bool taken = !url.isEmpty() && status != Status::Closed;
    QCOMPARE(rig.transport()->profile.authentication.token, taken ? u"new"_s : QString());
    QCOMPARE(changes.size(), taken ? 1 : 0);
    // What follows is made of it, too, without a word.
    rig.transport()->failTcp();
    rig.manager->retryNow();
    QTEST(rig.transport()->profile.url.toString(), "attempted");
    QCOMPARE(changes.size(), taken ? 1 : 0);
}

void tst_ManagerRetries::dropIsRetriedBySetting_data()
{
    QTest::addColumn<bool>("setting");

    QTest::newRow("on") << true;
    QTest::newRow("off") << false;
}

void tst_ManagerRetries::dropIsRetriedBySetting()
{
    QFETCH(bool, setting);

    ManagerRig rig;
    ConnectionProfile profile = rig.profile();
    profile.retryAfterDrop = setting;
    rig.manager->open(profile);
    // The setting is about connections that were open, not about attempts.
    rig.transport()->failTcp();
    QCOMPARE(rig.manager->status(), Status::WaitingToRetry);
    rig.clock->advance(2s);
    rig.transport()->succeed();
    rig.transport()->drop();
    QCOMPARE(rig.manager->status(), setting ? Status::WaitingToRetry : Status::Closed);
    QCOMPARE(rig.probe.lastError().willRetry, setting);
    QCOMPARE(rig.probe.lastReport().close.value().code, CloseCode::Abnormal);
    QCOMPARE(rig.probe.lastReport().close.value().by, CloseInfo::By::Network);
}

void tst_ManagerRetries::countStartsAgainAfterTenSeconds_data()
{
    QTest::addColumn<int>("openFor");
    QTest::addColumn<int>("nextAttempt");
    QTest::addColumn<int>("wait");

    QTest::newRow("9.999 s") << 9999 << 5 << 16000;
    QTest::newRow("10 s") << 10000 << 2 << 2000;
    QTest::newRow("0 s") << 0 << 5 << 16000;
}

void tst_ManagerRetries::countStartsAgainAfterTenSeconds()
{
    QFETCH(int, openFor);
    QFETCH(int, nextAttempt);
    QFETCH(int, wait);

    ManagerRig rig;
    ConnectionProfile profile = rig.profile();
    profile.keepAliveInterval = 0ms;
    rig.manager->open(profile);
    for (int i = 0; i < 3; ++i) {
        rig.transport()->failTcp();
        rig.clock->advance(rig.probe.lastError().retryIn);
    }
    QCOMPARE(rig.probe.lastReport().attempt, 4);
    rig.transport()->succeed();
    rig.clock->advance(std::chrono::milliseconds(openFor));
    rig.transport()->drop();
    QCOMPARE(rig.probe.lastError().retryIn, std::chrono::milliseconds(wait));
    rig.clock->advance(std::chrono::milliseconds(wait));
    QCOMPARE(rig.probe.lastReport().attempt, nextAttempt);
}

void tst_ManagerRetries::countStartsAgainWithANewOpen()
{
    ManagerRig rig;
    rig.bring(Status::WaitingToRetry);
    rig.manager->retryNow();
    rig.manager->close();
    rig.manager->open(rig.profile());
    QCOMPARE(rig.probe.lastReport().attempt, 1);
    QVERIFY(!rig.probe.lastReport().error);
}

// A server that accepts and drops is not flooded, though each connection counts as stable.
void tst_ManagerRetries::onlyTheFirstWaitIsShort()
{
    ManagerRig rig;
    ConnectionProfile profile = rig.profile();
    profile.retry.maxAttempts = 2;
    profile.retry.first = 0ms;
    profile.stableAfter = 0ms;
    for (int opening = 0; opening < 2; ++opening) {
        rig.manager->open(profile);
        QList<qint64> waits;
        for (int i = 0; i < 4; ++i) {
            rig.transport()->succeed();
            rig.transport()->drop();
            QCOMPARE(rig.manager->status(), Status::WaitingToRetry);
            waits.append(rig.probe.lastError().retryIn.count());
            rig.manager->retryNow();
        }
        QCOMPARE(waits, (QList<qint64>{0, 100, 100, 100}));
        rig.manager->close();
        QCOMPARE(rig.manager->status(), Status::Closed);
    }
}

void tst_ManagerRetries::dropWhileClosingIsNotRetried()
{
    ManagerRig rig;
    rig.bring(Status::Closing);
    rig.transport()->drop();
    QCOMPARE(rig.manager->status(), Status::Closed);
    QVERIFY(rig.probe.errors.isEmpty());
    QCOMPARE(rig.clock->activeTimers(), 0);
}

void tst_ManagerRetries::oneAttemptOnly()
{
    ManagerRig rig;
    ConnectionProfile profile = rig.profile();
    profile.retry.maxAttempts = 1;
    rig.manager->open(profile);
    rig.transport()->failTcp();
    QCOMPARE(rig.probe.statuses, (Statuses{Status::Connecting, Status::Closed}));
    QVERIFY(rig.probe.entriesOf(MessageType::Note).isEmpty());
}

SOCKETSCOPE_TEST(tst_ManagerRetries, QCoreApplication)
#include "tst_managerretries.moc"
