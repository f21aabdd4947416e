// SPDX-License-Identifier: MIT
#pragma once

#include "net/socketstream.h"
#include "support/rununtil.h"

#include <QObject>
#include <QTest>

/// A SocketStream and what it said.
struct StreamProbe
{
    StreamProbe()
    {
        profile.proxy.kind = ProxySettings::Kind::None;
        QObject::connect(&stream, &SocketStream::opened, &stream, [this] { ++opened; });
        QObject::connect(&stream, &SocketStream::readyRead, &stream, [this] {
            if (reads)
                readAll();
        });
        QObject::connect(&stream, &SocketStream::ended, &stream,
                         [this](const std::optional<ConnectionError> &how) {
                             ++ended;
                             failed = how.has_value();
                             error = how.value_or(ConnectionError());
                             if (reads)
                                 readAll();
                         });
    }

    void open(const QUrl &url)
    {
        profile.url = url;
        stream.open(profile, url);
    }
    bool openAndWait(const QUrl &url)
    {
        open(url);
        return runUntil([this] { return opened > 0 || ended > 0; }) && opened > 0;
    }
    bool waitForEnd(int limit = 5000)
    {
        return runUntil([this] { return ended > 0; }, std::chrono::milliseconds(limit));
    }
    void write(const QByteArray &bytes)
    {
        stream.write(bytes.constData(), bytes.size());
        stream.flush();
    }
    void readAll()
    {
        QByteArray part(64 * 1024, Qt::Uninitialized);
        while (true) {
            const qint64 size = stream.read(part.data(), part.size());
            if (size <= 0)
                return;
            received += part.first(size);
        }
    }

    ConnectionProfile profile;
    SocketStream stream;
    bool reads = true;
    QByteArray received;
    int opened = 0;
    int ended = 0;
    bool failed = false;
    ConnectionError error;
};
