// SPDX-License-Identifier: MIT
#pragma once

#include "app/options.h"
#include "app/unixsignals.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>

class MainWindow;
class MetricsWriter;
class Session;
struct StatusReport;
enum class Status : quint8;

/// What the command line asks of the window: opens what it names, writes metrics, leaves at the end.
class WindowRun : public QObject
{
    Q_OBJECT

public:
    WindowRun(MainWindow *window, const Options &options);
    ~WindowRun() override;

    /// False, with errorString(), if the metrics or the session file cannot be written or read.
    bool start();
    QString errorString() const { return m_error; }

private:
    bool prepare();
    void showSession();
    void watch(Session *session);
    void leaveWhenShown();
    void leave();

    MainWindow *const m_window;
    const Options m_options;
    UnixSignals m_signals;
    QString m_error;
    std::unique_ptr<MetricsWriter> m_metrics;
    QPointer<Session> m_session;
    QTimer m_settled;
    bool m_over = false;
};
