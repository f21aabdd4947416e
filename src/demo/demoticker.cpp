// SPDX-License-Identifier: MIT
#include "demo/demoticker.h"

#include "demo/demoframe.h"

#include <QDateTime>

#include <algorithm>

namespace {

// value / 10^decimals, with all its decimals.
QByteArray fixedPoint(qint64 value, int decimals)
{
    QByteArray digits = QByteArray::number(value).rightJustified(decimals + 1, '0');
    return digits.insert(digits.size() - decimals, '.');
}

} // namespace

DemoTicker::DemoTicker(DemoParameters &parameters)
    : DemoPaced(parameters, 10, 100'000)
    , m_markets({{{"BTC-USD", 64'222'13},
                  {"ETH-USD", 3'410'57},
                  {"SOL-USD", 148'32},
                  {"EUR-USD", 1'09},
                  {"XAU-USD", 2'655'40},
                  {"ACME", 87'15}}})
    , m_random(QRandomGenerator::securelySeeded())
{}

void DemoTicker::appendMessage(QByteArray &frames, qint64 number)
{
    // The first markets trade more often than the last.
    const int highest = 1 + m_random.bounded(int(m_markets.size()));
    Market &market = m_markets[size_t(m_random.bounded(highest))];
    const qint64 step = std::max<qint64>(1, market.cents / 5000);
    market.cents = std::max<qint64>(1, market.cents + m_random.bounded(-int(step), int(step) + 1));

    m_message = "{\"ch\":\"trades\",\"seq\":" + QByteArray::number(number)
                + ",\"t\":" + QByteArray::number(QDateTime::currentMSecsSinceEpoch()) + ",\"s\":\""
                + market.symbol + "\",\"p\":" + fixedPoint(market.cents, 2)
                + ",\"q\":" + fixedPoint(1 + m_random.bounded(250'000), 5) + ",\"side\":\""
                + (m_random.bounded(2) ? "buy" : "sell") + "\",\"venue\":\"demo\"}";
    appendDemoFrame(frames, DemoOpcode::Text, m_message);
}
