// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QCoreApplication>
#include <QList>
#include <QString>
#include <QUrl>

class QRegularExpression;

/// What a typed URL comes to: either a usable URL or a sentence that says what to change.
struct WebSocketUrl
{
    Q_DECLARE_TR_FUNCTIONS(WebSocketUrl)

public:
    QUrl url;
    /// Empty if the URL is usable.
    QString problem;
    /// Path and query as they were typed, if QUrl spells them in another way (%41, %2e, %c3%a4); else empty.
    QString target = {};

    bool isValid() const { return problem.isEmpty(); }
};

/// Makes a WebSocket URL (RFC 6455 section 3) of what a person typed or pasted. http becomes ws and
/// https wss; without a scheme, localhost and addresses of loopback, private and link-local ranges
/// get ws, all else wss. An empty path becomes "/". What is not allowed in path and query is encoded and line
/// ends are left out, as browsers do.
///
/// A Unix-domain socket is ws+unix:///path/of/socket:/uri?query; unix: and a single slash will do, too, and
/// without ":/uri" it is ":/". The first colon that a slash follows ends the path of the socket; in that
/// path, such a colon is %3A.
WebSocketUrl parseWebSocketUrl(const QString &typed);

/// The same rules for a URL that a program made.
WebSocketUrl checkWebSocketUrl(const QUrl &url);

/// The URL as a person reads it, and yet so that parseWebSocketUrl() understands it again. With all
/// secrets in it. `target` is WebSocketUrl's.
QString editableUrl(const QUrl &url, const QString &target = {});

/// So many levels of URLs within URLs are looked into: whoever has more wants to keep us busy.
constexpr int MaxUrlNesting = 4;

struct UrlParameter
{
    /// Decoded.
    QString name;
    /// As it is written.
    QString value;
};
/// The items of the query and of the fragment, which `&` or `;` separates, and the parameters of the path
/// (`;name=value`). Those without a `=` have no name.
QList<UrlParameter> urlParameters(const QUrl &url);
/// What looks like an item of a query, with a value, wherever it is in a text.
QList<UrlParameter> urlItemsInText(const QString &text);
/// Whether the value of one may hold a URL, or a part of one that has a query.
bool mayHaveUrl(const QString &encoded);

/// The URL as it may be shown, recorded and kept: with "***" for the password, or the user without one, for
/// the values of query items and path parameters that are secrets by their names (isSecretName()), for the
/// same of URLs in query items (deeper than MaxUrlNesting for all of the item), and for what looks like a
/// token in path and query (withoutTokens()). checkWebSocketUrl() asks for such a value when the URL comes
/// back, but for one that only looked like a token in a query item: "q=***" may be meant.
QString displayUrl(const QUrl &url);

/// Whether displayUrl() hides something of an item of a query ("name=value"), or of a segment of a path.
bool isMaskedItem(const QString &item);
bool isMaskedSegment(const QString &segment);

/// A URL, relative or not, as displayUrl() has it and without its fragment, which is where OAuth puts tokens.
/// As it was written unless there is something to hide. What QUrl takes for none loses all of its secrets,
/// too.
QString maskedUrl(const QString &text);
/// The text with that done to all URLs in it, and to all that looks like a query item with a secret name.
QString withoutUrlSecrets(const QString &text);
/// Finds URLs in text.
const QRegularExpression &urlInText();

/// The host without the zone of an IPv6 address ("%eth0"), whether it is percent-encoded or not.
QString withoutZone(const QString &host);

/// Whether the URL leads to a Unix-domain socket (ws+unix).
bool isUnixSocket(const QUrl &url);

/// Where the socket of a ws+unix URL is in the file system.
QString unixSocketPath(const QUrl &url);

/// The path of the request, encoded: all of the URL's, or what comes after the socket of a ws+unix URL.
QString requestPath(const QUrl &url);

/// What a URL of the form ws+unix:///path/of/socket:/path?query is made of.
struct UnixUrl
{
    /// The socket's path, not encoded.
    QByteArray socket;
    /// What is asked for on it: ws://localhost/path?query.
    QUrl request;
};

/// As unixSocketPath() and requestPath() have it; a request without a path is for "/".
UnixUrl splitUnixUrl(const QUrl &url);

/// Of the request, path and query are taken. Empty if there can be no such URL: the socket's path has to
/// begin with / and to have no colon.
QUrl makeUnixUrl(const UnixUrl &parts);
