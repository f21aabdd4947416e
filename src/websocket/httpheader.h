// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

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

/// True for headers whose values are secrets by their names: Authorization, Cookie, Set-Cookie, X-Api-Key and
/// the like.
bool isSecretHeader(const QByteArray &name);

/// Of the subprotocols that are offered, those that seem to carry a token, as browsers have to do it: after a
/// word that announces one ("bearer.t0k"), which may be all of the name before ("access_token, t0k"), or by
/// their length. The word alone is no secret, and neither is a version after it ("auth.v2").
QStringList secretSubprotocols(const QStringList &offered);

/// The headers as they may be shown and recorded: with "***" for secret values. Of Authorization, the scheme
/// stays, of cookies the names, and of subprotocols those that carry no token.
HttpHeaders maskedHeaders(const HttpHeaders &headers);
