// SPDX-License-Identifier: MIT
#pragma once

#include "metrics/stallmeter.h"

#include <QFile>
#include <QObject>
#include <QTimer>

#include <functional>

/// What a line of metrics says of a session.
struct MetricsSample
{
    QString state;
    quint64 received = 0;
    quint64 stored = 0;
    quint64 shown = 0;
    quint64 receivedBytes = 0;
};

/// Appends one JSON line a second to a file, and a last one with "final":true: `t_ms` (since start()),
/// `state`, `received`, `stored`, `shown`, `bytes_received`, `ui_stall_ms_p50`, `_p99`, `_max` (of the
/// second; in the final line of all the time), `rss_mb` (MiB resident). Holds no URLs and no payloads.
class MetricsWriter : public QObject
{
    Q_OBJECT

public:
    using Source = std::function<MetricsSample()>;

    MetricsWriter(const QString &fileName, Source source, QObject *parent = nullptr);

    /// False, with problem(), if the file cannot be written.
    bool start();
    /// A sentence; empty if what was written last is in the file.
    QString problem() const { return m_problem; }
    /// Writes the final line; once only. False, with problem(), if a line is not in the file.
    bool finish();

Q_SIGNALS:
    /// Lines cannot be written any more: said once, until they can again. What fits into 16 KiB is written
    /// then.
    void failed(const QString &problem);

private:
    void write(const StallHistogram &stalls, bool final);
    void setProblem();

    QFile m_file;
    QString m_problem;
    /// Why a line was given up; empty if none was.
    QString m_loss;
    const Source m_source;
    StallMeter m_meter;
    QTimer m_timer;
    QElapsedTimer m_elapsed;
};

/// Resident memory of this process in MiB; 0 where it cannot be told.
double residentMebibytes();
