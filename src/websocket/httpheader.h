// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

/// One header field of HTTP (RFC 9110 section 5), as it is on the wire.
struct HttpHeader
{
    QByteArray name;
    QByteArray value;

    bool operator==(const HttpHeader &) const = default;
};

/// In the order of the wire; a name may come more than once.
using HttpHeaders = QList<HttpHeader>;

/// The first value of that name, names in any case; null if there is none.
QByteArray headerValue(const HttpHeaders &headers, const QByteArray &name);

/// The values of all headers of that name, joined by commas (RFC 9110 section 5.3); null if there is none.
QByteArray joinedHeaderValues(const HttpHeaders &headers, const QByteArray &name);
qsizetype headerCount(const HttpHeaders &headers, const QByteArray &name);

/// "Name: value", each with its line end.
QByteArray headerLines(const HttpHeaders &headers);

/// A name or a word of HTTP (RFC 9110 section 5.6.2).
bool isHttpToken(QByteArrayView text);
/// Tokens with commas between them, or nothing (section 5.6.1).
bool isHttpTokenList(const QByteArray &list);
/// Whether a list has that item, in any case.
bool hasHttpToken(const QByteArray &list, QByteArrayView token);

/// What is wrong with a header that a user wants to send with the handshake, as a sentence; empty if nothing
/// is: no token as a name, line ends in the value (RFC 9110 section 5), or a name that the handshake itself
/// needs (RFC 6455 section 4.1).
QString headerProblem(const HttpHeader &header);

/// Whether the values of such headers are secrets by their names (isSecretName()): Authorization, Cookie,
/// Set-Cookie, X-Api-Key and the like.
bool isSecretHeader(const QByteArray &name);

/// Text of the peer, which is UTF-8 or, as HTTP once had it, Latin-1 (RFC 9110 section 5.5).
QString httpText(const QByteArray &bytes);

/// Bytes of HTTP/1.1 as they come, cut into lines (RFC 9112 section 2.2). There are no control characters but
/// tabs in a line.
class HttpLines
{
public:
    enum class Ends {
        Strict, ///< Only CRLF ends a line.
        Lenient ///< So does LF alone, as clients have it.
    };
    explicit HttpLines(Ends ends)
        : m_ends(ends)
    {}

    void add(const char *bytes, qsizetype size) { m_unread.append(bytes, size); }

    /// The next line, without its end; nothing while it is not all there, or if it is broken.
    std::optional<QByteArray> takeLine();
    /// What comes next cannot be a line.
    bool isBroken() const { return m_isBroken; }
    /// At most so many of the bytes that are there.
    QByteArray takeBytes(qsizetype most);
    const QByteArray &unread() const { return m_unread; }
    /// Of what is unread, what was found to be in a line: all before the byte that broke it.
    QByteArray scanned() const { return m_unread.first(m_scanned); }

private:
    Ends m_ends;
    QByteArray m_unread;
    /// Known to be in a line.
    qsizetype m_scanned = 0;
    bool m_isBroken = false;
};

/// Adds the header field of a line (RFC 9112 section 5), or what continues the field before (section 5.2).
/// False if it is none.
bool addHeaderLine(const QByteArray &line, HttpHeaders *headers);
