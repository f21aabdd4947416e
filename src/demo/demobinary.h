// SPDX-License-Identifier: MIT
#pragma once

#include "demo/demopaced.h"

#include <QRandomGenerator>

/// /binary: binary messages of kinds that a client may know by their first bytes, and of sizes from none to
/// 64 KiB, in turn.
class DemoBinary final : public DemoPaced
{
    Q_OBJECT

public:
    explicit DemoBinary(DemoParameters &parameters);

protected:
    void appendMessage(QByteArray &frames, qint64 number) override;

private:
    QByteArray payload(qint64 number);
    QByteArray randomBytes(qsizetype size);

    QRandomGenerator m_random;
};
