// SPDX-License-Identifier: MIT
// pcapng, for Wireshark and tshark: a record is made above TCP and TLS, so the packets are made anew, of raw
// IPv4. Each `open` is a TCP connection of its own, with the handshake as it was recorded; each message is
// one frame, as long as it was before compression; a `close` ends with the frames that it tells of. Errors,
// retries and notes were never on the wire. pcapng is draft-ietf-opsawg-pcapng; IPv4 is RFC 791, TCP is RFC
// 9293.
#include "exchange/closeframe.h"
#include "exchange/exchangeformat.h"
#include "exchange/outputfile.h"
#include "localentry.h"
#include "record/recordfile.h"
#include "version.h"
#include "websocket/closecode.h"
#include "websocket/frameheader.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

using namespace Qt::StringLiterals;

namespace {

// --- Blocks and packets -----------------------------------------------------------------------

template <typename Number>
char *putLittle(Number number, char *to)
{
    qToLittleEndian(number, to);
    return to + sizeof number;
}

template <typename Number>
char *putBig(Number number, char *to)
{
    qToBigEndian(number, to);
    return to + sizeof number;
}

constexpr qsizetype paddedTo4(qsizetype size)
{
    return (size + 3) & ~qsizetype(3);
}

constexpr quint16 EndOfOptions = 0;
constexpr quint16 CommentOption = 1;
constexpr quint16 PacketFlagsOption = 2;
constexpr qsizetype OptionHeader = 4;

// Block type, its length, the body, and the length again.
constexpr qsizetype BlockFrame = 12;

qsizetype optionSize(QByteArrayView value)
{
    return value.isEmpty() ? 0 : OptionHeader + paddedTo4(value.size());
}

char *putPadded(QByteArrayView bytes, char *to)
{
    to = std::copy(bytes.begin(), bytes.end(), to);
    return std::fill_n(to, paddedTo4(bytes.size()) - bytes.size(), '\0');
}

char *putOption(quint16 code, QByteArrayView value, char *to)
{
    return value.isEmpty() ? to : putPadded(value, putLittle(quint16(value.size()), putLittle(code, to)));
}

// Of the internet (RFC 1071): the ones' complement of the sum of the words.
class InternetChecksum
{
public:
    void add(QByteArrayView bytes)
    {
        const char *at = bytes.begin();
        for (; bytes.end() - at >= 2; at += 2)
            m_sum += qFromBigEndian<quint16>(at);
        if (at != bytes.end())
            m_sum += quint64(uchar(*at)) << 8;
    }
    void add(quint32 number) { m_sum += (number >> 16) + (number & 0xFFFF); }
    quint16 result() const
    {
        quint64 sum = m_sum;
        while (sum > 0xFFFF)
            sum = (sum >> 16) + (sum & 0xFFFF);
        return quint16(~sum);
    }

private:
    quint64 m_sum = 0;
};

/// What is sent in one go: the beginning of it, and a payload, masked perhaps.
struct StreamBytes
{
    QByteArrayView begin;
    QByteArrayView payload = {};
    std::optional<MaskKey> key = {};

    qsizetype size() const { return begin.size() + payload.size(); }
    void copy(qsizetype from, qsizetype count, char *to) const
    {
        const qsizetype ofBegin = std::clamp<qsizetype>(begin.size() - from, 0, count);
        if (ofBegin > 0)
            to = std::copy_n(begin.begin() + from, ofBegin, to);
        const qsizetype offset = from + ofBegin - begin.size();
        if (count > ofBegin)
            applyMask(key.value_or(MaskKey()), offset, payload.begin() + offset, to, count - ofBegin);
    }
};

/// What of it is in one segment.
struct Segment
{
    const StreamBytes *bytes = nullptr;
    qsizetype from = 0;
    qsizetype count = 0;
};

/// A TCP connection between the two that documentation is for (RFC 5737).
class TcpPackets
{
public:
    explicit TcpPackets(OutputFile *output, quint16 clientPort)
        : m_output(output)
        , m_ends{{{0xC0000201, clientPort, 0x10000000}, {0xC0000202, ServerPort, 0x20000000}}}
    {}

    void open(qint64 synUs, qint64 acceptedUs, const QByteArray &comment)
    {
        write(Role::Client, synUs, Syn, {}, comment);
        write(Role::Server, acceptedUs, Syn | Ack);
        write(Role::Client, acceptedUs, Ack);
    }

    void send(Role sender, qint64 timeUs, const StreamBytes &bytes)
    {
        for (qsizetype at = 0; at < bytes.size(); at += MostInSegment) {
            const qsizetype count = std::min(MostInSegment, bytes.size() - at);
            write(sender, timeUs, at + count == bytes.size() ? Ack | Push : Ack, {&bytes, at, count});
            // A receiver has only so much room.
            if (end(sender).next - end(sender).acknowledged > MostUnacknowledged)
                write(other(sender), timeUs, Ack);
        }
    }

    void close(Role first, qint64 timeUs)
    {
        write(first, timeUs, Fin | Ack);
        write(other(first), timeUs, Fin | Ack);
        write(first, timeUs, Ack);
    }

    static Role other(Role role) { return role == Role::Client ? Role::Server : Role::Client; }

private:
    /// Wireshark takes what goes there for HTTP.
    static constexpr quint16 ServerPort = 80;
    static constexpr quint8 Fin = 1;
    static constexpr quint8 Syn = 2;
    static constexpr quint8 Push = 8;
    static constexpr quint8 Ack = 16;
    static constexpr qsizetype IpHeader = 20;
    static constexpr qsizetype TcpHeader = 20;
    static constexpr qsizetype MostInSegment = 65535 - IpHeader - TcpHeader;
    static constexpr quint32 MostUnacknowledged = 1024 * 1024;

    struct End
    {
        quint32 address;
        quint16 port;
        /// Of the next byte that it sends, and up to where the other has them.
        quint32 next;
        quint32 acknowledged = next;
        quint16 packets = 0;
    };

    End &end(Role role) { return m_ends[size_t(role)]; }

    void write(Role sender, qint64 timeUs, int flags, const Segment &segment = {},
               const QByteArray &comment = {})
    {
        constexpr quint32 packetBlock = 6;
        constexpr qsizetype fields = 20;
        // Whoever was recorded is the client.
        const QByteArray direction(sender == Role::Client ? "\2\0\0\0" : "\1\0\0\0", 4);
        const qsizetype packet =
                IpHeader + TcpHeader + (flags & Syn ? qsizetype(SynOptions.size()) : 0) + segment.count;
        const qsizetype size = BlockFrame + fields + paddedTo4(packet) + optionSize(comment)
                               + optionSize(direction) + OptionHeader;
        char *to = m_output->room(size);
        to = putLittle(quint32(size), putLittle(packetBlock, to));
        to = putLittle(quint32(0), to); // the only interface
        to = putLittle(quint32(quint64(timeUs)), putLittle(quint32(quint64(timeUs) >> 32), to));
        to = putLittle(quint32(packet), putLittle(quint32(packet), to));
        writePacket(sender, flags, segment, packet, to);
        to = std::fill_n(to + packet, paddedTo4(packet) - packet, '\0');
        to = putOption(CommentOption, comment, to);
        to = putOption(PacketFlagsOption, direction, to);
        to = putLittle(quint32(EndOfOptions), to);
        m_output->written(putLittle(quint32(size), to));
    }

    void writePacket(Role sender, int flags, const Segment &segment, qsizetype packet, char *const ip)
    {
        End &from = end(sender);
        End &to = end(other(sender));
        constexpr quint8 versionAndWords = 0x45;
        constexpr quint16 dontFragment = 0x4000;
        constexpr quint8 hops = 64;
        constexpr quint8 tcpProtocol = 6;
        char *at = putBig(quint16(packet), putBig(quint16(versionAndWords << 8), ip));
        at = putBig(dontFragment, putBig(from.packets++, at));
        at = putBig(quint16(hops << 8 | tcpProtocol), at);
        char *const ipChecksum = at;
        at = putBig(to.address, putBig(from.address, putBig(quint16(0), at)));
        InternetChecksum sum;
        sum.add({ip, IpHeader});
        putBig(sum.result(), ipChecksum);

        const qsizetype tcpSize = packet - IpHeader;
        const qsizetype headerWords = (tcpSize - segment.count) / 4;
        at = putBig(to.port, putBig(from.port, at));
        at = putBig(flags & Ack ? to.next : 0, putBig(from.next, at));
        at = putBig(quint16(0xFFFF), putBig(quint16(headerWords << 12 | flags), at));
        char *const tcpChecksum = at;
        at = putBig(quint32(0), at);
        if (flags & Syn)
            at = std::copy(SynOptions.begin(), SynOptions.end(), at);
        if (segment.bytes)
            segment.bytes->copy(segment.from, segment.count, at);
        InternetChecksum tcpSum;
        tcpSum.add(from.address);
        tcpSum.add(to.address);
        tcpSum.add(quint32(tcpProtocol) + quint32(tcpSize));
        tcpSum.add({ip + IpHeader, tcpSize});
        putBig(tcpSum.result(), tcpChecksum);
        from.next += quint32(segment.count) + (flags & (Syn | Fin) ? 1 : 0);
        if (flags & Ack)
            to.acknowledged = to.next;
    }

    /// The most in a segment (MostInSegment), and a window that is 16,384 times as large as it says.
    static constexpr std::array<char, 8> SynOptions{2, 4, char(0xFF), char(0xD7), 1, 3, 3, 14};

    OutputFile *m_output;
    std::array<End, 2> m_ends;
};

// --- Handshakes -------------------------------------------------------------------------------

// Empty if it was not recorded.
QByteArray recordedHead(const QJsonValue &lines)
{
    QByteArray head;
    const QJsonArray all = lines.toArray();
    for (const QJsonValue line : all)
        head += line.toString().toUtf8().replace('\r', ' ').replace('\n', ' ') + "\r\n";
    return head.isEmpty() ? head : head + "\r\n";
}

/// What both sides said before the first frame.
struct HandshakeHeads
{
    QByteArray request;
    QByteArray response;

    static HandshakeHeads of(const QJsonObject &entry, const QString &url);
};

// One that was not recorded is the simplest there is (RFC 6455 section 1.2).
HandshakeHeads HandshakeHeads::of(const QJsonObject &entry, const QString &url)
{
    HandshakeHeads heads{recordedHead(entry.value("request"_L1)), recordedHead(entry.value("response"_L1))};
    if (!heads.request.isEmpty() && heads.response.startsWith("HTTP/1.1 101"))
        return heads;
    QUrl parsed(url);
    parsed.setUserInfo({});
    QByteArray target = parsed.path(QUrl::FullyEncoded).toLatin1();
    if (parsed.hasQuery())
        target += '?' + parsed.query(QUrl::FullyEncoded).toLatin1();
    const QByteArray host = parsed.authority(QUrl::FullyEncoded).toLatin1();
    const QByteArray upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
    const QByteArray subprotocol = entry.value("subprotocol"_L1).toString().toUtf8().simplified();
    const QByteArray chosen =
            subprotocol.isEmpty() ? QByteArray() : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n";
    return {"GET " + (target.startsWith('/') ? target : '/' + target) + " HTTP/1.1\r\nHost: " + host + "\r\n"
                    + upgrade + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                    + chosen + "\r\n",
            "HTTP/1.1 101 Switching Protocols\r\n" + upgrade
                    + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" + chosen + "\r\n"};
}

// --- Entries ----------------------------------------------------------------------------------

class PcapngWriter : public EntryWriter
{
    Q_DECLARE_TR_FUNCTIONS(PcapngWriter)

public:
    explicit PcapngWriter(OutputFile &output)
        : m_output(output)
    {}

    bool begin(const RecordOrigin &origin) override
    {
        m_url = origin.url;
        const QByteArray program = "Socketscope " + programVersion().toUtf8();
        constexpr quint16 userApplication = 4;
        // Byte order, version 1.0, and a length that nobody knows.
        writeBlock(0x0A0D0D0A, QByteArray::fromHex("4d3c2b1a01000000ffffffffffffffff"), userApplication,
                   program);
        // LINKTYPE_RAW; nothing was cut.
        constexpr quint16 description = 3;
        writeBlock(1, QByteArray::fromHex("6500000000000000"), description,
                   tr("What Socketscope recorded, in packets that were made for it").toUtf8());
        return !m_output.hasFailed();
    }

    bool write(const EntryBlock &block) override
    {
        for (const EntryBlock::Row &row : block.rows()) {
            const QByteArrayView payload = block.payload(row);
            if (row.type == MessageType::Open)
                open(row.timeUs, payload);
            else if (row.type == MessageType::Close)
                close(row.timeUs, payload);
            else if (row.type <= MessageType::Pong && row.direction != Direction::Local)
                sendMessage(row, payload);
        }
        return !m_output.hasFailed();
    }

private:
    void writeBlock(quint32 type, const QByteArray &fields, quint16 option, const QByteArray &value)
    {
        const qsizetype size = BlockFrame + fields.size() + optionSize(value) + OptionHeader;
        char *to = m_output.room(size);
        to = putPadded(fields, putLittle(quint32(size), putLittle(type, to)));
        to = putLittle(quint32(EndOfOptions), putOption(option, value, to));
        m_output.written(putLittle(quint32(size), to));
    }

    void open(qint64 timeUs, QByteArrayView json)
    {
        const QByteArray payload = QByteArray::fromRawData(json.data(), json.size());
        const QJsonObject entry = QJsonDocument::fromJson(payload).object();
        const auto before = [&](QLatin1StringView name) {
            constexpr double mostMs = 86'400'000;
            return timeUs - qint64(std::clamp(entry.value(name).toDouble(), 0.0, mostMs) * 1000);
        };
        const QString url = entry.value("url"_L1).toString(m_url);
        const HandshakeHeads heads = HandshakeHeads::of(entry, url);
        const qint64 requestUs = std::max<qint64>(0, before("http_ms"_L1));
        const qint64 synUs = std::clamp<qint64>(before("elapsed_ms"_L1), 0, requestUs);
        constexpr int firstPort = 49152;
        constexpr int ports = 65536 - firstPort;
        constexpr qsizetype mostOfComment = 1000;
        m_tcp.emplace(&m_output, quint16(firstPort + m_connections++ % ports));
        m_tcp->open(synUs, requestUs, url.left(mostOfComment).toUtf8());
        m_tcp->send(Role::Client, requestUs, {heads.request});
        m_tcp->send(Role::Server, timeUs, {heads.response});
    }

    // Of a part of a session, the beginning may be missing.
    TcpPackets &connection(qint64 timeUs)
    {
        if (!m_tcp)
            open(timeUs, {});
        return *m_tcp;
    }

    void sendMessage(const EntryBlock::Row &row, QByteArrayView payload)
    {
        static constexpr quint8 opcodes[] = {Opcode::Text, Opcode::Binary, Opcode::Ping, Opcode::Pong};
        sendFrame(row.direction == Direction::Out ? Role::Client : Role::Server, row.timeUs,
                  opcodes[size_t(row.type)], payload);
    }

    void sendFrame(Role sender, qint64 timeUs, quint8 opcode, QByteArrayView payload)
    {
        // Nobody records the keys that were used.
        constexpr MaskKey key{'S', 'o', 'c', 'k'};
        FrameHeader header;
        header.opcode = opcode;
        header.masked = sender == Role::Client;
        header.length = quint64(payload.size());
        QByteArray begin;
        header.appendTo(&begin, key);
        connection(timeUs).send(sender, timeUs,
                                {begin, payload, header.masked ? std::optional(key) : std::nullopt});
    }

    void close(qint64 timeUs, QByteArrayView json)
    {
        const CloseEntry entry = CloseEntry::read(LocalFields(json));
        const bool isByPeer = entry.by == closedByKey(CloseInfo::By::Peer);
        const bool isByNetwork = entry.by == closedByKey(CloseInfo::By::Network);
        const Role first = isByPeer ? Role::Server : Role::Client;
        if (const std::optional<QByteArray> payload = closeFrameOf(entry)) {
            sendFrame(first, timeUs, Opcode::Close, *payload);
            // The answer repeats the code.
            if (entry.clean)
                sendFrame(TcpPackets::other(first), timeUs, Opcode::Close, payload->left(sizeof(quint16)));
        }
        // The server is the first to close TCP (RFC 6455 section 7.1.1), if it is still there.
        const bool isByServer = entry.clean || isByPeer || isByNetwork;
        connection(timeUs).close(isByServer ? Role::Server : Role::Client, timeUs);
        m_tcp.reset();
    }

    OutputFile &m_output;
    QString m_url;
    std::optional<TcpPackets> m_tcp;
    int m_connections = 0;
};

} // namespace

const ExchangeFormat PcapngFormat{
        .key = QLatin1StringView("pcapng"),
        .name = QT_TRANSLATE_NOOP("ExchangeFormat", "pcapng for Wireshark"),
        .suffix = QLatin1StringView("pcapng"),
        .isText = false,
        .writer = [](OutputFile &output) -> std::unique_ptr<EntryWriter> {
            return std::make_unique<PcapngWriter>(output);
        },
};
