// SPDX-License-Identifier: MIT
// Frames of either side (RFC 6455 section 5), read and written.
#include "failure/failuretext.h"
#include "support/testprogram.h"
#include "websocket/closecode.h"
#include "websocket/framereader.h"
#include "websocket/framewriter.h"

#include <QTest>

using namespace Qt::StringLiterals;

static constexpr FrameLimits Limits{60'000, 100'000};

static Role otherThan(Role role)
{
    return role == Role::Client ? Role::Server : Role::Client;
}

class tst_FrameReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void headers_data();
    void headers();
    void masks();
    void keysDiffer();
    void messages_data();
    void messages();
    void wrongFrames_data();
    void wrongFrames();
    void limits_data();
    void limits();
    void memory_data();
    void memory();
};

void tst_FrameReader::headers_data()
{
    QTest::addColumn<quint64>("length");
    QTest::addColumn<int>("size");
    QTest::newRow("0") << quint64(0) << 2;
    QTest::newRow("125") << quint64(125) << 2;
    QTest::newRow("126") << quint64(126) << 4;
    QTest::newRow("65535") << quint64(65535) << 4;
    QTest::newRow("65536") << quint64(65536) << 10;
    QTest::newRow("2^63 - 1") << (quint64(1) << 63) - 1 << 10;
}

void tst_FrameReader::headers()
{
    QFETCH(quint64, length);
    QFETCH(int, size);
    for (const bool masked : {false, true}) {
        FrameHeader header;
        header.opcode = Opcode::Binary;
        header.final = false;
        header.reserved = 4;
        header.masked = masked;
        header.length = length;
        QByteArray bytes;
        header.appendTo(&bytes, {1, 2, 3, 4});
        QCOMPARE(bytes.size(), size + (masked ? 4 : 0));
        FrameHeader read = FrameHeader::fromStart(bytes);
        QVERIFY(!read.readLength(bytes.chopped(1)) && read.readLength(bytes));
        QCOMPARE(read.toString(), header.toString());
        QVERIFY(!read.longForm);
        QCOMPARE(read.size, bytes.size());
        QCOMPARE(read.maskKey(bytes), masked ? (MaskKey{1, 2, 3, 4}) : MaskKey{});
    }
}

// Whatever the pieces are.
void tst_FrameReader::masks()
{
    const MaskKey key{'\x12', '\xFE', '\0', '\x77'};
    QByteArray plain;
    QByteArray expected;
    for (int i = 0; i < 100; ++i) {
        plain.append(char(i * 37));
        expected.append(char(plain[i] ^ key[size_t(i % 4)]));
    }
    for (qsizetype piece = 1; piece <= plain.size(); ++piece) {
        QByteArray masked(plain.size(), Qt::Uninitialized);
        for (qsizetype at = 0; at < plain.size(); at += piece)
            applyMask(key, at, plain.constData() + at, masked.data() + at,
                      std::min(piece, plain.size() - at));
        QCOMPARE(masked, expected);
        applyMask(key, 0, masked.constData(), masked.data(), masked.size());
        QCOMPARE(masked, plain);
    }
}

void tst_FrameReader::keysDiffer()
{
    MaskKeys keys;
    QSet<QByteArray> seen;
    for (int i = 0; i < 1000; ++i) {
        const MaskKey key = keys.next();
        seen.insert(QByteArray(key.data(), qsizetype(key.size())));
    }
    QVERIFY(seen.size() > 990);
}

void tst_FrameReader::messages_data()
{
    QTest::addColumn<bool>("fromClient");
    QTest::addColumn<bool>("deflate");
    QTest::addColumn<int>("bits");
    QTest::addColumn<bool>("takesOver");
    for (const bool client : {true, false}) {
        const char *who = client ? "client" : "server";
        QTest::addRow("%s", who) << client << false << 15 << true;
        QTest::addRow("%s, compressed", who) << client << true << 15 << true;
        QTest::addRow("%s, compressed, 9 bits", who) << client << true << 9 << true;
        QTest::addRow("%s, compressed, no take-over", who) << client << true << 15 << false;
    }
}

void tst_FrameReader::messages()
{
    QFETCH(bool, fromClient);
    QFETCH(bool, deflate);
    QFETCH(int, bits);
    QFETCH(bool, takesOver);
    const Role sender = fromClient ? Role::Client : Role::Server;
    const auto window = deflate ? std::optional(DeflateWindow{bits, takesOver}) : std::nullopt;

    FrameWriter writer(sender, window);
    QByteArray bytes;
    QList<QByteArray> sent;
    QList<qint64> wireBytes;
    for (const int size : {0, 1, 125, 126, 3000, 3000, 40'000, 90'000, 5}) {
        QByteArray payload;
        while (payload.size() < size)
            payload += "sheep " + QByteArray::number(payload.size() * 7919 % 1000);
        payload.truncate(size);
        // In two frames, with a ping between them.
        qint64 wire = writer.writeMessage(true, payload.constData(), size / 2, false, &bytes);
        writer.writeControl(Opcode::Ping, "p", &bytes);
        wire += writer.writeMessage(true, payload.constData() + size / 2, size - size / 2, true, &bytes);
        sent += {"p", payload};
        wireBytes += {1, wire};
    }
    for (const qsizetype piece : {qsizetype(1) << 20, qsizetype(1000), qsizetype(7), qsizetype(1)}) {
        FrameReader reader(sender, Limits, window);
        QList<QByteArray> received;
        QList<qint64> receivedWireBytes;
        for (qsizetype at = 0; at < bytes.size(); at += piece) {
            const QByteArray part(bytes.constData() + at, std::min(piece, bytes.size() - at));
            reader.add(part.constData(), part.size());
            while (const auto message = reader.next()) {
                QCOMPARE(message->opcode, message->isControl() ? Opcode::Ping : Opcode::Text);
                received.append(message->payload);
                receivedWireBytes.append(message->wireBytes);
            }
        }
        QVERIFY2(!reader.fault(), qPrintable(failureSentence(reader.fault().failure)));
        QVERIFY(received == sent);
        QCOMPARE(receivedWireBytes, wireBytes);
    }
    // The other side's are not taken for its own.
    FrameReader other(otherThan(sender), Limits, window);
    other.add(bytes.constData(), bytes.size());
    QVERIFY(!other.next());
    QCOMPARE(other.fault().code, CloseCode::ProtocolError);
}

void tst_FrameReader::wrongFrames_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<bool>("fromClient");

    const auto row = [](const char *name, const QByteArray &bytes, int code, const QString &sentence,
                        bool fromClient) { QTest::newRow(name) << bytes << code << sentence << fromClient; };
    row("a client without a mask", "\x81\x01x"_ba, 1002,
        u"The peer sent a frame without a mask, which a client must not do (RFC 6455 section 5.1)."_s, true);
    row("a client's ping without a mask", "\x89\x01x"_ba, 1002,
        u"The peer sent a frame without a mask, which a client must not do (RFC 6455 section 5.1)."_s, true);
    row("a server with a mask", QByteArray("\x81\x81\0\0\0\0x", 7), 1002,
        u"The peer masked a frame, which a server must not do (RFC 6455 section 5.1)."_s, false);
    row("a client's text that is not UTF-8", QByteArray("\x81\x83\1\1\1\1\x60\xfe\x60", 9), 1007,
        u"The peer sent a text message that is not UTF-8, at byte 1 of the message."_s, true);
    row("a client's reserved bit", QByteArray("\xA1\x81\0\0\0\0x", 7), 1002,
        u"The peer set a reserved bit (RSV2) that nothing agreed on gives a meaning (RFC 6455 section 5.2)."_s,
        true);
}

void tst_FrameReader::wrongFrames()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, code);
    QFETCH(QString, sentence);
    QFETCH(bool, fromClient);
    for (const qsizetype piece : {qsizetype(100), qsizetype(1)}) {
        FrameReader reader(fromClient ? Role::Client : Role::Server, Limits, {});
        for (qsizetype at = 0; at < bytes.size(); at += piece) {
            reader.add(bytes.constData() + at, std::min(piece, bytes.size() - at));
            QVERIFY(!reader.next());
            if (reader.fault())
                break;
        }
        QCOMPARE(int(reader.fault().code), code);
        QCOMPARE(failureSentence(reader.fault().failure), sentence);
        QVERIFY(reader.fault().raw.startsWith(u"FIN="_s));
    }
}

void tst_FrameReader::limits_data()
{
    QTest::addColumn<bool>("deflate");
    QTest::addColumn<int>("size");
    QTest::addColumn<bool>("fits");
    for (const bool deflate : {false, true}) {
        QTest::addRow("at the limit%s", deflate ? ", compressed" : "") << deflate << 100'000 << true;
        QTest::addRow("beyond it%s", deflate ? ", compressed" : "") << deflate << 100'001 << false;
    }
}

void tst_FrameReader::limits()
{
    QFETCH(bool, deflate);
    QFETCH(int, size);
    QFETCH(bool, fits);
    const auto window = deflate ? std::optional(DeflateWindow()) : std::nullopt;
    FrameWriter writer(Role::Client, window);
    const QByteArray payload(size, 'x');
    QByteArray bytes;
    writer.writeMessage(false, payload.constData(), 50'000, false, &bytes);
    writer.writeMessage(false, payload.constData() + 50'000, size - 50'000, true, &bytes);
    FrameReader reader(Role::Client, Limits, window);
    reader.add(bytes.constData(), bytes.size());
    const auto message = reader.next();
    QCOMPARE(message.has_value(), fits);
    QCOMPARE(reader.fault().code, fits ? quint16(0) : CloseCode::MessageTooBig);
    if (fits)
        QVERIFY(message->payload == payload);
}

void tst_FrameReader::memory_data()
{
    QTest::addColumn<bool>("deflate");
    QTest::addColumn<int>("frames");
    QTest::addColumn<bool>("isEnough");
    for (const bool isEnough : {true, false}) {
        for (const int frames : {1, 3, 4096}) {
            for (const bool deflate : {false, true})
                QTest::addRow("%s, %d frames%s", isEnough ? "enough" : "too little", frames,
                              deflate ? ", compressed" : "")
                        << deflate << frames << isEnough;
        }
    }
}

// A message that there is no memory for is refused before it takes all that there is.
void tst_FrameReader::memory()
{
    QFETCH(const bool, deflate);
    QFETCH(const int, frames);
    QFETCH(const bool, isEnough);
    constexpr qint64 mib = 1024 * 1024;
    const auto window = deflate ? std::optional(DeflateWindow()) : std::nullopt;
    const QByteArray payload(12 * mib, 'x');
    FrameWriter writer(Role::Server, window);
    QByteArray bytes;
    const qsizetype piece = payload.size() / frames;
    for (int i = 0; i < frames; ++i)
        writer.writeMessage(true, payload.constData() + i * piece, piece, i == frames - 1, &bytes);

    const MemoryProbe probe =
            isEnough ? [](qint64) { return true; } : [](qint64 asked) { return asked < 48 * 1024 * 1024; };
    FrameReader reader(Role::Server, {16 * mib, 16 * mib}, window, probe);
    QByteArray received;
    for (qsizetype at = 0; at < bytes.size() && !reader.fault(); at += 65'536) {
        reader.add(bytes.constData() + at, std::min<qsizetype>(65'536, bytes.size() - at));
        while (const auto message = reader.next())
            received = message->payload;
    }
    QCOMPARE(received, isEnough ? payload.left(frames * piece) : QByteArray());
    QCOMPARE(reader.fault().code, isEnough ? quint16(0) : CloseCode::MessageTooBig);
    QVERIFY(isEnough || reader.fault().failure.cause == FailureCause::MessageOverMemory);
}

SOCKETSCOPE_TEST(tst_FrameReader, QCoreApplication)
#include "tst_framereader.moc"
