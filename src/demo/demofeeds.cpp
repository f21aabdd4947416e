// SPDX-License-Identifier: MIT
#include "demo/demofeeds.h"

#include "demo/demoendpoint.h"
#include "demo/demoparameters.h"
#include "demo/demopeer.h"

#include <QByteArray>
#include <QCborMap>
#include <QCborValue>
#include <QDateTime>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTimer>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace {

QByteArray filler(qsizetype size)
{
    static const QByteArray words = QByteArrayLiteral("the quick brown fox jumps over the lazy dog ");
    return words.repeated(size / words.size() + 1).left(size);
}

} // namespace

DemoFloodPayload::DemoFloodPayload(Kind kind, qsizetype size)
    : m_kind(kind)
{
    m_digits.fill(kind == Kind::Json ? ' ' : '0');
    const QByteArray payload = makePayload(size);
    FrameWriter(Role::Server, {})
            .writeMessage(kind != Kind::Binary, payload.constData(), payload.size(), true, &m_frame);
    m_numberAt += m_frame.size() - payload.size();
}

QByteArray DemoFloodPayload::makePayload(qsizetype size)
{
    QByteArray head;
    QByteArray tail;
    m_numberSize = Digits;
    if (m_kind == Kind::Binary) {
        m_numberSize = std::min<qsizetype>(size, sizeof(quint64));
    } else if (m_kind == Kind::Json) {
        head = "{\"seq\":";
        tail = "}";
        if (const qsizetype room = size - SmallestJson - 9; room >= 0)
            tail = ",\"pad\":\"" + filler(room) + "\"}";
    } else if (size >= 9 + Digits) {
        head = "message ";
        tail = " ";
    } else {
        m_numberSize = std::min(size, Digits);
    }
    m_numberAt = head.size();
    const qsizetype missing = size - head.size() - m_numberSize - tail.size();
    // Blanks may stand before the last brace of a JSON object that is too short for a member "pad".
    if (m_kind == Kind::Json)
        tail.prepend(QByteArray(missing, ' '));
    else
        tail.append(filler(missing));
    return head + QByteArray(m_numberSize, '0') + tail;
}

void DemoFloodPayload::appendNext(QByteArray &frames)
{
    countUp();
    char *number = frames.append(m_frame).data() + frames.size() - m_frame.size() + m_numberAt;
    if (m_kind == Kind::Binary) {
        char bytes[sizeof(quint64)];
        qToBigEndian(m_number, bytes);
        std::memcpy(number, bytes + sizeof bytes - size_t(m_numberSize), size_t(m_numberSize));
    } else {
        std::memcpy(number, m_digits.data() + Digits - m_numberSize, size_t(m_numberSize));
    }
}

void DemoFloodPayload::countUp()
{
    ++m_number;
    for (auto digit = m_digits.rbegin(); digit != m_digits.rend(); ++digit) {
        if (*digit != '9') {
            *digit = *digit == ' ' ? '1' : char(*digit + 1);
            return;
        }
        *digit = '0';
    }
}

namespace {

/// Messages at a rate: what is due by the time that has passed is sent at once, so that late timers cost
/// no message. What falls due while the peer does not read is never made: the numbers of the
/// messages sent have no gaps.
class DemoPaced : public DemoBehaviour
{
protected:
    /// Reads `rate` (messages a second) and `n` (how many before the close; 0 is endless).
    DemoPaced(bool isText, DemoParameters &parameters, double defaultRate, double highestRate);

    void start(DemoPeer *peer) final;
    /// `number` is counted from 1.
    virtual QByteArray makeMessage(qint64 number) = 0;

private:
    void sendDue();

    const bool m_isText;
    FrameWriter m_writer{Role::Server, {}};
    const MessagePace m_pace;
    const qint64 m_wanted;
    /// How many would have been due by now had the peer read all.
    qint64 m_scheduled = 0;
    qint64 m_sent = 0;
    QElapsedTimer m_clock;
    QTimer m_timer;
    DemoPeer *m_peer = nullptr;
};

// What is written in one go. A turn of the event loop that comes late writes more of these.
constexpr qsizetype PacedChunkBytes = 64 * 1024;

DemoPaced::DemoPaced(bool isText, DemoParameters &parameters, double defaultRate, double highestRate)
    : m_isText(isText)
    , m_pace(parameters.number(QLatin1String("rate"), defaultRate, 0.01, highestRate))
    , m_wanted(parameters.integer(QLatin1String("n"), 0, 0, 999'999'999'999))
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &DemoPaced::sendDue);
}

void DemoPaced::start(DemoPeer *peer)
{
    m_peer = peer;
    m_clock.start();
    sendDue();
}

void DemoPaced::sendDue()
{
    if (!m_peer->isOpen())
        return;
    const qint64 due = m_pace.due(m_clock.nsecsElapsed());
    // All that a late turn may write; the rest is skipped, so that a turn stays short.
    qint64 room = DemoPeer::HighWater - m_peer->bytesToWrite();
    QByteArray frames;
    while (m_scheduled < due && room > 0 && (m_wanted == 0 || m_sent < m_wanted)) {
        const qsizetype before = frames.size();
        const QByteArray message = makeMessage(++m_sent);
        m_writer.writeMessage(m_isText, message.constData(), message.size(), true, &frames);
        ++m_scheduled;
        room -= frames.size() - before;
        if (frames.size() >= PacedChunkBytes)
            m_peer->write(std::exchange(frames, {}));
    }
    m_scheduled = std::max(m_scheduled, due);
    if (!frames.isEmpty())
        m_peer->write(frames);
    if (m_wanted != 0 && m_sent == m_wanted)
        m_peer->close(1000, "feed of " + QByteArray::number(m_wanted) + " done");
    else
        m_timer.start(m_pace.waitFor(m_scheduled, m_clock.nsecsElapsed()));
}

/// /ticker: trades in a few markets, at prices on a random walk, one JSON object of about 120 bytes each.
class DemoTicker final : public DemoPaced
{
public:
    explicit DemoTicker(DemoParameters &parameters);

protected:
    QByteArray makeMessage(qint64 number) override;

private:
    struct Market
    {
        const char *symbol;
        qint64 cents;
    };

    std::array<Market, 6> m_markets;
    QRandomGenerator m_random;
};

// value / 10^decimals, with all its decimals.
QByteArray fixedPoint(qint64 value, int decimals)
{
    QByteArray digits = QByteArray::number(value).rightJustified(decimals + 1, '0');
    return digits.insert(digits.size() - decimals, '.');
}

DemoTicker::DemoTicker(DemoParameters &parameters)
    : DemoPaced(true, parameters, 10, 100'000)
    , m_markets({{{"BTC-USD", 64'222'13},
                  {"ETH-USD", 3'410'57},
                  {"SOL-USD", 148'32},
                  {"EUR-USD", 1'09},
                  {"XAU-USD", 2'655'40},
                  {"ACME", 87'15}}})
    , m_random(QRandomGenerator::securelySeeded())
{}

QByteArray DemoTicker::makeMessage(qint64 number)
{
    // The first markets trade more often than the last.
    const int highest = 1 + m_random.bounded(int(m_markets.size()));
    Market &market = m_markets[size_t(m_random.bounded(highest))];
    const qint64 step = std::max<qint64>(1, market.cents / 5000);
    market.cents = std::max<qint64>(1, market.cents + m_random.bounded(-int(step), int(step) + 1));

    return "{\"ch\":\"trades\",\"seq\":" + QByteArray::number(number)
           + ",\"t\":" + QByteArray::number(QDateTime::currentMSecsSinceEpoch()) + ",\"s\":\"" + market.symbol
           + "\",\"p\":" + fixedPoint(market.cents, 2)
           + ",\"q\":" + fixedPoint(1 + m_random.bounded(250'000), 5) + ",\"side\":\""
           + (m_random.bounded(2) ? "buy" : "sell") + "\",\"venue\":\"demo\"}";
}

/// /binary: binary messages of kinds that a client may know by their first bytes, and of sizes from none to
/// 64 KiB, in turn.
class DemoBinary final : public DemoPaced
{
public:
    explicit DemoBinary(DemoParameters &parameters);

protected:
    QByteArray makeMessage(qint64 number) override;

private:
    QByteArray randomBytes(qsizetype size);

    QRandomGenerator m_random;
};

// One grey pixel.
QByteArray png()
{
    return QByteArray::fromHex("89504e470d0a1a0a"
                               "0000000d49484452000000010000000108000000003a7e9b55"
                               "0000000a4944415478da6368000000820081da45083b"
                               "0000000049454e44ae426082");
}

QByteArray cbor(qint64 number, double level)
{
    QCborMap map;
    map.insert(QStringLiteral("seq"), QCborValue(number));
    map.insert(QStringLiteral("sensor"), QCborValue(QStringLiteral("demo")));
    map.insert(QStringLiteral("level"), QCborValue(level));
    map.insert(QStringLiteral("time"), QCborValue(QDateTime::currentDateTimeUtc()));
    return QCborValue(map).toCbor();
}

DemoBinary::DemoBinary(DemoParameters &parameters)
    : DemoPaced(false, parameters, 2, 10'000)
    , m_random(QRandomGenerator::securelySeeded())
{}

QByteArray DemoBinary::makeMessage(qint64 number)
{
    switch ((number - 1) % 8) {
    case 0:
        return png();
    case 1:
        return cbor(number, m_random.generateDouble());
    case 2:
        return randomBytes(16 + m_random.bounded(240));
    case 3:
        return qCompress(QByteArray("deflated ").repeated(100)).mid(4);
    case 4:
        return "{\"seq\":" + QByteArray::number(number) + ",\"note\":\"JSON, sent as binary\"}";
    case 5:
        return randomBytes(4096);
    case 6:
        return {};
    default:
        return randomBytes(64 * 1024);
    }
}

QByteArray DemoBinary::randomBytes(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (char &byte : bytes)
        byte = char(m_random.generate());
    return bytes;
}

/// /flood: as many messages a second as the peer takes. Works in short slices, so that one flood neither
/// starves another connection nor delays the end of the server.
class DemoFlood final : public DemoBehaviour
{
public:
    explicit DemoFlood(DemoParameters &parameters);

protected:
    void start(DemoPeer *peer) override;

private:
    static DemoFloodPayload makePayload(DemoParameters &parameters);
    bool hasMore() const { return m_wanted == 0 || m_made < m_wanted; }
    QByteArray nextFrames();
    void pump();
    void resume();

    const qint64 m_wanted;
    qint64 m_made = 0;
    DemoFloodPayload m_payload;
    QTimer m_nextSlice;
    DemoPeer *m_peer = nullptr;
};

constexpr qint64 sliceNs = 2'000'000;
constexpr qsizetype chunkSize = 64 * 1024;
constexpr qint64 largestPayload = 16 * 1024 * 1024;

DemoFlood::DemoFlood(DemoParameters &parameters)
    : m_wanted(parameters.integer(QLatin1String("n"), 100'000, 0, 999'999'999'999))
    , m_payload(makePayload(parameters))
{
    m_nextSlice.setSingleShot(true);
    connect(&m_nextSlice, &QTimer::timeout, this, &DemoFlood::pump);
}

DemoFloodPayload DemoFlood::makePayload(DemoParameters &parameters)
{
    using Kind = DemoFloodPayload::Kind;
    const QString kind = parameters.choice(
            QLatin1String("kind"), {QLatin1String("text"), QLatin1String("binary"), QLatin1String("json")});
    const bool json = kind == QLatin1String("json");
    const qint64 smallest = json ? DemoFloodPayload::SmallestJson : 0;
    const qint64 size = parameters.integer(QLatin1String("size"), 128, smallest, largestPayload);
    return {json ? Kind::Json : kind == QLatin1String("binary") ? Kind::Binary : Kind::Text, qsizetype(size)};
}

void DemoFlood::start(DemoPeer *peer)
{
    m_peer = peer;
    connect(peer, &DemoPeer::written, this, &DemoFlood::resume);
    m_nextSlice.start(0);
}

QByteArray DemoFlood::nextFrames()
{
    QByteArray frames;
    frames.reserve(chunkSize + m_payload.frameSize());
    while (hasMore() && frames.size() < chunkSize) {
        m_payload.appendNext(frames);
        ++m_made;
    }
    return frames;
}

void DemoFlood::pump()
{
    QElapsedTimer slice;
    slice.start();
    while (hasMore() && m_peer->isOpen() && m_peer->bytesToWrite() < DemoPeer::HighWater
           && slice.nsecsElapsed() < sliceNs)
        m_peer->write(nextFrames());
    if (!m_peer->isOpen())
        return;
    if (!hasMore())
        m_peer->close(1000, "flood of " + QByteArray::number(m_wanted) + " done");
    else if (m_peer->bytesToWrite() < DemoPeer::HighWater)
        m_nextSlice.start(0);
}

void DemoFlood::resume()
{
    if (hasMore() && !m_nextSlice.isActive() && m_peer->bytesToWrite() < DemoPeer::HighWater / 2)
        m_nextSlice.start(0);
}

} // namespace

std::unique_ptr<DemoBehaviour> makeDemoTicker(DemoParameters &parameters)
{
    return std::make_unique<DemoTicker>(parameters);
}

std::unique_ptr<DemoBehaviour> makeDemoBinary(DemoParameters &parameters)
{
    return std::make_unique<DemoBinary>(parameters);
}

std::unique_ptr<DemoBehaviour> makeDemoFlood(DemoParameters &parameters)
{
    return std::make_unique<DemoFlood>(parameters);
}
