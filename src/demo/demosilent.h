// SPDX-License-Identifier: MIT
#pragma once

#include "demo/demobehaviour.h"

#include <QTimer>

class DemoParameters;
class QTcpSocket;

/// /silent: a server that hangs. It reads nothing, so that the client's writes stall as well, sooner or
/// later, depending on the system's buffers. A client that leaves is noticed within half a second, unless
/// so much of it is unread that the end of its stream cannot come through: hence a limit of ten minutes.
class DemoSilent final : public DemoBehaviour
{
    Q_OBJECT

public:
    explicit DemoSilent(DemoParameters &parameters);

    void begin(DemoConnection &connection) override;

private:
    void abortIfPeerHasGone();

    QTcpSocket *m_socket = nullptr;
    QTimer m_watch;
};
