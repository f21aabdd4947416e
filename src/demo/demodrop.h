// SPDX-License-Identifier: MIT
#pragma once

#include "demo/demobehaviour.h"

#include <chrono>

class DemoParameters;

/// /drop: a connection that is lost.
class DemoDrop final : public DemoBehaviour
{
    Q_OBJECT

public:
    explicit DemoDrop(DemoParameters &parameters);

protected:
    void start(DemoPeer *peer) override;

private:
    std::chrono::milliseconds m_after;
};
