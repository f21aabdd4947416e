// SPDX-License-Identifier: MIT
#include "demo/demoecho.h"

#include "demo/demopeer.h"

DemoEcho::DemoEcho(DemoParameters &) {}

void DemoEcho::start(DemoPeer *peer)
{
    const auto updateReading = [peer] { peer->setReadingPaused(peer->bytesToWrite() > DemoPeer::HighWater); };
    connect(peer, &DemoPeer::textReceived, this, [peer, updateReading](const QString &text) {
        peer->sendText(text.toUtf8());
        updateReading();
    });
    connect(peer, &DemoPeer::binaryReceived, this, [peer, updateReading](const QByteArray &data) {
        peer->sendBinary(data);
        updateReading();
    });
    connect(peer, &DemoPeer::written, this, updateReading);
}
