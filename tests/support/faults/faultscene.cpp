// SPDX-License-Identifier: MIT
#include "support/faults/faultscene.h"

#include <QTemporaryFile>

using namespace std::chrono_literals;

FaultScene::FaultScene(Engine engine, int variant)
    : m_variant(variant)
    , m_server(std::make_unique<ScriptedServer>())
{
    profile.url = m_server->url();
    profile.engine = engine;
    profile.handshakeTimeout = 4s;
    profile.closeTimeout = 250ms;
    profile.keepAliveInterval = 0ms;
    profile.retry.first = 1h;
    profile.retry.cap = 1h;
    profile.proxy.kind = ProxySettings::Kind::None;
}

void FaultScene::serveTls(const QSslConfiguration &configuration)
{
    m_server = std::make_unique<ScriptedServer>(configuration);
    profile.url = m_server->url();
}

QString FaultScene::file(const QByteArray &contents)
{
    auto *file = new QTemporaryFile(this);
    if (!file->open() || file->write(contents) != contents.size() || !file->flush())
        qFatal("A file could not be written.");
    return file->fileName();
}

FaultScene::Script answers(const QByteArray &bytes)
{
    return [bytes](FaultScene &scene) {
        scene.server().onRequest([bytes](ScriptedPeer &peer) {
            peer.write(QByteArray(bytes).replace("KEY", webSocketAccept(peer.header("Sec-WebSocket-Key"))));
        });
    };
}

FaultScene::Script acceptsWith(const QByteArray &headers, const QByteArray &bytes)
{
    return [headers, bytes](FaultScene &scene) {
        scene.server().onRequest(
                [headers, bytes](ScriptedPeer &peer) { peer.write(peer.handshakeAnswer(headers) + bytes); });
    };
}

FaultScene::Script sends(const QByteArray &bytes)
{
    return [bytes](FaultScene &scene) {
        scene.whenOpen = [bytes](WebSocketManager &, ScriptedPeer &peer) { peer.write(bytes); };
    };
}

FaultScene::Script sendsOneOf(const QByteArrayList &bytes)
{
    return [bytes](FaultScene &scene) { sends(bytes.at(scene.variant()))(scene); };
}

FaultScene::Script sendsAndFinishes(const QByteArray &bytes)
{
    return [bytes](FaultScene &scene) {
        scene.whenOpen = [bytes](WebSocketManager &, ScriptedPeer &peer) {
            peer.write(bytes);
            peer.finish();
        };
    };
}

FaultScene::Script both(FaultScene::Script first, FaultScene::Script second)
{
    return [first, second](FaultScene &scene) {
        first(scene);
        second(scene);
    };
}

FaultScene::Script with(std::function<void(ConnectionProfile &)> change)
{
    return [change](FaultScene &scene) { change(scene.profile); };
}

QByteArray rightAnswer()
{
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Accept: KEY\r\n\r\n";
}

QByteArray farewell()
{
    return WebSocketFrame::close(CloseCode::Normal).encoded();
}
