// SPDX-License-Identifier: MIT
#pragma once

#include "websocket/deflateterms.h"
#include "websocket/httpheader.h"

#include <QByteArray>
#include <QStringList>

#include <optional>

/// A fresh Sec-WebSocket-Key (RFC 6455 section 4.1).
QByteArray makeHandshakeKey();

/// The Sec-WebSocket-Accept that answers it (section 4.2.2).
QByteArray acceptForKey(const QByteArray &key);

/// An HTTP response in plain text that ends its connection (RFC 9112 section 9.6). `text` gets a line end; it
/// is left out where the status forbids a body (1xx, 204, 304).
QByteArray plainResponse(int status, const QString &text, const HttpHeaders &more = {});

/// The server's side of the opening handshake (RFC 6455 section 4.2) on bytes, without a socket.
class ServerHandshake
{
public:
    enum class State {
        Waiting, ///< More is needed.
        Asked,   ///< A right request is there: accept() answers it.
        Wrong    ///< See problem(); refusal() answers it.
    };
    static constexpr int MaxHeaderBytes = 64 * 1024;

    /// Bytes of the client, in pieces of any size.
    State add(const char *bytes, qsizetype size);
    State state() const { return m_state; }

    /// "/chat?room=1", or the same as a URL.
    const QByteArray &target() const { return m_target; }
    const HttpHeaders &headers() const { return m_headers; }
    /// Subprotocols, in the client's order.
    QStringList offeredSubprotocols() const;
    /// What was agreed on of permessage-deflate; nothing if the client offers none that `own` can keep to.
    std::optional<DeflateAgreement> deflate(const CompressionSettings &own) const;

    /// The response that opens the connection. The subprotocol is one that was offered, or empty.
    QByteArray accept(const QString &subprotocol = {},
                      const std::optional<DeflateAgreement> &deflate = {}) const;
    /// What is wrong with the request, as a sentence in English, since it goes out with the response.
    const QString &problem() const { return m_problem; }
    /// The status that says so; 0 while nothing is wrong.
    int status() const { return m_status; }
    /// The response to what is wrong; it ends the connection.
    QByteArray refusal() const { return plainResponse(m_status, m_problem); }
    /// What came after the request: frames.
    QByteArray takeRest() { return m_lines.takeBytes(m_lines.unread().size()); }

private:
    void readRequestLine(const QByteArray &line);
    void judge();
    void wrong(int status, const QString &problem);

    HttpLines m_lines{HttpLines::Ends::Strict};
    qint64 m_read = 0;
    QByteArray m_method;
    QByteArray m_target;
    QByteArray m_version;
    HttpHeaders m_headers;
    int m_status = 0;
    QString m_problem;
    State m_state = State::Waiting;
};
