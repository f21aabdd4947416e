// SPDX-License-Identifier: MIT
#include "ui/inspector/payload/payloadjob.h"

#include <algorithm>
#include <utility>

PayloadJob::PayloadJob(QObject *parent)
    : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

PayloadJob::~PayloadJob()
{
    cancel();
    m_pool.waitForDone();
}

void PayloadJob::start(qint64 total, Work work)
{
    cancel();
    m_total = total;
    m_control = std::make_shared<ScanControl>();
    m_pool.start([this, control = m_control, work = std::move(work)]() mutable {
        Delivery delivery;
        if (!control->cancelled)
            delivery = std::exchange(work, nullptr)(*control);
        if (control->cancelled)
            return;
        QMetaObject::invokeMethod(
                this,
                [this, control = std::move(control), delivery = std::move(delivery)] {
                    if (control != m_control)
                        return;
                    m_control.reset();
                    delivery();
                    Q_EMIT finished();
                },
                Qt::QueuedConnection);
    });
}

void PayloadJob::cancel()
{
    if (m_control)
        m_control->cancelled = true;
    m_control.reset();
}

int PayloadJob::percent() const
{
    if (!m_control || m_total <= 0)
        return 0;
    return int(std::clamp<qint64>(m_control->done * 100 / m_total, 0, 100));
}

void PayloadJob::discard(std::shared_ptr<const void> large)
{
    m_pool.start([large = std::move(large)]() mutable { large.reset(); });
}
