// SPDX-License-Identifier: MIT
// From the server's send() to the row on screen, in the real window with a real session: each message carries
// the time it was sent at, and after each frame that painted the log and gave it to the display, the time
// since is noted for every row that this frame added.
//   bench_latency URL N       URL of bench_flood with n=N and a rate
// Prints one JSON line. The two clocks are one: server and window are on this machine.
#include "log/logmodel.h"
#include "settings/settings.h"
#include "ui/log/logview.h"
#include "ui/session/logpane.h"
#include "ui/session/sessionpage.h"
#include "ui/window/mainwindow.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace {

// The first messages come while the window is still being laid out.
constexpr qint64 WarmUpUs = 1'000'000;

qint64 nowUs()
{
    const auto time = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(time).count();
}

/// The time in `{"sent":1700000000000000,…`; 0 in a row that is no message of the server.
qint64 sentUs(const QString &text)
{
    const qsizetype colon = text.indexOf(u':');
    const qsizetype comma = text.indexOf(u',');
    return text.contains("\"sent\""_L1) && colon < comma
                   ? QStringView(text).mid(colon + 1, comma - colon - 1).trimmed().toLongLong()
                   : 0;
}

/// Sees every event after it has been handled. An UpdateRequest paints what is to be painted and flushes it
/// to the display: a row is on screen when one that painted the log returns.
class WatchingApplication : public QApplication
{
public:
    using QApplication::QApplication;

    void watch(LogView *view) { m_view = view; }
    int seen() const { return m_seen; }

    bool notify(QObject *receiver, QEvent *event) override
    {
        // The event may be gone afterwards, and the receiver with it.
        const QEvent::Type type = event->type();
        const bool isLog = m_view && receiver == m_view->viewport();
        const bool result = QApplication::notify(receiver, event);
        if (type == QEvent::Paint && isLog)
            m_painted = true;
        else if (type == QEvent::UpdateRequest && m_view && std::exchange(m_painted, false))
            noteRows();
        return result;
    }

    void print()
    {
        std::sort(m_latencies.begin(), m_latencies.end());
        const auto ms = [this](double share) {
            const auto at = size_t(share * double(m_latencies.size() - 1));
            return m_latencies.empty() ? 0.0 : double(m_latencies[at]) / 1000;
        };
        std::printf("{\"messages\":%d,\"frames\":%d,\"median_ms\":%.2f,\"p99_ms\":%.2f,\"max_ms\":%.2f}\n",
                    m_seen, m_frames, ms(0.5), ms(0.99), ms(1));
    }

private:
    void noteRows()
    {
        const qint64 now = nowUs();
        const LogModel *log = m_view->log();
        // Rows that a frame scrolled past without showing them are counted, too: with the frame after them.
        const int rows = log->rowCount();
        ++m_frames;
        for (; m_rows < rows; ++m_rows) {
            const qint64 sent = sentUs(log->index(m_rows, LogModel::MessageColumn).data().toString());
            if (sent == 0)
                continue;
            ++m_seen;
            if (m_firstSent == 0)
                m_firstSent = sent;
            if (sent - m_firstSent >= WarmUpUs)
                m_latencies.push_back(now - sent);
        }
    }

    LogView *m_view = nullptr;
    std::vector<qint64> m_latencies;
    qint64 m_firstSent = 0;
    int m_rows = 0;
    int m_seen = 0;
    int m_frames = 0;
    bool m_painted = false;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication::setApplicationName(u"socketscope-bench"_s);
    WatchingApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const int wanted = arguments.value(2).toInt();
    if (arguments.size() != 3 || wanted <= 0) {
        std::fputs("usage: bench_latency URL N\n", stderr);
        return 2;
    }
    Settings settings;
    MainWindow window(&settings);
    window.show();
    const SessionPage *page = window.openUrl(arguments.at(1));
    application.watch(page->log()->view());

    // Long enough for the slowest rate that bench.sh asks for; then what is missing shows in the count.
    QTimer::singleShot(60'000, &window, &QWidget::close);
    QTimer poll;
    QObject::connect(&poll, &QTimer::timeout, &window, [&] {
        if (application.seen() >= wanted)
            window.close();
    });
    poll.start(100);
    QObject::connect(&window, &MainWindow::finished, &application, [&] {
        application.watch(nullptr);
        QCoreApplication::exit(0);
    });
    QApplication::setQuitOnLastWindowClosed(false);
    QApplication::exec();
    application.print();
    return application.seen() == wanted ? 0 : 1;
}
