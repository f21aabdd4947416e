// SPDX-License-Identifier: MIT
#pragma once

#include "profile/websocketurl.h"
#include "saved/savedconnection.h"

#include <QRandomGenerator>

/// Random, yet legal, connections.
class RandomProfile
{
public:
    explicit RandomProfile(quint32 seed)
        : m_random(seed)
    {}

    SavedConnection connection()
    {
        SavedConnection saved;
        saved.name = text();
        saved.notes = text();
        saved.profile = profile();
        saved.urlText = editableUrl(saved.profile.url);
        return saved;
    }

    ConnectionProfile profile()
    {
        ConnectionProfile profile;
        const QStringList urls{QStringLiteral("wss://example.com/"),
                               QStringLiteral("ws://ann:s%40cret@localhost:8080/a?token=abc&x=1;key=%26"),
                               QStringLiteral("wss://[::1]:1/%C3%A4?q=%20&empty=")};
        profile.url = parseWebSocketUrl(urls.at(below(3))).url;
        for (int i = below(3); i > 0; --i)
            profile.subprotocols.append(text());
        profile.engine = Engines[below(int(std::size(Engines)))];
        profile.headers = headers();
        profile.cookies = headers();
        profile.origin = text();
        profile.authentication = {Authentication::Kind(below(3)), text(), text(), text()};
        profile.followRedirects = flag();
        profile.tls = {text(), text(), text(), text(), text(), TlsSettings::Version(below(3)),
                       flag(), {},     {}};
        for (int i = below(3); i > 0; --i)
            profile.tls.trusted.append(bytes(32));
        profile.proxy = {ProxySettings::Kind(below(4)), text(), quint16(below(65536)), text(), text()};
        profile.addresses = AddressPreference(below(3));
        profile.compression = {flag(), 9 + below(7), 9 + below(7), flag(), flag()};
        profile.retry = {1 + below(1000000), time(), 1 + below(990) / 10.0, below(1001) / 1000.0, time()};
        profile.retryAfterDrop = flag();
        profile.stableAfter = time();
        profile.handshakeTimeout = time() + std::chrono::milliseconds(1);
        profile.keepAliveInterval = time();
        profile.closeTimeout = time();
        profile.answerPings = flag();
        profile.maxMessageBytes = 1 + qint64(m_random.generate64() % ConnectionProfile::MaxLimitBytes);
        profile.sentFrameBytes = qint64(m_random.generate64() % ConnectionProfile::MaxLimitBytes);
        profile.maxFrameBytes = 1 + qint64(m_random.generate64() % ConnectionProfile::MaxLimitBytes);
        for (int i = below(3); i > 0; --i) {
            const bool binary = flag();
            profile.onOpen.append({binary, binary ? bytes(below(20)) : text().toUtf8()});
        }
        profile.heartbeat = {text(), time() + std::chrono::milliseconds(100), flag()};
        profile.recordSecrets = flag();
        return profile;
    }

private:
    int below(int limit) { return m_random.bounded(limit); }
    bool flag() { return below(2) == 1; }
    std::chrono::milliseconds time() { return std::chrono::milliseconds(below(24 * 3600 * 1000)); }
    QString text()
    {
        static const QStringList texts{{},
                                       QStringLiteral("ann"),
                                       QStringLiteral("ä€ \U0001F600"),
                                       QStringLiteral("quote \" backslash \\ line\nend"),
                                       QStringLiteral("***"),
                                       QStringLiteral("base64:YQ==")};
        return texts.at(below(int(texts.size())));
    }
    QByteArray bytes(int size)
    {
        QByteArray result(size, '\0');
        for (char &byte : result)
            byte = char(below(256));
        return result;
    }
    HttpHeaders headers()
    {
        static const QList<QByteArray> names{"X-Api-Key", "x-api-key", "Authorization", "X-Plain", "a/b/0"};
        HttpHeaders list;
        for (int i = below(6); i > 0; --i)
            list.append({names.at(below(5)), flag() ? text().toUtf8() : bytes(below(6))});
        return list;
    }

    QRandomGenerator m_random;
};
