// SPDX-License-Identifier: MIT
// A worker under ThreadSanitizer: jobs are started, cancelled and delivered while it works, and it goes in
// the midst of that, again and again.
#include "worker.h"

#include <QCoreApplication>

#include <cstdio>
#include <numeric>
#include <vector>

static int failures = 0;

static void check(bool holds, const char *what)
{
    if (!holds) {
        ++failures;
        std::fprintf(stderr, "does not hold: %s\n", what);
    }
}

static Worker::Work sumUpTo(int last, long *sum)
{
    return [last, sum](ScanControl &control) {
        std::vector<int> numbers;
        for (int number = 1; number <= last && !control.cancelled; ++number) {
            numbers.push_back(number);
            control.done = number;
        }
        return [numbers = std::move(numbers), sum] {
            *sum = std::accumulate(numbers.begin(), numbers.end(), 0L);
        };
    };
}

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    for (int round = 0; round < 300; ++round) {
        Worker worker;
        long sum = 0;
        for (int job = 0; job <= round % 5; ++job) {
            worker.start(sumUpTo(1000 + job, &sum), 1000);
            (void)worker.percent();
            worker.discard(std::make_shared<std::vector<int>>(100, job));
        }
        if (round % 3 == 0)
            worker.cancel();
        if (round % 7 == 0)
            continue; // It goes as it is.
        const bool isWanted = worker.isRunning();
        while (worker.isRunning())
            QCoreApplication::processEvents();
        const long last = 1000 + round % 5;
        check(sum == (isWanted ? last * (last + 1) / 2 : 0), "the last one is delivered, and no other");
    }
    return failures == 0 ? 0 : 1;
}
