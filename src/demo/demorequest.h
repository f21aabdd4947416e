// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QHash>
#include <QString>
#include <QStringList>
#include <QUrlQuery>

#include <optional>

/// The head of an HTTP request (RFC 9112 sections 3 and 5), as much of it as an opening handshake needs
/// (RFC 6455 section 4.2.1). A value.
class DemoRequest
{
public:
    /// `head` reaches up to and including the empty line. Nothing if it is no HTTP/1.x request.
    static std::optional<DemoRequest> parse(const QByteArray &head);

    QByteArray method() const { return m_method; }
    /// Decoded; a target in absolute form has lost its authority.
    QString path() const { return m_path; }
    QUrlQuery query() const { return m_query; }
    /// `name` in lower case. Lines of the same name are joined by ", "; empty if there is none.
    QByteArray header(const QByteArray &name) const { return m_headers.value(name); }
    /// Whether a comma-separated header holds this token, whatever its case.
    bool hasToken(const QByteArray &name, QByteArrayView token) const;

    bool asksForWebSocket() const { return hasToken("upgrade", "websocket"); }
    /// What is wrong with the handshake, as a sentence; empty if a WebSocket can be opened. Looks at
    /// all but the version.
    QString handshakeProblem() const;
    /// In the client's order of preference.
    QStringList subprotocols() const;
    /// The value of Sec-WebSocket-Accept (RFC 6455 section 4.2.2, number 5.4).
    QByteArray acceptKey() const;

private:
    QByteArray m_method;
    QByteArray m_version;
    QString m_path;
    QUrlQuery m_query;
    QHash<QByteArray, QByteArray> m_headers;
};
