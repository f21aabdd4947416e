// SPDX-License-Identifier: MIT
#include "exchange/har/harwriter.h"

#include "exchange/closeframe.h"
#include "exchange/entryjson.h"
#include "exchange/har/harmessage.h"
#include "exchange/outputfile.h"
#include "localentry.h"
#include "utf8.h"
#include "version.h"
#include "websocket/closecode.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>
#include <QUrlQuery>
#include <QtEndian>

#include <algorithm>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

namespace {

QByteArray harJson(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonObject nameAndValue(const QString &name, const QString &value)
{
    return {{u"name"_s, name}, {u"value"_s, value}};
}

// "Name: value", below the first line.
QJsonArray harHeaders(const QJsonArray &lines)
{
    QJsonArray headers;
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const QString line = lines.at(i).toString();
        headers.append(nameAndValue(line.section(u':', 0, 0), line.section(u':', 1).trimmed()));
    }
    return headers;
}

// Of a request they stand in one header; of an answer each has its own, with more behind it.
QJsonArray harCookies(const QJsonArray &headers, const QString &header, bool isAnswer)
{
    QJsonArray cookies;
    for (const QJsonValue field : headers) {
        if (field[u"name"].toString().compare(header, Qt::CaseInsensitive) != 0)
            continue;
        const QStringList items = field[u"value"].toString().split(u';');
        for (const QString &item : isAnswer ? items.first(1) : items)
            cookies.append(nameAndValue(item.section(u'=', 0, 0).trimmed(), item.section(u'=', 1).trimmed()));
    }
    return cookies;
}

QByteArray harRequest(const QString &url, const QJsonArray &lines)
{
    QJsonArray query;
    const auto items = QUrlQuery(QUrl(url)).queryItems(QUrl::FullyDecoded);
    for (const auto &[name, value] : items)
        query.append(nameAndValue(name, value));
    const QJsonArray headers = harHeaders(lines);
    return harJson({{u"method"_s, lines.isEmpty() ? u"GET"_s : lines[0].toString().section(u' ', 0, 0)},
                    {u"url"_s, url},
                    {u"httpVersion"_s, u"HTTP/1.1"_s},
                    {u"cookies"_s, harCookies(headers, u"Cookie"_s, false)},
                    {u"headers"_s, headers},
                    {u"queryString"_s, query},
                    {u"headersSize"_s, -1},
                    {u"bodySize"_s, 0}});
}

QByteArray harResponse(int status, const QString &statusText, const QJsonArray &lines)
{
    const QJsonArray headers = harHeaders(lines);
    return harJson({{u"status"_s, status},
                    {u"statusText"_s, statusText},
                    {u"httpVersion"_s, u"HTTP/1.1"_s},
                    {u"cookies"_s, harCookies(headers, u"Set-Cookie"_s, true)},
                    {u"headers"_s, headers},
                    {u"content"_s, QJsonObject{{u"size"_s, 0}, {u"mimeType"_s, u"x-unknown"_s}}},
                    {u"redirectURL"_s, QString()},
                    {u"headersSize"_s, -1},
                    {u"bodySize"_s, 0}});
}

// An address, if the peer is one with a port; else nothing.
QString harAddress(const QString &peer)
{
    QString address = peer.left(peer.lastIndexOf(u':'));
    if (address.startsWith(u'[') && address.endsWith(u']'))
        address = address.sliced(1).chopped(1);
    const auto isOfAddress = [](QChar c) { return c.isDigit() || u".:abcdefABCDEF"_s.contains(c); };
    return std::all_of(address.begin(), address.end(), isOfAddress) ? address : QString();
}

const char *harType(Direction direction)
{
    return direction == Direction::Out ? "send" : "receive";
}

bool isHarMessage(const EntryInfo &entry)
{
    return entry.direction != Direction::Local && entry.type <= MessageType::Pong;
}

constexpr HarOpcode opcodeOf(MessageType type)
{
    constexpr HarOpcode opcodes[]{HarOpcode::Text, HarOpcode::Binary, HarOpcode::Ping, HarOpcode::Pong};
    return opcodes[size_t(type)];
}

const QByteArray MessagesBegin = "],\"" + HarKey::Messages.toByteArray() + "\":[";

} // namespace

bool HarWriter::begin(const RecordOrigin &origin)
{
    m_origin = origin;
    m_output.write(R"({"log":{"version":"1.2","creator":)"
                   + harJson({{u"name"_s, u"Socketscope"_s}, {u"version"_s, programVersion()}})
                   + R"(,"pages":[],"entries":[)");
    return !m_output.hasFailed();
}

bool HarWriter::write(const EntryBlock &block)
{
    for (const EntryBlock::Row &row : block.rows())
        add(row, block.payload(row));
    return !m_output.hasFailed();
}

bool HarWriter::finish()
{
    endEntry();
    m_output.write("\n]}}\n");
    return !m_output.hasFailed();
}

void HarWriter::add(const EntryBlock::Row &row, QByteArrayView payload)
{
    const bool isOpen = row.direction == Direction::Local && row.type == MessageType::Open;
    if (isOpen || m_place == Place::InEntries)
        beginEntry(row, isOpen ? payload : QByteArrayView());
    m_lastUs = std::max(m_lastUs, row.timeUs);
    isHarMessage(row) ? addMessage(row, payload) : addLocal(row, payload);
}

// Without a payload, of what has no handshake: the connection failed, or only a part is written.
void HarWriter::beginEntry(const EntryBlock::Row &row, QByteArrayView payload)
{
    endEntry();
    const OpenEntry open = OpenEntry::read(LocalFields(payload));
    const QJsonObject all = QJsonDocument::fromJson(payload.toByteArray()).object();
    const double elapsedMs = double(std::clamp<qint64>(open.elapsedMs.value_or(0), 0, row.timeUs / 1000));
    const auto ms = [&all](const char *name) { return all[QLatin1StringView(name)].toDouble(-1); };
    const double dns = ms("dns_ms"), tcp = ms("tcp_ms"), tls = ms("tls_ms");
    const double connect = tcp < 0 ? -1 : tcp + std::max(tls, 0.0);
    m_connectedMs = elapsedMs;
    m_timings = harJson({{u"blocked"_s, -1},
                         {u"dns"_s, dns},
                         {u"connect"_s, connect},
                         {u"ssl"_s, tls},
                         {u"send"_s, 0},
                         {u"wait"_s, std::max(elapsedMs - std::max(dns, 0.0) - std::max(connect, 0.0), 0.0)}})
                        .chopped(1);
    m_startUs = row.timeUs - qint64(elapsedMs) * 1000;
    m_lastUs = row.timeUs;
    m_response.clear();
    if (!payload.isEmpty()) {
        const QJsonArray lines = all["response"_L1].toArray();
        const QString reason =
                lines.isEmpty() ? u"Switching Protocols"_s : lines[0].toString().section(u' ', 2);
        m_response = harResponse(101, reason, lines);
    }
    const QString started =
            QDateTime::fromMSecsSinceEpoch(m_startUs / 1000, Qt::UTC).toString(Qt::ISODateWithMs);
    m_output.write((std::exchange(m_isFirst, false) ? "\n" : ",\n") + R"({"startedDateTime":")"_ba
                   + started.toLatin1() + R"(","request":)"
                   + harRequest(open.url.isEmpty() ? m_origin.url : open.url, all["request"_L1].toArray()));
    if (const QString address = harAddress(open.peer); !address.isEmpty())
        m_output.write(R"(,"serverIPAddress":")" + address.toLatin1() + '"');
    m_output.write(R"(,"_resourceType":"websocket",")" + HarKey::Happened.toByteArray() + R"(":[)");
    m_place = Place::InHead;
    m_isFirst = true;
}

void HarWriter::endEntry()
{
    if (m_place == Place::InEntries)
        return;
    const bool hasMessages = m_place != Place::InHead;
    m_output.write(m_place == Place::InHead      ? QByteArrayView(MessagesBegin)
                   : m_place == Place::InMessage ? "}"
                                                 : "]}");
    if (m_response.isEmpty())
        m_response =
                harResponse(hasMessages ? 101 : 0, hasMessages ? u"Switching Protocols"_s : QString(), {});
    const double totalMs = std::max(double(m_lastUs - m_startUs) / 1000, m_connectedMs);
    m_output.write("],\"response\":" + m_response + ",\"cache\":{},\"timings\":" + m_timings
                   + ",\"receive\":" + QByteArray::number(totalMs - m_connectedMs, 'f', 3)
                   + "},\"time\":" + QByteArray::number(totalMs, 'f', 3) + '}');
    m_place = Place::InEntries;
    m_isFirst = false;
}

void HarWriter::beginMessage(const EntryBlock::Row &row, const char *type, HarOpcode opcode)
{
    static const QByteArray before[]{"", MessagesBegin, "},", "]},"};
    constexpr qint64 second = 1'000'000;
    m_output.write(before[int(std::exchange(m_place, Place::InMessage))] + R"({"type":")"_ba + type
                   + R"(","time":)" + QByteArray::number(row.timeUs / second) + '.'
                   + QByteArray::number(row.timeUs % second).rightJustified(6, '0') + R"(,"opcode":)"
                   + QByteArray::number(int(opcode)) + R"(,"data":")");
}

// What is meant as text and is none, has a sign of its own.
void HarWriter::addMessage(const EntryBlock::Row &row, QByteArrayView payload)
{
    const bool isMeantAsText = row.type == MessageType::Text;
    const bool isText = isMeantAsText && invalidUtf8At(payload) < 0;
    beginMessage(row, harType(row.direction), opcodeOf(row.type));
    isText ? JsonParts::writeText(payload, m_output) : JsonParts::writeBase64(payload, m_output);
    m_output.write(isMeantAsText && !isText ? "\",\"" + HarKey::IsBase64.toByteArray() + "\":true" : "\""_ba);
    if (row.wireBytes >= 0)
        m_output.write(",\"" + HarKey::WireSize.toByteArray() + "\":" + QByteArray::number(row.wireBytes));
}

void HarWriter::addLocal(const EntryBlock::Row &row, QByteArrayView payload)
{
    if (row.direction == Direction::Local && row.type == MessageType::Close)
        addCloseFrame(row, payload);
    if (m_place == Place::InMessage) {
        m_output.write(",\"" + HarKey::Happened.toByteArray() + "\":[");
        m_place = Place::BehindMessage;
    } else if (!m_isFirst) {
        m_output.write(",");
    }
    m_isFirst = false;
    EntryJson::write(row, payload, m_output);
}

// Of whoever began the closing handshake; where the connection broke, there was none.
void HarWriter::addCloseFrame(const EntryBlock::Row &row, QByteArrayView payload)
{
    const CloseEntry close = CloseEntry::read(LocalFields(payload));
    const std::optional<QByteArray> body = closeFrameOf(close);
    if (!body)
        return;
    const bool isFromPeer = close.by == closedByKey(CloseInfo::By::Peer);
    beginMessage(row, harType(isFromPeer ? Direction::In : Direction::Out), HarOpcode::Close);
    JsonParts::writeBase64(*body, m_output);
    m_output.write("\"");
}
