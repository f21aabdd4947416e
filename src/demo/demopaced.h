// SPDX-License-Identifier: MIT
#pragma once

#include "demo/demobehaviour.h"
#include "demo/messagepace.h"

#include <QElapsedTimer>
#include <QTimer>

class DemoParameters;

/// Messages at a rate: what is due by the time that has passed is sent at once, so that late timers cost
/// no message. What falls due while the peer does not read is never made: the numbers of the
/// messages sent have no gaps.
class DemoPaced : public DemoBehaviour
{
    Q_OBJECT

protected:
    /// Reads `rate` (messages a second) and `n` (how many before the close; 0 is endless).
    DemoPaced(DemoParameters &parameters, double defaultRate, double highestRate);

    void start(DemoPeer *peer) final;
    /// Appends message `number`, counted from 1, as one frame.
    virtual void appendMessage(QByteArray &frames, qint64 number) = 0;

private:
    void sendDue();

    const MessagePace m_pace;
    const qint64 m_wanted;
    /// How many would have been due by now had the peer read all.
    qint64 m_scheduled = 0;
    qint64 m_sent = 0;
    QElapsedTimer m_clock;
    QTimer m_timer;
    DemoPeer *m_peer = nullptr;
};
