// SPDX-License-Identifier: MIT
#include "app/clirecord.h"

#include "format/text/numbers.h"
#include "metrics/metricswriter.h"
#include "profile/websocketurl.h"
#include "record/kept/sessionfolder.h"
#include "session/connectiondraft.h"
#include "session/livesession.h"
#include "settings/settings.h"

#include <QCoreApplication>

#include <cstdio>
#include <unistd.h>

using namespace Qt::StringLiterals;

static constexpr int ProgressMs = 200;
static constexpr int SettledMs = 10;

CliRecord::CliRecord(const Options &options)
    : m_options(options)
{
    connect(&m_signals, &UnixSignals::terminationRequested, this, &CliRecord::interrupt);
    m_settled.setInterval(SettledMs);
    connect(&m_settled, &QTimer::timeout, this, &CliRecord::leaveWhenStored);
    m_progress.setInterval(ProgressMs);
    connect(&m_progress, &QTimer::timeout, this, &CliRecord::showProgress);
}

CliRecord::~CliRecord() = default;

void CliRecord::say(const QString &sentence)
{
    endProgress();
    sayError(sentence);
}

int CliRecord::run()
{
    if (!prepare())
        return ExitUsage;
    const int code = QCoreApplication::exec();
    endProgress();
    return code;
}

bool CliRecord::prepare()
{
    const Settings settings;
    ConnectionDraft draft(settings.connectionDefaults());
    const std::optional<ConnectionDraft::Reading> command = draft.readCommand(m_options.url);
    const WebSocketUrl url = parseWebSocketUrl(command ? draft.urlText() : m_options.url);
    if (const QString problem = command ? command->problem : url.problem; !problem.isEmpty()) {
        say(problem);
        return false;
    }
    if (command && !command->hint.isEmpty())
        say(command->hint);
    if (!settings.problem().isEmpty())
        say(settings.problem());
    m_session = std::make_unique<LiveSession>(
            RecordTarget{m_options.recordFile, SessionFolder::standard(), false, m_options.isShared});
    m_session->setLimits(settings.keepingLimits());
    if (!m_options.recordFile.isEmpty()) {
        const QString problem = m_session->startRecord();
        if (!problem.isEmpty()) {
            say(problem);
            return false;
        }
    }
    if (!startMetrics())
        return false;
    connect(m_session.get(), &Session::statusChanged, this, &CliRecord::handleStatus);
    connect(m_session.get(), &Session::errorOccurred, this, [this](const ConnectionError &error) {
        m_exitCode = ExitConnectionFailed;
        say(error.sentence);
    });
    connect(m_session.get(), &Session::keepingChanged, this, [this] {
        const KeepingReport keeping = m_session->keeping();
        if (keeping.state == KeepingReport::State::NotKeeping)
            say(tr("Nothing can be kept on disk. %1").arg(keeping.problem));
    });
    if (::isatty(STDERR_FILENO)) {
        m_sinceProgress.start();
        m_progress.start();
    }
    ConnectionProfile profile = draft.profile();
    profile.url = url.url;
    profile.target = url.target;
    profile.tls.trusted += settings.trustedCertificates(url.url);
    profile.engine = m_options.engine.value_or(profile.engine);
    if (!m_options.retry) {
        profile.retry.maxAttempts = 1;
        profile.retryAfterDrop = false;
    }
    m_session->open(profile);
    return true;
}

bool CliRecord::startMetrics()
{
    if (m_options.metricsFile.isEmpty())
        return true;
    const auto sample = [this]() -> MetricsSample {
        const SessionCounters counters = m_session->counters();
        return {statusKey(m_session->status()), counters.received, counters.stored, counters.shown,
                counters.receivedBytes};
    };
    m_metrics = std::make_unique<MetricsWriter>(m_options.metricsFile, sample);
    connect(m_metrics.get(), &MetricsWriter::failed, this, &CliRecord::say);
    if (m_metrics->start())
        return true;
    say(m_metrics->problem());
    return false;
}

void CliRecord::handleStatus(Status status)
{
    if (status == Status::Open)
        m_exitCode = ExitDone;
    if (status == Status::Closed)
        m_settled.start();
}

// Ctrl-C: the connection ends in order, and what it brought is written.
void CliRecord::interrupt()
{
    m_interrupted = true;
    if (m_session->status() == Status::Closed)
        m_settled.start();
    else
        m_session->close();
}

void CliRecord::leaveWhenStored()
{
    const bool keeps = m_session->keeping().state != KeepingReport::State::NotKeeping;
    if (keeps && !m_session->counters().settled())
        return;
    m_settled.stop();
    // All is stored by now; closing the file takes its time, and is no part of that.
    leave(!m_metrics || m_metrics->finish());
}

void CliRecord::leave(bool metricsWritten)
{
    m_progress.stop();
    if (m_progressShown)
        showProgress();
    endProgress();
    if (m_interrupted)
        m_exitCode = ExitDone;
    if (!metricsWritten)
        m_exitCode = ExitConnectionFailed;
    if (!m_session->finishRecord() || m_session->counters().lost > 0) {
        say(tr("Not all that came could be kept. %1").arg(m_session->keeping().problem));
        m_exitCode = ExitConnectionFailed;
    }
    const QString file = m_session->keeping().fileName;
    if (!file.isEmpty() && !printOut(file + u'\n'))
        m_exitCode = ExitConnectionFailed;
    QCoreApplication::exit(m_exitCode);
}

void CliRecord::showProgress()
{
    const SessionCounters counters = m_session->counters();
    const qint64 elapsed = std::max<qint64>(1, m_sinceProgress.restart());
    const quint64 rate = (counters.received - m_lastReceived) * 1000 / quint64(elapsed);
    m_lastReceived = counters.received;
    const QString line = tr("received %1 · stored %2 · %3 msg/s · %4")
                                 .arg(formatCount(counters.received), formatCount(counters.stored),
                                      formatCount(rate), formatSize(qint64(counters.receivedBytes)));
    std::fputs(qUtf8Printable(u"\r\033[K"_s + line), stderr);
    std::fflush(stderr);
    m_progressShown = true;
}

void CliRecord::endProgress()
{
    if (std::exchange(m_progressShown, false))
        std::fputs("\n", stderr);
}
