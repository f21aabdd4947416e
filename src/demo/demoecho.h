// SPDX-License-Identifier: MIT
#pragma once

#include "demo/demobehaviour.h"

class DemoParameters;

/// /echo: every message comes back. A client that sends without reading is made to wait by TCP.
///
/// Two faults of QWebSocket's reader (6.4.2) show: a byte order mark at the start of a text is lost, and text
/// whose fragments part a code point is closed with 1007, as if it were not UTF-8.
class DemoEcho : public DemoBehaviour
{
    Q_OBJECT

public:
    explicit DemoEcho(DemoParameters &parameters);

protected:
    void start(DemoPeer *peer) override;
};
