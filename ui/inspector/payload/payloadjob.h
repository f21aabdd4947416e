// SPDX-License-Identifier: MIT
#pragma once

#include "format/text/scancontrol.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <memory>

/// Work on one payload, on a thread of its own. Only the work that was started last is of interest: what was
/// started before is cancelled, and its result is dropped, on that thread, without ever being delivered.
class PayloadJob : public QObject
{
    Q_OBJECT

public:
    /// Payloads up to this many bytes are worked on at once: that takes no longer than to hand them over.
    static constexpr qint64 AtOnceBytes = 64 * 1024;

    /// Run on this object's thread.
    using Delivery = std::function<void()>;
    /// Run on the worker; must return soon once it is cancelled, and what it returns is then dropped.
    using Work = std::function<Delivery(ScanControl &)>;

    explicit PayloadJob(QObject *parent = nullptr);
    /// Cancels, and waits for that.
    ~PayloadJob() override;

    /// `total` is what `done` of the control comes to.
    void start(qint64 total, Work work);
    void cancel();
    bool isRunning() const { return bool(m_control); }
    /// 0 to 100.
    int percent() const;
    /// Frees what is large where nobody waits for it.
    void discard(std::shared_ptr<const void> large);

Q_SIGNALS:
    /// What was started last has been delivered.
    void finished();

private:
    QThreadPool m_pool;
    std::shared_ptr<ScanControl> m_control;
    qint64 m_total = 0;
};
