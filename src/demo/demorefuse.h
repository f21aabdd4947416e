// SPDX-License-Identifier: MIT
#pragma once

#include "demo/demobehaviour.h"

class DemoParameters;

/// /refuse: a handshake answered with another status than 101.
class DemoRefuse final : public DemoBehaviour
{
    Q_OBJECT

public:
    explicit DemoRefuse(DemoParameters &parameters);

    void begin(DemoConnection &connection) override;

private:
    int m_status;
};
