// SPDX-License-Identifier: MIT
#pragma once

#include "app/options.h"
#include "app/unixprocess.h"
#include "worker.h"

#include <QObject>
#include <QTimer>

struct ExchangeResult;

/// `socketscope-cli export` and `import`: one job on a worker, until it is done or a signal comes.
class CliExchange : public QObject
{
    Q_OBJECT

public:
    explicit CliExchange(const Options &options);

    /// The program's exit code.
    int run();

private:
    static constexpr int ProgressMs = 200;

    bool chooseTarget();
    ExchangeResult work(ScanControl *control) const;
    void finish(const ExchangeResult &result);
    void interrupt();
    void showProgress();
    void endProgress();

    Options m_options;
    UnixSignals m_signals;
    QTimer m_progress;
    /// The last member waits for what uses the others.
    Worker m_worker;
};
