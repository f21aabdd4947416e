// SPDX-License-Identifier: MIT
#pragma once

#include "app/options.h"
#include "app/unixprocess.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>

class MetricsWriter;
class LiveSession;
enum class Status : quint8;

/// `socketscope-cli record`: a session without a window, until the peer closes or a signal comes.
class CliRecord : public QObject
{
    Q_OBJECT

public:
    explicit CliRecord(const Options &options);
    ~CliRecord() override;

    /// The program's exit code.
    int run();

private:
    bool prepare();
    bool startMetrics();
    void handleStatus(Status status);
    void interrupt();
    void leaveWhenStored();
    void leave(bool metricsWritten);
    void showProgress();
    void endProgress();
    void say(const QString &sentence);

    const Options m_options;
    UnixSignals m_signals;
    std::unique_ptr<LiveSession> m_session;
    std::unique_ptr<MetricsWriter> m_metrics;
    QTimer m_settled;
    QTimer m_progress;
    QElapsedTimer m_sinceProgress;
    quint64 m_lastReceived = 0;
    ExitCode m_exitCode = ExitDone;
    bool m_interrupted = false;
    bool m_progressShown = false;
};
