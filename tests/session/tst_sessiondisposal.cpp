// SPDX-License-Identifier: MIT
// A tab that is closed while its peer does not answer our Close frame: the record says how that ended.
#include "log/logmodel.h"
#include "record/filerecord.h"
#include "session/livesession.h"
#include "support/faketransport.h"
#include "support/testprogram.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class tst_SessionDisposal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endIsRecorded_data();
    void endIsRecorded();
};

// Opens at once, takes what is sent, and never ends.
static ManagerParts silentPeer()
{
    ManagerParts parts = ManagerParts::standard();
    parts.transport = [](Engine) {
        auto transport = std::make_unique<FakeTransport>();
        transport->unwritten = {3, 3000, false};
        QTimer::singleShot(0, transport.get(), [peer = transport.get()] { peer->succeed(); });
        return transport;
    };
    return parts;
}

void tst_SessionDisposal::endIsRecorded_data()
{
    QTest::addColumn<std::chrono::milliseconds>("closeTimeout");
    QTest::addColumn<bool>("closingAlready");
    QTest::addColumn<int>("code");
    QTest::newRow("short time-out") << std::chrono::milliseconds(50ms) << false << 1001;
    QTest::newRow("long time-out") << std::chrono::milliseconds(1h) << false << 1001;
    QTest::newRow("closing already") << std::chrono::milliseconds(1h) << true << 1000;
}

void tst_SessionDisposal::endIsRecorded()
{
    QFETCH(const std::chrono::milliseconds, closeTimeout);
    QFETCH(const bool, closingAlready);
    QFETCH(const int, code);
    const QTemporaryDir folder;
    const QString name = folder.filePath(u"record.sqlite"_s);
    {
        LiveSession session(RecordTarget{name, {}, false}, silentPeer());
        ConnectionProfile profile;
        profile.url = QUrl(u"ws://example.org/"_s);
        profile.closeTimeout = closeTimeout;
        session.open(profile);
        QTRY_COMPARE(session.status(), Status::Open);
        if (closingAlready) {
            session.close();
            QTRY_COMPARE(session.status(), Status::Closing);
        }
        QSignalSpy disposed(&session, &Session::disposed);
        QElapsedTimer timer;
        timer.start();
        session.dispose();
        QTRY_COMPARE_WITH_TIMEOUT(disposed.count(), 1, 5000);
        QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
    }
    QString problem;
    FileSession recorded(FileRecord::open(name, &problem));
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    const auto last = recorded.log()->entry(recorded.log()->rowCount() - 1);
    QVERIFY(last && last->type == MessageType::Close);
    const QString detail = QJsonDocument::fromJson(last->payload).object().value("detail"_L1).toString();
    QVERIFY2(detail.startsWith(u"The peer did not answer our Close frame (%1) within "_s.arg(code)),
             qPrintable(detail));
    QVERIFY2(detail.endsWith("3 messages (3000 bytes) that are recorded as sent had not been written."_L1),
             qPrintable(detail));
}

SOCKETSCOPE_TEST(tst_SessionDisposal, QCoreApplication)
#include "tst_sessiondisposal.moc"
