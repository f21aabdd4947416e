// SPDX-License-Identifier: MIT
#include "demo/demoflood.h"

#include "demo/demoparameters.h"
#include "demo/demopeer.h"

#include <QElapsedTimer>

#include <algorithm>

namespace {

constexpr qint64 sliceNs = 2'000'000;
constexpr qsizetype chunkSize = 64 * 1024;
constexpr qint64 largestPayload = 16 * 1024 * 1024;

} // namespace

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
