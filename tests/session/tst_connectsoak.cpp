// SPDX-License-Identifier: MIT
// Connecting and disconnecting again and again, in every way in which it can end, and many tabs at once,
// leaves nothing behind. 1,000 connections an engine (a tenth of that over TLS), or
// SOCKETSCOPE_SOAK_CONNECTIONS.
#include "demo/demohost.h"
#include "session/livesession.h"
#include "support/bounds.h"
#include "support/ownresources.h"
#include "support/scriptedserver.h"
#include "support/testprogram.h"
#include "support/threadedmanager.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QHostInfo>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <iterator>

#ifdef __GLIBC__
#include <malloc.h>
#endif

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

using Frame = WebSocketFrame;

// What an allocator keeps, and no more: a leak of 400 bytes a connection is found in 10,000.
static constexpr qint64 MostGrowth = 4 * 1024 * 1024;
// What is not freed, a few caches aside: 2 KiB a tab, 20 bytes a connection.
static constexpr qint64 MostHeapGrowth = 200 * 1024;

/// A way for an attempt or a connection to end, named by the path of its URL.
struct Ending
{
    QLatin1StringView path;
    bool opens;
    bool fails;
};
static constexpr Ending Endings[] = {
        {"/ours"_L1, true, false},         ///< We close.
        {"/theirs"_L1, true, false},       ///< The peer closes.
        {"/reset"_L1, true, true},         ///< The peer is gone with a RST,
        {"/fin"_L1, true, true},           ///< or with a FIN and no Close frame.
        {"/unavailable"_L1, false, true},  ///< The handshake is answered with 503,
        {"/wrong"_L1, false, true},        ///< or with a wrong Sec-WebSocket-Accept.
        {"/refused"_L1, false, true},      ///< Nobody listens.
        {"/abort"_L1, false, false},       ///< We give up before anything can have happened,
        {"/abort-later"_L1, false, false}, ///< or while the server thinks about the request.
        {"/name"_L1, true, false},         ///< As "/ours", to a name that has to be looked up.
};

/// Ends connections as the path of their request says.
class EndingServer : public ScriptedServer
{
public:
    explicit EndingServer(Security security)
        : ScriptedServer(security)
    {
        onRequest([this](ScriptedPeer &peer) {
            const QByteArray path = peer.requestLine().split(' ').value(1);
            if (path == "/unavailable")
                peer.answerStatus(503, "Service Unavailable");
            else if (path == "/wrong")
                peer.write(
                        peer.handshakeAnswer().replace("Sec-WebSocket-Accept: ", "Sec-WebSocket-Accept: x"));
            else if (path != "/abort-later")
                peer.accept();
            else if (whenAsked)
                whenAsked();
        });
        onFrame([](ScriptedPeer &peer, const Frame &frame) {
            const QByteArray path = peer.requestLine().split(' ').value(1);
            if (frame.opcode == Frame::Close) {
                if (path != "/theirs")
                    peer.send({Frame::Close, frame.payload});
                peer.finish();
            } else if (path == "/theirs") {
                peer.send(Frame::close(1000));
            } else if (path == "/reset") {
                peer.reset();
            } else if (path == "/fin") {
                peer.finish();
            }
        });
    }

    std::function<void()> whenAsked;
};

/// Goes through the endings, one connection after the other, as a tab does: the manager on a thread of its
/// own.
class Visitor
{
public:
    explicit Visitor(const ConnectionProfile &profile, ScriptedServer::Security security)
        : m_profile(profile)
        , m_server(security)
    {
        m_refusing.bind(QHostAddress::LocalHost);
        m_server.whenAsked = [this] { m_io.manager->close(); };
        QObject::connect(m_io.manager, &WebSocketManager::statusChanged, &m_loop, [this](Status status) {
            m_opened = m_opened || status == Status::Open;
            if (status == Status::Open && m_closesItself)
                m_io.manager->close();
            if (status == Status::Closed)
                m_loop.quit();
        });
        QObject::connect(m_io.manager, &WebSocketManager::errorOccurred, &m_loop,
                         [this](const ConnectionError &error) { m_problem = error.sentence; });
    }

    /// A bare system without a hosts file does not know the name; the native engine does.
    bool canLookUp() const
    {
        static const bool known = !QHostInfo::fromName(u"localhost"_s).addresses().isEmpty();
        return known || m_profile.engine == Engine::Native;
    }
    /// Empty if it went as it should.
    QString visit(const Ending &ending, bool trusting)
    {
        m_opened = false;
        m_problem.clear();
        m_closesItself = ending.path == "/ours"_L1 || ending.path == "/name"_L1;
        m_profile.tls.verify = !trusting;
        m_profile.url = m_server.url(ending.path);
        if (ending.path == "/refused"_L1)
            m_profile.url.setPort(m_refusing.localPort());
        if (ending.path == "/name"_L1 && canLookUp())
            m_profile.url.setHost(u"localhost"_s);
        bool late = false;
        QTimer limit;
        QObject::connect(&limit, &QTimer::timeout, &m_loop, [&] {
            late = true;
            m_loop.quit();
        });
        limit.start(10s);
        m_io.manager->open(m_profile);
        if (ending.path == "/abort"_L1)
            m_io.manager->close();
        m_loop.exec();
        const bool refusesTls = m_profile.url.scheme() == u"wss" && !trusting && ending.path != "/abort"_L1;
        const bool opens = ending.opens && !refusesTls;
        const bool fails = ending.fails || refusesTls;
        if (!late && m_opened == opens && m_problem.isEmpty() != fails)
            return {};
        return u"%1: %2, %3 (%4)"_s.arg(ending.path, late ? u"late"_s : u"in time"_s,
                                        m_opened ? u"opened"_s : u"not opened"_s, m_problem);
    }

    bool allGone() const { return m_server.openConnections() == 0; }

private:
    ConnectionProfile m_profile;
    /// A fresh one for each visitor: it remembers its peers, and ports of 127.0.0.1 stay busy for a minute
    /// only for the one that they were connected to.
    EndingServer m_server;
    /// Has its port and does not listen.
    QTcpSocket m_refusing;
    QEventLoop m_loop;
    ThreadedManager m_io;
    bool m_opened = false;
    bool m_closesItself = false;
    QString m_problem;
};

class tst_ConnectSoak : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void connections_data();
    void connections();
    void manyTabs_data();
    void manyTabs();
};

void tst_ConnectSoak::initTestCase()
{
    if (!OwnResources::canBeCounted())
        QSKIP("What a process holds is counted in /proc.");
#ifdef __GLIBC__
    // How much of its heaps an allocator can give back is chance, the more so the more heaps it has.
    mallopt(M_ARENA_MAX, 1);
#endif
}

static void addEngines()
{
    QTest::addColumn<Engine>("engine");
    QTest::addColumn<ScriptedServer::Security>("security");
}

// Fails the test if there is more of anything than before.
static void verifyNothingLeft(const OwnResources &before)
{
    // A thread that has been waited for may still be on its way out, with what it holds, and a peer not yet
    // know.
    OwnResources after;
    const auto isNoMore = [&] {
        after = OwnResources::now();
        return after.threads <= before.threads && after.descriptors <= before.descriptors
               && (SanitizedBuild || after.residentBytes <= before.residentBytes + MostGrowth);
    };
    const bool isNothingLeft = QTest::qWaitFor(isNoMore);
    qInfo("before: %s", qPrintable(before.text()));
    qInfo("after:  %s", qPrintable(after.text()));
    QVERIFY(isNothingLeft);
    QVERIFY(after.heapBytes <= before.heapBytes + MostHeapGrowth);
}

void tst_ConnectSoak::connections_data()
{
    addEngines();
    using Security = ScriptedServer::Security;
    QTest::newRow("native") << Engine::Native << Security::Plain;
    QTest::newRow("qt") << Engine::Qt << Security::Plain;
    QTest::newRow("native over TLS") << Engine::Native << Security::Tls;
    QTest::newRow("qt over TLS") << Engine::Qt << Security::Tls;
}

static void goThroughEndings(const ConnectionProfile &profile, ScriptedServer::Security security, int begin,
                             int end)
{
    Visitor visitor(profile, security);
    for (int i = begin; i < end; ++i) {
        const QString problem = visitor.visit(Endings[size_t(i) % std::size(Endings)], i % 4 != 3);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }
    QTRY_VERIFY(visitor.allGone());
}

void tst_ConnectSoak::connections()
{
    QFETCH(Engine, engine);
    QFETCH(ScriptedServer::Security, security);

    const bool tls = security == ScriptedServer::Security::Tls;
    const int asked = qEnvironmentVariableIntValue("SOCKETSCOPE_SOAK_CONNECTIONS") / (tls ? 10 : 1);
    const int usual = SanitizedBuild ? 100 : tls ? 200 : engine == Engine::Native ? 10'000 : 1'000;
    const int count = asked > 0 ? std::max(200, asked) : usual;
    ConnectionProfile profile;
    profile.engine = engine;
    profile.retry.maxAttempts = 1;
    profile.retryAfterDrop = false;
    profile.onOpen = {{false, "hello"}};
    QElapsedTimer timer;
    timer.start();
    OwnResources before;
    // Twenty visitors, so that threads come and go as well; the first two warm up.
    for (int visitor = 0; visitor < 20; ++visitor) {
        goThroughEndings(profile, security, visitor * count / 20, (visitor + 1) * count / 20);
        if (QTest::currentTestFailed())
            return;
        if (visitor == 1)
            before = OwnResources::now();
    }
    qInfo("%d connections in %lld ms", count, timer.elapsed());
    verifyNothingLeft(before);
}

void tst_ConnectSoak::manyTabs_data()
{
    addEngines();
    QTest::newRow("native") << Engine::Native << ScriptedServer::Security::Plain;
    QTest::newRow("qt") << Engine::Qt << ScriptedServer::Security::Plain;
}

// So many private tabs that listen and talk; half of them are closed in order, half are just gone.
static void useTabs(int count, Engine engine, const QString &folder)
{
    DemoHost demo;
    demo.start();
    std::vector<std::unique_ptr<Session>> tabs;
    for (int i = 0; i < count; ++i) {
        auto &tab = tabs.emplace_back(std::make_unique<LiveSession>(RecordTarget{{}, folder, true}));
        ConnectionProfile profile;
        profile.engine = engine;
        profile.url = demo.url(i % 2 ? u"/ticker?rate=200"_s : u"/echo"_s);
        tab->open(profile);
    }
    const auto all = [&](auto &&holds) {
        return std::all_of(tabs.begin(), tabs.end(), [&](const auto &tab) { return holds(*tab); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(all([](const Session &tab) { return tab.status() == Status::Open; }), 20000);
    QTimer talk;
    QObject::connect(&talk, &QTimer::timeout, &talk, [&] {
        for (int i = 0; i < count; i += 2)
            tabs[size_t(i)]->sendText(u"[%1]"_s.arg(i).repeated(20));
    });
    talk.start(10ms);
    QTRY_VERIFY_WITH_TIMEOUT(all([](const Session &tab) { return tab.counters().received >= 100; }), 20000);
    talk.stop();
    qInfo("%d tabs: %s", count, qPrintable(OwnResources::now().text()));
    int disposed = 0;
    for (int i = 0; i < count; i += 4) {
        QObject::connect(tabs[size_t(i)].get(), &Session::disposed, &talk, [&] { ++disposed; });
        tabs[size_t(i)]->dispose();
        tabs[size_t(i + 1)]->close();
    }
    QTRY_COMPARE(disposed, (count + 3) / 4);
    for (int i = 1; i < count; i += 4) {
        QTRY_COMPARE(tabs[size_t(i)]->status(), Status::Closed);
        QTRY_VERIFY(tabs[size_t(i)]->counters().agree());
    }
}

void tst_ConnectSoak::manyTabs()
{
    QFETCH(Engine, engine);

    const int count = SanitizedBuild ? 12 : 50;
    const QTemporaryDir folder;
    OwnResources before;
    for (int round = 0; round < 3; ++round) {
        useTabs(count, engine, folder.path());
        if (QTest::currentTestFailed())
            return;
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        if (round == 0)
            before = OwnResources::now();
    }
    verifyNothingLeft(before);
}

SOCKETSCOPE_TEST(tst_ConnectSoak, QCoreApplication)
#include "tst_connectsoak.moc"
