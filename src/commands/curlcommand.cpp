// SPDX-License-Identifier: MIT
#include "commands/commandformat.h"
#include "commands/commandoptions.h"
#include "commands/copyparts.h"
#include "commands/profilebuilder.h"
#include "profile/handshakerequest.h"
#include "profile/websocketurl.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

using Who = Authentication::Kind;

// Options that are about output, or ask for what happens anyway: without a value, and with one.
static constexpr auto IgnoredFlags =
        "anyauth append:a basic compressed create-dirs disable:q fail:f fail-early fail-with-body get:G "
        "http0.9 http1.1 include:i junk-session-cookies:j no-alpn no-buffer:N no-clobber no-keepalive "
        "no-npn no-progress-meter no-sessionid parallel:Z path-as-is progress-bar:# proxy-basic "
        "proxytunnel:p raw remote-header-name:J remote-name:O remote-name-all remote-time:R remove-on-error "
        "retry-all-errors retry-connrefused show-error:S silent:s socks5-basic styled-output "
        "suppress-connect-headers tcp-fastopen tcp-nodelay trace-time verbose:v xattr trace-ids";
static constexpr auto IgnoredValues =
        "cookie-jar:c dump-header:D keepalive-time key-type libcurl limit-rate max-filesize max-redirs "
        "output:o output-dir retry retry-delay retry-max-time speed-limit:Y speed-time:y stderr trace "
        "trace-ascii write-out:w";
// Options that have no counterpart. Without knowing which have a value, a command cannot be read; those that
// are long and have none can be left out here, as they are when nobody knows them.
static constexpr auto LeftOutFlags =
        "head:I http1.0:0 list-only:l manual:M netrc:n sslv2:2 sslv3:3 use-ascii:B version:V";
static constexpr auto LeftOutValues =
        "abstract-unix-socket alt-svc aws-sigv4 capath ciphers config:K connect-to continue-at:C "
        "create-file-mode crlfile curves data:d data-ascii data-binary data-raw data-urlencode delegation "
        "dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url egd-file engine etag-compare "
        "etag-save expect100-timeout form:F form-string ftp-account ftp-alternative-to-user ftp-method "
        "ftp-port:P ftp-ssl-ccc-mode happy-eyeballs-timeout-ms help:h hostpubmd5 hostpubsha256 hsts "
        "interface json krb local-port login-options mail-auth mail-from mail-rcpt netrc-file parallel-max "
        "pinnedpubkey preproxy proto proto-default proto-redir proxy-cacert proxy-capath proxy-cert "
        "proxy-cert-type proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass "
        "proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword "
        "proxy-tlsuser proxy1.0 pubkey quote:Q random-file range:r rate request-target resolve sasl-authzid "
        "service-name socks4 socks4a socks5-gssapi-service telnet-option:t tftp-blksize time-cond:z tls-max "
        "tls13-ciphers tlsauthtype tlspassword tlsuser upload-file:T url-query ech ip-tos vlan-priority "
        "keepalive-cnt trace-config haproxy-clientip variable sigalgs upload-flags";

namespace {

class CurlReader
{
    Q_DECLARE_TR_FUNCTIONS(CurlReader)

public:
    explicit CurlReader(const ConnectionProfile &defaults);
    PastedProfile read(const QList<QByteArray> &arguments);

private:
    void knowRequest();
    void knowTls();
    void knowWay();
    void header(const QByteArray &line);
    void replaceable(const QByteArray &name, const QByteArray &value);
    void cookie(const QByteArray &value);
    void certificate(const QByteArray &value);
    void noProxy(const QByteArray &list);
    void url();

    CommandOptions m_options;
    ProfileBuilder m_builder;
    QList<QByteArray> m_urls;
    // Headers of options of their own, which -H replaces.
    HttpHeaders m_replaceable;
    QByteArray m_proxyUser;
    QByteArray m_noProxy;
    std::optional<std::chrono::milliseconds> m_maxTime;
    std::optional<std::chrono::milliseconds> m_connectTimeout;
    bool m_hasBasic = false;
    bool m_hasOtherAuthentication = false;
    bool m_globs = true;
    bool m_ended = false;
};

CurlReader::CurlReader(const ConnectionProfile &defaults)
    : m_builder(tr("a curl command"), defaults)
{
    const auto leaveOut = [this](const GivenOption &option) { m_builder.leaveOut(option.spelling); };
    m_options.add(IgnoredFlags, CommandOptions::Flag);
    m_options.add(IgnoredValues, CommandOptions::Required);
    m_options.add(LeftOutFlags, CommandOptions::Flag, leaveOut);
    m_options.add(LeftOutValues, CommandOptions::Required, leaveOut);
    knowRequest();
    knowTls();
    knowWay();
}

void CurlReader::knowRequest()
{
    m_options.addValue("header:H", [this](const QByteArray &line) { header(line); });
    m_options.addValue("cookie:b", [this](const QByteArray &value) { cookie(value); });
    m_options.addValue("user:u", [this](const QByteArray &pair) {
        m_builder.setBasic(pair);
        m_hasBasic = true;
    });
    m_options.addValue("oauth2-bearer", [this](const QByteArray &token) { m_builder.setBearer(token); });
    m_options.addFlag("digest negotiate ntlm", [this] { m_hasOtherAuthentication = true; });
    m_options.addValue("user-agent:A", [this](const QByteArray &name) { replaceable("User-Agent", name); });
    m_options.addValue("referer:e",
                       [this](const QByteArray &url) { replaceable("Referer", url.split(';').first()); });
    m_options.add("request:X", CommandOptions::Required, [this](const GivenOption &given) {
        if (given.value != "GET")
            m_builder.note(tr("%1 was left out: a handshake is always a GET.").arg(given.spelling));
    });
    m_options.addValue("url", [this](const QByteArray &url) { m_urls.append(url); });
    m_options.addFlag("globoff:g", [this] { m_globs = false; });
    m_options.add("next::", CommandOptions::Flag);
}

void CurlReader::knowTls()
{
    TlsSettings &tls = m_builder.profile.tls;
    m_options.addFlag("insecure:k", [&tls] { tls.verify = false; });
    m_options.addText("cacert", &tls.caFile);
    m_options.addText("key", &tls.keyFile);
    m_options.addText("pass", &tls.keyPassphrase);
    m_options.addValue("cert:E", [this](const QByteArray &value) { certificate(value); });
    m_options.addValue("cert-type", [this](const QByteArray &type) {
        if (type.toUpper() != "PEM" && type.toUpper() != "P12")
            m_builder.note(tr("Certificates have to be PEM or PKCS#12 files: convert it."));
    });
    m_options.addFlag("tlsv1:1 tlsv1.0", [&tls] { tls.minimumVersion = TlsSettings::Version::Tls1_0; });
    m_options.add("tlsv1.1", CommandOptions::Flag, [this, &tls](const GivenOption &given) {
        m_builder.note(tr("%1 became TLS 1.2 or later.").arg(given.spelling));
        tls.minimumVersion = TlsSettings::Version::Tls1_2;
    });
    m_options.addFlag("tlsv1.2", [&tls] { tls.minimumVersion = TlsSettings::Version::Tls1_2; });
    m_options.addFlag("tlsv1.3", [&tls] { tls.minimumVersion = TlsSettings::Version::Tls1_3; });
}

void CurlReader::knowWay()
{
    ConnectionProfile &profile = m_builder.profile;
    m_options.addValue("proxy:x",
                       [this](const QByteArray &proxy) { m_builder.setProxy(proxy, u"http"_s, 1080); });
    m_options.addValue("socks5 socks5-hostname",
                       [this](const QByteArray &proxy) { m_builder.setProxy(proxy, u"socks5"_s, 1080); });
    m_options.addValue("proxy-user:U", [this](const QByteArray &pair) { m_proxyUser = pair; });
    m_options.addValue("noproxy", [this](const QByteArray &list) { m_noProxy = list; });
    m_options.addValue("connect-timeout",
                       [this](const QByteArray &time) { m_connectTimeout = ProfileBuilder::seconds(time); });
    m_options.addValue("max-time:m",
                       [this](const QByteArray &time) { m_maxTime = ProfileBuilder::seconds(time); });
    m_options.addFlag("ipv4:4", [&profile] { profile.addresses = AddressPreference::IPv4; });
    m_options.addFlag("ipv6:6", [&profile] { profile.addresses = AddressPreference::IPv6; });
    m_options.addFlag("location:L location-trusted", [&profile] { profile.followRedirects = true; });
    m_options.addValue("unix-socket", [this](const QByteArray &path) { m_builder.setUnixSocket(path); });
}

PastedProfile CurlReader::read(const QList<QByteArray> &arguments)
{
    CommandArguments given = m_options.parse(arguments, false);
    // What follows --next is about another URL.
    const auto next = std::find_if(given.options.begin(), given.options.end(),
                                   [](const GivenOption &option) { return option.name == "next"; });
    m_ended = next != given.options.end();
    given.options.erase(next, given.options.end());
    m_builder.takeOptions(given);
    for (const CommandArguments::Operand &operand : given.operands)
        m_urls.append(operand.text);
    url();

    for (const HttpHeader &header : m_replaceable) {
        if (headerValue(m_builder.profile.headers, header.name).isNull())
            m_builder.addHeader(header.name, header.value);
    }
    if (m_hasBasic && m_hasOtherAuthentication)
        m_builder.note(
                tr("The credentials are sent as Basic: other ways to authenticate have no meaning here."));
    if (!m_proxyUser.isEmpty())
        m_builder.setProxyUser(m_proxyUser);
    noProxy(m_noProxy);
    if (const auto timeout = m_connectTimeout ? m_connectTimeout : m_maxTime)
        m_builder.profile.handshakeTimeout = *timeout;
    return m_builder.finish();
}

void CurlReader::header(const QByteArray &line)
{
    if (line.startsWith('@'))
        return m_builder.note(tr("Headers from a file were left out."));
    const qsizetype colon = line.indexOf(':');
    // "Name;" is curl's way to say a header without a value, "Name:" to say none.
    if (colon < 0 && line.endsWith(';'))
        m_builder.addHeader(line.chopped(1).trimmed(), {});
    else if (colon < 0 || !line.mid(colon + 1).trimmed().isEmpty())
        m_builder.addHeaderLine(line);
}

void CurlReader::replaceable(const QByteArray &name, const QByteArray &value)
{
    m_replaceable.removeIf([&](const HttpHeader &header) { return header.name == name; });
    if (!value.isEmpty())
        m_replaceable.append({name, value});
}

void CurlReader::cookie(const QByteArray &value)
{
    if (value.contains('='))
        m_builder.addCookies(value);
    else if (!value.isEmpty())
        m_builder.note(tr("Cookies from a file were left out."));
}

// "file[:passphrase]", in which \: is a colon of the file's name, and so is that of a drive.
void CurlReader::certificate(const QByteArray &value)
{
    QByteArray file;
    for (qsizetype i = 0; i < value.size(); ++i) {
        const char next = i + 1 < value.size() ? value[i + 1] : '\0';
        if (value[i] == '\\' && (next == '\\' || next == ':')) {
            file += value[++i];
        } else if (value[i] == ':' && !(i == 1 && (next == '\\' || next == '/'))) {
            m_builder.profile.tls.keyPassphrase = QString::fromUtf8(value.mid(i + 1));
            break;
        } else {
            file += value[i];
        }
    }
    m_builder.profile.tls.certificateFile = QString::fromUtf8(file);
}

void CurlReader::noProxy(const QByteArray &list)
{
    const QByteArray host = m_builder.profile.url.host().toUtf8().toLower();
    for (const QByteArray &item : list.toLower().split(',')) {
        QByteArray name = item.trimmed();
        if (name.startsWith('.'))
            name.remove(0, 1);
        const bool applies = name == "*" || (!name.isEmpty() && (host == name || host.endsWith('.' + name)));
        if (applies) {
            m_builder.profile.proxy = {};
            m_builder.profile.proxy.kind = ProxySettings::Kind::None;
        }
    }
}

void CurlReader::url()
{
    if (m_urls.isEmpty())
        return m_builder.fail(tr("The curl command has no URL: copy the whole command."));
    // An option that we do not know may have a value, which then looks like a URL.
    QByteArray url = m_urls.first();
    for (const QByteArray &candidate : m_urls) {
        if (!url.contains("://") && candidate.contains("://"))
            url = candidate;
    }
    if (m_urls.size() > 1 || m_ended)
        m_builder.note(tr("The command has more than one URL: only the first one is used."));
    if (m_globs) {
        for (const char c : {'[', ']', '{', '}'})
            url.replace(QByteArray("\\") + c, QByteArray(1, c));
    }
    m_builder.setUrl(url, "http");
}

} // namespace

static PastedProfile readCurlCommand(const QList<QByteArray> &arguments, const ConnectionProfile &defaults)
{
    return CurlReader(defaults).read(arguments);
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
        command->add("-u", copiedPair(profile.authentication.user, profile.authentication.password));
    if (profile.authentication.kind == Who::Bearer)
        command->add("-H", "Authorization: Bearer " + profile.authentication.token.toUtf8());
    if (!profile.cookies.isEmpty())
        command->add("-b", copiedCookies(profile));
    for (const HttpHeader &header : profile.headers)
        command->add("-H", header.value.isEmpty() ? header.name + ';' : copiedHeader(header));
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
            command->add("--proxy-user", copiedPair(profile.proxy.user, profile.proxy.password));
    }
    if (profile.proxy.kind == ProxySettings::Kind::None)
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

// curl takes these for the way up, and walks it.
static bool hasDotSegments(const QByteArray &target)
{
    static const QRegularExpression dots(u"^[^?]*/(?:\\.|%2e){1,2}(?:[/?]|$)"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    return dots.match(QString::fromLatin1(target)).hasMatch();
}

static QString copyAsCurl(const ConnectionProfile &profile)
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
    const QByteArray text = copiedUrl(profile, url);
    if (needsGlobOff(text, url.host()))
        command.add("--globoff");
    if (hasDotSegments(requestTarget(profile, profile.url)))
        command.add("--path-as-is");
    command.addWord(text);

    CopyComments cannot(u"#"_s, u"curl"_s);
    cannot.addIf(!profile.tls.serverName.isEmpty(),
                 CopyComments::tr("another name for the server’s certificate"));
    cannot.addIf(!profile.onOpen.isEmpty(), CopyComments::tr("messages to send on opening"));
    cannot.addIf(!profile.heartbeat.text.isEmpty(), CopyComments::tr("a heartbeat message"));
    return cannot.lines() + command.text(" \\\n  ");
}

const CommandFormat CurlFormat{QT_TRANSLATE_NOOP("CommandFormat", "&curl Command"), "curl", readCurlCommand,
                               nullptr, copyAsCurl};
