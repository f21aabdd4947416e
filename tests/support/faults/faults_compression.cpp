// SPDX-License-Identifier: MIT
// permessage-deflate (RFC 7692), agreed on wrongly or used wrongly.
#include "support/faults/faultscene.h"
#include "support/faults/faulttable.h"

using namespace Qt::StringLiterals;

using Frame = WebSocketFrame;

static constexpr quint8 Compressed = 4; // RSV1
static const QString noCompression = u"Has no compression and offers none."_s;

namespace {

/// Makes the payload of a compressed message (RFC 7692 section 7.2.1) symbol by symbol, in one block of
/// DEFLATE's fixed codes (RFC 1951 section 3.2.6): anything can be made, a bomb or what reaches too far back
/// as well.
class Deflated
{
public:
    Deflated();

    Deflated &literals(const QByteArray &bytes);
    /// So many times the 258 bytes that are one byte back: 13 bits each.
    Deflated &repeats(int count);
    /// 258 bytes from 1025 bytes back.
    Deflated &fromFarBack();
    /// The payload, without the tail that is left out on the wire.
    QByteArray payload() const;

private:
    void bits(quint32 value, int count);
    void code(quint32 value, int count);

    QByteArray m_bytes;
    int m_used = 8;
};

// The length code for 258.
constexpr quint32 LongestLength = 0xC5;

Deflated::Deflated()
{
    bits(0b010, 3); // not the last block, fixed codes
}

Deflated &Deflated::literals(const QByteArray &bytes)
{
    for (const char byte : bytes) {
        const auto value = quint32(uchar(byte));
        if (value < 144)
            code(0x30 + value, 8);
        else
            code(0x190 + value - 144, 9);
    }
    return *this;
}

Deflated &Deflated::repeats(int count)
{
    for (int i = 0; i < count; ++i) {
        code(LongestLength, 8);
        code(0, 5);
    }
    return *this;
}

Deflated &Deflated::fromFarBack()
{
    code(LongestLength, 8);
    code(20, 5);
    bits(0, 9);
    return *this;
}

QByteArray Deflated::payload() const
{
    Deflated whole = *this;
    whole.code(0, 7); // the block's end
    whole.bits(0, 3); // an empty stored block, whose length is the tail
    return whole.m_bytes;
}

void Deflated::bits(quint32 value, int count)
{
    for (int i = 0; i < count; ++i) {
        if (m_used == 8) {
            m_bytes.append('\0');
            m_used = 0;
        }
        m_bytes.back() = char(uchar(m_bytes.back()) | (((value >> i) & 1) << m_used));
        ++m_used;
    }
}

// Huffman codes begin with their highest bit.
void Deflated::code(quint32 value, int count)
{
    for (int i = count - 1; i >= 0; --i)
        bits((value >> i) & 1, 1);
}

} // namespace

static QByteArray compressed(quint8 opcode, const QByteArray &payload, bool final = true)
{
    return Frame{opcode, payload, final, false, Compressed}.encoded();
}

static QByteArray compressedText(const QByteArray &text)
{
    return compressed(Frame::Text, Deflated().literals(text).payload());
}

static QByteArray extension(const QByteArray &parameters)
{
    return "Sec-WebSocket-Extensions: permessage-deflate" + parameters + "\r\n";
}

// The handshake agrees on it, but not as RFC 7692 wants.
static Fault disagreed(const char *id, const QString &what, const QByteArrayList &answers,
                       const QString &sentence, const std::function<void(ConnectionProfile &)> &change = {})
{
    return {.id = id,
            .what = what,
            .script =
                    [answers, change](FaultScene &scene) {
                        if (change)
                            change(scene.profile);
                        acceptsWith(answers.at(scene.variant()), farewell())(scene);
                    },
            .outcome = failsAt(ErrorStage::Handshake, sentence),
            .qtNote = noCompression,
            .onQt = false,
            .variants = int(answers.size())};
}

// It is agreed on, and these frames break it.
static Fault broken(const char *id, const QString &what, quint16 code, const QString &sentence,
                    const QByteArray &bytes, const QByteArray &parameters = {},
                    const QByteArrayList &before = {})
{
    return {.id = id,
            .what = what,
            .script = both(acceptsWith(extension(parameters)), sends(bytes)),
            .outcome = closedByEngine(code, sentence).after(before),
            .qtNote = noCompression,
            .onQt = false};
}

static Fault bomb(const char *id, const QString &what, const QByteArray &bytes)
{
    Fault fault = broken(
            id, what, CloseCode::MessageTooBig,
            u"The peer sent a compressed message that, inflated, is larger than the limit of 1000 bytes."_s,
            bytes);
    fault.script = both(fault.script,
                        with([](ConnectionProfile &profile) { profile.maxMessageBytes = SmallLimit; }));
    return fault;
}

static Fault legal(const char *id, const QString &what, const QByteArray &bytes,
                   const QByteArrayList &messages)
{
    return {.id = id,
            .what = what + u" (which is legal)"_s,
            .script = both(acceptsWith(extension({})), sends(bytes + farewell())),
            .outcome = works(messages),
            .qtNote = noCompression,
            .onQt = false};
}

static QList<Fault> agreements()
{
    const QString wrongBits =
            u"The server answered permessage-deflate with …: it must be 8 to 15 (RFC 7692)."_s;
    const auto wantsSmall = [](ConnectionProfile &profile) { profile.compression.serverMaxWindowBits = 10; };
    Fault notOffered = disagreed(
            "deflate-not-offered", u"chooses compression, though it was not offered"_s, {extension({})},
            u"The server chose the extension “permessage-deflate”, which was not offered."_s,
            [](ConnectionProfile &profile) { profile.compression.offer = false; });
    notOffered.onQt = true;
    notOffered.qt = works({});
    notOffered.qtNote = u"Does not look at extensions."_s;
    return {
            notOffered,
            disagreed("deflate-bad-window", u"answers with window bits that do not exist"_s,
                      {extension("; server_max_window_bits=16"), extension("; server_max_window_bits=7"),
                       extension("; server_max_window_bits=many"), extension("; client_max_window_bits=16"),
                       extension("; server_max_window_bits=010"), extension("; server_max_window_bits")},
                      wrongBits),
            disagreed("deflate-larger-window", u"answers with a larger window than was asked for"_s,
                      {extension("; server_max_window_bits=15")},
                      u"The server answered permessage-deflate with server_max_window_bits=15, more than the "
                      u"10 that was offered."_s,
                      wantsSmall),
            disagreed("deflate-window-ignored", u"says nothing of the window that was asked for"_s,
                      {extension({})},
                      u"The server accepted permessage-deflate without the server_max_window_bits that was "
                      u"asked for (RFC 7692)."_s,
                      wantsSmall),
            disagreed(
                    "deflate-unknown-parameter", u"answers with a parameter that does not exist"_s,
                    {extension("; x-odd=1")},
                    u"The server answered permessage-deflate with “x-odd”, which RFC 7692 does not know."_s),
            disagreed("deflate-parameter-twice", u"answers with a parameter twice"_s,
                      {extension("; server_no_context_takeover; server_no_context_takeover")},
                      u"The server answered permessage-deflate with server_no_context_takeover more than "
                      u"once (RFC 7692)."_s),
            disagreed("deflate-twice", u"chooses compression twice"_s, {extension({}) + extension({})},
                      u"The server chose permessage-deflate more than once."_s),
    };
}

static QList<Fault> usage()
{
    // The rest is in the words of InflateStream.
    const QString cannot = u"The peer sent compressed data that cannot be inflated: …"_s;
    const QString reserved =
            u"The peer set a reserved bit (RSV1) that nothing agreed on gives a meaning (RFC 6455 section 5.2)."_s;
    const QByteArray filler(1100, 'x');
    const QByteArray last("\xf3\x48\xcd\xc9\xc9\x07\x00", 7); // "Hello" (RFC 7692 section 7.2.3.4)
    const QByteArray bombed = Deflated().literals("x").repeats(4065).payload();
    const QByteArray reachesBack = compressed(Frame::Text, Deflated().fromFarBack().payload());
    Fault works = legal("deflate-works", u"compresses, in fragments and with pings between them"_s,
                        compressedText("Hello") + Frame::text("plain").encoded()
                                + compressed(Frame::Text, QByteArray("\xf2\x48\xcd", 3), false)
                                + Frame{Frame::Ping, "?"}.encoded()
                                + Frame{Frame::Continuation, QByteArray("\xc9\xc9\x07\x00", 4)}.encoded(),
                        {"Hello", "plain", "Hello"});
    works.onQt = true;
    works.qt =
            closedByEngine(CloseCode::ProtocolError,
                           u"The peer broke the WebSocket protocol; the connection was closed with 1002."_s);
    return {
            works,
            legal("deflate-odd-forms", u"compresses with stored and empty blocks"_s,
                  compressed(Frame::Text, QByteArray("\x00\x05\x00\xfa\xffHello\x00", 11))
                          + compressed(Frame::Binary, QByteArray("\x00", 1)) + compressedText("on"),
                  {"Hello", QByteArray(""), "on"}),
            legal("deflate-last-block", u"marks blocks as last ones"_s,
                  compressed(Frame::Text, last + QByteArray(1, '\0')) + compressed(Frame::Text, last + last)
                          + compressedText("on"),
                  {"Hello", "HelloHello", "on"}),
            broken("deflate-incomplete", u"ends a message inside of a block"_s, CloseCode::InvalidPayload,
                   u"The peer sent compressed data that cannot be inflated: the last block is incomplete."_s,
                   compressed(Frame::Text, last.left(4))),
            broken("deflate-bad-data", u"sends compressed data that is none"_s, CloseCode::InvalidPayload,
                   cannot, compressed(Frame::Binary, "\x07\xff\xff\xff")),
            broken("deflate-too-far-back", u"refers to what it has not sent"_s, CloseCode::InvalidPayload,
                   cannot, reachesBack),
            broken("deflate-window-exceeded",
                   u"refers to what is outside of the window agreed on (512 bytes)"_s,
                   CloseCode::InvalidPayload, cannot, compressedText(filler) + reachesBack,
                   "; server_max_window_bits=9", {filler}),
            bomb("deflate-bomb", u"sends a bomb: 7 KB that become 1 MB"_s, compressed(Frame::Binary, bombed)),
            bomb("deflate-bomb-in-fragments", u"sends a bomb in fragments"_s,
                 compressed(Frame::Binary, bombed.left(100), false)
                         + Frame{Frame::Continuation, bombed.mid(100), false}.encoded()),
            broken("deflate-control", u"compresses a ping"_s, CloseCode::ProtocolError, reserved,
                   compressed(Frame::Ping, Deflated().literals("ping").payload())),
            broken("deflate-continuation", u"sets RSV1 in a later fragment"_s, CloseCode::ProtocolError,
                   reserved,
                   compressed(Frame::Text, QByteArray("\xf2\x48\xcd", 3), false)
                           + compressed(Frame::Continuation, QByteArray("\xc9\xc9\x07\x00", 4))),
            broken("deflate-not-utf8", u"compresses text that is not UTF-8"_s, CloseCode::InvalidPayload,
                   u"The peer sent a text message that is not UTF-8, at byte 5 of the message."_s,
                   compressedText("good \xff bad")),
    };
}

FaultGroup compressionFaults()
{
    return {"compression", u"Compression"_s, agreements() + usage()};
}
