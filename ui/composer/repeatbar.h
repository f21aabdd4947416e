// SPDX-License-Identifier: MIT
#pragma once

#include "session/messagerepeater.h"
#include "ui/kit/inlinebar.h"

class DecimalBox;
class QCheckBox;
class QPushButton;
class QSpinBox;

/// Asks how often a message is to be sent by itself, and ends that.
class RepeatBar : public InlineBar
{
    Q_OBJECT

public:
    explicit RepeatBar(QWidget *parent = nullptr);

    void open();
    /// Something is repeated: it can be stopped, or another begun.
    void setRepeating(bool repeating);
    /// A heartbeat message is sent, which can be ended.
    void setHeartbeat(bool active);

Q_SIGNALS:
    /// It is hidden already.
    void startRequested(const Repetition &repetition);
    /// It is hidden already.
    void stopRequested();
    /// It is hidden already.
    void heartbeatEndRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void begin();

    DecimalBox *m_interval;
    QSpinBox *m_times;
    QCheckBox *m_unlessSent;
    QCheckBox *m_afterReconnect;
    QPushButton *m_start;
    QPushButton *m_stop;
    QPushButton *m_endHeartbeat;
};
