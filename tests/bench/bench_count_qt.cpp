// SPDX-License-Identifier: MIT
// A bare QWebSocket that only counts: what the engine can do with nothing behind it.
//   bench_count_qt URL
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QUrl>
#include <QWebSocket>

#include <cstdio>

using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (argc != 2) {
        std::fputs("usage: bench_count_qt URL\n", stderr);
        return 2;
    }
    QWebSocket socket;
    QElapsedTimer sinceOpen;
    qint64 messages = 0;
    qint64 bytes = 0;
    QObject::connect(&socket, &QWebSocket::connected, &socket, [&] { sinceOpen.start(); });
    QObject::connect(&socket, &QWebSocket::textMessageReceived, &socket, [&](const QString &text) {
        ++messages;
        // What the bench's server sends is ASCII.
        bytes += text.size();
    });
    QObject::connect(&socket, &QWebSocket::binaryMessageReceived, &socket, [&](const QByteArray &data) {
        ++messages;
        bytes += data.size();
    });
    QObject::connect(&socket, &QWebSocket::disconnected, &socket, [&] {
        if (!sinceOpen.isValid())
            return QCoreApplication::exit(1);
        std::printf("{\"messages\":%lld,\"bytes\":%lld,\"seconds\":%.6f}\n", messages, bytes,
                    double(sinceOpen.nsecsElapsed()) / 1e9);
        QCoreApplication::exit(0);
    });
    socket.open(QUrl(QString::fromLocal8Bit(argv[1])));
    return QCoreApplication::exec();
}
