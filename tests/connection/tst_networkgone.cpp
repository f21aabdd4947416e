// SPDX-License-Identifier: MIT
// The network goes away and comes back: a pair of virtual interfaces between two network namespaces, one with
// the client, one with the server, is set down and up. All of it is in namespaces of this process: nothing
// outside changes, and all is gone with it.
#include "socketrig.h"
#include "support/ownresources.h"
#include "support/testprogram.h"
#include "support/threadedmanager.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTcpSocket>
#include <QTest>
#include <QThread>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <sched.h>
#include <unistd.h>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

using Frame = WebSocketFrame;

static const QString ClientAddress = u"10.77.0.1"_s;
static const QString ServerAddress = u"10.77.0.2"_s;

/// Runs ip(8) in the namespace of the calling thread. Empty, or what it said.
static QString ip(const QString &arguments)
{
    const QString program =
            QStandardPaths::findExecutable(u"ip"_s, {u"/usr/sbin"_s, u"/sbin"_s, u"/usr/bin"_s, u"/bin"_s});
    if (program.isEmpty())
        return u"ip (of iproute2) is not installed."_s;
    QProcess process;
    process.start(program, arguments.split(u' '));
    if (!process.waitForFinished(10'000) || process.exitCode() != 0)
        return u"ip %1: %2"_s.arg(arguments,
                                  QString::fromLocal8Bit(process.readAllStandardError()).trimmed());
    return {};
}

static bool writeTo(const QString &fileName, const QByteArray &text)
{
    QFile file(fileName);
    return file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) && file.write(text) == text.size();
}

/// A new network namespace for the calling thread, and for what it starts. Empty, or why not.
static QString leaveNetwork()
{
    if (::unshare(CLONE_NEWNET) == 0)
        return {};
    // Whoever is not root may be it in a namespace of users, where the system allows that. There ip(8) has
    // to be root, too.
    const QByteArray user = QByteArray::number(::getuid());
    const QByteArray group = QByteArray::number(::getgid());
    if (errno == EPERM && ::unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0
        && writeTo(u"/proc/self/setgroups"_s, "deny") && writeTo(u"/proc/self/uid_map"_s, "0 " + user + " 1")
        && writeTo(u"/proc/self/gid_map"_s, "0 " + group + " 1"))
        return {};
    return u"No network namespace may be made here: it takes root, or namespaces for users."_s;
}

/// The server at the other end of the line, in a namespace of its own, which is that of its thread.
class FarServer
{
public:
    FarServer()
    {
        m_thread.start();
        m_context.moveToThread(&m_thread);
        inThread([this] {
            if (::unshare(CLONE_NEWNET) != 0)
                problem = QString::fromLocal8Bit(std::strerror(errno));
            m_network = u"/proc/%1/task/%2/ns/net"_s.arg(::getpid()).arg(::gettid());
        });
        if (problem.isEmpty())
            problem = ip(u"link add near type veth peer name far netns "_s + m_network);
        for (const auto &step :
             {u"link set lo up"_s, u"addr add %1/24 dev near"_s.arg(ClientAddress), u"link set near up"_s}) {
            if (problem.isEmpty())
                problem = ip(step);
        }
        inThread([this] {
            for (const auto &step : {u"addr add %1/24 dev far"_s.arg(ServerAddress), u"link set far up"_s}) {
                if (problem.isEmpty())
                    problem = ip(step);
            }
            if (problem.isEmpty())
                m_server = std::make_unique<ScriptedServer>(QHostAddress(ServerAddress));
        });
        if (problem.isEmpty() && !isReached())
            problem = u"What is sent into one end does not arrive at the other."_s;
    }
    ~FarServer()
    {
        inThread([this] { m_server.reset(); });
        m_thread.quit();
        m_thread.wait();
        // A namespace ends some time after its last thread.
        ip(u"link del near"_s);
    }
    Q_DISABLE_COPY_MOVE(FarServer)

    QUrl url() const { return m_server->url(); }
    /// Of the server's own interface: on our side, only the carrier is missing.
    void setLink(const QString &state)
    {
        inThread([&] { problem = ip(u"link set far "_s + state); });
    }

    /// Empty if all is well.
    QString problem;

private:
    // The kernel sets links to work once a second at most, those of all namespaces together.
    bool isReached() const
    {
        const QDeadlineTimer deadline(10s);
        while (!deadline.hasExpired()) {
            QTcpSocket socket;
            socket.connectToHost(url().host(), quint16(url().port()));
            if (socket.waitForConnected(200))
                return true;
        }
        return false;
    }
    void inThread(const std::function<void()> &function)
    {
        QMetaObject::invokeMethod(&m_context, function, Qt::BlockingQueuedConnection);
    }

    QThread m_thread;
    QObject m_context;
    QString m_network;
    std::unique_ptr<ScriptedServer> m_server;
};

/// Which end of the line is set down.
enum class Side { Ours, Theirs };

class tst_NetworkGone : public QObject
{
    Q_OBJECT

public:
    explicit tst_NetworkGone(const QString &refusal)
        : m_refusal(refusal)
    {}

private Q_SLOTS:
    void initTestCase();
    void goneAndBack_data();
    void goneAndBack();

private:
    const QString m_refusal;
};

void tst_NetworkGone::initTestCase()
{
    if (!m_refusal.isEmpty())
        QSKIP(qPrintable(m_refusal));
    const FarServer server;
    if (!server.problem.isEmpty())
        QSKIP(qPrintable(u"No pair of interfaces can be made here: "_s + server.problem));
    // What a process makes once is no leak.
    const ThreadedManager io;
    io.manager->open(testProfile(server.url()));
    QTRY_COMPARE(io.manager->status(), Status::Open);
}

void tst_NetworkGone::goneAndBack_data()
{
    QTest::addColumn<Side>("side");
    QTest::newRow("our interface") << Side::Ours;
    QTest::newRow("the peer's interface") << Side::Theirs;
}

// What the record tells of the connection; of attempts that failed one after the other, the first.
static QStringList storyOf(const QStringList &log)
{
    const QStringList told{u"entry open"_s, u"entry close"_s, u"entry error"_s, u"entry retry"_s};
    QStringList story;
    std::copy_if(log.begin(), log.end(), std::back_inserter(story),
                 [&](const QString &line) { return told.contains(line); });
    return story.join(u", "_s)
            .replace(u"entry "_s, QString())
            .replace(QRegularExpression(u"(, error, retry)+"_s), u", error, retry"_s)
            .split(u", "_s);
}

void tst_NetworkGone::goneAndBack()
{
    QFETCH(Side, side);

    const OwnResources before = OwnResources::now();
    QStringList log;
    {
        FarServer server;
        QVERIFY2(server.problem.isEmpty(), qPrintable(server.problem));
        const auto setLink = [&](const QString &state) {
            if (side == Side::Ours)
                server.problem = ip(u"link set near "_s + state);
            else
                server.setLink(state);
            QVERIFY2(server.problem.isEmpty(), qPrintable(server.problem));
        };
        ThreadedManager io;
        ManagerProbe probe(*io.manager);
        ConnectionProfile profile = testProfile(server.url());
        profile.keepAliveInterval = 400ms;
        profile.handshakeTimeout = 1s;
        profile.retry = {1000, 100ms, 1.0, 0.0, 100ms};
        io.manager->open(profile);
        QTRY_VERIFY(!probe.roundTrips.isEmpty());

        setLink(u"down"_s);
        QTRY_VERIFY_WITH_TIMEOUT(probe.errors.size() >= 3, 20'000);
        QCOMPARE(probe.errors.value(0).stage, ErrorStage::KeepAlive);
        QVERIFY(probe.errors.value(0).willRetry);
        // QWebSocket does not tell what it waits for.
        QVERIFY(probe.lastError().stage == ErrorStage::Tcp
                || (testEngine() == Engine::Qt && probe.lastError().stage == ErrorStage::Handshake));
        qInfo("%s", qPrintable(probe.lastError().sentence));

        setLink(u"up"_s);
        probe.roundTrips.clear();
        QTRY_COMPARE_WITH_TIMEOUT(probe.lastReport().status, Status::Open, 20'000);
        QTRY_VERIFY(!probe.roundTrips.isEmpty());
        QCOMPARE(probe.statuses.count(Status::Open), 2);
        QCOMPARE(probe.entriesOf(MessageType::Open).size(), 2);
        io.manager->close();
        QTRY_COMPARE(probe.lastReport().status, Status::Closed);
        log = probe.log;
    }
    QCOMPARE(storyOf(log),
             (QStringList{u"open"_s, u"close"_s, u"error"_s, u"retry"_s, u"open"_s, u"close"_s}));
    OwnResources after;
    QTRY_VERIFY2((after = OwnResources::now()).descriptors <= before.descriptors
                         && after.threads <= before.threads,
                 qPrintable(u"before: %1; after: %2"_s.arg(before.text(), after.text())));
}

// The namespace has to be left before there is a second thread.
static int runOutsideTheNetwork(int argc, char **argv)
{
    const QString refusal = leaveNetwork();
    const QCoreApplication application(argc, argv);
    tst_NetworkGone test(refusal);
    return QTest::qExec(&test, argc, argv);
}

SOCKETSCOPE_TEST_MAIN(tst_NetworkGone, runOutsideTheNetwork)
#include "tst_networkgone.moc"
