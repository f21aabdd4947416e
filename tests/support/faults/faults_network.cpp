// SPDX-License-Identifier: MIT
// Names, TCP, and servers that say nothing.
#include "support/faults/faultscene.h"
#include "support/faults/faulttable.h"
#include "support/fullunixsocket.h"

#include <QTimer>

#ifdef Q_OS_LINUX
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

static constexpr auto Soon = 250ms;
static const QString noAnswer = u"The server did not complete the handshake within 0.25 s."_s;

static const QString noUnixSockets =
        u"Qt's engine cannot connect to Unix-domain sockets: choose the other engine in the connection's settings."_s;

namespace {

/// A port of 127.0.0.1 that listens, but whose queue of connections is full: whoever connects hears nothing.
/// Where the system has no such thing (it is made for Linux), url() is empty.
class BlackHole : public QObject
{
public:
    explicit BlackHole(QObject *parent = nullptr);
    ~BlackHole() override;

    QUrl url() const { return m_url; }

private:
    QList<int> m_descriptors;
    QUrl m_url;
};

BlackHole::BlackHole(QObject *parent)
    : QObject(parent)
{
#ifdef Q_OS_LINUX
    const auto create = [this](int flags) {
        m_descriptors.append(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0));
        return m_descriptors.last();
    };
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto *const generic = reinterpret_cast<sockaddr *>(&address);
    const int listener = create(0);
    if (::bind(listener, generic, size) != 0 || ::listen(listener, 0) != 0
        || ::getsockname(listener, generic, &size) != 0)
        return;
    // One connection fits into a queue of length 0; the others make sure of it.
    for (int i = 0; i < 4; ++i)
        (void)::connect(create(SOCK_NONBLOCK), generic, size);
    m_url = QUrl(QStringLiteral("ws://127.0.0.1:%1/").arg(ntohs(address.sin_port)));
#endif
}

BlackHole::~BlackHole()
{
#ifdef Q_OS_LINUX
    for (const int descriptor : m_descriptors)
        ::close(descriptor);
#endif
}

} // namespace

static void waitsShortly(FaultScene &scene)
{
    scene.profile.handshakeTimeout = Soon;
}

// Qt connects again and again when the RST comes before it has seen that TCP was connected; the socket of the
// last attempt is not accepted any more.
static void resetsWhoIsNotAccepted(FaultScene &scene)
{
    waitsShortly(scene);
    scene.server().pauseAccepting();
    QTimer::singleShot(30ms, &scene, [&scene] { scene.server().stop(); });
}

FaultGroup networkFaults()
{
    return {"network",
            u"Names and TCP"_s,
            {
                    {.id = "name-unknown",
                     .what = u"has a name that does not exist"_s,
                     .script = with([](ConnectionProfile &profile) {
                         profile.url = QUrl(u"ws://no-such-host.invalid/"_s);
                         profile.handshakeTimeout = 20s;
                     }),
                     .outcome = failsAt(ErrorStage::Dns,
                                        u"The name “no-such-host.invalid” could not be resolved."_s)
                                        .tryingAgain()},
                    {.id = "tcp-refused",
                     .what = u"does not listen on this port"_s,
                     .script = [](FaultScene &scene) { scene.server().stop(); },
                     .outcome =
                             failsAt(ErrorStage::Tcp,
                                     u"127.0.0.1 refused the connection: is the server running on this port?"_s)
                                     .tryingAgain()},
                    {.id = "tcp-reset-before-accept",
                     .what = u"stops listening before it accepts the connection (RST)"_s,
                     .script = resetsWhoIsNotAccepted,
                     .outcome =
                             failsAt(ErrorStage::Tcp, u"The connection was lost: Connection reset by peer."_s)
                                     .tryingAgain(),
                     .qt = closedUnanswered()},
                    {.id = "tcp-reset-after-accept",
                     .what = u"accepts TCP and resets it at once (RST)"_s,
                     .script =
                             [](FaultScene &scene) {
                                 waitsShortly(scene);
                                 scene.server().onConnection([](ScriptedPeer &peer) { peer.reset(); });
                             },
                     .outcome = failsAt(ErrorStage::Tcp, u"127.0.0.1 reset the connection at once."_s)
                                        .tryingAgain(),
                     .qt = failsAt(ErrorStage::Handshake, u"The server …"_s).tryingAgain(),
                     .qtNote =
                             u"Often connects again and again by itself until the handshake's time is over."_s},
                    {.id = "tcp-black-hole",
                     .what = u"takes no connection: packets are dropped without a word"_s,
                     .script =
                             [](FaultScene &scene) {
                                 waitsShortly(scene);
                                 scene.profile.url = (new BlackHole(&scene))->url();
                             },
                     .outcome =
                             failsAt(ErrorStage::Tcp, u"127.0.0.1 did not answer in time."_s).tryingAgain(),
                     .qt = failsAt(ErrorStage::Handshake, noAnswer).tryingAgain()},
                    {.id = "tcp-half-open",
                     .what = u"takes the connection and never accepts it"_s,
                     .script =
                             [](FaultScene &scene) {
                                 waitsShortly(scene);
                                 scene.server().pauseAccepting();
                             },
                     .outcome = failsAt(ErrorStage::Handshake, noAnswer).tryingAgain()},
                    {.id = "tcp-no-answer",
                     .what = u"accepts TCP, reads the request and never answers"_s,
                     .script =
                             [](FaultScene &scene) {
                                 waitsShortly(scene);
                                 scene.server().onRequest([](ScriptedPeer &) {});
                             },
                     .outcome = failsAt(ErrorStage::Handshake, noAnswer).tryingAgain()},
                    {.id = "unix-missing",
                     .what = u"has no Unix-domain socket of this name"_s,
                     .script = with([](ConnectionProfile &profile) {
                         profile.url = QUrl(u"ws+unix:///no-such-directory/socket:/"_s);
                     }),
                     .outcome =
                             failsAt(ErrorStage::Tcp,
                                     u"There is no socket “/no-such-directory/socket”: is the server running?"_s)
                                     .tryingAgain(),
                     .qt = failsAt(ErrorStage::Command, noUnixSockets)},
                    {.id = "unix-full",
                     .what = u"accepts nobody on its Unix-domain socket, where too many wait already"_s,
                     .script =
                             [](FaultScene &scene) {
                                 waitsShortly(scene);
                                 const auto *full = new FullUnixSocket(&scene);
                                 scene.profile.url = QUrl(u"ws+unix://%1:/"_s.arg(full->path()));
                             },
                     .outcome =
                             failsAt(ErrorStage::Tcp,
                                     u"The socket “…” did not answer in time: the server accepts nobody."_s)
                                     .tryingAgain(),
                     .qt = failsAt(ErrorStage::Command, noUnixSockets)},
                    {.id = "unix-not-listening",
                     .what = u"does not listen on its Unix-domain socket"_s,
                     .script =
                             [](FaultScene &scene) {
                                 scene.profile.url = QUrl(u"ws+unix://%1:/"_s.arg(scene.file({})));
                             },
                     .outcome = failsAt(ErrorStage::Tcp,
                                        u"Nobody listens on the socket “…”: is the server running?"_s)
                                        .tryingAgain(),
                     .qt = failsAt(ErrorStage::Command, noUnixSockets)},
            }};
}
