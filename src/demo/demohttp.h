// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>
#include <QUrlQuery>

#include <initializer_list>
#include <optional>
#include <utility>

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

/// An HTTP answer in plain text that ends its connection (RFC 9112 sections 4 and 9.6). A value.
class DemoResponse
{
public:
    /// `text` is one sentence or more, and gets a line end.
    DemoResponse(int status, const QString &text);

    int status() const { return m_status; }
    DemoResponse &addHeader(const QByteArray &name, const QByteArray &value);
    /// The whole answer. Without a body where the status forbids one (1xx, 204, 304).
    QByteArray toBytes() const;

    /// As IANA's registry of status codes has it; "Unassigned" for what it has not.
    static QByteArray reasonPhrase(int status);

private:
    int m_status;
    QByteArray m_body;
    QList<std::pair<QByteArray, QByteArray>> m_headers;
};

/// The parameters of an endpoint, read and checked one by one. The first bad one is kept as a sentence; what
/// is asked for after it is answered all the same. Parameters that nobody asks for are ignored.
class DemoParameters
{
public:
    explicit DemoParameters(const QUrlQuery &query);

    bool has(QLatin1String name) const;
    qint64 integer(QLatin1String name, qint64 fallback, qint64 least, qint64 most);
    double number(QLatin1String name, double fallback, double least, double most);
    /// The first choice is the default.
    QString choice(QLatin1String name, std::initializer_list<QLatin1String> choices);
    QString text(QLatin1String name) const;

    /// For what only the endpoint can judge.
    void reject(const QString &sentence);
    /// Empty if all was well so far.
    QString error() const { return m_error; }

private:
    void rejectValue(QLatin1String name, const QString &wanted);

    QUrlQuery m_query;
    QString m_error;
};
