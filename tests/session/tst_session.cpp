// SPDX-License-Identifier: MIT
#include "demo/demohost.h"
#include "log/logmodel.h"
#include "record/filerecord.h"
#include "session/livesession.h"
#include "support/nothreads.h"
#include "support/ownresources.h"
#include "support/testprogram.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_Session : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everythingReceivedIsStoredAndShown();
    void pongsAreNoMessages();
    void echoes();
    void reconnectsInTheSameLog();
    void disposesInEveryStatus_data();
    void disposesInEveryStatus();
    void destroyedWhileOpen();
    void silentAfterDispose();
    void finishedRecord();
    void appendsToAFile();
    void privateSession();
    void refusesAFileThatIsNoSession();
    void readFromAFile();
    void threadsAreThereWhileNeeded();
    void saysThatThereIsNoThread();

private:
    RecordTarget target() const { return {{}, m_folder.path(), false}; }
    RecordTarget exactly() const { return {m_folder.filePath(u"exact.sqlite"_s), {}, false}; }
    ConnectionProfile to(const QString &pathAndQuery) const;

    QTemporaryDir m_folder;
    DemoHost m_demo;
    int m_threadsAtRest = 0;
};

void tst_Session::initTestCase()
{
    QVERIFY2(!m_demo.start().isEmpty(), qPrintable(m_demo.errorString()));
    m_threadsAtRest = OwnResources::now().threads;
}

ConnectionProfile tst_Session::to(const QString &pathAndQuery) const
{
    ConnectionProfile profile;
    profile.url = m_demo.url(pathAndQuery);
    return profile;
}

void tst_Session::pongsAreNoMessages()
{
    LiveSession session(target());
    session.open(to(u"/echo"_s));
    QTRY_COMPARE(session.status(), Status::Open);
    session.ping();
    session.sendText(u"one"_s);
    QTRY_VERIFY(session.counters().shown > 0
                && session.log()->rows().last() >= 5); // open, ping, pong, and both texts
    QCOMPARE(session.counters().received, 1u);
    QCOMPARE(session.counters().receivedBytes, 3u);
}

void tst_Session::everythingReceivedIsStoredAndShown()
{
    constexpr quint64 messages = 50000;
    LiveSession session(target());
    QSignalSpy changes(&session, &Session::statusChanged);
    session.open(to(u"/flood?n=%1"_s.arg(messages)));
    QTRY_COMPARE_WITH_TIMEOUT(changes.count(), 3, 20000);
    QCOMPARE(changes.at(0).at(0).value<Status>(), Status::Connecting);
    QCOMPARE(changes.at(1).at(0).value<Status>(), Status::Open);
    QCOMPARE(changes.at(2).at(0).value<Status>(), Status::Closed);
    QTRY_COMPARE(session.counters().shown, messages);
    QVERIFY(session.counters().agree());
    QCOMPARE(session.report().close->code, 1000);
    QVERIFY(session.report().close->clean);
    // open, the messages, close
    QTRY_COMPARE(session.log()->rows().last(), messages + 2);
    QCOMPARE(session.log()->entry(0).value_or(Message()).type, MessageType::Open);
    QCOMPARE(session.log()->entry(int(messages) + 1)->type, MessageType::Close);
}

void tst_Session::echoes()
{
    LiveSession session(target());
    session.open(to(u"/echo"_s));
    QTRY_COMPARE(session.status(), Status::Open);
    session.sendText(u"grüße"_s);
    session.sendBinary(QByteArray("\0\xff", 2));
    QTRY_COMPARE(session.counters().shown, 2u);
    QTRY_COMPARE(session.log()->rowCount(), 5);
    QList<Message> entries;
    for (int row = 1; row < 5; ++row)
        entries.append(*session.log()->entry(row));
    const auto has = [&](Direction direction, MessageType type, const QByteArray &payload) {
        return std::any_of(entries.begin(), entries.end(), [&](const Message &entry) {
            return entry.direction == direction && entry.type == type && entry.payload == payload;
        });
    };
    for (const Direction direction : {Direction::Out, Direction::In}) {
        QVERIFY(has(direction, MessageType::Text, u"grüße"_s.toUtf8()));
        QVERIFY(has(direction, MessageType::Binary, QByteArray("\0\xff", 2)));
    }
}

void tst_Session::reconnectsInTheSameLog()
{
    LiveSession session(target());
    QSignalSpy changes(&session, &Session::statusChanged);
    for (int round = 1; round <= 2; ++round) {
        session.open(to(u"/close?code=4000&reason=bye&after=10"_s));
        QTRY_COMPARE(changes.count(), 3 * round);
        QCOMPARE(session.status(), Status::Closed);
        QTRY_COMPARE(session.log()->rowCount(), 2 * round);
        QCOMPARE(session.report().close->code, 4000);
        QCOMPARE(session.report().close->reason, u"bye"_s);
    }
}

void tst_Session::disposesInEveryStatus_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<Status>("status");
    QTest::newRow("closed") << QString() << Status::Closed;
    QTest::newRow("connecting") << u"/slow?delay=60000"_s << Status::Connecting;
    QTest::newRow("open") << u"/ticker?rate=1000"_s << Status::Open;
    QTest::newRow("open, peer never answers") << u"/silent"_s << Status::Open;
    QTest::newRow("flooded") << u"/flood?n=0"_s << Status::Open;
    QTest::newRow("waiting") << u"/refuse?status=503"_s << Status::WaitingToRetry;
}

void tst_Session::disposesInEveryStatus()
{
    QFETCH(QString, path);
    QFETCH(Status, status);
    LiveSession session(target());
    if (!path.isEmpty())
        session.open(to(path));
    QTRY_COMPARE(session.status(), status);
    QSignalSpy disposed(&session, &Session::disposed);
    session.dispose();
    session.dispose();
    QTRY_COMPARE_WITH_TIMEOUT(disposed.count(), 1, 3000);
}

void tst_Session::destroyedWhileOpen()
{
    for (int i = 0; i < 20; ++i) {
        LiveSession session(target());
        session.open(to(u"/flood?n=0"_s));
        if (i % 2 == 0)
            QTRY_COMPARE(session.status(), Status::Open);
    }
}

void tst_Session::silentAfterDispose()
{
    LiveSession session(target());
    session.open(to(u"/ticker?rate=1000"_s));
    QTRY_COMPARE(session.status(), Status::Open);
    QSignalSpy changes(&session, &Session::statusChanged);
    QSignalSpy errors(&session, &Session::errorOccurred);
    QSignalSpy disposed(&session, &Session::disposed);
    session.dispose();
    QTRY_COMPARE(disposed.count(), 1);
    QCOMPARE(changes.count(), 0);
    QCOMPARE(errors.count(), 0);
}

void tst_Session::finishedRecord()
{
    LiveSession session(target());
    QCOMPARE(session.keeping().state, KeepingReport::State::Nothing);
    QSignalSpy keeping(&session, &Session::keepingChanged);
    session.open(to(u"/flood?n=20000"_s));
    QTRY_COMPARE_WITH_TIMEOUT(session.counters().received, 20000u, 20000);
    QTRY_COMPARE(session.status(), Status::Closed);
    QTRY_VERIFY(!keeping.isEmpty());
    QVERIFY(session.finishRecord());
    QCOMPARE(session.counters().stored, 20000u);
    QString problem;
    const auto file = FileRecord::open(session.keeping().fileName, &problem);
    QVERIFY2(file, qPrintable(problem));
    QCOMPARE(file->extent().received, 20000u);
    QCOMPARE(file->extent().receivedBytes, session.counters().receivedBytes);
    QCOMPARE(file->origin().url, session.profile().url.toString());
}

void tst_Session::appendsToAFile()
{
    for (quint64 round = 0; round < 2; ++round) {
        LiveSession session(exactly());
        QCOMPARE(session.startRecord(), QString());
        QCOMPARE(session.counters().before, round * 100);
        session.open(to(u"/flood?n=100"_s));
        QTRY_COMPARE(session.counters().shown, 100u);
        QTRY_COMPARE(session.status(), Status::Closed);
        QVERIFY(session.counters().agree());
        QTRY_COMPARE(session.log()->rows().last(), (round + 1) * 102);
    }
}

void tst_Session::privateSession()
{
    const QTemporaryDir folder;
    LiveSession session(RecordTarget{{}, folder.path(), true});
    session.open(to(u"/flood?n=1000"_s));
    QTRY_COMPARE(session.counters().shown, 1000u);
    QVERIFY(session.keeping().isPrivate);
    QVERIFY(QDir(folder.path()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
}

void tst_Session::refusesAFileThatIsNoSession()
{
    const QString name = m_folder.filePath(u"diary.txt"_s);
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("Dear diary") > 0);
    file.close();
    LiveSession session(RecordTarget{name, {}, false});
    QVERIFY(session.startRecord().contains(u"diary.txt"_s));
}

void tst_Session::readFromAFile()
{
    const QString name = m_folder.filePath(u"read.sqlite"_s);
    {
        LiveSession session(RecordTarget{name, {}, false});
        ConnectionProfile profile = to(u"/flood?n=5000"_s);
        profile.target = u"/flood?n=%35000"_s;
        session.open(profile);
        QTRY_COMPARE(session.log()->rows().last(), 5002u);
    }
    QString problem;
    FileSession session(FileRecord::open(name, &problem));
    QCOMPARE(session.log()->rowCount(), 5002);
    QCOMPARE(session.log()->entry(0).value_or(Message()).type, MessageType::Open);
    QCOMPARE(session.log()->entry(5001).value_or(Message()).type, MessageType::Close);
    // As it was typed.
    QCOMPARE(session.url(), m_demo.url(u"/"_s).toString() + u"flood?n=%35000"_s);
    QCOMPARE(session.keeping().state, KeepingReport::State::ReadOnly);
    QCOMPARE(session.counters().before, 5000u);
    QVERIFY(session.counters().agree());
    // Asks for nothing that it cannot do.
    session.open(to(u"/echo"_s));
    session.sendText(u"a"_s);
    session.close();
    QCOMPARE(session.status(), Status::Closed);
    QSignalSpy disposed(&session, &Session::disposed);
    session.dispose();
    session.dispose();
    QTRY_COMPARE(disposed.count(), 1);
}

// None of a tab that is not connected; of one that is, the socket's, and the writer's while something comes.
void tst_Session::threadsAreThereWhileNeeded()
{
    if (!OwnResources::canBeCounted())
        QSKIP("Nobody tells how many threads there are.");
    constexpr int count = 20;
    const auto threads = [] { return OwnResources::now().threads; };
    std::vector<std::unique_ptr<LiveSession>> tabs;
    for (int i = 0; i < count; ++i)
        tabs.push_back(std::make_unique<LiveSession>(target()));
    QTRY_COMPARE(threads(), m_threadsAtRest);
    const auto all = [&tabs](Status status) {
        return std::all_of(tabs.begin(), tabs.end(),
                           [&](const auto &tab) { return tab->status() == status; });
    };
    for (int round = 0; round < 2; ++round) {
        for (const auto &tab : tabs)
            tab->open(to(u"/silent"_s));
        QTRY_VERIFY(all(Status::Open));
        QTRY_COMPARE(threads(), m_threadsAtRest + count);
        for (const auto &tab : tabs)
            tab->close();
        QTRY_VERIFY(all(Status::Closed));
        QTRY_COMPARE(threads(), m_threadsAtRest);
    }
    // A command that comes too late is answered yet.
    QSignalSpy errors(tabs.front().get(), &Session::errorOccurred);
    tabs.front()->sendText(u"late"_s);
    QTRY_COMPARE(errors.count(), 1);
    QTRY_COMPARE(threads(), m_threadsAtRest);
    QSignalSpy disposed(tabs.front().get(), &Session::disposed);
    tabs.front()->dispose();
    QTRY_COMPARE(disposed.count(), 1);
}

void tst_Session::saysThatThereIsNoThread()
{
    LiveSession session(target());
    QSignalSpy changes(&session, &Session::statusChanged);
    QSignalSpy errors(&session, &Session::errorOccurred);
    {
        const NoThreads none;
        session.open(to(u"/echo"_s));
        QTRY_COMPARE(errors.count(), 1);
    }
    QCOMPARE(errors.at(0).at(0).value<ConnectionError>().cause, FailureCause::ThreadRefused);
    QCOMPARE(changes.last().at(0).value<Status>(), Status::Closed);
    session.open(to(u"/echo"_s));
    QTRY_COMPARE(session.status(), Status::Open);
}

SOCKETSCOPE_TEST(tst_Session, QCoreApplication)
#include "tst_session.moc"
