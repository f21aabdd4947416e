// SPDX-License-Identifier: MIT
#pragma once

#include "demo/demobehaviour.h"

class DemoParameters;

/// /echo: every message comes back. A client that sends without reading is made to wait by TCP.
class DemoEcho : public DemoBehaviour
{
    Q_OBJECT

public:
    explicit DemoEcho(DemoParameters &parameters);

protected:
    void start(DemoPeer *peer) override;
};
