// SPDX-License-Identifier: MIT
// Text that is not UTF-8 (RFC 6455 section 8.1, RFC 3629).
#include "support/faults/faultscene.h"
#include "support/faults/faulttable.h"

using namespace Qt::StringLiterals;

using Frame = WebSocketFrame;

static Fault invalid(const char *id, const QString &what, const QByteArrayList &frames, int place)
{
    QByteArrayList bytes;
    for (const QByteArray &form : frames)
        bytes.append(Frame::text("before").encoded() + form);
    return {.id = id,
            .what = what,
            .script = sendsOneOf(bytes),
            .outcome = closedByEngine(
                               CloseCode::InvalidPayload,
                               u"The peer sent a text message that is not UTF-8, at byte %1 of the message."_s
                                       .arg(place))
                               .after({"before"}),
            .qt = closedByEngine(
                          CloseCode::InvalidPayload,
                          u"The peer broke the WebSocket protocol; the connection was closed with 1007."_s)
                          .after({"before"}),
            .variants = int(frames.size())};
}

static Fault valid(const char *id, const QString &what, const QByteArray &bytes,
                   const QByteArrayList &messages)
{
    return {.id = id,
            .what = what + u" (which is legal)"_s,
            .script = sends(bytes + farewell()),
            .outcome = works(messages)};
}

static QByteArrayList textsOf(const QByteArrayList &payloads)
{
    QByteArrayList frames;
    for (const QByteArray &payload : payloads)
        frames.append(Frame::text(payload).encoded());
    return frames;
}

static QByteArray fragment(quint8 opcode, const QByteArray &payload, bool final)
{
    return Frame{opcode, payload, final}.encoded();
}

static QList<Fault> invalidTexts()
{
    return {
            invalid("utf8-bad-byte", u"sends text with a byte that UTF-8 does not have"_s,
                    textsOf({"good \xff bad", "good \xfe bad", "good \xc0 bad", "good \xf8\x88\x80\x80\x80"}),
                    5),
            invalid("utf8-lone-continuation", u"sends text with a continuation byte alone"_s,
                    textsOf({"good \x80 bad", "good \xbf"}), 5),
            invalid("utf8-overlong", u"sends text with overlong forms"_s,
                    textsOf({"\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xf0\x80\x80\x80",
                             "\xf0\x8f\xbf\xbf"}),
                    0),
            invalid("utf8-surrogate", u"sends text with surrogates"_s,
                    textsOf({"\xed\xa0\x80", "\xed\xbf\xbf", "\xed\xa0\xbd\xed\xb8\x80"}), 0),
            invalid("utf8-above-10ffff", u"sends text with code points above U+10FFFF"_s,
                    textsOf({"\xf4\x90\x80\x80", "\xf5\x80\x80\x80"}), 0),
            invalid("utf8-cut-in-the-middle", u"sends text with a code point cut short"_s,
                    textsOf({"a\xe2\x82z", "a\xf0\x9f\x98z"}), 1),
            invalid("utf8-cut-at-the-end", u"sends text that ends within a code point"_s,
                    textsOf({"abc\xc3", "abc\xe2\x82", "abc\xf0\x9f\x98"}), 3),
            invalid("utf8-bad-in-later-fragment", u"sends text whose second fragment is wrong"_s,
                    {fragment(Frame::Text, "good ", false) + fragment(Frame::Continuation, "\xff bad", true),
                     fragment(Frame::Text, "good \xe2", false)
                             + fragment(Frame::Continuation, "(\xac", true)},
                    5),
            invalid("utf8-bad-before-the-end", u"sends a fragment that is wrong, and no more"_s,
                    {fragment(Frame::Text, "good \xff bad", false)}, 5),
    };
}

static QList<Fault> validTexts()
{
    const QByteArray smile = "\xf0\x9f\x98\x80";
    Fault split = valid("utf8-split-over-fragments", u"splits code points over fragments"_s,
                        fragment(Frame::Text, smile.left(1), false)
                                + fragment(Frame::Continuation, smile.mid(1, 1), false)
                                + fragment(Frame::Continuation, smile.mid(2, 1), false)
                                + fragment(Frame::Continuation, smile.mid(3) + "!", true),
                        {smile + '!'});
    split.qt =
            closedByEngine(CloseCode::InvalidPayload,
                           u"The peer broke the WebSocket protocol; the connection was closed with 1007."_s);
    split.qtNote = u"Takes it for wrong."_s;
    Fault mark = valid("utf8-byte-order-mark", u"sends text that begins with a byte order mark"_s,
                       Frame::text("\xef\xbb\xbfmark").encoded(), {"\xef\xbb\xbfmark"});
    mark.qt = works({"mark"});
    mark.qtNote = u"Takes the mark off."_s;
    const QByteArray odd = QByteArray("\0 \xef\xbf\xbe \xef\xbb\xbf", 9);
    return {
            split,
            valid("utf8-odd-code-points", u"sends U+0000, U+FFFE and a byte order mark within text"_s,
                  Frame::text(odd).encoded(), {odd}),
            mark,
            valid("utf8-not-in-binary", u"sends binary data that is not UTF-8"_s,
                  Frame::binary("\xff\xfe").encoded(), {"\xff\xfe"}),
    };
}

FaultGroup textFaults()
{
    return {"text", u"Text and UTF-8"_s, invalidTexts() + validTexts()};
}
