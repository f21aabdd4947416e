// SPDX-License-Identifier: MIT
#include "commands/copyparts.h"
#include "commands/shellwords.h"
#include "commands/unixurl.h"
#include "profile/websocketurl.h"

#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

using Who = Authentication::Kind;
using Way = ProxySettings::Kind;

namespace {

/// The words of a command line, grouped as options with their values.
class CommandWriter
{
public:
    void add(const QByteArray &option) { m_groups.append(option); }
    void add(const QByteArray &option, const QByteArray &value)
    {
        m_groups.append(option + ' ' + bashQuoted(value));
    }
    void addIf(const QByteArray &option, const QString &value)
    {
        if (!value.isEmpty())
            add(option, value.toUtf8());
    }
    /// As one word, --option='value', which nothing can take for more than one.
    void addJoined(const QByteArray &option, const QByteArray &value)
    {
        m_groups.append(option + '=' + bashQuoted(value));
    }
    void addWord(const QByteArray &word) { m_groups.append(bashQuoted(word)); }

    QString text(const QByteArray &separator) const { return QString::fromUtf8(m_groups.join(separator)); }

private:
    QList<QByteArray> m_groups;
};

} // namespace

static QByteArray line(const HttpHeader &header)
{
    return header.name + ": " + header.value;
}

static QByteArray pair(const QString &user, const QString &password)
{
    return QString(user + u':' + password).toUtf8();
}

static bool hasBinary(const QList<OpeningMessage> &messages)
{
    return std::any_of(messages.begin(), messages.end(), [](const OpeningMessage &m) { return m.binary; });
}

static bool hasText(const QList<OpeningMessage> &messages)
{
    return std::any_of(messages.begin(), messages.end(), [](const OpeningMessage &m) { return !m.binary; });
}

// RFC 7692 section 7.1; a client offers the size of its own window even if it is the largest.
static QByteArray extensions(const CompressionSettings &offered)
{
    QByteArray text = "permessage-deflate; client_max_window_bits";
    if (offered.clientMaxWindowBits < 15)
        text += '=' + QByteArray::number(offered.clientMaxWindowBits);
    if (offered.serverMaxWindowBits < 15)
        text += "; server_max_window_bits=" + QByteArray::number(offered.serverMaxWindowBits);
    if (offered.clientNoContextTakeover)
        text += "; client_no_context_takeover";
    if (offered.serverNoContextTakeover)
        text += "; server_no_context_takeover";
    return text;
}

static void curlHandshake(const ConnectionProfile &profile, CommandWriter *command)
{
    command->add("-H", "Connection: Upgrade");
    command->add("-H", "Upgrade: websocket");
    command->add("-H", "Sec-WebSocket-Version: 13");
    // Any 16 bytes do (RFC 6455 section 4.1); the command is to be the same each time.
    command->add("-H", "Sec-WebSocket-Key: " + QByteArray("Socketscope, key").toBase64());
    if (profile.compression.offer)
        command->add("-H", "Sec-WebSocket-Extensions: " + extensions(profile.compression));
    if (!profile.subprotocols.isEmpty())
        command->add("-H", "Sec-WebSocket-Protocol: " + profile.subprotocols.join(u", "_s).toUtf8());
    if (!profile.origin.isEmpty())
        command->add("-H", "Origin: " + profile.origin.toUtf8());
    if (profile.authentication.kind == Who::Basic)
        command->add("-u", pair(profile.authentication.user, profile.authentication.password));
    if (profile.authentication.kind == Who::Bearer)
        command->add("-H", "Authorization: Bearer " + profile.authentication.token.toUtf8());
    if (!profile.cookies.isEmpty())
        command->add("-b", copiedCookies(profile));
    for (const HttpHeader &header : profile.headers)
        command->add("-H", header.value.isEmpty() ? header.name + ';' : line(header));
}

static QByteArray curlCertificate(const QString &file)
{
    return file.toUtf8().replace('\\', "\\\\").replace(':', "\\:");
}

static void curlTls(const TlsSettings &tls, CommandWriter *command)
{
    if (!tls.verify)
        command->add("--insecure");
    command->addIf("--cacert", tls.caFile);
    if (!tls.certificateFile.isEmpty())
        command->add("--cert", curlCertificate(tls.certificateFile));
    if (isPkcs12(tls.certificateFile))
        command->add("--cert-type", "P12");
    command->addIf("--key", tls.keyFile);
    command->addIf("--pass", tls.keyPassphrase);
    if (tls.minimumVersion == TlsSettings::Version::Tls1_0)
        command->add("--tlsv1.0");
    if (tls.minimumVersion == TlsSettings::Version::Tls1_3)
        command->add("--tlsv1.3");
}

static void curlWay(const ConnectionProfile &profile, CommandWriter *command)
{
    if (const QByteArray proxy = copiedProxy(profile.proxy); !proxy.isEmpty()) {
        command->add("--proxy", proxy);
        if (!profile.proxy.user.isEmpty())
            command->add("--proxy-user", pair(profile.proxy.user, profile.proxy.password));
    }
    if (profile.proxy.kind == Way::None)
        command->add("--noproxy", "*");
    if (profile.addresses != AddressPreference::System)
        command->add(profile.addresses == AddressPreference::IPv4 ? "-4" : "-6");
    if (profile.followRedirects)
        command->add("--location");
    if (profile.handshakeTimeout != ConnectionProfile().handshakeTimeout)
        command->add("--connect-timeout", copiedSeconds(profile.handshakeTimeout));
}

// curl takes brackets and braces for patterns, but for those of an IPv6 address.
static bool needsGlobOff(const QByteArray &url, const QString &host)
{
    const QByteArray rest = host.contains(u':') ? url.mid(url.indexOf(']') + 1) : url;
    return std::any_of(rest.begin(), rest.end(), [](char c) { return QByteArrayView("[]{}").contains(c); });
}

QString copyAsCurl(const ConnectionProfile &profile)
{
    CommandWriter command;
    command.add("curl --include --no-buffer --http1.1");
    curlHandshake(profile, &command);
    curlTls(profile.tls, &command);
    curlWay(profile, &command);
    QUrl url = profile.url;
    if (isUnixSocket(url)) {
        const UnixUrl parts = splitUnixUrl(url);
        command.add("--unix-socket", parts.socket);
        url = parts.request;
    }
    url.setScheme(url.scheme() == "wss"_L1 ? u"https"_s : u"http"_s);
    const QByteArray text = url.toEncoded();
    if (needsGlobOff(text, url.host()))
        command.add("--globoff");
    command.addWord(text);

    QStringList cannot;
    if (!profile.tls.serverName.isEmpty())
        cannot.append(u"another name for the server’s certificate"_s);
    if (!profile.onOpen.isEmpty())
        cannot.append(u"messages to send on opening"_s);
    return copiedComments(u"#"_s, u"curl"_s, cannot) + command.text(" \\\n  ");
}

static QStringList wscatCannot(const ConnectionProfile &profile)
{
    QStringList cannot;
    if (profile.proxy.kind == Way::Socks5)
        cannot.append(u"a SOCKS5 proxy"_s);
    if (isPkcs12(profile.tls.certificateFile))
        cannot.append(u"a PKCS#12 file as the certificate"_s);
    if (!profile.tls.serverName.isEmpty())
        cannot.append(u"another name for the server’s certificate"_s);
    if (profile.addresses != AddressPreference::System)
        cannot.append(u"a preference for IPv4 or IPv6"_s);
    if (hasBinary(profile.onOpen))
        cannot.append(u"binary messages to send on opening"_s);
    return cannot;
}

QString copyAsWscat(const ConnectionProfile &profile)
{
    CommandWriter command;
    command.add("wscat");
    command.add("--connect", copiedUrl(profile));
    for (const QString &subprotocol : profile.subprotocols)
        command.add("--subprotocol", subprotocol.toUtf8());
    command.addIf("--origin", profile.origin);
    if (profile.authentication.kind == Who::Basic)
        command.add("--auth", pair(profile.authentication.user, profile.authentication.password));
    if (profile.authentication.kind == Who::Bearer)
        command.add("--header", "Authorization: Bearer " + profile.authentication.token.toUtf8());
    if (!profile.cookies.isEmpty())
        command.add("--header", "Cookie: " + copiedCookies(profile));
    for (const HttpHeader &header : profile.headers)
        command.add("--header", line(header));
    const TlsSettings &tls = profile.tls;
    if (!tls.verify)
        command.add("--no-check");
    command.addIf("--ca", tls.caFile);
    if (!isPkcs12(tls.certificateFile))
        command.addIf("--cert", tls.certificateFile);
    command.addIf("--key", tls.keyFile);
    // Its value is optional, so that one that begins with - would be taken for an option.
    if (!tls.keyPassphrase.isEmpty())
        command.addJoined("--passphrase", tls.keyPassphrase.toUtf8());
    if (profile.followRedirects)
        command.add("--location");
    if (QUrl proxy(QString::fromLatin1(copiedProxy(profile.proxy))); proxy.scheme() == "http"_L1) {
        proxy.setUserName(profile.proxy.user, QUrl::DecodedMode);
        proxy.setPassword(profile.proxy.password, QUrl::DecodedMode);
        command.add("--proxy", proxy.toEncoded());
    }
    for (const OpeningMessage &message : profile.onOpen) {
        if (!message.binary)
            command.add("--execute", message.payload);
    }
    return copiedComments(u"#"_s, u"wscat"_s, wscatCannot(profile)) + command.text(" ");
}

static QStringList websocatCannot(const ConnectionProfile &profile)
{
    QStringList cannot;
    if (profile.proxy.kind == Way::Http)
        cannot.append(u"an HTTP proxy"_s);
    if (profile.proxy.kind == Way::Socks5 && !profile.proxy.user.isEmpty())
        cannot.append(u"credentials for the proxy"_s);
    if (!profile.tls.certificateFile.isEmpty() && !isPkcs12(profile.tls.certificateFile))
        cannot.append(u"a PEM file as the certificate"_s);
    if (profile.addresses != AddressPreference::System)
        cannot.append(u"a preference for IPv4 or IPv6"_s);
    if (profile.followRedirects)
        cannot.append(u"follow redirects"_s);
    if (hasText(profile.onOpen) || hasBinary(profile.onOpen))
        cannot.append(u"messages to send on opening"_s);
    return cannot;
}

static void websocatTls(const TlsSettings &tls, CommandWriter *command)
{
    if (!tls.verify)
        command->add("--insecure");
    if (isPkcs12(tls.certificateFile)) {
        command->add("--client-pkcs12-der", tls.certificateFile.toUtf8());
        command->addIf("--client-pkcs12-passwd", tls.keyPassphrase);
    }
    command->addIf("--tls-domain", tls.serverName);
}

QString copyAsWebsocat(const ConnectionProfile &profile)
{
    CommandWriter command;
    if (!profile.tls.caFile.isEmpty())
        command.addJoined("SSL_CERT_FILE", profile.tls.caFile.toUtf8());
    command.add("websocat");
    if (isUnixSocket(profile.url)) {
        const UnixUrl parts = splitUnixUrl(profile.url);
        command.add("-");
        command.addWord("ws-c:unix:" + parts.socket);
        command.addJoined("--ws-c-uri", parts.request.toEncoded());
    } else {
        command.addWord(copiedUrl(profile));
    }
    if (!profile.subprotocols.isEmpty())
        command.add("--protocol", profile.subprotocols.join(u", "_s).toUtf8());
    command.addIf("--origin", profile.origin);
    if (profile.authentication.kind == Who::Basic) {
        const Authentication &who = profile.authentication;
        const bool isMasked = who.password == "***"_L1;
        command.add("--basic-auth", isMasked ? QByteArray("***") : pair(who.user, who.password).toBase64());
    }
    if (profile.authentication.kind == Who::Bearer)
        command.addJoined("-H", "Authorization: Bearer " + profile.authentication.token.toUtf8());
    if (!profile.cookies.isEmpty())
        command.addJoined("-H", "Cookie: " + copiedCookies(profile));
    for (const HttpHeader &header : profile.headers)
        command.addJoined("-H", line(header));
    websocatTls(profile.tls, &command);
    if (const QByteArray proxy = copiedProxy(profile.proxy); proxy.startsWith("socks5h://"))
        command.add("--socks5", proxy.mid(qsizetype(qstrlen("socks5h://"))));
    return copiedComments(u"#"_s, u"websocat"_s, websocatCannot(profile)) + command.text(" ");
}
