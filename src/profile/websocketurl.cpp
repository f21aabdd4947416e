// SPDX-License-Identifier: MIT
#include "profile/websocketurl.h"

#include "format/text/typography.h"
#include "profile/handshakerequest.h"
#include "profile/urltext.h"
#include "websocket/secretpatterns.h"

#include <QHostAddress>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

static constexpr auto UnixScheme = "ws+unix"_L1;
// sockaddr_un::sun_path of Linux without its last byte.
static constexpr qsizetype MaxUnixPathBytes = 107;

static WebSocketUrl refused(const QString &problem)
{
    return {QUrl(), problem};
}

// localhost and what RFC 1918, RFC 4193 and their kin keep off the public Internet: there TLS is rare.
static bool isLocalHost(const QString &host)
{
    QString name = host.toLower();
    if (name.endsWith(u'.'))
        name.chop(1); // the root of the DNS, written out
    if (name == "localhost"_L1 || name.endsWith(".localhost"_L1))
        return true;
    QHostAddress address(name);
    if (address.isNull())
        return false;
    bool isMapped = false; // ::ffff:192.168.0.1 goes where 192.168.0.1 goes
    const quint32 mapped = address.toIPv4Address(&isMapped);
    if (isMapped)
        address.setAddress(mapped);
    static const std::array ranges{
            QHostAddress::parseSubnet(u"0.0.0.0/8"_s),      QHostAddress::parseSubnet(u"10.0.0.0/8"_s),
            QHostAddress::parseSubnet(u"172.16.0.0/12"_s),  QHostAddress::parseSubnet(u"192.168.0.0/16"_s),
            QHostAddress::parseSubnet(u"169.254.0.0/16"_s), QHostAddress::parseSubnet(u"fc00::/7"_s),
            QHostAddress::parseSubnet(u"fe80::/10"_s),
    };
    const auto contains = [&](const auto &range) { return address.isInSubnet(range); };
    return address.isLoopback() || address == QHostAddress(QHostAddress::AnyIPv6)
           || std::any_of(ranges.begin(), ranges.end(), contains);
}

// The first colon that a slash follows ends the socket's path: a request may have another URL in it.
static qsizetype socketEnd(const QString &encodedPath)
{
    const qsizetype colon = encodedPath.indexOf(":/"_L1);
    return colon < 0 ? encodedPath.size() : colon;
}

QString withoutZone(const QString &host)
{
    return host.contains(u':') ? host.section(u'%', 0, 0) : host;
}

bool isUnixSocket(const QUrl &url)
{
    return url.scheme() == UnixScheme;
}

QString unixSocketPath(const QUrl &url)
{
    const QString path = url.path(QUrl::FullyEncoded);
    return QUrl::fromPercentEncoding(path.first(socketEnd(path)).toLatin1());
}

QString requestPath(const QUrl &url)
{
    const QString path = url.path(QUrl::FullyEncoded);
    return isUnixSocket(url) ? path.mid(socketEnd(path) + 1) : path;
}

// The items of a query with the separators between them, as they are written.
static QStringList queryItems(const QUrl &url)
{
    static const QRegularExpression edge(u"(?<=[&;])|(?=[&;])"_s);
    return url.query(QUrl::FullyEncoded).split(edge);
}

QList<UrlParameter> urlParameters(const QUrl &url)
{
    static const QRegularExpression edge(u"[&;]"_s);
    QStringList items =
            url.query(QUrl::FullyEncoded).split(edge) + url.fragment(QUrl::FullyEncoded).split(edge);
    const QStringList segments = requestPath(url).split(u'/');
    for (const QString &segment : segments)
        items += segment.split(u';').mid(1);
    QList<UrlParameter> parameters;
    for (const QString &item : std::as_const(items)) {
        const qsizetype equals = item.indexOf(u'=');
        const QString name = QUrl::fromPercentEncoding(item.left(std::max<qsizetype>(equals, 0)).toUtf8());
        parameters.append({name, item.sliced(equals + 1)});
    }
    return parameters;
}

// How much of the end of a query item is a secret value.
static qsizetype secretLength(const QString &item)
{
    const qsizetype equals = item.indexOf(u'=');
    if (equals <= 0 || !isSecretName(QUrl::fromPercentEncoding(item.left(equals).toUtf8())))
        return 0;
    return item.size() - equals - 1;
}

static QString withoutUrlSecrets(const QString &text, int depth);

bool mayHaveUrl(const QString &encoded)
{
    const QString text = QUrl::fromPercentEncoding(encoded.toUtf8());
    return text.contains(u'?') || text.contains("://"_L1);
}

static QString maskedItem(const QString &item, int depth)
{
    const qsizetype length = secretLength(item);
    if (length > 0)
        return item.chopped(length) + SecretMask;
    const qsizetype begin = item.indexOf(u'=') + 1;
    QString value = item.sliced(begin);
    if (mayHaveUrl(value)) {
        if (depth >= MaxUrlNesting)
            return item.first(begin) + SecretMask;
        value = withoutUrlSecrets(value, depth + 1);
        const QString plain = QUrl::fromPercentEncoding(value.toUtf8());
        const QString shown = withoutUrlSecrets(plain, depth + 1);
        if (shown != plain)
            value = QString::fromLatin1(QUrl::toPercentEncoding(shown, "*"));
    }
    return item.first(begin) + withoutTokens(value, TokenText::UrlPart);
}

// Masks the second of the two that an expression captures, where the first is the name of a secret.
static QString withoutSecretsNamed(const QRegularExpression &named, const QString &text)
{
    QString result;
    qsizetype done = 0;
    auto matches = named.globalMatch(text);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        if (!isSecretName(QUrl::fromPercentEncoding(match.captured(1).toUtf8())))
            continue;
        result += QStringView(text).sliced(done, match.capturedStart(2) - done);
        result += SecretMask;
        done = match.capturedEnd();
    }
    return result.append(QStringView(text).sliced(done));
}

// Without what looks like a token, and without path parameters that are secrets by their names.
static QString maskedPath(const QString &path)
{
    static const QRegularExpression parameter(u";([^;/=]+)=([^;/]+)"_s);
    return withoutTokens(withoutSecretsNamed(parameter, path), TokenText::UrlPart);
}

bool isMaskedItem(const QString &item)
{
    return maskedItem(item, 0) != item;
}

bool isMaskedSegment(const QString &segment)
{
    return maskedPath(segment) != segment;
}

// "localhost:8080/x" must not be read as scheme "localhost"; "mailto:me" must.
static bool hasForeignScheme(const QString &text)
{
    static const QRegularExpression scheme(u"^[A-Za-z][A-Za-z0-9+.-]*:(?!\\d+(?:[/?#:]|$))"_s);
    // "user:password@host" looks like a scheme, too, and these look like a user.
    static const QRegularExpression userInfo(u"^(?!mailto:|sips?:|xmpp:|acct:)[^/?#]*@"_s,
                                             QRegularExpression::CaseInsensitiveOption);
    return scheme.match(text).hasMatch() && !userInfo.match(text).hasMatch();
}

// "ws//host", "ws:\\\\host" and the like would be hosts of the name "ws".
static QString startProblem(const QString &text)
{
    static const QRegularExpression start(u"^(wss?|https?)([^A-Za-z0-9?#@\\[]*)"_s,
                                          QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = start.match(text);
    const QString marks = match.captured(2);
    static const QRegularExpression meant(u"//|[\\\\：／]"_s);
    if (marks.startsWith("://"_L1) || !marks.contains(meant))
        return {};
    return WebSocketUrl::tr("“%1” is not how a URL begins: write it as %2://.")
            .arg(match.captured(), match.captured(1));
}

static WebSocketUrl readUrl(const QString &text)
{
    const UrlText parts(text);
    if (const QString problem = parts.problem(); !problem.isEmpty())
        return refused(problem);
    WebSocketUrl result = checkWebSocketUrl(QUrl(parts.encoded(), QUrl::StrictMode));
    if (!result.isValid())
        return result;
    QString target = parts.encodedTarget();
    if (isUnixSocket(result.url))
        target.remove(0, socketEnd(target) + 1);
    if (!target.startsWith(u'/'))
        target.prepend(u'/');
    if (encodedTarget(target) != requestTarget(result.url))
        result.target = target;
    return result;
}

// A blank is a blank unless an option of a command or another URL follows. In a query, "-a" and "http://" may
// be meant, but not in a line of their own.
static bool hasMoreThanUrl(const QString &text)
{
    static const QRegularExpression more(
            u"^[^?]*\\s(?:-[a-z]|(?:wss?|https?)://)|\\s(?:--[a-z]|-H\\b)|[\r\n]\\s*(?:wss?|https?)://"_s,
            QRegularExpression::CaseInsensitiveOption);
    return more.match(text).hasMatch();
}

WebSocketUrl parseWebSocketUrl(const QString &typed)
{
    const QString whole = unquoted(withoutInvisible(typed));
    if (hasMoreThanUrl(whole))
        return refused(WebSocketUrl::tr("A URL has no blanks: remove them or write them as %20."));
    QString text = withoutLineEnds(whole);
    if (text.isEmpty())
        return refused(
                WebSocketUrl::tr("Enter the URL of a WebSocket server, such as ws://localhost:8080/."));
    if (isTypographicQuote(text.front()) || isTypographicQuote(text.back())) {
        const QChar quote = isTypographicQuote(text.front()) ? text.front() : text.back();
        return refused(WebSocketUrl::tr("There is a quotation mark, “%1”, at one end of the URL: remove it.")
                               .arg(quote));
    }

    static const QRegularExpression unixScheme(u"^(?:ws\\+)?unix:(?://(?=/)|(?=/[^/]))"_s,
                                               QRegularExpression::CaseInsensitiveOption);
    text.replace(unixScheme, UnixScheme + "://"_L1);
    if (const QString problem = startProblem(text); !problem.isEmpty())
        return refused(problem);
    static const QRegularExpression withScheme(u"^[A-Za-z][A-Za-z0-9+.-]*://"_s);
    if (withScheme.match(text).hasMatch())
        return readUrl(text);
    if (text.startsWith("//"_L1))
        text.remove(0, 2);
    if (text.count(u':') > 1 && !text.contains(u'[') && !QHostAddress(text.section(u'/', 0, 0)).isNull())
        return refused(
                WebSocketUrl::tr("Put an IPv6 address into brackets: [%1].").arg(text.section(u'/', 0, 0)));
    if (hasForeignScheme(text)) {
        return refused(WebSocketUrl::tr("“%1” is not a WebSocket URL: it has to start with ws:// or wss://.")
                               .arg(text.section(u':', 0, 0) + u':'));
    }
    WebSocketUrl result = readUrl("wss://"_L1 + text);
    if (isLocalHost(result.url.host()))
        result.url.setScheme(u"ws"_s);
    return result;
}

static QString schemeProblem(const QString &scheme)
{
    if (scheme.isEmpty())
        return WebSocketUrl::tr("The URL has no scheme: it has to start with ws:// or wss://.");
    return WebSocketUrl::tr("“%1://” is not a WebSocket scheme: use ws:// or, encrypted, wss://.")
            .arg(scheme);
}

static QString unixProblem(const QUrl &url)
{
    const QString path = unixSocketPath(url);
    if (!url.authority().isEmpty() || !path.startsWith(u'/') || path.endsWith(u'/')) {
        return WebSocketUrl::tr("A Unix-domain socket is written with three slashes and its whole path: "
                                "ws+unix:///run/server.sock:/path.");
    }
    if (path.toUtf8().size() > MaxUnixPathBytes)
        return WebSocketUrl::tr("The path of a Unix-domain socket has at most %1 bytes.")
                .arg(MaxUnixPathBytes);
    if (path.contains(QChar::Null))
        return WebSocketUrl::tr("The path of a Unix-domain socket must not have a null character in it.");
    return {};
}

WebSocketUrl checkWebSocketUrl(const QUrl &given)
{
    QUrl url = given;
    if (!url.isValid()) {
        if (url.errorString().contains("port"_L1, Qt::CaseInsensitive))
            return refused(WebSocketUrl::tr("The port has to be a number from 1 to 65535."));
        if (url.errorString().contains("host"_L1, Qt::CaseInsensitive))
            return refused(WebSocketUrl::tr("The host name is missing or not valid."));
        return refused(
                WebSocketUrl::tr("This is not a valid URL: %1.").arg(url.errorString().section(u';', 0, 0)));
    }
    if (url.scheme() == "http"_L1)
        url.setScheme(u"ws"_s);
    else if (url.scheme() == "https"_L1)
        url.setScheme(u"wss"_s);
    if (url.scheme() != "ws"_L1 && url.scheme() != "wss"_L1 && !isUnixSocket(url))
        return refused(schemeProblem(url.scheme()));
    if (const QString problem = isUnixSocket(url) ? unixProblem(url) : QString(); !problem.isEmpty())
        return refused(problem);
    if (url.host().isEmpty() && !isUnixSocket(url))
        return refused(WebSocketUrl::tr("The host name is missing: %1://host/path.").arg(url.scheme()));
    if (url.port() == 0)
        return refused(WebSocketUrl::tr("The port has to be a number from 1 to 65535."));
    if (url.hasFragment()) {
        // Not quoted: it may be the second half of a secret.
        return refused(WebSocketUrl::tr(
                "A WebSocket URL has no fragment: remove the # and what follows it, or write # as %23."));
    }
    const QStringList items = queryItems(url);
    for (const QString &item : items) {
        const QString value = item.section(u'=', 1);
        if ((value == SecretMask && secretLength(item) > 0)
            || (value.contains(SecretMask) && mayHaveUrl(value))) {
            return refused(
                    WebSocketUrl::tr("“%1” was not kept because it is a secret: replace *** by its value.")
                            .arg(item.section(u'=', 0, 0)));
        }
    }
    if (url.userInfo().contains(SecretMask) || requestPath(url).contains(SecretMask)) {
        return refused(WebSocketUrl::tr("*** stands for a part of the URL that was not kept because it is a "
                                        "secret: replace it by its value, or write it as %2A%2A%2A."));
    }
    // RFC 6455 section 3: an empty path is sent as "/"; Qt would leave it out before a query.
    if (url.path().isEmpty())
        url.setPath(u"/"_s);
    if (isUnixSocket(url)) {
        if (requestPath(url).isEmpty())
            url.setPath(url.path(QUrl::FullyEncoded) + ":/"_L1, QUrl::StrictMode);
        url.setHost(u""_s); // written with three slashes
    }
    // As it will be on the wire: what QUrl cannot encode whole (U+FFFFF, say) must not change later on.
    return {QUrl::fromEncoded(url.toEncoded(), QUrl::StrictMode), {}};
}

UnixUrl splitUnixUrl(const QUrl &url)
{
    UnixUrl parts{unixSocketPath(url).toUtf8(), QUrl(u"ws://localhost/"_s)};
    const QString target = requestPath(url);
    parts.request.setPath(target.isEmpty() ? u"/"_s : target, QUrl::TolerantMode);
    if (url.hasQuery())
        parts.request.setQuery(url.query(QUrl::FullyEncoded), QUrl::StrictMode);
    return parts;
}

QUrl makeUnixUrl(const UnixUrl &parts)
{
    const QString socket = QString::fromUtf8(parts.socket);
    if (!socket.startsWith(u'/') || socket.contains(u':') || socket.toUtf8() != parts.socket)
        return {};
    // The empty authority, which QUrl would leave out, is part of the form.
    QByteArray url = "ws+unix://" + QUrl::toPercentEncoding(socket, "/") + ':'
                     + parts.request.path(QUrl::FullyEncoded).toLatin1();
    if (parts.request.hasQuery())
        url += '?' + parts.request.query(QUrl::FullyEncoded).toLatin1();
    return QUrl::fromEncoded(url, QUrl::StrictMode);
}

static QString displayUrl(const QUrl &given, int depth)
{
    QUrl url = given;
    // Many servers take a key for the user, without a password.
    if (!url.password().isEmpty())
        url.setPassword(SecretMask, QUrl::StrictMode);
    else if (!url.userName().isEmpty())
        url.setUserInfo(SecretMask, QUrl::StrictMode);
    const QString path = url.path(QUrl::FullyEncoded);
    const qsizetype begin = isUnixSocket(url) ? socketEnd(path) : 0;
    const QString shown = path.first(begin) + maskedPath(path.sliced(begin));
    if (shown != path)
        url.setPath(shown, QUrl::StrictMode);
    if (!url.query().isEmpty()) {
        // By hand, so that all else stays as it was written.
        QStringList items = queryItems(url);
        for (QString &item : items)
            item = maskedItem(item, depth);
        url.setQuery(items.join(QString()), QUrl::StrictMode);
    }
    return editableUrl(url);
}

QString displayUrl(const QUrl &url)
{
    return displayUrl(url, 0);
}

static QString maskedUrl(const QString &text, int depth);

// What QUrl takes for none: its authority by hand, and the rest as a relative URL.
static QString maskedInvalidUrl(const QString &text, int depth)
{
    static const QRegularExpression begin(u"^((?:[A-Za-z][A-Za-z0-9+.-]*:)?//)([^/?#]*)"_s);
    const QRegularExpressionMatch match = begin.match(text);
    const QString authority = match.captured(2);
    const QString rest = text.sliced(match.capturedLength());
    // A password may have any of the characters that end an authority.
    static const QRegularExpression password(u":(?!\\d{0,5}$)"_s);
    if (!match.hasMatch() || depth >= MaxUrlNesting
        || (rest.contains(u'@') && password.match(authority).hasMatch()))
        return match.captured(1) + SecretMask;
    const qsizetype at = authority.lastIndexOf(u'@');
    const QString shown = at < 0 ? authority : SecretMask + authority.sliced(at);
    return match.captured(1) + shown + maskedUrl(rest, depth + 1);
}

static QString maskedUrl(const QString &text, int depth)
{
    if (text.isEmpty())
        return text;
    const QUrl url(text);
    if (!url.isValid())
        return maskedInvalidUrl(text, depth);
    const QUrl page = url.adjusted(QUrl::RemoveFragment);
    const QString shown = displayUrl(page, depth);
    if (!url.hasFragment() && shown == editableUrl(page))
        return text;
    return url.hasFragment() ? shown + u'#' + SecretMask : shown;
}

QString maskedUrl(const QString &text)
{
    return maskedUrl(text, 0);
}

const QRegularExpression &urlInText()
{
    static const QRegularExpression url(
            u"\\b[A-Za-z][A-Za-z0-9+.-]{0,20}://[^\\s\"'<>“”]*[^\\s\"'<>“”.,:;)\\]]"_s);
    return url;
}

// Of a URL that is relative, or that a blank has cut.
static const QRegularExpression &itemInText()
{
    static const QRegularExpression item(
            u"(?<=[?&])([^\\s\"'<>“”?&=/#;]{1,256})=([^\\s\"'<>“”&#;]*[^\\s\"'<>“”&#;.,:)\\]])"_s);
    return item;
}

QList<UrlParameter> urlItemsInText(const QString &text)
{
    QList<UrlParameter> items;
    auto matches = itemInText().globalMatch(text);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        items.append({QUrl::fromPercentEncoding(match.captured(1).toUtf8()), match.captured(2)});
    }
    return items;
}

static QString withoutUrlSecrets(const QString &text, int depth)
{
    QString result;
    qsizetype done = 0;
    auto matches = urlInText().globalMatch(text);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        result += QStringView(text).sliced(done, match.capturedStart() - done);
        result += maskedUrl(match.captured(), depth);
        done = match.capturedEnd();
    }
    return withoutSecretsNamed(itemInText(), result.append(QStringView(text).sliced(done)));
}

QString withoutUrlSecrets(const QString &text)
{
    return withoutUrlSecrets(text, 0);
}

QString editableUrl(const QUrl &url, const QString &target)
{
    if (!target.isEmpty()) {
        const QString path = url.path(QUrl::FullyEncoded);
        const QString socket = isUnixSocket(url) ? path.first(socketEnd(path)) + u':' : QString();
        return editableUrl(url.adjusted(QUrl::RemovePath | QUrl::RemoveQuery)) + socket + target;
    }
    const QString text = url.toString(QUrl::EncodeSpaces | QUrl::EncodeDelimiters | QUrl::EncodeReserved);
    QString result;
    for (qsizetype i = 0; i < text.size(); ++i) {
        // parseWebSocketUrl() takes these for what copying has added.
        const bool isTaken = isInvisibleAt(text, i) || isTypographicQuote(text[i]) || text[i].isSpace();
        result += isTaken ? QString::fromLatin1(QUrl::toPercentEncoding(text[i])) : QString(text[i]);
    }
    return result;
}
