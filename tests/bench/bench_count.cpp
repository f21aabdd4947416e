// SPDX-License-Identifier: MIT
// One of our engines that only counts: what it can do with nothing behind it.
//   bench_count ENGINE URL       ENGINE: qt, native, or native-plain, which offers no compression
#include "connection/engine/nativetransport.h"
#include "connection/engine/qtwebsockettransport.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <cstdio>
#include <cstring>

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (argc != 3) {
        std::fputs("usage: bench_count qt|native|native-plain URL\n", stderr);
        return 2;
    }
    std::unique_ptr<Transport> transport;
    if (std::strcmp(argv[1], "qt") == 0)
        transport = std::make_unique<QtWebSocketTransport>();
    else
        transport = std::make_unique<NativeTransport>();
    ConnectionProfile profile;
    profile.url = QUrl(QString::fromLocal8Bit(argv[2]));
    profile.compression.offer = std::strcmp(argv[1], "native-plain") != 0;

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
