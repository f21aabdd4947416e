// SPDX-License-Identifier: MIT
#include "app/windowrun.h"

#include "metrics/metricswriter.h"
#include "record/kept/sessionfolder.h"
#include "session/session.h"
#include "ui/session/sessionpage.h"
#include "ui/window/keptsessions.h"
#include "ui/window/mainwindow.h"

#include <QCoreApplication>

#include <utility>

using namespace Qt::StringLiterals;

WindowRun::WindowRun(MainWindow *window, const Options &options)
    : m_window(window)
    , m_options(options)
{
    connect(window, &MainWindow::finished, this, &WindowRun::leave);
    connect(&m_signals, &UnixSignals::terminationRequested, window, &QWidget::close);
    connect(window, &MainWindow::sessionOpened, this, [this](SessionPage *page) { handleSession(page, {}); });
    connect(window, &MainWindow::sessionNotOpened, this,
            [this](const QString &problem) { handleSession(nullptr, problem); });
    m_settled.setInterval(20);
    connect(&m_settled, &QTimer::timeout, this, &WindowRun::leaveWhenShown);
}

WindowRun::~WindowRun() = default;

// Where to record, or what to show: that is opened in the background, in place of the tab that is there until
// then.
bool WindowRun::prepare()
{
    const QString folder = SessionFolder::standard();
    if (!m_options.recordFile.isEmpty() || m_options.isPrivate)
        m_error = m_window->recordTo({m_options.recordFile, folder, m_options.isPrivate, m_options.isShared});
    if (!m_error.isEmpty())
        return false;
    m_isOpening = !m_options.sessionFile.isEmpty();
    if (m_isOpening)
        m_window->openSession(m_options.sessionFile);
    else
        m_window->keptSessions()->trim();
    return true;
}

void WindowRun::handleSession(SessionPage *page, const QString &problem)
{
    // What is opened by hand is not what was asked for.
    if (!std::exchange(m_isOpening, false))
        return;
    // Not before: an old session might go while it is being opened.
    m_window->keptSessions()->trim();
    if (page)
        watch(page->session());
    if (!m_options.quitAfterClose)
        return;
    // The window will not be there to say it.
    m_error = problem;
    m_exitCode = problem.isEmpty() ? ExitDone : ExitUsage;
    m_settled.start();
}

bool WindowRun::start()
{
    if (!prepare())
        return false;
    SessionPage *page = m_window->currentPage();
    watch(page->session());
    if (!m_options.metricsFile.isEmpty()) {
        const auto sample = [this]() -> MetricsSample {
            if (!m_session)
                return {u"closed"_s};
            const SessionCounters counters = m_session->counters();
            return {statusKey(m_session->status()), counters.received, counters.stored, counters.shown,
                    counters.receivedBytes};
        };
        // The first painting of the window is no stall of a running connection.
        QCoreApplication::processEvents();
        m_metrics = std::make_unique<MetricsWriter>(m_options.metricsFile, sample);
        connect(m_metrics.get(), &MetricsWriter::failed, m_window, &MainWindow::say);
        if (!m_metrics->start()) {
            m_error = m_metrics->problem();
            return false;
        }
    }
    if (m_options.demo)
        m_window->openDemo(u"/ticker"_s);
    else if (!m_options.url.isEmpty())
        m_window->openUrl(m_options.url);
    // A URL that cannot be opened never leaves Closed.
    if (m_options.quitAfterClose && page->isFresh() && m_options.sessionFile.isEmpty())
        m_settled.start();
    return true;
}

void WindowRun::watch(Session *session)
{
    m_session = session;
    if (!m_options.quitAfterClose)
        return;
    connect(session, &Session::statusChanged, this, [this](Status status) {
        if (status == Status::Closed)
            m_settled.start();
        else
            m_settled.stop();
    });
}

// Closed for good: what came last has still to be stored and shown.
void WindowRun::leaveWhenShown()
{
    if (m_session) {
        const KeepingReport keeping = m_session->keeping();
        const bool keeps = keeping.state != KeepingReport::State::NotKeeping;
        if (keeps && !m_session->counters().settled())
            return;
        if (!keeps || m_session->counters().lost > 0) {
            m_error = tr("Not all that came could be kept. %1").arg(keeping.problem);
            m_exitCode = ExitConnectionFailed;
        }
    }
    m_settled.stop();
    // All is stored and shown by now; closing the file takes its time, and is no part of that.
    finishMetrics();
    m_window->close();
}

void WindowRun::finishMetrics()
{
    if (!m_metrics || m_metrics->finish())
        return;
    if (m_error.isEmpty())
        m_error = m_metrics->problem();
    m_exitCode = ExitConnectionFailed;
}

void WindowRun::leave()
{
    if (std::exchange(m_over, true))
        return;
    finishMetrics();
    QCoreApplication::exit(m_exitCode);
}
