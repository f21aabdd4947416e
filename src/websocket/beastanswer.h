// SPDX-License-Identifier: MIT
#pragma once

#include "websocket/httpheader.h"

#include <memory>

/// The HTTP response to a handshake, read as its bytes come (RFC 9112). Interim responses but 101 are passed
/// over.
class BeastAnswer
{
public:
    enum class State {
        Headers, ///< More is needed.
        Body,    ///< All headers are there.
        Done,    ///< All is there, or as much of the body as is kept.
        NotHttp, ///< The first line is no status line.
        Broken,  ///< The headers are not HTTP's.
        TooLarge ///< The headers are longer than MaxHeaderBytes.
    };
    static constexpr int MaxHeaderBytes = 256 * 1024;
    /// The most that is kept of a body.
    static constexpr int MaxBodyBytes = 64 * 1024;

    BeastAnswer();
    ~BeastAnswer();

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
    /// What Beast says about a fault.
    QString fault;

    /// What came after the response.
    QByteArray takeRest();
    /// The values of all headers of that name, joined by commas (RFC 9110 section 5.3); null if there is
    /// none.
    QByteArray joined(const QByteArray &name) const;
    int count(const QByteArray &name) const;

private:
    class Parser;
    State parse();
    State broken(const QString &text, bool tooLarge);

    std::unique_ptr<Parser> m_parser;
    QByteArray m_unread;
    /// Read of headers that are not all there.
    qint64 m_headerBytes = 0;
    State m_state = State::Headers;
};
