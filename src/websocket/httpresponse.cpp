// SPDX-License-Identifier: MIT
#include "websocket/httpresponse.h"
#include "websocket/secretpatterns.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

using namespace Qt::StringLiterals;

static constexpr quint64 Endless = std::numeric_limits<quint64>::max();

static bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

static bool isHexDigit(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// A list is right if all of it is the same; an empty one is none. Nothing if it is not.
static std::optional<quint64> contentLength(const QByteArray &list)
{
    std::optional<quint64> length;
    for (const QByteArray &item : list.split(',')) {
        const QByteArray digits = item.trimmed();
        bool ok = false;
        const quint64 number = digits.toULongLong(&ok);
        if (!ok || !std::all_of(digits.begin(), digits.end(), isDigit) || length.value_or(number) != number)
            return {};
        length = number;
    }
    return length;
}

HttpResponse::State HttpResponse::add(const char *bytes, qsizetype size)
{
    start.append(bytes, std::min(size, MaxStartBytes - start.size()));
    m_lines.add(bytes, size);
    while ((m_state == State::Headers || m_state == State::Body) && readPart()) {
    }
    return m_state;
}

HttpResponse::State HttpResponse::end()
{
    if (m_state == State::Body)
        m_state = State::Done;
    return m_state;
}

// Of the body, what could be read is kept.
void HttpResponse::broken(State state)
{
    m_state = m_state == State::Body ? State::Done : state;
}

// False if more has to come, or never will.
bool HttpResponse::readPart()
{
    switch (m_part) {
    case Part::CountedBody:
    case Part::EndlessBody:
    case Part::Chunk:
        return readBody();
    case Part::StatusLine: {
        static constexpr QByteArrayView Start("HTTP/");
        const qsizetype known = std::min(m_lines.unread().size(), Start.size());
        if (QByteArrayView(m_lines.unread()).first(known) != Start.first(known)) {
            m_state = State::NotHttp; // and may be TLS: its bytes are left
            return false;
        }
        return readLine();
    }
    case Part::Fields:
    case Part::ChunkLine:
    case Part::ChunkEnd:
    case Part::Trailer:
        return readLine();
    }
    return false;
}

bool HttpResponse::readLine()
{
    const qsizetype before = m_lines.unread().size();
    const std::optional<QByteArray> line = m_lines.takeLine();
    const bool isHead = m_state == State::Headers;
    const qint64 used = isHead ? m_headerBytes + before - (line ? m_lines.unread().size() : 0) : before;
    if (m_lines.isBroken()) {
        breakAtLine();
        return false;
    }
    if (!line || isHead) {
        if (used > MaxHeaderBytes) {
            bodyWasCut = bodyWasCut || !isHead;
            broken(State::TooLarge);
            return false;
        }
        if (!line)
            return false;
        m_headerBytes = used;
    }
    switch (m_part) {
    case Part::StatusLine:
        if (readStatusLine(*line))
            m_part = Part::Fields;
        else
            broken(State::NotHttp);
        break;
    case Part::Fields:
        readField(*line);
        break;
    case Part::ChunkLine:
        readChunkLine(*line);
        break;
    case Part::ChunkEnd:
        m_part = Part::ChunkLine;
        if (!line->isEmpty())
            broken(State::Done);
        break;
    default:
        if (line->isEmpty()) // the last of the trailers
            m_state = State::Done;
        break;
    }
    return true;
}

// The value of a secret header is not shown because it is broken.
void HttpResponse::breakAtLine()
{
    constexpr qsizetype Enough = 60;
    const QByteArray line = m_lines.unread().first(m_lines.scanned().size() + 1);
    const qsizetype colon = line.indexOf(':');
    brokenLine = colon > 0 && isSecretHeader(line.first(colon).trimmed()) ? line.first(colon + 1) : line;
    brokenLine.truncate(Enough);
    const bool hasStatus = m_part != Part::StatusLine || readStatusLine(m_lines.scanned());
    broken(hasStatus ? State::Broken : State::NotHttp);
}

// "HTTP/1.1 101 Switching Protocols" (RFC 9112 section 4); many leave out the blank before a reason that is
// empty, and HTTP/2 is written without a point.
bool HttpResponse::readStatusLine(const QByteArray &line)
{
    static const QRegularExpression pattern(u"^HTTP/(\\d)(?:\\.(\\d))? +(\\d{3})(?: (.*))?$"_s);
    const QRegularExpressionMatch match = pattern.match(QString::fromLatin1(line));
    if (!match.hasMatch())
        return false;
    version = 10 * match.captured(1).toInt() + match.captured(2).toInt();
    status = match.captured(3).toInt();
    reason = match.captured(4).toLatin1();
    statusLine = line.trimmed();
    return true;
}

void HttpResponse::readField(const QByteArray &line)
{
    if (line.isEmpty()) {
        endHeaders();
    } else if (!addHeaderLine(line, &headers)) {
        // Without a colon it is a value without a name, which means nothing, but is recorded.
        const qsizetype colon = line.indexOf(':');
        const bool isSecret = colon < 0 && isSecretHeader(line);
        headers.append({line.first(qMax<qsizetype>(colon, 0)).trimmed(),
                        isSecret ? QByteArray(SecretMask.data()) : line.mid(colon + 1).trimmed()});
    }
}

void HttpResponse::endHeaders()
{
    if (status >= 100 && status < 200 && status != 101) {
        // An interim response (RFC 9110 section 15.2): the final one follows.
        headers.clear();
        interimStatus = std::exchange(status, 0);
        m_headerBytes = 0;
        m_part = Part::StatusLine;
        return;
    }
    beginBody();
}

// RFC 9112 section 6.3. Nothing follows on this connection, so that a length that is none, or stands beside
// chunks, does no harm.
void HttpResponse::beginBody()
{
    const QByteArray encodings = joined("Transfer-Encoding").trimmed();
    const QByteArray last = encodings.split(',').last().trimmed();
    const bool isChunked = last.compare("chunked", Qt::CaseInsensitive) == 0;
    // RFC 2616 has "identity" for none (section 4.4).
    const bool isPlain = last.isEmpty() || encodings.compare("identity", Qt::CaseInsensitive) == 0;
    const std::optional<quint64> length = isPlain ? contentLength(joined("Content-Length")) : std::nullopt;
    m_bodyLeft = length.value_or(Endless);
    const bool hasNone = status == 101 || status == 204 || status == 304;
    m_state = hasNone ? State::Done : State::Body;
    m_part = isChunked ? Part::ChunkLine : length ? Part::CountedBody : Part::EndlessBody;
}

// "1a;name=value" (section 7.1)
void HttpResponse::readChunkLine(const QByteArray &line)
{
    const QByteArray digits = line.split(';').first().trimmed();
    bool ok = false;
    m_bodyLeft = digits.toULongLong(&ok, 16);
    m_part = m_bodyLeft > 0 ? Part::Chunk : Part::Trailer;
    if (!ok || !std::all_of(digits.begin(), digits.end(), isHexDigit))
        broken(State::Done);
}

bool HttpResponse::readBody()
{
    const quint64 most = std::min(m_bodyLeft, quint64(std::numeric_limits<qsizetype>::max()));
    const QByteArray part = m_lines.takeBytes(qsizetype(most));
    const qsizetype room = MaxBodyBytes - body.size();
    body += part.first(std::min(room, part.size()));
    bodyWasCut = bodyWasCut || room < part.size();
    if (m_part == Part::EndlessBody)
        return false;
    m_bodyLeft -= quint64(part.size());
    if (m_bodyLeft > 0)
        return false;
    if (m_part == Part::Chunk)
        m_part = Part::ChunkEnd;
    else
        m_state = State::Done;
    return true;
}

QLatin1StringView httpReasonPhrase(int status)
{
    static constexpr auto Phrases = std::to_array<std::pair<int, QLatin1StringView>>({
            {100, "Continue"_L1},
            {101, "Switching Protocols"_L1},
            {102, "Processing"_L1},
            {103, "Early Hints"_L1},
            {200, "OK"_L1},
            {201, "Created"_L1},
            {202, "Accepted"_L1},
            {203, "Non-Authoritative Information"_L1},
            {204, "No Content"_L1},
            {205, "Reset Content"_L1},
            {206, "Partial Content"_L1},
            {207, "Multi-Status"_L1},
            {208, "Already Reported"_L1},
            {226, "IM Used"_L1},
            {300, "Multiple Choices"_L1},
            {301, "Moved Permanently"_L1},
            {302, "Found"_L1},
            {303, "See Other"_L1},
            {304, "Not Modified"_L1},
            {305, "Use Proxy"_L1},
            {307, "Temporary Redirect"_L1},
            {308, "Permanent Redirect"_L1},
            {400, "Bad Request"_L1},
            {401, "Unauthorized"_L1},
            {402, "Payment Required"_L1},
            {403, "Forbidden"_L1},
            {404, "Not Found"_L1},
            {405, "Method Not Allowed"_L1},
            {406, "Not Acceptable"_L1},
            {407, "Proxy Authentication Required"_L1},
            {408, "Request Timeout"_L1},
            {409, "Conflict"_L1},
            {410, "Gone"_L1},
            {411, "Length Required"_L1},
            {412, "Precondition Failed"_L1},
            {413, "Content Too Large"_L1},
            {414, "URI Too Long"_L1},
            {415, "Unsupported Media Type"_L1},
            {416, "Range Not Satisfiable"_L1},
            {417, "Expectation Failed"_L1},
            {421, "Misdirected Request"_L1},
            {422, "Unprocessable Content"_L1},
            {423, "Locked"_L1},
            {424, "Failed Dependency"_L1},
            {425, "Too Early"_L1},
            {426, "Upgrade Required"_L1},
            {428, "Precondition Required"_L1},
            {429, "Too Many Requests"_L1},
            {431, "Request Header Fields Too Large"_L1},
            {451, "Unavailable For Legal Reasons"_L1},
            {500, "Internal Server Error"_L1},
            {501, "Not Implemented"_L1},
            {502, "Bad Gateway"_L1},
            {503, "Service Unavailable"_L1},
            {504, "Gateway Timeout"_L1},
            {505, "HTTP Version Not Supported"_L1},
            {506, "Variant Also Negotiates"_L1},
            {507, "Insufficient Storage"_L1},
            {508, "Loop Detected"_L1},
            {511, "Network Authentication Required"_L1},
    });
    const auto *found =
            std::lower_bound(Phrases.begin(), Phrases.end(), status,
                             [](const auto &phrase, int wanted) { return phrase.first < wanted; });
    return found != Phrases.end() && found->first == status ? found->second : QLatin1StringView();
}
