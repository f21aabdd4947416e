// SPDX-License-Identifier: MIT
#pragma once

#include "demo/demobehaviour.h"

#include <QByteArray>

#include <chrono>
#include <optional>

class DemoParameters;

/// /close: a Close frame with any code, codes that RFC 6455 section 7.4 forbids on the wire included.
class DemoClose final : public DemoBehaviour
{
    Q_OBJECT

public:
    explicit DemoClose(DemoParameters &parameters);

protected:
    void start(DemoPeer *peer) override;

private:
    std::optional<quint16> m_code;
    QByteArray m_reason;
    std::chrono::milliseconds m_after;
};
