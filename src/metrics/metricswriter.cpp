// SPDX-License-Identifier: MIT
#include "metrics/metricswriter.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

MetricsWriter::MetricsWriter(const QString &fileName, Source source, QObject *parent)
    : QObject(parent)
    , m_file(fileName)
    , m_source(std::move(source))
{
    m_timer.setInterval(1000);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        write(m_meter.recent(), false);
        m_meter.restartRecent();
    });
}

bool MetricsWriter::start()
{
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Append)) {
        setProblem();
        return false;
    }
    m_elapsed.start();
    m_meter.start();
    m_timer.start();
    return true;
}

bool MetricsWriter::finish()
{
    if (m_file.isOpen()) {
        m_timer.stop();
        write(m_meter.whole(), true);
        m_file.close();
    }
    if (m_problem.isEmpty())
        m_problem = m_loss;
    return m_problem.isEmpty();
}

void MetricsWriter::setProblem()
{
    m_problem = tr("%1 cannot be written: %2.").arg(m_file.fileName(), m_file.errorString());
}

static double rounded(double value)
{
    return std::round(value * 10) / 10;
}

void MetricsWriter::write(const StallHistogram &stalls, bool final)
{
    const MetricsSample sample = m_source();
    QJsonObject line{
            {"t_ms"_L1, m_elapsed.elapsed()},
            {"state"_L1, sample.state},
            {"received"_L1, qint64(sample.received)},
            {"stored"_L1, qint64(sample.stored)},
            {"shown"_L1, qint64(sample.shown)},
            {"bytes_received"_L1, qint64(sample.receivedBytes)},
            {"ui_stall_ms_p50"_L1, rounded(stalls.quantile(0.5))},
            {"ui_stall_ms_p99"_L1, rounded(stalls.quantile(0.99))},
            {"ui_stall_ms_max"_L1, rounded(stalls.max())},
            {"rss_mb"_L1, rounded(residentMebibytes())},
    };
    if (final)
        line.insert("final"_L1, true);
    const QByteArray bytes = QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    const bool isTaken = m_file.write(bytes) == bytes.size();
    if (isTaken && m_file.flush()) {
        m_problem.clear();
    } else if (m_problem.isEmpty()) {
        setProblem();
        Q_EMIT failed(m_problem);
    }
    if (!isTaken)
        m_loss = m_problem;
}

double residentMebibytes()
{
#ifdef Q_OS_LINUX
    QFile statm(u"/proc/self/statm"_s);
    if (statm.open(QIODevice::ReadOnly)) {
        const double pages = statm.readAll().split(' ').value(1).toDouble();
        return pages * double(sysconf(_SC_PAGESIZE)) / (1024.0 * 1024.0);
    }
#endif
    return 0;
}
