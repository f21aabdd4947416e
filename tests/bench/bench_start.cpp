// SPDX-License-Identifier: MIT
// From exec() to a painted window, seen from outside: starts the program on an X display with nothing else on
// it and reads the screen until there is a picture. No hook in the program, so nothing it says is believed.
//   bench_start PROGRAM [arguments]
// Prints one JSON line: the time, and what the program has resident a second later. Reading the screen takes
// a few milliseconds, which count against the program.
#include <QGuiApplication>
#include <QImage>
#include <QPixmap>
#include <QScreen>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <set>
#include <thread>

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

extern char **environ;

// An empty screen has one colour, a window that is mapped but not painted two; text has edges of many greys.
static constexpr size_t PictureColours = 16;
static constexpr std::chrono::seconds Limit = 20s;

static bool showsPicture(QScreen *screen)
{
    const QImage image = screen->grabWindow(0).toImage().convertToFormat(QImage::Format_RGB32);
    std::set<QRgb> colours;
    for (int y = 0; y < image.height() && colours.size() < PictureColours; y += 2) {
        const auto *line = reinterpret_cast<const QRgb *>(image.constScanLine(y));
        QRgb before = line[0];
        colours.insert(before);
        for (int x = 1; x < image.width(); ++x) {
            if (line[x] != before)
                colours.insert(before = line[x]);
        }
    }
    return colours.size() >= PictureColours;
}

static double residentMebibytes(pid_t process)
{
    char name[64];
    std::snprintf(name, sizeof name, "/proc/%d/statm", int(process));
    unsigned long pages = 0;
    if (std::FILE *statm = std::fopen(name, "r")) {
        if (std::fscanf(statm, "%*u %lu", &pages) != 1)
            pages = 0;
        std::fclose(statm);
    }
    return double(pages) * double(sysconf(_SC_PAGESIZE)) / (1024.0 * 1024.0);
}

static void end(pid_t process)
{
    kill(process, SIGTERM);
    for (const auto limit = Clock::now() + 5s; waitpid(process, nullptr, WNOHANG) == 0;) {
        if (Clock::now() > limit)
            kill(process, SIGKILL);
        std::this_thread::sleep_for(5ms);
    }
}

int main(int argc, char **argv)
{
    const QGuiApplication application(argc, argv);
    if (argc < 2) {
        std::fputs("usage: bench_start PROGRAM [arguments]\n", stderr);
        return 2;
    }
    QScreen *screen = QGuiApplication::primaryScreen();
    if (QGuiApplication::platformName() != QLatin1String("xcb") || showsPicture(screen)) {
        std::fputs("bench_start: this needs an X display of its own, with nothing on it\n", stderr);
        return 2;
    }

    pid_t process = 0;
    const auto start = Clock::now();
    if (posix_spawn(&process, argv[1], nullptr, nullptr, argv + 1, environ) != 0) {
        std::perror("bench_start");
        return 1;
    }
    bool painted = false;
    while (!painted && Clock::now() - start < Limit) {
        if (waitpid(process, nullptr, WNOHANG) != 0) {
            std::fputs("bench_start: the program ended without painting\n", stderr);
            return 1;
        }
        painted = showsPicture(screen);
        if (!painted)
            std::this_thread::sleep_for(2ms);
    }
    const std::chrono::duration<double, std::milli> time = Clock::now() - start;
    if (painted)
        std::this_thread::sleep_for(1s);
    const double resident = residentMebibytes(process);
    end(process);
    if (!painted) {
        std::fputs("bench_start: the program painted nothing\n", stderr);
        return 1;
    }
    std::printf("{\"painted_ms\":%.1f,\"rss_mb\":%.1f}\n", time.count(), resident);
    return 0;
}
