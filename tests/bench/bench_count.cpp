// SPDX-License-Identifier: MIT
// One of our engines that only counts: what it can do with nothing behind it.
//   bench_count ENGINE URL       ENGINE: a key of an engine, with -plain behind it if no compression is to be
//   offered
#include "connection/websocketmanager.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QStringList>

#include <cstdio>
#include <memory>
#include <optional>

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList words = QString::fromLocal8Bit(argc == 3 ? argv[1] : "").split(u'-');
    const std::optional<Engine> engine = engineOfKey(words.first());
    if (!engine) {
        std::fputs("usage: bench_count ENGINE[-plain] URL\n", stderr);
        return 2;
    }
    const std::unique_ptr<Transport> transport = ManagerParts::standard().transport(*engine);
    ConnectionProfile profile;
    profile.url = QUrl(QString::fromLocal8Bit(argv[2]));
    profile.compression.offer = words.last() != QLatin1String("plain");

    QElapsedTimer sinceOpen;
    qint64 messages = 0;
    qint64 bytes = 0;
    qint64 wireBytes = 0;
    const auto count = [&](const QByteArray &payload, qint64 onTheWire) {
        ++messages;
        bytes += payload.size();
        wireBytes += onTheWire;
    };
    QObject::connect(transport.get(), &Transport::opened, transport.get(), [&] { sinceOpen.start(); });
    QObject::connect(transport.get(), &Transport::textReceived, transport.get(), count);
    QObject::connect(transport.get(), &Transport::binaryReceived, transport.get(), count);
    QObject::connect(transport.get(), &Transport::finished, transport.get(), [&](const TransportEnd &end) {
        if (end.error)
            std::fprintf(stderr, "bench_count: %s\n", end.error->sentence.toUtf8().constData());
        if (!sinceOpen.isValid())
            return QCoreApplication::exit(1);
        std::printf("{\"messages\":%lld,\"bytes\":%lld,\"wire_bytes\":%lld,\"seconds\":%.6f}\n", messages,
                    bytes, wireBytes, double(sinceOpen.nsecsElapsed()) / 1e9);
        QCoreApplication::exit(end.error ? 1 : 0);
    });
    transport->open(profile);
    return QCoreApplication::exec();
}
