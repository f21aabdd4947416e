// SPDX-License-Identifier: MIT
#include "demo/demoslow.h"

#include "demo/demoparameters.h"

#include <QTimer>

DemoSlow::DemoSlow(DemoParameters &parameters)
    : DemoEcho(parameters)
    , m_delay(parameters.integer(QLatin1String("delay"), 3000, 0, 3'600'000))
{}

void DemoSlow::begin(DemoConnection &connection)
{
    // The connection owns this, and so outlives the timer.
    QTimer::singleShot(m_delay, Qt::PreciseTimer, this, [this, &connection] { DemoEcho::begin(connection); });
}
