// SPDX-License-Identifier: MIT
// Writes a session of market messages, 128 bytes of JSON each, and the same messages as lines of text.
//   bench_session FILE COUNT TEXT_FILE
#include "record/recorder.h"

#include <QCoreApplication>
#include <QFile>

#include <cstdio>
#include <random>

static constexpr int BatchRows = 2000;
static constexpr int MessageBytes = 128;

static QByteArray message(quint64 number, std::mt19937_64 &random)
{
    static constexpr const char *symbols[] = {"BTC-USD", "ETH-USD", "SOL-USD", "XRP-EUR"};
    char text[MessageBytes + 1];
    const double price = 60000 + double(random() % 1'000'000) / 100;
    const double quantity = double(random() % 100'000) / 100'000;
    const int size = std::snprintf(
            text, sizeof text, R"({"ch":"trades","seq":%llu,"s":"%s","p":%.2f,"q":%.5f,"side":"%s","id":")",
            static_cast<unsigned long long>(number), symbols[random() % 4], price, quantity,
            random() % 2 == 0 ? "buy" : "sell");
    QByteArray result(text, size);
    while (result.size() < MessageBytes - 2)
        result += char('a' + random() % 26);
    return result + "\"}";
}

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    if (argc != 4) {
        std::fputs("usage: bench_session FILE COUNT TEXT_FILE\n", stderr);
        return 2;
    }
    QFile lines(QString::fromLocal8Bit(argv[3]));
    if (!lines.open(QIODevice::WriteOnly))
        return 1;
    std::mt19937_64 random(7); // The same messages each time.
    Recorder recorder({QString::fromLocal8Bit(argv[1]), {}, false});
    const quint64 count = QByteArray(argv[2]).toULongLong();
    for (quint64 number = 1; number <= count;) {
        QList<Message> batch;
        for (int i = 0; i < BatchRows && number <= count; ++i, ++number) {
            const QByteArray payload = message(number, random);
            batch.append({0, 1'790'000'000'000'000 + qint64(number) * 1000, Direction::In, MessageType::Text,
                          payload});
            lines.write(payload + '\n');
        }
        recorder.append(batch);
    }
    return recorder.finish() ? 0 : 1;
}
