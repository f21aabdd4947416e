// SPDX-License-Identifier: MIT
#include "demo/demodrop.h"

#include "demo/demoparameters.h"
#include "demo/demopeer.h"

#include <QTimer>

DemoDrop::DemoDrop(DemoParameters &parameters)
    : m_after(parameters.integer(QLatin1String("after"), 1000, 0, 3'600'000))
{}

void DemoDrop::start(DemoPeer *peer)
{
    peer->sendText("{\"note\":\"This connection will be dropped without a Close frame.\",\"after_ms\":"
                   + QByteArray::number(qint64(m_after.count())) + '}');
    peer->sendText("{\"note\":\"This is the last message.\"}");
    QTimer::singleShot(m_after, Qt::PreciseTimer, this, [peer] { peer->drop(); });
}
