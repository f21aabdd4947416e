// SPDX-License-Identifier: MIT
#include "demo/democlose.h"

#include "demo/demoparameters.h"
#include "demo/demopeer.h"

#include <QTimer>

namespace {

// A control frame carries 125 bytes, and two are the code.
constexpr qsizetype longestReason = 123;

} // namespace

DemoClose::DemoClose(DemoParameters &parameters)
    : m_reason(parameters.text(QLatin1String("reason")).toUtf8())
    , m_after(parameters.integer(QLatin1String("after"), 100, 0, 3'600'000))
{
    if (parameters.text(QLatin1String("code")) != QLatin1String("none"))
        m_code = quint16(parameters.integer(QLatin1String("code"), 1000, 0, 0xffff));
    else if (!m_reason.isEmpty())
        parameters.reject(QStringLiteral("A Close frame without a code cannot carry a reason."));
    if (m_reason.size() > longestReason)
        parameters.reject(
                QStringLiteral("The parameter \"reason\" must have at most 123 bytes of UTF-8, not %1.")
                        .arg(m_reason.size()));
}

void DemoClose::start(DemoPeer *peer)
{
    QTimer::singleShot(m_after, Qt::PreciseTimer, this, [this, peer] { peer->close(m_code, m_reason); });
}
