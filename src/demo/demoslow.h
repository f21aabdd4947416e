// SPDX-License-Identifier: MIT
#pragma once

#include "demo/demoecho.h"

#include <chrono>

/// /slow: a handshake that is answered late, and an echo.
class DemoSlow final : public DemoEcho
{
    Q_OBJECT

public:
    explicit DemoSlow(DemoParameters &parameters);

    void begin(DemoConnection &connection) override;

private:
    std::chrono::milliseconds m_delay;
};
