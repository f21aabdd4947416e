// SPDX-License-Identifier: MIT
// One profile after the other in one session.
#include "session/livesession.h"
#include "session/sessionopener.h"
#include "support/scriptedserver.h"
#include "support/testprogram.h"
#include "support/websocketframe.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_SessionOpener : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameIsLeftOpen();
    void anotherOneFollows();
    void aWaitIsCutShort();
    void closingForgetsWhatIsNext();
    void endsAsAsked();

private:
    static ConnectionProfile to(const QUrl &url)
    {
        ConnectionProfile profile;
        profile.url = url;
        return profile;
    }

    QTemporaryDir m_folder;
    const RecordTarget m_target{{}, m_folder.path(), false};
};

void tst_SessionOpener::sameIsLeftOpen()
{
    const ScriptedServer server;
    LiveSession session(m_target);
    SessionOpener opener(&session);
    QVERIFY(opener.profile().url.isEmpty());
    const ConnectionProfile profile = to(server.url());
    opener.open(profile, false);
    QTRY_COMPARE(session.status(), Status::Open);
    QSignalSpy statuses(&session, &Session::statusChanged);
    opener.open(profile, false);
    // What was asked of the manager before comes before this.
    QSignalSpy measured(&session, &Session::roundTripMeasured);
    session.ping();
    QTRY_COMPARE(measured.size(), 1);
    QVERIFY(statuses.isEmpty());
    opener.open(profile, true);
    QTRY_VERIFY(statuses.size() > 1 && session.status() == Status::Open);
}

void tst_SessionOpener::anotherOneFollows()
{
    const ScriptedServer first;
    const ScriptedServer second;
    LiveSession session(m_target);
    SessionOpener opener(&session);
    opener.open(to(first.url()), false);
    QTRY_COMPARE(session.status(), Status::Open);
    opener.open(to(second.url()), false);
    QCOMPARE(opener.profile().url, second.url());
    QCOMPARE(session.profile().url, first.url());
    QTRY_COMPARE(session.profile().url, second.url());
    QTRY_COMPARE(session.status(), Status::Open);
    QVERIFY(second.peer());
}

void tst_SessionOpener::aWaitIsCutShort()
{
    QUrl nobody;
    {
        const ScriptedServer server;
        nobody = server.url();
    }
    ConnectionProfile profile = to(nobody);
    profile.retry.first = std::chrono::hours(1);
    profile.retry.cap = std::chrono::hours(1);
    LiveSession session(m_target);
    SessionOpener opener(&session);
    opener.open(profile, false);
    QTRY_COMPARE(session.status(), Status::WaitingToRetry);
    QSignalSpy statuses(&session, &Session::statusChanged);
    opener.open(profile, false);
    QTRY_VERIFY(statuses.size() > 2 && session.status() == Status::WaitingToRetry);
}

void tst_SessionOpener::closingForgetsWhatIsNext()
{
    const ScriptedServer first;
    const ScriptedServer second;
    LiveSession session(m_target);
    SessionOpener opener(&session);
    opener.open(to(first.url()), false);
    QTRY_COMPARE(session.status(), Status::Open);
    opener.open(to(second.url()), false);
    opener.close();
    QTRY_COMPARE(session.status(), Status::Closed);
    QCOMPARE(opener.profile().url, first.url());
    QVERIFY(!second.peer());
}

void tst_SessionOpener::endsAsAsked()
{
    const ScriptedServer server;
    LiveSession session(m_target);
    SessionOpener opener(&session);
    opener.open(to(server.url()), false);
    QTRY_COMPARE(session.status(), Status::Open);
    session.ping("here");
    opener.close(4001, u"enough"_s);
    QTRY_COMPARE(session.status(), Status::Closed);
    QCOMPARE(server.peer()->framesOf(WebSocketFrame::Ping).value(0).payload, "here"_ba);
    const WebSocketFrame close = server.peer()->framesOf(WebSocketFrame::Close).value(0);
    QCOMPARE(close.closeCode(), quint16(4001));
    QCOMPARE(close.closeReason(), "enough"_ba);
    opener.open(to(server.url()), false);
    QTRY_COMPARE(session.status(), Status::Open);
    opener.drop();
    QTRY_COMPARE(session.status(), Status::Closed);
    QTRY_VERIFY(!server.peer()->isConnected());
    QVERIFY(server.peer()->framesOf(WebSocketFrame::Close).isEmpty());
}

SOCKETSCOPE_TEST(tst_SessionOpener, QCoreApplication)
#include "tst_sessionopener.moc"
