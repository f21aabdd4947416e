// SPDX-License-Identifier: MIT
#include "websocket/serverhandshake.h"

#include "websocket/httpresponse.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

#include <array>

using namespace Qt::StringLiterals;

QByteArray makeHandshakeKey()
{
    std::array<quint32, 4> nonce{};
    QRandomGenerator::system()->fillRange(nonce.data(), nonce.size());
    return QByteArray(reinterpret_cast<const char *>(nonce.data()), sizeof nonce).toBase64();
}

QByteArray acceptForKey(const QByteArray &key)
{
    return QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1)
            .toBase64();
}

static constexpr int BadRequest = 400;
static constexpr int MethodNotAllowed = 405;
static constexpr int UpgradeRequired = 426;
static constexpr int HeadersTooLarge = 431;
static constexpr int VersionNotSupported = 505;
static constexpr qsizetype KeyBytes = 16;

ServerHandshake::State ServerHandshake::add(const char *bytes, qsizetype size)
{
    m_lines.add(bytes, size);
    while (m_state == State::Waiting) {
        const qsizetype before = m_lines.unread().size();
        const std::optional<QByteArray> line = m_lines.takeLine();
        m_read += before - m_lines.unread().size();
        if (m_lines.isBroken())
            wrong(BadRequest, u"The request has a line that is not HTTP."_s);
        else if (m_read + (line ? 0 : before) > MaxHeaderBytes)
            wrong(HeadersTooLarge,
                  u"The request has headers of more than %1 KiB."_s.arg(MaxHeaderBytes / 1024));
        else if (!line)
            break;
        else if (m_target.isEmpty())
            readRequestLine(*line);
        else if (line->isEmpty())
            judge();
        else if (!addHeaderLine(*line, &m_headers))
            wrong(BadRequest, u"The request has a header that is not HTTP."_s);
    }
    return m_state;
}

// "GET /chat HTTP/1.1" (RFC 9112 section 3).
void ServerHandshake::readRequestLine(const QByteArray &line)
{
    const QList<QByteArray> parts = line.split(' ');
    if (parts.size() != 3 || !isHttpToken(parts[0]) || parts[1].isEmpty() || !parts[2].startsWith("HTTP/")) {
        wrong(BadRequest, u"The request's first line is not HTTP."_s);
        return;
    }
    m_method = parts[0];
    m_target = parts[1];
    m_version = parts[2];
}

// Section 4.2.1. What is no WebSocket's request at all is told first.
void ServerHandshake::judge()
{
    const auto value = [this](const char *name) { return joinedHeaderValues(m_headers, name); };
    const QByteArray key = value("Sec-WebSocket-Key").trimmed();
    const auto decoded = QByteArray::fromBase64Encoding(key, QByteArray::AbortOnBase64DecodingErrors);
    if (m_method != "GET")
        wrong(MethodNotAllowed, u"The request's method is not GET."_s);
    else if (!hasHttpToken(value("Upgrade"), "websocket"))
        wrong(UpgradeRequired, u"The request does not ask for an upgrade to WebSocket."_s);
    else if (value("Sec-WebSocket-Version").trimmed() != "13")
        wrong(UpgradeRequired, u"The request asks for another WebSocket version than 13."_s);
    else if (m_version != "HTTP/1.1")
        wrong(VersionNotSupported, u"The request is not of HTTP/1.1."_s);
    else if (!m_target.startsWith('/') && !m_target.startsWith("http://") && !m_target.startsWith("https://"))
        wrong(BadRequest, u"The request does not ask for a path."_s);
    else if (headerCount(m_headers, "Host") != 1)
        wrong(BadRequest, u"The request does not have one Host header."_s);
    else if (!hasHttpToken(value("Connection"), "Upgrade"))
        wrong(BadRequest, u"The request has no “Connection: Upgrade” header."_s);
    else if (!decoded || decoded.decoded.size() != KeyBytes)
        wrong(BadRequest, u"The request has no Sec-WebSocket-Key of 16 bytes."_s);
    else
        m_state = State::Asked;
}

void ServerHandshake::wrong(int status, const QString &problem)
{
    m_status = status;
    m_problem = problem;
    m_state = State::Wrong;
}

QStringList ServerHandshake::offeredSubprotocols() const
{
    QStringList names;
    for (const QByteArray &name : joinedHeaderValues(m_headers, "Sec-WebSocket-Protocol").split(',')) {
        if (!name.trimmed().isEmpty())
            names.append(QString::fromLatin1(name.trimmed()));
    }
    return names;
}

std::optional<DeflateAgreement> ServerHandshake::deflate(const CompressionSettings &own) const
{
    return acceptDeflate(joinedHeaderValues(m_headers, "Sec-WebSocket-Extensions"), own);
}

static QByteArray response(int status, const HttpHeaders &headers, const QByteArray &body = {})
{
    const QLatin1StringView phrase = httpReasonPhrase(status);
    return "HTTP/1.1 " + QByteArray::number(status) + ' ' + (phrase.isEmpty() ? "Unassigned" : phrase.data())
           + "\r\n" + headerLines(headers) + "\r\n" + body;
}

QByteArray plainResponse(int status, const QString &text, const HttpHeaders &more)
{
    HttpHeaders headers = HttpHeaders{{"Connection", "close"}} + more;
    // RFC 9110 sections 15.5.6 and 15.5.22; RFC 6455 section 4.2.2.
    if (status == MethodNotAllowed)
        headers.append(HttpHeader{"Allow", "GET"});
    if (status == UpgradeRequired)
        headers += HttpHeaders{{"Upgrade", "websocket"}, {"Sec-WebSocket-Version", "13"}};
    if (status < 200 || status == 204 || status == 304)
        return response(status, headers);
    const QByteArray body = text.toUtf8() + '\n';
    headers += HttpHeaders{{"Content-Type", "text/plain; charset=utf-8"},
                           {"Content-Length", QByteArray::number(body.size())}};
    return response(status, headers, body);
}

QByteArray ServerHandshake::accept(const QString &subprotocol,
                                   const std::optional<DeflateAgreement> &deflate) const
{
    HttpHeaders headers{{"Upgrade", "websocket"},
                        {"Connection", "Upgrade"},
                        {"Sec-WebSocket-Accept",
                         acceptForKey(joinedHeaderValues(m_headers, "Sec-WebSocket-Key").trimmed())}};
    if (!subprotocol.isEmpty())
        headers.append({"Sec-WebSocket-Protocol", subprotocol.toLatin1()});
    if (deflate)
        headers.append({"Sec-WebSocket-Extensions", deflate->header});
    return response(101, headers);
}
