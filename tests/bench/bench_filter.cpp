// SPDX-License-Identifier: MIT
// How long a filter takes on a recorded session, in the window: from Enter in its field.
//   bench_filter FILE FILTER
// Prints a JSON line: entries, matches, milliseconds until the first hits are painted and until all are
// found, how late the window was meanwhile (p99 and worst), and the memory that it takes up in the end and at
// most.
#include "log/logmodel.h"
#include "metrics/stallmeter.h"
#include "session/session.h"
#include "settings/settings.h"
#include "ui/log/logview.h"
#include "ui/session/logpane.h"
#include "ui/session/sessionpage.h"
#include "ui/window/mainwindow.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QLineEdit>
#include <QTimer>

#include <cstdio>

using namespace Qt::StringLiterals;

// For the window to come to rest before and after.
static constexpr int RestMs = 1000;
static constexpr int OpeningMs = 60'000;

static double statusMiB(const QByteArray &field)
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray text = status.readAll();
    const qsizetype at = text.indexOf(field);
    return at < 0 ? 0 : text.mid(at + field.size(), 24).simplified().split(' ').first().toDouble() / 1024;
}

int main(int argc, char **argv)
{
    QCoreApplication::setApplicationName(u"socketscope-bench"_s);
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 3) {
        std::fputs("usage: bench_filter FILE FILTER\n", stderr);
        return 2;
    }
    Settings settings;
    MainWindow window(&settings);
    window.show();
    SessionPage *page = nullptr;
    QEventLoop opening;
    QObject::connect(&window, &MainWindow::sessionOpened, &opening, [&](SessionPage *opened) {
        page = opened;
        opening.quit();
    });
    QTimer::singleShot(OpeningMs, &opening, &QEventLoop::quit);
    window.openSession(arguments.at(1));
    opening.exec();
    if (!page) {
        std::fputs("The file cannot be opened.\n", stderr);
        return 1;
    }
    LogModel *log = page->session()->log();
    QElapsedTimer timer;
    StallMeter stalls;
    double firstMs = -1;
    QTimer::singleShot(RestMs, page, [&] {
        auto *edit = page->findChild<QLineEdit *>(u"filterEdit"_s);
        edit->setText(arguments.at(2));
        stalls.start();
        timer.start();
        Q_EMIT edit->returnPressed();
    });
    const auto done = [&] {
        const double allMs = double(timer.nsecsElapsed()) / 1e6;
        std::printf(
                "{\"entries\":%llu,\"matches\":%llu,\"first_ms\":%.1f,\"all_ms\":%.1f,\"stall_p99_ms\":%.1f,"
                "\"stall_max_ms\":%.1f,\"rss_mb\":%.0f,\"peak_mb\":%.0f}\n",
                static_cast<unsigned long long>(log->rows().last()),
                static_cast<unsigned long long>(log->rows().matches().count()), firstMs, allMs,
                stalls.whole().quantile(0.99), stalls.whole().max(), statusMiB("VmRSS:"),
                statusMiB("VmHWM:"));
        std::fflush(stdout);
        QCoreApplication::exit(0);
    };
    QObject::connect(log, &LogModel::refreshed, page, [&] {
        if (!timer.isValid() || !log->isFiltered())
            return;
        if (firstMs < 0 && log->rowCount() > 0) {
            page->log()->view()->viewport()->repaint();
            firstMs = double(timer.nsecsElapsed()) / 1e6;
        }
        if (log->filterProgress() >= 1)
            done();
    });
    QTimer::singleShot(120'000, page, [] { QCoreApplication::exit(1); });
    return QApplication::exec();
}
