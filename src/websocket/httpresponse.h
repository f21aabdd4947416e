// SPDX-License-Identifier: MIT
#pragma once

#include "websocket/httpheader.h"

#include <QLatin1StringView>

/// The HTTP response to a handshake, read as its bytes come (RFC 9112). It takes what browsers and curl take,
/// and what does no harm: no blank behind the status, LF alone at a line's end, blanks around a field's name,
/// lines without a colon, lengths that are none. Interim responses but 101 are passed over.
class HttpResponse
{
public:
    enum class State {
        Headers, ///< More is needed.
        Body,    ///< All headers are there.
        Done,    ///< All is there, though only MaxBodyBytes of the body are kept.
        NotHttp, ///< The first line is no status line.
        Broken,  ///< It has a line with control characters; its status is known.
        TooLarge ///< The headers are longer than MaxHeaderBytes.
    };
    static constexpr int MaxHeaderBytes = 256 * 1024;
    /// The most that is kept of a body.
    static constexpr int MaxBodyBytes = 64 * 1024;
    static constexpr int MaxStartBytes = 256;

    State add(const char *bytes, qsizetype size);
    /// The stream has ended.
    State end();
    State state() const { return m_state; }

    /// "HTTP/1.1 101 Switching Protocols".
    QByteArray statusLine;
    int status = 0;
    /// Of the interim response that was passed over last; 0 if none was.
    int interimStatus = 0;
    QByteArray reason;
    /// 11 for HTTP/1.1.
    int version = 0;
    HttpHeaders headers;
    /// At most MaxBodyBytes.
    QByteArray body;
    bool bodyWasCut = false;
    /// The first bytes that came, at most MaxStartBytes.
    QByteArray start;
    /// Of the line that broke it, what may be shown: up to the byte that did, or the name of a secret header.
    QByteArray brokenLine;

    /// What came after the response.
    QByteArray takeRest() { return m_lines.takeBytes(m_lines.unread().size()); }
    /// The values of all headers of that name, joined by commas (RFC 9110 section 5.3); null if there is
    /// none.
    QByteArray joined(const QByteArray &name) const { return joinedHeaderValues(headers, name); }
    int count(const QByteArray &name) const { return int(headerCount(headers, name)); }

private:
    enum class Part { StatusLine, Fields, CountedBody, EndlessBody, ChunkLine, Chunk, ChunkEnd, Trailer };

    bool readPart();
    bool readStatusLine(const QByteArray &line);
    void readField(const QByteArray &line);
    void endHeaders();
    void beginBody();
    void readChunkLine(const QByteArray &line);
    bool readBody();
    bool readLine();
    void breakAtLine();
    void broken(State state);

    HttpLines m_lines{HttpLines::Ends::Lenient};
    Part m_part = Part::StatusLine;
    /// Of the headers that are being read.
    qint64 m_headerBytes = 0;
    /// Of the body, or of the chunk.
    quint64 m_bodyLeft = 0;
    State m_state = State::Headers;
};

/// "Not Found" for 404, as IANA's registry of status codes has it; empty for what it has not.
QLatin1StringView httpReasonPhrase(int status);
