// SPDX-License-Identifier: MIT
#pragma once

#include "demo/demobehaviour.h"
#include "demo/demofloodpayload.h"

#include <QTimer>

class DemoParameters;

/// /flood: as many messages a second as the peer takes. Works in short slices, so that one flood neither
/// starves another connection nor delays the end of the server.
class DemoFlood final : public DemoBehaviour
{
    Q_OBJECT

public:
    explicit DemoFlood(DemoParameters &parameters);

protected:
    void start(DemoPeer *peer) override;

private:
    static DemoFloodPayload makePayload(DemoParameters &parameters);
    bool hasMore() const { return m_wanted == 0 || m_made < m_wanted; }
    QByteArray nextFrames();
    void pump();
    void resume();

    const qint64 m_wanted;
    qint64 m_made = 0;
    DemoFloodPayload m_payload;
    QTimer m_nextSlice;
    DemoPeer *m_peer = nullptr;
};
