// SPDX-License-Identifier: MIT
#include "websocket/httpresponse.h"

#include <algorithm>
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

// A list is right if all of it is the same. Nothing if it is not.
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
void HttpResponse::broken(State state, const QString &what)
{
    fault = what;
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
        broken(m_part == Part::StatusLine ? State::NotHttp : State::Broken,
               u"a line with control characters"_s);
        return false;
    }
    if (!line || isHead) {
        if (used > MaxHeaderBytes) {
            bodyWasCut = bodyWasCut || !isHead;
            broken(State::TooLarge, u"too long"_s);
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
            broken(State::NotHttp, u"not a status line"_s);
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
            broken(State::Done, u"bad chunk"_s);
        break;
    default:
        if (line->isEmpty()) // the last of the trailers
            m_state = State::Done;
        break;
    }
    return true;
}

// "HTTP/1.1 101 Switching Protocols" (RFC 9112 section 4); there has to be a blank before a reason that is
// empty, too.
bool HttpResponse::readStatusLine(const QByteArray &line)
{
    const bool isOurs = (line.startsWith("HTTP/1.0 ") || line.startsWith("HTTP/1.1 ")) && line.size() >= 13
                        && isDigit(line[9]) && isDigit(line[10]) && isDigit(line[11]) && line[12] == ' ';
    if (!isOurs)
        return false;
    version = 10 + (line[7] - '0');
    status = line.sliced(9, 3).toInt();
    reason = line.sliced(13);
    statusLine = reason.isEmpty() ? line.chopped(1) : line;
    return true;
}

void HttpResponse::readField(const QByteArray &line)
{
    if (line.isEmpty())
        endHeaders();
    else if (!addHeaderLine(line, &headers))
        broken(State::Broken, u"bad field"_s);
}

void HttpResponse::endHeaders()
{
    for (const char *name : {"Connection", "Proxy-Connection"}) {
        if (!isHttpTokenList(joined(name))) {
            broken(State::Broken, u"bad value of %1"_s.arg(QLatin1StringView(name)));
            return;
        }
    }
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

// RFC 9112 section 6.3. What contradicts itself may be an attack, and is refused.
void HttpResponse::beginBody()
{
    const bool isCounted = count("Content-Length") > 0;
    const std::optional<quint64> length = contentLength(joined("Content-Length"));
    if (isCounted && (!length || count("Transfer-Encoding") > 0)) {
        broken(State::Broken, u"bad Content-Length"_s);
        return;
    }
    const QByteArray encoding = joined("Transfer-Encoding").split(',').last().trimmed();
    const bool isChunked = encoding.compare("chunked", Qt::CaseInsensitive) == 0;
    const bool hasNone = status == 101 || status == 204 || status == 304 || (isCounted && *length == 0);
    m_state = hasNone ? State::Done : State::Body;
    m_bodyLeft = isCounted ? *length : Endless;
    m_part = isChunked ? Part::ChunkLine : isCounted ? Part::CountedBody : Part::EndlessBody;
}

// "1a;name=value" (section 7.1)
void HttpResponse::readChunkLine(const QByteArray &line)
{
    const QByteArray digits = line.split(';').first().trimmed();
    bool ok = false;
    m_bodyLeft = digits.toULongLong(&ok, 16);
    m_part = m_bodyLeft > 0 ? Part::Chunk : Part::Trailer;
    if (!ok || !std::all_of(digits.begin(), digits.end(), isHexDigit))
        broken(State::Done, u"bad chunk"_s);
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
