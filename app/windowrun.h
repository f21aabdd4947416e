// SPDX-License-Identifier: MIT
#pragma once

#include "app/options.h"
#include "app/unixprocess.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>

class MainWindow;
class MetricsWriter;
class Session;
class SessionPage;
struct StatusReport;
enum class Status : quint8;

/// What the command line asks of the window: opens what it names, writes metrics, leaves at the end. And what
/// the window does at every start: old sessions go, once that is open which was asked for.
class WindowRun : public QObject
{
    Q_OBJECT

public:
    WindowRun(MainWindow *window, const Options &options);
    ~WindowRun() override;

    /// False, with errorString(), if what is to be recorded or the metrics cannot be written.
    bool start();
    /// Also if the run has ended because a session file could not be opened, or not all could be kept or
    /// written.
    QString errorString() const { return m_error; }

private:
    bool prepare();
    void handleSession(SessionPage *page, const QString &problem);
    void watch(Session *session);
    void leaveWhenShown();
    void finishMetrics();
    void leave();

    MainWindow *const m_window;
    const Options m_options;
    UnixSignals m_signals;
    QString m_error;
    ExitCode m_exitCode = ExitDone;
    std::unique_ptr<MetricsWriter> m_metrics;
    QPointer<Session> m_session;
    QTimer m_settled;
    /// The session file that was named is being opened.
    bool m_isOpening = false;
    bool m_over = false;
};
