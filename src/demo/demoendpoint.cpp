// SPDX-License-Identifier: MIT
#include "demo/demoendpoint.h"

#include "demo/democonnection.h"
#include "demo/demofeeds.h"
#include "demo/demoparameters.h"
#include "demo/demopeer.h"
#include "websocket/closecode.h"
#include "websocket/httpresponse.h"

#include <QByteArray>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

#ifdef Q_OS_WIN
#include <winsock2.h>
#else
#include <poll.h>
#endif

using namespace std::chrono_literals;

void DemoBehaviour::begin(DemoConnection &connection)
{
    start(connection.open());
}

void DemoBehaviour::start(DemoPeer *) {}

namespace {

constexpr qint64 LongestWaitMs = 3'600'000;

/// /echo: every message comes back. A client that sends without reading is made to wait by TCP.
class DemoEcho : public DemoBehaviour
{
public:
    explicit DemoEcho(DemoParameters &) {}

protected:
    void start(DemoPeer *peer) override
    {
        const auto updateReading = [peer] {
            peer->setReadingPaused(peer->bytesToWrite() > DemoPeer::HighWater);
        };
        connect(peer, &DemoPeer::received, this, [=](bool isText, const QByteArray &payload) {
            peer->send(isText, payload);
            updateReading();
        });
        connect(peer, &DemoPeer::written, this, updateReading);
    }
};

/// /slow: a handshake that is answered late, and an echo.
class DemoSlow final : public DemoEcho
{
public:
    explicit DemoSlow(DemoParameters &parameters)
        : DemoEcho(parameters)
        , m_delay(parameters.integer(QLatin1String("delay"), 3000, 0, LongestWaitMs))
    {}

    void begin(DemoConnection &connection) override
    {
        // The connection owns this, and so outlives the timer.
        QTimer::singleShot(m_delay, Qt::PreciseTimer, this,
                           [this, &connection] { DemoEcho::begin(connection); });
    }

private:
    const std::chrono::milliseconds m_delay;
};

/// /close: a Close frame with any code, codes that RFC 6455 section 7.4 forbids on the wire included.
class DemoClose final : public DemoBehaviour
{
public:
    explicit DemoClose(DemoParameters &parameters)
        : m_reason(parameters.text(QLatin1String("reason")).toUtf8())
        , m_after(parameters.integer(QLatin1String("after"), 100, 0, LongestWaitMs))
    {
        if (parameters.text(QLatin1String("code")) != QLatin1String("none"))
            m_code = quint16(parameters.integer(QLatin1String("code"), 1000, 0, 0xffff));
        else if (!m_reason.isEmpty())
            parameters.reject(QStringLiteral("A Close frame without a code cannot carry a reason."));
        if (m_reason.size() > CloseCode::MaxReasonBytes)
            parameters.reject(
                    QStringLiteral("The parameter \"reason\" must have at most 123 bytes of UTF-8, not %1.")
                            .arg(m_reason.size()));
    }

protected:
    void start(DemoPeer *peer) override
    {
        QTimer::singleShot(m_after, Qt::PreciseTimer, this, [this, peer] { peer->close(m_code, m_reason); });
    }

private:
    std::optional<quint16> m_code;
    const QByteArray m_reason;
    const std::chrono::milliseconds m_after;
};

/// /drop: a connection that is lost.
class DemoDrop final : public DemoBehaviour
{
public:
    explicit DemoDrop(DemoParameters &parameters)
        : m_after(parameters.integer(QLatin1String("after"), 1000, 0, LongestWaitMs))
    {}

protected:
    void start(DemoPeer *peer) override
    {
        peer->send(true, "{\"note\":\"This connection will be dropped without a Close frame.\",\"after_ms\":"
                                 + QByteArray::number(qint64(m_after.count())) + '}');
        peer->send(true, "{\"note\":\"This is the last message.\"}");
        QTimer::singleShot(m_after, Qt::PreciseTimer, this, [peer] { peer->drop(); });
    }

private:
    const std::chrono::milliseconds m_after;
};

/// /silent: a server that hangs. It reads nothing, so that the client's writes stall as well, sooner or
/// later, depending on the system's buffers. A client that leaves is noticed within half a second, unless
/// so much of it is unread that the end of its stream cannot come through: hence a limit of ten minutes.
class DemoSilent final : public DemoBehaviour
{
public:
    explicit DemoSilent(DemoParameters &parameters);

    void begin(DemoConnection &connection) override;

private:
    void abortIfPeerHasGone();

    QTcpSocket *m_socket = nullptr;
    QTimer m_watch;
};

// Whether the peer has closed or reset, even if unread data lies before the end.
bool peerHasGone(qintptr descriptor)
{
#ifdef Q_OS_WIN
    WSAPOLLFD entry = {SOCKET(descriptor), POLLRDNORM, 0};
    return ::WSAPoll(&entry, 1, 0) > 0 && (entry.revents & (POLLHUP | POLLERR));
#else
    short events = 0;
#ifdef POLLRDHUP
    events |= POLLRDHUP;
#endif
    pollfd entry = {int(descriptor), events, 0};
    return ::poll(&entry, 1, 0) > 0;
#endif
}

DemoSilent::DemoSilent(DemoParameters &)
{
    connect(&m_watch, &QTimer::timeout, this, &DemoSilent::abortIfPeerHasGone);
}

void DemoSilent::begin(DemoConnection &connection)
{
    m_socket = connection.socket();
    connection.accept();
    // With one byte in its buffer Qt reads no more, and does not see the end either.
    m_socket->setReadBufferSize(1);
    m_watch.start(500ms);
    QTimer::singleShot(10min, m_socket, &QTcpSocket::abort);
}

void DemoSilent::abortIfPeerHasGone()
{
    if (m_socket && m_socket->state() == QTcpSocket::ConnectedState
        && peerHasGone(m_socket->socketDescriptor()))
        m_socket->abort();
}

/// /refuse: a handshake answered with another status than 101.
class DemoRefuse final : public DemoBehaviour
{
public:
    explicit DemoRefuse(DemoParameters &parameters);

    void begin(DemoConnection &connection) override;

private:
    int m_status;
};

// The headers without which an answer of this status would be wrong (RFC 9110 sections 10 and 15).
HttpHeaders requiredHeaders(int status)
{
    switch (status) {
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
        return {{"Location", "/echo"}};
    case 401:
        return {{"WWW-Authenticate", "Basic realm=\"demo\""}};
    case 407:
        return {{"Proxy-Authenticate", "Basic realm=\"demo\""}};
    case 429:
    case 503:
        return {{"Retry-After", "1"}};
    default:
        return {};
    }
}

DemoRefuse::DemoRefuse(DemoParameters &parameters)
    : m_status(int(parameters.integer(QLatin1String("status"), 403, 100, 599)))
{
    if (m_status == 101)
        parameters.reject(QStringLiteral("The status 101 would accept the handshake: use /echo or /silent."));
}

void DemoRefuse::begin(DemoConnection &connection)
{
    const QLatin1StringView phrase = httpReasonPhrase(m_status);
    const QString text = QStringLiteral("The demo server refuses this handshake with %1 %2, as asked.")
                                 .arg(QString::number(m_status),
                                      phrase.isEmpty() ? QLatin1StringView("Unassigned") : phrase);
    connection.respond(plainResponse(m_status, text, requiredHeaders(m_status)));
}

template <typename Behaviour>
std::unique_ptr<DemoBehaviour> make(DemoParameters &parameters)
{
    return std::make_unique<Behaviour>(parameters);
}

// clang-format off
const auto table = std::to_array<DemoEndpoint>({
    {QLatin1String("/echo"), QLatin1String(""),
     QLatin1String("Sends back every text and binary message."), make<DemoEcho>},
    {QLatin1String("/ticker"), QLatin1String("rate=10&n=0"),
     QLatin1String("A made-up market feed in JSON, rate messages a second (0.01 to 100000), evenly.\n"
                   "Ends with 1000 after n messages; 0 is endless. Never runs ahead of a slow reader."),
     makeDemoTicker},
    {QLatin1String("/flood"), QLatin1String("n=100000&size=128&kind=text"),
     QLatin1String("n numbered messages of size bytes, as fast as they are read, then 1000; 0 is endless.\n"
                   "kind is text, binary or json."),
     makeDemoFlood},
    {QLatin1String("/binary"), QLatin1String("rate=2&n=0"),
     QLatin1String("Binary messages of several kinds and sizes: PNG, CBOR, random bytes and more."),
     makeDemoBinary},
    {QLatin1String("/close"), QLatin1String("code=1000&reason=&after=100"),
     QLatin1String("Closes with this code (0 to 65535, or none) and reason after this many milliseconds."),
     make<DemoClose>},
    {QLatin1String("/silent"), QLatin1String(""),
     QLatin1String("Accepts the handshake, and never reads, answers a ping or sends, for ten minutes at most."),
     make<DemoSilent>},
    {QLatin1String("/refuse"), QLatin1String("status=403"),
     QLatin1String("Answers the handshake with this HTTP status (100 to 599, but 101)."), make<DemoRefuse>},
    {QLatin1String("/drop"), QLatin1String("after=1000"),
     QLatin1String("Sends two messages, and drops TCP without a Close frame after this many milliseconds."),
     make<DemoDrop>},
    {QLatin1String("/slow"), QLatin1String("delay=3000"),
     QLatin1String("Answers the handshake after this many milliseconds, and echoes from then on."),
     make<DemoSlow>},
});
// clang-format on

} // namespace

const DemoEndpoint *DemoEndpoint::find(const QString &path)
{
    const auto found = std::find_if(table.begin(), table.end(),
                                    [&path](const DemoEndpoint &endpoint) { return endpoint.path == path; });
    return found == table.end() ? nullptr : &*found;
}

QString DemoEndpoint::help()
{
    QString text = QStringLiteral("Socketscope's demo server. Open one of these with a WebSocket client;\n"
                                  "the parameters show their defaults.\n");
    for (const DemoEndpoint &endpoint : table) {
        text += QLatin1Char('\n') + endpoint.path;
        if (!endpoint.parameters.isEmpty())
            text += QLatin1Char('?') + endpoint.parameters;
        text += QLatin1String("\n    ")
                + QString(endpoint.description).replace(QLatin1Char('\n'), QLatin1String("\n    "))
                + QLatin1Char('\n');
    }
    return text.trimmed();
}
