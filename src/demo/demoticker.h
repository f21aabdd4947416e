// SPDX-License-Identifier: MIT
#pragma once

#include "demo/demopaced.h"

#include <QByteArray>
#include <QRandomGenerator>

#include <array>

/// /ticker: trades in a few markets, at prices on a random walk, one JSON object of about 120 bytes each.
class DemoTicker final : public DemoPaced
{
    Q_OBJECT

public:
    explicit DemoTicker(DemoParameters &parameters);

protected:
    void appendMessage(QByteArray &frames, qint64 number) override;

private:
    struct Market
    {
        const char *symbol;
        qint64 cents;
    };

    std::array<Market, 6> m_markets;
    QRandomGenerator m_random;
    QByteArray m_message;
};
