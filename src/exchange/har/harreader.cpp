// SPDX-License-Identifier: MIT
#include "exchange/har/harreader.h"

#include "exchange/entryjson.h"
#include "exchange/har/harmessage.h"
#include "exchange/inputfile.h"
#include "format/text/numbers.h"
#include "format/text/visibletext.h"
#include "localentry.h"
#include "profile/redactor.h"
#include "profile/websocketurl.h"
#include "record/recordschema.h"
#include "websocket/closecode.h"
#include "websocket/httpheader.h"

#include <QDateTime>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

static constexpr qsizetype MostUrl = 64 * 1024;
static constexpr qsizetype MostHeaders = 1024 * 1024;
static constexpr qsizetype MostShort = 1024;
static constexpr size_t MostConnections = 1'000'000;
/// So many are listed to choose from.
static constexpr size_t MostListed = 1000;

namespace {

// Programs that record HTTP call it http.
QString webSocketScheme(const QString &url)
{
    return url.startsWith(u"http"_s, Qt::CaseInsensitive) ? u"ws"_s + url.sliced(4) : url;
}

bool isWebSocketUrl(const QString &url)
{
    return url.startsWith(u"ws:"_s, Qt::CaseInsensitive) || url.startsWith(u"wss:"_s, Qt::CaseInsensitive);
}

QJsonArray harLines(const QString &first, const HttpHeaders &headers)
{
    QJsonArray lines{first};
    for (const HttpHeader &header : headers)
        lines.append(httpText(header.name) + u": "_s + httpText(header.value));
    return lines;
}

HttpHeaders maskedHarHeaders(QByteArrayView array)
{
    HttpHeaders headers;
    const QJsonArray fields = QJsonDocument::fromJson(array.toByteArray()).array();
    for (const QJsonValue field : fields)
        headers.append({field[u"name"].toString().toUtf8(), field[u"value"].toString().toUtf8()});
    return maskedHeaders(headers);
}

} // namespace

/// What an entry of HAR says of one.
struct HarReader::Handshake
{
    QString method;
    QString url;
    QString version;
    QString peer;
    int status = 0;
    QString statusText;
    HttpHeaders request;
    HttpHeaders response;
    QByteArray close;
};

HarReader::HarReader(InputFile &input)
    : m_input(input)
    , m_json(input)
{
    if (!input.canSeek()) {
        fail(tr("%1 is a pipe, and HAR has to be read twice: name a file.").arg(input.shownName()));
        return;
    }
    index();
    if (!isSound())
        return;
    if (!m_hasEntries) {
        fail(tr("%1 is no HAR file: it has no “entries” in a “log”.").arg(input.shownName()));
    } else if (m_connections.empty() && m_withoutMessages > 0) {
        fail(tr("%1 has WebSocket connections, but none of their messages: Firefox leaves them out. Chrome, "
                "Edge, HTTP Toolkit and mitmproxy write them.")
                     .arg(input.shownName()));
    } else if (m_connections.empty() && m_otherEntries > 0) {
        fail(tr("%1 has no WebSocket connections, only other requests.").arg(input.shownName()));
    }
}

// --- What there is ----------------------------------------------------------------------------

void HarReader::index()
{
    if (m_input.peek(3) == "\xEF\xBB\xBF")
        m_input.skip(3);
    if (!m_json.enter('{'))
        return;
    for (QByteArray name; m_json.nextMember(&name);)
        name == "log" && m_json.peek() == '{' ? indexLog() : void(m_json.skip());
    if (m_json.problem().isEmpty() && m_json.peek() != 0)
        m_json.failAt(m_json.position(), tr("nothing may follow after the end of the JSON value."));
}

void HarReader::indexLog()
{
    m_json.enter('{');
    for (QByteArray name; m_json.nextMember(&name);) {
        if (name != "entries" || m_json.peek() != '[') {
            m_json.skip();
            continue;
        }
        m_hasEntries = true;
        m_json.enter('[');
        while (m_json.nextElement())
            indexEntry();
    }
}

void HarReader::indexEntry()
{
    m_json.peek();
    Connection connection{m_json.position()};
    QString url, type, started;
    if (!m_json.enter('{'))
        return;
    for (QByteArray name; m_json.nextMember(&name);) {
        const char first = m_json.peek();
        if (name == HarKey::Messages && first == '[') {
            indexMessages(&connection);
        } else if (name == HarKey::Happened && first == '[') {
            connection.happenedAt = m_json.position();
            m_json.skip();
        } else if (name == "startedDateTime") {
            takeText(MostShort, &started);
        } else if (name == "_resourceType") {
            takeText(MostShort, &type);
        } else if (name == "request" && first == '{') {
            m_json.enter('{');
            for (QByteArray member; m_json.nextMember(&member);)
                member == "url" ? void(takeText(MostUrl, &url)) : void(m_json.skip());
        } else {
            m_json.skip();
        }
    }
    if (connection.messagesAt < 0) {
        ++(type == "websocket"_L1 || isWebSocketUrl(url) ? m_withoutMessages : m_otherEntries);
        return;
    }
    const QDateTime time = QDateTime::fromString(started, Qt::ISODateWithMs);
    if (time.isValid()) {
        const qint64 us = RecordSchema::timeOf(RecordSchema::timeOf(time.toMSecsSinceEpoch()) * 1000);
        connection.firstUs = connection.firstUs < 0 ? us : std::min(us, connection.firstUs);
    }
    connection.urlHash = qHash(url);
    if (m_connections.empty())
        m_firstUrl = visibleText(maskedUrl(webSocketScheme(url)));
    if (m_connections.size() == MostConnections) {
        m_json.failAt(connection.entryAt,
                      tr("there are more than %1 WebSocket connections.").arg(formatCount(MostConnections)));
        return;
    }
    m_connections.push_back(connection);
}

void HarReader::indexMessages(Connection *connection)
{
    connection->messagesAt = m_json.position();
    m_json.enter('[');
    qint64 at = 0;
    for (QByteArrayView text; takeElement(&text, &at);) {
        ++connection->messages;
        if (const auto timeUs = HarMessage(text).timeUs()) {
            if (connection->firstUs < 0)
                connection->firstUs = *timeUs;
            connection->lastUs = std::max(connection->lastUs, *timeUs);
        }
    }
}

bool HarReader::takeElement(QByteArrayView *element, qint64 *at)
{
    if (!m_json.nextElement())
        return false;
    m_json.peek();
    *at = m_json.position();
    if (!m_json.take(InputFile::MaxLineBytes, element))
        return false;
    return !element->isNull()
           || m_json.failAt(
                   *at, tr("what begins here is longer than %1.").arg(formatSize(InputFile::MaxLineBytes)));
}

// What is no text or longer than that is passed over.
bool HarReader::takeText(qsizetype most, QString *text)
{
    QByteArrayView value;
    if (!m_json.take(most, &value))
        return false;
    if (JsonParts::isString(value))
        *text = QJsonDocument::fromJson('[' + value.toByteArray() + ']')[0].toString();
    return true;
}

// Ours are one session. Those of others are one if each goes where the one before went, and began when that
// was over.
bool HarReader::belongTogether() const
{
    const auto isNextOf = [](const Connection &before, const Connection &connection) {
        return (before.happenedAt >= 0 && connection.happenedAt >= 0)
               || (connection.urlHash == before.urlHash && connection.firstUs >= before.lastUs);
    };
    for (size_t i = 1; i < m_connections.size(); ++i) {
        if (!isNextOf(m_connections[i - 1], m_connections[i]))
            return false;
    }
    return true;
}

bool HarReader::choose(int number)
{
    const size_t count = m_connections.size();
    if (number < 0 || size_t(number) > count)
        return fail(tr("%1 has no WebSocket connection number %2. Connections in it: %3.")
                            .arg(m_input.shownName(), formatCount(quint64(std::max(number, 0))),
                                 formatCount(count)));
    m_next = number > 0 ? size_t(number) - 1 : 0;
    m_end = number > 0 ? size_t(number) : count;
    if (number > 0 || belongTogether())
        return true;
    listChoice();
    return isSound()
           && fail(count > MostListed
                           ? tr("%1 has %2 WebSocket connections, of which the first %3 are listed: choose "
                                "one "
                                "of all.")
                                     .arg(m_input.shownName(), formatCount(count), formatCount(MostListed))
                           : tr("%1 has %2 WebSocket connections: choose one of them.")
                                     .arg(m_input.shownName(), formatCount(count)));
}

void HarReader::listChoice()
{
    for (size_t i = 0; i < std::min(m_connections.size(), MostListed); ++i) {
        const Connection &connection = m_connections[i];
        Handshake handshake;
        if (!readHandshake(connection, &handshake))
            return;
        const QDateTime time = QDateTime::fromMSecsSinceEpoch(connection.firstUs / 1000, Qt::UTC);
        m_choice.append(tr("%1: %2, from %3, messages: %4")
                                .arg(formatCount(i + 1), handshake.url,
                                     connection.firstUs < 0 ? u"?"_s : time.toString(Qt::ISODateWithMs),
                                     formatCount(connection.messages)));
    }
}

// --- The entries ------------------------------------------------------------------------------

qint64 HarReader::done() const
{
    return m_input.done();
}

bool HarReader::read(EntryBlock *block)
{
    while (!isFull(*block)) {
        if (!step(block))
            return false;
    }
    return true;
}

bool HarReader::step(EntryBlock *block)
{
    if (m_place == Place::BetweenConnections)
        return m_next < m_end && beginConnection(block);
    QByteArrayView text;
    qint64 at = 0;
    if (takeElement(&text, &at)) {
        const JsonParts::Problem problem =
                m_place == Place::InHappened ? EntryJson::read(text, block) : HarMessage::read(text, block);
        if (!problem.sentence.isEmpty())
            m_json.failAt(at + std::max<qint64>(problem.offset, 0), problem.sentence);
        return isSound();
    }
    if (!isSound())
        return false;
    return m_place == Place::InHappened ? enterAt(m_connections[m_next].messagesAt, Place::InMessages)
                                        : endConnection(block);
}

bool HarReader::enterAt(qint64 position, Place place)
{
    m_place = place;
    return (m_json.seek(position) && m_json.enter('[')) || isSound();
}

bool HarReader::beginConnection(EntryBlock *block)
{
    const Connection &connection = m_connections[m_next];
    if (connection.happenedAt >= 0)
        return enterAt(connection.happenedAt, Place::InHappened);
    Handshake handshake;
    if (!readHandshake(connection, &handshake))
        return isSound();
    m_close = handshake.close;
    OpenEntry open;
    open.url = handshake.url;
    open.peer = visibleText(handshake.peer);
    open.subprotocol = visibleText(httpText(headerValue(handshake.response, "Sec-WebSocket-Protocol")));
    const QUrl url(handshake.url);
    const QString target = url.toString(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::RemoveFragment);
    const QJsonObject bulk{
            {u"request"_s,
             harLines(u"%1 %2 %3"_s.arg(handshake.method, target, handshake.version), handshake.request)},
            {u"response"_s, harLines(u"%1 %2 %3"_s.arg(handshake.version, QString::number(handshake.status),
                                                       handshake.statusText),
                                     handshake.response)}};
    addHarLocal(std::max<qint64>(connection.firstUs, 0), MessageType::Open, localPayload(open.fields(), bulk),
                block);
    return enterAt(connection.messagesAt, Place::InMessages);
}

bool HarReader::endConnection(EntryBlock *block)
{
    const Connection &connection = m_connections[m_next++];
    m_place = Place::BetweenConnections;
    if (!m_close.isEmpty())
        addHarLocal(std::max(connection.firstUs, connection.lastUs), MessageType::Close,
                    std::exchange(m_close, {}), block);
    return true;
}

bool HarReader::readHandshake(const Connection &connection, Handshake *handshake)
{
    if (!m_json.seek(connection.entryAt) || !m_json.enter('{'))
        return false;
    for (QByteArray name; m_json.nextMember(&name);) {
        if ((name != "request" && name != "response") || m_json.peek() != '{') {
            readMember(name, handshake);
            continue;
        }
        m_json.enter('{');
        for (QByteArray member; m_json.nextMember(&member);)
            readMember(name + '.' + member, handshake);
    }
    handshake->url = visibleText(maskedUrl(webSocketScheme(handshake->url)));
    return m_json.problem().isEmpty();
}

void HarReader::readMember(QByteArrayView name, Handshake *handshake)
{
    const std::pair<QByteArrayView, QString *> texts[]{{"request.method", &handshake->method},
                                                       {"request.url", &handshake->url},
                                                       {"response.httpVersion", &handshake->version},
                                                       {"response.statusText", &handshake->statusText},
                                                       {"serverIPAddress", &handshake->peer}};
    const auto *text = std::find_if(std::begin(texts), std::end(texts),
                                    [name](const auto &known) { return known.first == name; });
    if (text != std::end(texts)) {
        takeText(MostUrl, text->second);
        return;
    }
    QByteArrayView value;
    if (!m_json.take(MostHeaders, &value))
        return;
    if (name == "response.status") {
        handshake->status = int(JsonParts::integer(value).value_or(0));
    } else if (name == "request.headers") {
        handshake->request = maskedHarHeaders(value);
    } else if (name == "response.headers") {
        handshake->response = maskedHarHeaders(value);
    } else if (name == "_webSocketClose" && !value.isEmpty() && value != "null") {
        // Of HTTP Toolkit: what the Close frame said, or "aborted".
        const QJsonObject close = QJsonDocument::fromJson(value.toByteArray()).object();
        CloseEntry entry;
        entry.clean = !close.isEmpty();
        entry.code = close["code"_L1].toInt(entry.clean ? CloseCode::NoStatus : CloseCode::Abnormal);
        entry.reason = close["reason"_L1].toString();
        if (!entry.clean)
            entry.by = closedByKey(CloseInfo::By::Network);
        handshake->close = localPayload(entry.fields());
    }
}
