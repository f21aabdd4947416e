// SPDX-License-Identifier: MIT
#include "connection/engine/clientconnection.h"
#include "tests/fuzz/fuzzing.h"
#include "websocket/serverhandshake.h"

#include <algorithm>

namespace {

// Holds what must be true whatever a server says.
class Listener final : public ClientListener
{
public:
    void sendBytes(const char *bytes, qsizetype size) override { m_sent.append(bytes, size); }
    qint64 unsentBytes() const override { return 0; }
    void handshakeDone(const HandshakeInfo &) override
    {
        mustHold(!m_open && !m_ended, "a handshake succeeds once");
        m_open = true;
    }
    void messageRead(bool text, const QByteArray &payload, qint64 wireBytes) override
    {
        mustHold(m_open && !m_ended, "messages come between the handshake and the end");
        mustHold(payload.size() <= MaxBytes, "no message is larger than the limit");
        mustHold(wireBytes >= 0, "the bytes on the wire are known");
        mustHold(!text || QString::fromUtf8(payload).toUtf8() == payload, "text is UTF-8");
    }
    void messageWritten(qint64) override {}
    void controlSeen(const ControlFrame &frame) override
    {
        mustHold(m_open && !m_ended, "control frames come between the handshake and the end");
        mustHold(frame.payload.size() <= 125, "control frames are short");
    }
    void redirected(const QUrl &url) override
    {
        mustHold(!url.host().isEmpty(), "redirects lead somewhere");
        m_ended = true;
    }
    void refusing() override {}
    void protocolEnded(const TransportEnd &end, bool) override
    {
        mustHold(!m_ended, "it ends once");
        mustHold(end.close.has_value() == m_open, "an open connection ends with a close");
        mustHold(m_open || (end.error && end.handshake), "a failed handshake has an error");
        mustHold(!end.error || !end.error->sentence.isEmpty(), "errors have a sentence");
        m_ended = true;
    }

    static constexpr qint64 MaxBytes = 100'000;
    QByteArray m_sent;
    bool m_open = false;
    bool m_ended = false;
};

} // namespace

// The first byte: how it is cut into pieces, and whether a right handshake comes before the rest.
static void run(const uint8_t *data, size_t size)
{
    if (size == 0)
        return;
    ConnectionProfile profile;
    profile.url = QUrl(QStringLiteral("ws://server.test/"));
    profile.followRedirects = true;
    profile.maxMessageBytes = Listener::MaxBytes;
    profile.maxFrameBytes = Listener::MaxBytes;
    Listener listener;
    ClientConnection protocol(listener, profile, {profile.url}, {});
    protocol.start();

    QByteArray bytes = fuzzBytes(data + 1, size - 1);
    if (data[0] & 1) {
        const QByteArray name = "Sec-WebSocket-Key: ";
        const QByteArray key = listener.m_sent.mid(listener.m_sent.indexOf(name) + name.size(), 24);
        bytes.prepend("HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                      + acceptForKey(key)
                      + (data[0] & 2 ? "\r\nSec-WebSocket-Extensions: permessage-deflate" : "") + "\r\n\r\n");
    }
    const qsizetype piece = 1 + (data[0] >> 2) * 7;
    for (qsizetype at = 0; at < bytes.size() && !listener.m_ended; at += piece) {
        const QByteArray part(bytes.constData() + at, std::min(piece, bytes.size() - at));
        protocol.add(part.constData(), part.size());
        protocol.writeSome();
    }
    protocol.cutBody();
    protocol.end({});
    mustHold(listener.m_ended, "it ends with the stream");
}

static const FuzzTarget target("fuzz_handshake", run);
