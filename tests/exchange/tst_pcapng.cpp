// SPDX-License-Identifier: MIT
// What is written is read again here, packet by packet and frame by frame; and by tshark, where there is one.
#include "exchangefixture.h"
#include "support/bounds.h"
#include "support/testprogram.h"
#include "websocket/frameheader.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QProcess>
#include <QStandardPaths>
#include <QtEndian>

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

class tst_Pcapng : public ExchangeFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { ExchangeFixture::init(); }
    void packets();
    void handshakes_data();
    void handshakes();
    void closes_data();
    void closes();
    void sizes_data();
    void sizes();
    void anySession();
    void nothing();
    void tshark();
};

static Message pcapEntry(Direction direction, MessageType type, const QByteArray &payload, qint64 afterUs = 0)
{
    return {0, SomeTime + afterUs, direction, type, payload};
}

struct PcapPacket
{
    qint64 timeUs = 0;
    bool isFromClient = false;
    quint16 clientPort = 0;
    quint32 next = 0;
    quint32 acknowledged = 0;
    int flags = 0;
    QByteArray bytes;
    QByteArray comment;
};

/// What went over one TCP connection.
struct PcapStream
{
    /// Of the server and of the client.
    std::array<QByteArray, 2> bytes;
    std::array<quint32, 2> next{};
    /// When the last byte up to here came.
    QList<std::array<qint64, 3>> arrivals;
};

static quint16 wordsSum(const QByteArray &bytes)
{
    quint32 sum = 0;
    for (qsizetype i = 0; i < bytes.size(); i += 2)
        sum += quint32(uchar(bytes[i]) << 8) + (i + 1 < bytes.size() ? uchar(bytes[i + 1]) : 0);
    while (sum > 0xFFFF)
        sum = (sum & 0xFFFF) + (sum >> 16);
    return quint16(sum);
}

static PcapPacket packetOf(const QByteArray &body)
{
    PcapPacket packet;
    const auto little = [&](qsizetype at) { return qFromLittleEndian<quint32>(body.constData() + at); };
    packet.timeUs = qint64(quint64(little(4)) << 32 | little(8));
    const qsizetype size = little(12);
    const QByteArray ip = body.mid(20, size);
    const QByteArray options = body.sliced(20 + (size + 3) / 4 * 4);
    for (qsizetype at = 0; at + 4 <= options.size();) {
        const auto code = qFromLittleEndian<quint16>(options.constData() + at);
        const auto length = qFromLittleEndian<quint16>(options.constData() + at + 2);
        if (code == 1)
            packet.comment = options.mid(at + 4, length);
        if (code == 2)
            packet.isFromClient = options[at + 4] == 2;
        at += 4 + (length + 3) / 4 * 4;
    }
    const auto big16 = [&](qsizetype at) { return qFromBigEndian<quint16>(ip.constData() + at); };
    const auto big32 = [&](qsizetype at) { return qFromBigEndian<quint32>(ip.constData() + at); };
    const QByteArray pseudo =
            ip.mid(12, 8) + QByteArray("\0\6", 2) + char((size - 20) >> 8) + char(size - 20);
    if (big16(2) != size || ip[9] != 6 || wordsSum(ip.first(20)) != 0xFFFF
        || wordsSum(pseudo + ip.sliced(20)) != 0xFFFF)
        QTest::qFail("a packet is not sound", __FILE__, __LINE__);
    packet.clientPort = big16(packet.isFromClient ? 20 : 22);
    if (big16(packet.isFromClient ? 22 : 20) != 80)
        QTest::qFail("a server has another port", __FILE__, __LINE__);
    packet.next = big32(24);
    packet.acknowledged = big32(28);
    packet.flags = uchar(ip[33]);
    packet.bytes = ip.sliced(20 + 4 * (uchar(ip[32]) >> 4));
    return packet;
}

static QList<PcapPacket> packetsOf(const QByteArray &file)
{
    QList<PcapPacket> packets;
    int blocks = 0;
    for (qsizetype at = 0; at < file.size(); ++blocks) {
        const auto type = qFromLittleEndian<quint32>(file.constData() + at);
        const auto size = qFromLittleEndian<quint32>(file.constData() + at + 4);
        if (size % 4 != 0 || qFromLittleEndian<quint32>(file.constData() + at + size - 4) != size
            || type
                       != (blocks == 0   ? 0x0A0D0D0A
                           : blocks == 1 ? 1
                                         : 6)) {
            QTest::qFail("a block is not sound", __FILE__, __LINE__);
            break;
        }
        if (blocks >= 2)
            packets.append(packetOf(file.mid(at + 8, size - 12)));
        at += size;
    }
    return packets;
}

// By the port of the client. Fails the test if a byte is missing or comes twice.
static QMap<quint16, PcapStream> streamsOf(const QList<PcapPacket> &packets)
{
    QMap<quint16, PcapStream> streams;
    for (const PcapPacket &packet : packets) {
        PcapStream &stream = streams[packet.clientPort];
        const size_t side = packet.isFromClient ? 1 : 0;
        const bool isSyn = packet.flags & 2;
        if (!isSyn && (packet.next != stream.next[side] || packet.acknowledged != stream.next[1 - side]))
            QTest::qFail("a number is not the next", __FILE__, __LINE__);
        stream.next[side] = packet.next + quint32(packet.bytes.size()) + (packet.flags & 3 ? 1 : 0);
        stream.bytes[side] += packet.bytes;
        stream.arrivals.append({qint64(side), stream.bytes[side].size(), packet.timeUs});
    }
    return streams;
}

// The frames behind the handshake, as the entries that they were, without their order.
static QList<Message> framesOf(const PcapStream &stream, bool isFromClient)
{
    QList<Message> frames;
    const QByteArray &all = stream.bytes[isFromClient ? 1 : 0];
    const qsizetype handshakeEnd = all.indexOf("\r\n\r\n");
    qsizetype at = handshakeEnd < 0 ? 0 : handshakeEnd + 4;
    while (at < all.size()) {
        FrameHeader header = FrameHeader::fromStart(QByteArrayView(all).sliced(at));
        if (!header.readLength(QByteArrayView(all).sliced(at)) || header.longForm || !header.final
            || header.reserved || header.masked != isFromClient
            || header.length > quint64(all.size() - at - header.size)) {
            QTest::qFail("a frame is not sound", __FILE__, __LINE__);
            break;
        }
        QByteArray payload = all.mid(at + header.size, qsizetype(header.length));
        applyMask(header.maskKey(QByteArrayView(all).sliced(at)), 0, payload.constData(), payload.data(),
                  payload.size());
        at += header.size + payload.size();
        Message frame = pcapEntry(isFromClient ? Direction::Out : Direction::In, MessageType::Close, payload);
        static const QMap<int, MessageType> types{{1, MessageType::Text},
                                                  {2, MessageType::Binary},
                                                  {8, MessageType::Close},
                                                  {9, MessageType::Ping},
                                                  {10, MessageType::Pong}};
        frame.type = types.value(header.opcode, MessageType::Note);
        for (const auto &[side, end, timeUs] : stream.arrivals) {
            if ((side == 1) == isFromClient && end <= at)
                frame.timeUs = timeUs;
        }
        frames.append(frame);
    }
    return frames;
}

// "+38000 < SA 0/1 0": when, whose, flags, the numbers from the beginning on, bytes.
static QStringList shownPackets(const QList<PcapPacket> &packets)
{
    QStringList lines;
    std::array<quint32, 2> first{};
    for (const PcapPacket &packet : packets) {
        const size_t side = packet.isFromClient ? 1 : 0;
        if (packet.flags & 2)
            first[side] = packet.next;
        QString flags;
        for (const auto &[bit, letter] : {std::pair(2, u'S'), {1, u'F'}, {8, u'P'}, {16, u'A'}})
            flags += packet.flags & bit ? QString(letter) : QString();
        lines.append(u"%1 %2 %3 %4/%5 %6"_s.arg(packet.timeUs - SomeTime)
                             .arg(QChar(side ? u'>' : u'<'))
                             .arg(flags)
                             .arg(packet.next - first[side])
                             .arg(packet.flags & 16 ? packet.acknowledged - first[1 - side] : 0)
                             .arg(packet.bytes.size()));
    }
    return lines;
}

static constexpr auto RecordedOpen =
        R"({"elapsed_ms":38,"http_ms":10.5,"url":"wss://host/?t=***","request":["GET /?t=*** HTTP/1.1","Host: host"],)"
        R"("response":["HTTP/1.1 101 Switching Protocols","Upgrade: websocket"]})";

void tst_Pcapng::packets()
{
    const QByteArray file = exported(
            {
                    pcapEntry(Direction::Local, MessageType::Note, "{}", -50'000),
                    pcapEntry(Direction::Local, MessageType::Open, RecordedOpen),
                    pcapEntry(Direction::Out, MessageType::Text, "hello", 100),
                    pcapEntry(Direction::In, MessageType::Binary, QByteArray(65'495, 'x'), 200),
                    pcapEntry(Direction::In, MessageType::Ping, "", 300),
                    pcapEntry(Direction::Local, MessageType::Error, "{}", 400),
                    pcapEntry(Direction::Local, MessageType::Close, R"({"code":1000,"by":"us"})", 500),
            },
            PcapngFormat);
    const QList<PcapPacket> packets = packetsOf(file);
    QCOMPARE(shownPackets(packets), (QStringList{
                                            u"-38000 > S 0/0 0"_s,
                                            u"-10500 < SA 0/1 0"_s,
                                            u"-10500 > A 1/1 0"_s,
                                            u"-10500 > PA 1/1 36"_s,
                                            u"0 < PA 1/37 56"_s,
                                            u"100 > PA 37/57 11"_s,
                                            u"200 < A 57/48 65495"_s,
                                            u"200 < PA 65552/48 4"_s,
                                            u"300 < PA 65556/48 2"_s,
                                            u"500 > PA 48/65558 8"_s,
                                            u"500 < PA 65558/56 4"_s,
                                            u"500 < FA 65562/56 0"_s,
                                            u"500 > FA 56/65563 0"_s,
                                            u"500 < A 65563/57 0"_s,
                                    }));
    QCOMPARE(packets[0].comment, "wss://host/?t=***");
    QCOMPARE(packets[3].bytes, "GET /?t=*** HTTP/1.1\r\nHost: host\r\n\r\n");
    QCOMPARE(packets[4].bytes, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");
}

void tst_Pcapng::handshakes_data()
{
    QTest::addColumn<QByteArray>("open");
    QTest::addColumn<QByteArray>("request");
    QTest::newRow("no entry") << QByteArray() << QByteArray("GET /feed HTTP/1.1\r\nHost: host\r\nUpgrade: ");
    QTest::newRow("no URL") << QByteArray("{}")
                            << QByteArray("GET /feed HTTP/1.1\r\nHost: host\r\nUpgrade: ");
    QTest::newRow("no JSON") << QByteArray("{\"") << QByteArray("GET /feed HTTP/1.1\r\n");
    QTest::newRow("URL") << QByteArray(R"({"url":"ws://u:p@[::1]:81/a b?c=***#d","subprotocol":"x\r\ny"})")
                         << QByteArray("GET /a%20b?c=*** HTTP/1.1\r\nHost: [::1]:81\r\nUpgrade: ");
    QTest::newRow("no path") << QByteArray(R"({"url":"ws://a"})")
                             << QByteArray("GET / HTTP/1.1\r\nHost: a\r\n");
    QTest::newRow("half of it") << QByteArray(R"({"url":"ws://a/b","request":["GET /c HTTP/1.1"]})")
                                << QByteArray("GET /b HTTP/1.1\r\n");
    QTest::newRow("refused") << QByteArray(
            R"({"url":"ws://a/b","request":["GET /c HTTP/1.1"],"response":["HTTP/1.1 404"]})")
                             << QByteArray("GET /b HTTP/1.1\r\n");
    QTest::newRow("lines in a line") << QByteArray(
            R"({"request":["GET /c HTTP/1.1","a: b\r\n\r\nc"],"response":["HTTP/1.1 101","d: e\n"]})")
                                     << QByteArray("GET /c HTTP/1.1\r\na: b    c\r\n\r\n");
    QTest::newRow("times that cannot be")
            << QByteArray(R"({"url":"ws://a/b","elapsed_ms":1e300,"http_ms":-1})")
            << QByteArray("GET /b HTTP/1.1\r\n");
}

void tst_Pcapng::handshakes()
{
    QFETCH(const QByteArray, open);
    QFETCH(const QByteArray, request);
    QList<Message> entries{pcapEntry(Direction::In, MessageType::Text, "a", 1)};
    if (!open.isNull())
        entries.prepend(pcapEntry(Direction::Local, MessageType::Open, open));
    const QList<PcapPacket> packets = packetsOf(exported(entries, PcapngFormat));
    QCOMPARE(packets.size(), 6);
    QVERIFY2(packets[3].bytes.startsWith(request)
                     && packets[3].bytes.indexOf("\r\n\r\n") == packets[3].bytes.size() - 4,
             packets[3].bytes.constData());
    QVERIFY2(packets[4].bytes.startsWith("HTTP/1.1 101")
                     && packets[4].bytes.indexOf("\r\n\r\n") == packets[4].bytes.size() - 4,
             packets[4].bytes.constData());
    QVERIFY(packets[0].timeUs >= 0 && packets[0].timeUs <= packets[3].timeUs
            && packets[3].timeUs <= packets[4].timeUs);
    QCOMPARE(packets[5].bytes, "\x81\x01"
                               "a");
}

void tst_Pcapng::closes_data()
{
    QTest::addColumn<QByteArray>("close");
    QTest::addColumn<QStringList>("packets");
    const auto row = [](const char *name, const QByteArray &close, const QStringList &packets) {
        QTest::newRow(name) << close << packets;
    };
    const QString bye = u"03e8627965"_s;
    row("by this side", R"({"by":"us","code":1000,"reason":"bye"})",
        {u"> close "_s + bye, u"< close 03e8"_s, u"< FIN"_s, u"> FIN"_s});
    row("by the peer", R"({"by":"peer","code":1000,"reason":"bye"})",
        {u"< close "_s + bye, u"> close 03e8"_s, u"< FIN"_s, u"> FIN"_s});
    row("by the peer, not answered", R"({"by":"peer","code":1001,"clean":false})",
        {u"< close 03e9"_s, u"< FIN"_s, u"> FIN"_s});
    row("by this side, not answered", R"({"by":"engine","code":1002,"clean":false})",
        {u"> close 03ea"_s, u"> FIN"_s, u"< FIN"_s});
    row("empty", R"({"by":"peer","code":1005})", {u"< close "_s, u"> close "_s, u"< FIN"_s, u"> FIN"_s});
    row("unknown code", R"({"by":"peer","code":0})", {u"< close "_s, u"> close "_s, u"< FIN"_s, u"> FIN"_s});
    row("lost", R"({"by":"network","code":1006,"clean":false})", {u"< FIN"_s, u"> FIN"_s});
    row("given up", R"({"by":"us","code":1006,"clean":false})", {u"> FIN"_s, u"< FIN"_s});
    row("a reason that is too long",
        R"({"by":"us","code":1000,"clean":false,"reason":")" + QByteArray(200, 'x') + "\"}",
        {u"> close 03e8"_s + u"78"_s.repeated(123), u"> FIN"_s, u"< FIN"_s});
}

void tst_Pcapng::closes()
{
    QFETCH(const QByteArray, close);
    QFETCH(const QStringList, packets);
    const QByteArray file = exported({pcapEntry(Direction::Local, MessageType::Open, "{}"),
                                      pcapEntry(Direction::Local, MessageType::Close, close)},
                                     PcapngFormat);
    QStringList found;
    for (const PcapPacket &packet : packetsOf(file).sliced(5)) {
        const QString side = packet.isFromClient ? u"> "_s : u"< "_s;
        if (packet.flags & 1)
            found.append(side + u"FIN"_s);
        else if (!packet.bytes.isEmpty())
            found.append(side + u"close "_s
                         + QString::fromLatin1(
                                 framesOf({{packet.bytes, packet.bytes}, {}, {}}, packet.isFromClient)
                                         .value(0)
                                         .payload.toHex()));
    }
    QCOMPARE(found, packets);
}

void tst_Pcapng::sizes_data()
{
    QTest::addColumn<Direction>("direction");
    QTest::addColumn<int>("size");
    for (const int size :
         {0, 1, 125, 126, 65'485, 65'487, 65'491, 65'492, 65'495, 65'535, 65'536, 130'990, 5'000'003}) {
        QTest::addRow("received %d", size) << Direction::In << size;
        QTest::addRow("sent %d", size) << Direction::Out << size;
    }
}

// Around the ends of a length and of a segment.
void tst_Pcapng::sizes()
{
    QFETCH(const Direction, direction);
    QFETCH(const int, size);
    QByteArray payload(size, '\0');
    for (int i = 0; i < size; ++i)
        payload[i] = char(i * 7 % 251);
    const QByteArray file = exported({pcapEntry(Direction::Local, MessageType::Open, "{}"),
                                      pcapEntry(direction, MessageType::Binary, payload, 5),
                                      pcapEntry(direction, MessageType::Text, "after", 6)},
                                     PcapngFormat);
    const PcapStream stream = streamsOf(packetsOf(file)).first();
    QCOMPARE(framesOf(stream, direction == Direction::Out),
             (QList<Message>{pcapEntry(direction, MessageType::Binary, payload, 5),
                             pcapEntry(direction, MessageType::Text, "after", 6)}));
}

// Entries of any kind; an `open` begins another connection, and so does what follows a `close`.
void tst_Pcapng::anySession()
{
    QRandomGenerator random(5);
    const QList<Message> entries = anyEntries(random, 3000);
    QList<QList<Message>> expected;
    bool isOpen = false;
    for (const Message &entry : entries) {
        const bool isMessage = entry.type <= MessageType::Pong && entry.direction != Direction::Local;
        const bool isClose = entry.type == MessageType::Close;
        if (entry.type == MessageType::Open || (!isOpen && (isMessage || isClose)))
            expected.append(QList<Message>());
        isOpen = (isOpen || entry.type == MessageType::Open || isMessage) && !isClose;
        if (isMessage)
            expected.last().append({0, entry.timeUs, entry.direction, entry.type, entry.payload});
    }
    const auto streams = streamsOf(packetsOf(exported(entries, PcapngFormat)));
    QCOMPARE(streams.size(), expected.size());
    for (qsizetype i = 0; i < expected.size(); ++i) {
        for (const Direction direction : {Direction::In, Direction::Out}) {
            QList<Message> sent = expected[i];
            sent.removeIf([direction](const Message &entry) { return entry.direction != direction; });
            QList<Message> found = framesOf(streams[quint16(49'152 + i)], direction == Direction::Out);
            found.removeIf([](const Message &frame) { return frame.type == MessageType::Close; });
            QCOMPARE(found, sent);
        }
    }
}

void tst_Pcapng::nothing()
{
    const QByteArray file = exported({}, PcapngFormat);
    QVERIFY(file.startsWith("\x0A\x0D\x0D\x0A"));
    QCOMPARE(packetsOf(file).size(), 0);
}

// What tshark, which takes the mask off 256 KiB, sees in each `websocket`.
void tst_Pcapng::tshark()
{
    const QString program = QStandardPaths::findExecutable(u"tshark"_s);
    if (program.isEmpty())
        QSKIP("tshark is not installed.");
    QRandomGenerator random(6);
    QList<Message> entries{pcapEntry(Direction::Local, MessageType::Open, RecordedOpen)};
    QList<Message> expected;
    for (const int size : {0, 1, 125, 126, 9'000, 65'535, 65'536, 200'000}) {
        for (const Direction direction : {Direction::In, Direction::Out}) {
            for (const MessageType type :
                 {MessageType::Text, MessageType::Binary, MessageType::Ping, MessageType::Pong}) {
                if (isHeartbeat(type) && size > MaxControlPayload)
                    continue;
                QByteArray payload(size, 'x');
                for (char &byte : payload)
                    byte = char(type == MessageType::Text ? 'a' + random.bounded(26) : random.bounded(256));
                expected.append(pcapEntry(direction, type, payload, 1000 * expected.size()));
                // Over several connections.
                if (expected.size() % 7 == 0)
                    entries.append(pcapEntry(Direction::Local, MessageType::Open, RecordedOpen,
                                             1000 * expected.size()));
                entries.append(expected.last());
            }
        }
    }
    QVERIFY(write(u"a.pcapng"_s, exported(entries, PcapngFormat)));
    QProcess process;
    process.start(program, {u"-r"_s, path(u"a.pcapng"_s), u"-Y"_s, u"websocket"_s, u"-T"_s, u"json"_s,
                            u"-x"_s, u"-o"_s, u"tcp.check_checksum:TRUE"_s});
    QVERIFY(process.waitForFinished(60'000));
    const QJsonArray packets = QJsonDocument::fromJson(process.readAllStandardOutput()).array();
    QCOMPARE(packets.size(), expected.size());
    for (qsizetype i = 0; i < expected.size(); ++i) {
        const QJsonObject layers = packets[i]["_source"_L1]["layers"_L1].toObject();
        const QJsonObject frame = layers["websocket"_L1].toObject();
        static constexpr std::array opcodes{"1", "2", "9", "10"};
        QCOMPARE(frame["websocket.opcode"_L1].toString(),
                 QLatin1StringView(opcodes[size_t(expected[i].type)]));
        QCOMPARE(frame["websocket.mask"_L1].toString(),
                 expected[i].direction == Direction::Out ? u"1"_s : u"0"_s);
        const QString payload = frame["websocket.payload_raw"_L1][0].toString();
        QCOMPARE(QByteArray::fromHex(payload.toLatin1()), expected[i].payload);
        const QString time = layers["frame"_L1]["frame.time_epoch"_L1].toString();
        QCOMPARE(qRound64(time.right(12).toDouble() * 1e6) % 10'000'000, expected[i].timeUs % 10'000'000);
        QCOMPARE(layers["tcp"_L1]["tcp.checksum.status"_L1].toString(), u"1"_s);
        QVERIFY(!layers["tcp"_L1].toObject().contains("tcp.analysis.flags"_L1));
    }
}

SOCKETSCOPE_TEST(tst_Pcapng, QCoreApplication)
#include "tst_pcapng.moc"
