// SPDX-License-Identifier: MIT
#include "commands/profilebuilder.h"

#include "profile/handshakerequest.h"
#include "profile/profilefield.h"
#include "profile/urltext.h"
#include "profile/websocketurl.h"
#include "websocket/secretpatterns.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

static bool isUtf8(const QByteArray &bytes)
{
    return QString::fromUtf8(bytes).toUtf8() == bytes;
}

static bool isHeaderValue(const QByteArray &value)
{
    return headerProblem({"X", value}).isEmpty();
}

ProfileBuilder::ProfileBuilder(const QString &kind, const ConnectionProfile &defaults)
    : profile(defaults)
    , m_kind(kind)
{}

void ProfileBuilder::fail(const QString &problem)
{
    if (m_problem.isEmpty())
        m_problem = problem;
}

void ProfileBuilder::note(const QString &sentence)
{
    constexpr qsizetype Enough = 50;
    if (m_notes.size() < Enough && !m_notes.contains(sentence))
        m_notes.append(sentence);
}

void ProfileBuilder::leaveOut(const QString &what)
{
    note(tr("%1 has no meaning here and was left out.").arg(what));
}

void ProfileBuilder::takeOptions(const CommandArguments &given)
{
    if (!given.problem.isEmpty())
        fail(given.problem);
    for (const GivenOption &option : given.options) {
        if (option.take)
            option.take(option);
    }
    for (const QString &option : given.unknown)
        leaveOut(shown(option));
}

void ProfileBuilder::failAsServer(const GivenOption &option)
{
    fail(tr("The command starts a server (%1): copy one that connects to it.").arg(option.spelling));
}

QString ProfileBuilder::shown(const QString &name)
{
    constexpr qsizetype Longest = 40;
    const auto isPlain = [](QChar c) {
        return c.unicode() < 0x80 && (c.isLetterOrNumber() || u"-._"_s.contains(c));
    };
    const auto end = std::find_if_not(name.begin(), name.end(), isPlain);
    const qsizetype length = qMin<qsizetype>(end - name.begin(), Longest);
    return length == name.size() ? name : name.first(length) + u'…';
}

void ProfileBuilder::addHeaderLine(const QByteArray &line)
{
    const qsizetype colon = line.indexOf(':');
    if (colon < 0)
        return note(tr("A header without a colon was left out."));
    addHeader(line.first(colon).trimmed(), line.mid(colon + 1));
}

void ProfileBuilder::addHeader(const QByteArray &name, const QByteArray &given)
{
    const QByteArray value = given.trimmed();
    if (!isHeaderValue(value))
        return note(tr("A header with line ends or control characters was left out."));
    if (takeHandshakeHeader(name.toLower(), value))
        return;
    const HttpHeader header{name, value};
    if (!isHeaderValue(name))
        note(tr("A header with line ends or control characters was left out."));
    else if (const QString problem = headerProblem(header); !problem.isEmpty())
        note(tr("A header was left out. %1").arg(problem));
    else
        profile.headers.append(header);
}

// What browsers write into every handshake without being asked.
static bool isOfBrowsers(const QByteArray &lowerName, const QByteArray &value)
{
    if (lowerName == "pragma" || lowerName == "cache-control")
        return value == "no-cache";
    return lowerName == "accept-encoding" && value.startsWith("gzip, deflate");
}

bool ProfileBuilder::takeHandshakeHeader(const QByteArray &name, const QByteArray &value)
{
    if (name == "upgrade" || name == "connection" || name == "sec-websocket-accept"
        || isOfBrowsers(name, value))
        return true;
    if (name == "sec-websocket-key") {
        m_hasKey = true;
    } else if (name == "sec-websocket-version") {
        if (value != "13")
            note(tr("Sec-WebSocket-Version was left out: the handshake says 13."));
    } else if (name == "sec-websocket-extensions") {
        takeExtensions(value);
    } else if (name == "sec-websocket-protocol") {
        addSubprotocols(value);
    } else if (name == "origin" && isUtf8(value)) {
        profile.origin = QString::fromUtf8(value);
    } else if (name == "cookie") {
        addCookies(value);
    } else if (name == "content-length" || name == "transfer-encoding") {
        leaveOut(tr("The header %1").arg(QString::fromLatin1(name)));
    } else {
        return name == "authorization" && takeAuthorization(value);
    }
    return true;
}

bool ProfileBuilder::takeAuthorization(const QByteArray &value)
{
    const qsizetype blank = value.indexOf(' ');
    const QByteArray scheme = value.first(qMax<qsizetype>(blank, 0)).toLower();
    const QByteArray credentials = value.mid(blank + 1).trimmed();
    if (credentials.isEmpty() || !isUtf8(credentials))
        return false;
    if (scheme == "bearer") {
        setBearer(credentials);
        return true;
    }
    if (scheme != "basic")
        return false;
    if (credentials == SecretMask.data()) {
        setBasic("***:***");
        return true;
    }
    const auto decoded = QByteArray::fromBase64Encoding(credentials, QByteArray::AbortOnBase64DecodingErrors);
    // What we could not write the same way again stays as it is.
    if (!decoded || !decoded.decoded.contains(':') || !isUtf8(decoded.decoded)
        || decoded.decoded.contains('\0') || decoded.decoded.toBase64() != credentials)
        return false;
    setBasic(decoded.decoded);
    return true;
}

void ProfileBuilder::setBasic(const QByteArray &pair)
{
    // No argument can have a NUL.
    const QString text = QString::fromUtf8(pair).remove(QChar());
    const qsizetype colon = text.indexOf(u':');
    profile.authentication = {Authentication::Kind::Basic, colon < 0 ? text : text.first(colon),
                              colon < 0 ? QString() : text.mid(colon + 1), QString()};
}

void ProfileBuilder::setBearer(const QByteArray &token)
{
    if (token.trimmed().isEmpty())
        return;
    if (isHeaderValue(token) && isUtf8(token))
        profile.authentication = {Authentication::Kind::Bearer, {}, {}, QString::fromUtf8(token.trimmed())};
    else
        note(tr("A token with line ends or control characters was left out."));
}

static int windowBits(const QByteArray &value)
{
    const int bits = value.toInt();
    return bits >= 9 && bits <= 15 ? bits : 15;
}

// RFC 7692 section 7.1.
void ProfileBuilder::takeExtensions(const QByteArray &value)
{
    m_hasExtensions = true;
    CompressionSettings offered;
    offered.offer = false;
    // Of several offers the first is the one preferred.
    const QList<QByteArray> extensions = value.split(',');
    for (const QByteArray &extension : extensions) {
        const QList<QByteArray> parts = extension.split(';');
        if (parts.first().trimmed() != "permessage-deflate") {
            if (!parts.first().trimmed().isEmpty())
                note(tr("A WebSocket extension other than permessage-deflate was left out."));
            continue;
        }
        if (offered.offer)
            continue;
        offered.offer = true;
        for (const QByteArray &part : parts.mid(1)) {
            const QByteArray name = part.split('=').first().trimmed();
            const QByteArray argument = part.mid(part.indexOf('=') + 1).replace('"', "").trimmed();
            if (name == "client_max_window_bits")
                offered.clientMaxWindowBits = windowBits(argument);
            else if (name == "server_max_window_bits")
                offered.serverMaxWindowBits = windowBits(argument);
            else if (name == "client_no_context_takeover")
                offered.clientNoContextTakeover = true;
            else if (name == "server_no_context_takeover")
                offered.serverNoContextTakeover = true;
        }
    }
    profile.compression = offered;
}

void ProfileBuilder::addSubprotocols(const QByteArray &list)
{
    if (!m_hasSubprotocols)
        profile.subprotocols.clear();
    m_hasSubprotocols = true;
    const QList<QByteArray> names = list.split(',');
    for (const QByteArray &name : names) {
        if (isHttpToken(name.trimmed()))
            profile.subprotocols.append(QString::fromLatin1(name.trimmed()));
        else if (!name.trimmed().isEmpty())
            note(tr("A subprotocol with blanks or special characters in its name was left out."));
    }
}

void ProfileBuilder::addCookies(const QByteArray &pairs)
{
    if (!m_hasCookies)
        profile.cookies.clear();
    m_hasCookies = true;
    const QList<QByteArray> items = pairs.split(';');
    for (const QByteArray &item : items) {
        const qsizetype equals = item.indexOf('=');
        const HttpHeader cookie{item.first(qMax<qsizetype>(equals, 0)).trimmed(),
                                item.mid(equals + 1).trimmed()};
        if (item.trimmed().isEmpty())
            continue;
        // A cookie of the same name may come twice, for two paths.
        if (cookie.name.isEmpty())
            note(tr("A cookie without a name was left out."));
        else if (!isHeaderValue(cookie.name + cookie.value))
            note(tr("A cookie with line ends or control characters was left out."));
        else
            profile.cookies.append(cookie);
    }
}

std::optional<std::chrono::milliseconds> ProfileBuilder::seconds(const QByteArray &text)
{
    bool ok = false;
    const double value = text.toDouble(&ok);
    constexpr double Day = 24.0 * 3600;
    if (!ok || !std::isfinite(value) || value < 0.001)
        return std::nullopt;
    return std::chrono::milliseconds(std::llround(std::min(value, Day) * 1000));
}

void ProfileBuilder::setProxy(const QByteArray &given, const QString &scheme, quint16 defaultPort)
{
    profile.proxy = {};
    if (given.isEmpty()) {
        profile.proxy.kind = ProxySettings::Kind::None;
        return;
    }
    const QString text = QString::fromUtf8(given);
    const QString kind = text.contains("://"_L1) ? text.section("://"_L1, 0, 0).toLower() : scheme;
    if (kind != "http"_L1 && kind != "socks5"_L1 && kind != "socks5h"_L1)
        return note(tr("A proxy was left out: it is neither an http nor a socks5 one."));
    const std::optional<ProxySettings> proxy = ProxySettings::read(text, scheme, defaultPort);
    if (!proxy)
        return fail(tr("The proxy’s address is not valid: write it as %1://host:port.").arg(kind));
    profile.proxy = *proxy;
}

void ProfileBuilder::setProxyUser(const QByteArray &pair)
{
    const qsizetype colon = pair.indexOf(':');
    profile.proxy.user = QString::fromUtf8(colon < 0 ? pair : pair.first(colon));
    profile.proxy.password = colon < 0 ? QString() : QString::fromUtf8(pair.mid(colon + 1));
}

void ProfileBuilder::setUrl(const QByteArray &given, const QByteArray &scheme)
{
    const QString text = UrlText(QString::fromUtf8(given).trimmed()).encoded();
    if (const QUrl unixUrl(text, QUrl::StrictMode); isUnixSocket(unixUrl)) {
        const bool isWhole = unixUrl.isValid() && unixUrl.host().isEmpty() && !unixUrl.hasFragment();
        profile.url = isWhole ? makeUnixUrl(splitUnixUrl(unixUrl)) : QUrl();
        if (profile.url.isEmpty())
            fail(tr("The URL is not valid: write it as ws+unix:///path/of/socket:/path."));
        return;
    }
    const bool isWhole = text.contains("://"_L1) || scheme.isEmpty();
    const WebSocketUrl url =
            parseWebSocketUrl(isWhole ? text : QString::fromLatin1(scheme) + "://"_L1 + text);
    if (!url.isValid())
        return fail(url.problem);
    profile.url = url.url;
    profile.target = url.target;
}

void ProfileBuilder::setUnixSocket(const QByteArray &path)
{
    m_unixSocket = path;
}

void ProfileBuilder::applyUnixSocket()
{
    if (profile.url.scheme() == "wss"_L1)
        return fail(tr("TLS on a Unix-domain socket is not possible here: use http:// in the URL."));
    const QUrl url = makeUnixUrl({m_unixSocket, profile.url});
    if (url.isEmpty())
        return fail(tr("The path of the Unix-domain socket has to begin with / and to have no colon."));
    const QByteArray host = hostHeader({}, {profile.url});
    if (host != "localhost" && headerValue(profile.headers, "Host").isNull())
        profile.headers.prepend({"Host", host});
    profile.url = url;
}

// The Host of the URL goes without saying.
void ProfileBuilder::applyHost()
{
    ConnectionProfile plain;
    plain.url = profile.url;
    const QByteArray ofUrl = hostHeader(plain, {plain.url}).toLower();
    const QByteArray port = profile.url.scheme() == "wss"_L1 ? ":443" : ":80";
    const auto goesWithoutSaying = [&](const HttpHeader &header) {
        const QByteArray host = header.value.toLower();
        return header.name.toLower() == "host"
               && (host == ofUrl || host == ofUrl + port || host + port == ofUrl);
    };
    profile.headers.removeIf(goesWithoutSaying);
}

void ProfileBuilder::noteMasks()
{
    const auto isMasked = [](const HttpHeader &header) { return header.value.endsWith(SecretMask.data()); };
    const QList<ProfileField> fields = secretTextFields();
    const auto isMaskedField = [this](ProfileField field) {
        return profileFieldValue(field, profile).toString() == SecretMask;
    };
    if (std::any_of(fields.begin(), fields.end(), isMaskedField)
        || std::any_of(profile.headers.begin(), profile.headers.end(), isMasked)
        || std::any_of(profile.cookies.begin(), profile.cookies.end(), isMasked))
        note(tr("Secrets were masked when this was copied: put their values in the place of ***."));
}

PastedProfile ProfileBuilder::finish()
{
    if (!failed() && !m_unixSocket.isEmpty())
        applyUnixSocket();
    if (!failed())
        applyHost();
    // A command with the handshake's own headers has all of them.
    if (m_hasKey && !m_hasExtensions)
        profile.compression.offer = false;
    profile.subprotocols.removeDuplicates();
    noteMasks();
    return {m_kind, profile, m_problem, m_notes};
}
