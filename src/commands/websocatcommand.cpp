// SPDX-License-Identifier: MIT
#include "commands/commandformat.h"
#include "commands/commandoptions.h"
#include "commands/copyparts.h"
#include "commands/profilebuilder.h"
#include "profile/websocketurl.h"
#include "websocket/secretpatterns.h"

using namespace Qt::StringLiterals;

namespace {

// Of what a client has in websocat 1.x.
class WebsocatReader
{
    Q_DECLARE_TR_FUNCTIONS(WebsocatReader)

public:
    explicit WebsocatReader(const ConnectionProfile &defaults);
    PastedProfile read(const QList<QByteArray> &arguments);

private:
    void knowTls();
    void basicAuth(const QByteArray &value);
    void operands(const CommandArguments &given);
    void address(const QByteArray &text);

    CommandOptions m_options;
    ProfileBuilder m_builder;
    QByteArray m_clientUri = "ws://localhost/";
    bool m_hasAddress = false;
};

WebsocatReader::WebsocatReader(const ConnectionProfile &defaults)
    : m_builder(tr("a websocat command"), defaults)
{
    const auto leaveOut = [this](const GivenOption &given) { m_builder.leaveOut(given.spelling); };
    m_options.add("exit-on-eof:E no-close:n null-terminated:0 one-message:1 oneshot print-ping-rtts quiet:q "
                  "set-environment:e strict:S text:t unidirectional:u unidirectional-reverse:U verbose:v",
                  CommandOptions::Flag);
    m_options.add("buffer-size:B", CommandOptions::Required);
    m_options.add("jsonrpc", CommandOptions::Flag, leaveOut);
    m_options.add("basic-auth-file close-reason close-status-code max-messages max-messages-rev ping-timeout "
                  "websocket-version",
                  CommandOptions::Required, leaveOut);
    m_options.add("server-mode:s", CommandOptions::Flag,
                  [this](const GivenOption &given) { m_builder.failAsServer(given); });
    m_options.add("binary:b", CommandOptions::Flag, [this](const GivenOption &given) {
        m_builder.note(tr("%1 was left out: where a message is written is said whether it is binary.")
                               .arg(given.spelling));
    });
    m_options.addValue("basic-auth", [this](const QByteArray &value) { basicAuth(value); });
    m_options.addValue("ws-c-uri", [this](const QByteArray &uri) { m_clientUri = uri; });
    m_options.addValue("header:H", [this](const QByteArray &line) { m_builder.addHeaderLine(line); });
    m_options.addValue("origin", [this](const QByteArray &origin) { m_builder.addHeader("Origin", origin); });
    m_options.addValue("protocol", [this](const QByteArray &list) { m_builder.addSubprotocols(list); });
    m_options.addValue("socks5",
                       [this](const QByteArray &proxy) { m_builder.setProxy(proxy, u"socks5"_s, 1080); });
    m_options.addValue("ping-interval", [this](const QByteArray &time) {
        if (const auto interval = ProfileBuilder::seconds(time))
            m_builder.profile.keepAliveInterval = *interval;
    });
    knowTls();
}

void WebsocatReader::knowTls()
{
    TlsSettings &tls = m_builder.profile.tls;
    m_options.addFlag("insecure:k", [&tls] { tls.verify = false; });
    m_options.addText("client-pkcs12-der", &tls.certificateFile);
    m_options.addText("client-pkcs12-passwd", &tls.keyPassphrase);
    m_options.addText("tls-domain", &tls.serverName);
}

PastedProfile WebsocatReader::read(const QList<QByteArray> &arguments)
{
    const CommandArguments given = m_options.parse(arguments, true);
    m_builder.takeOptions(given);
    operands(given);
    if (!m_hasAddress)
        m_builder.fail(
                tr("The websocat command has no ws:// or wss:// URL to connect to: copy one that has."));
    return m_builder.finish();
}

// It wants Base64; what is none was meant as it is.
void WebsocatReader::basicAuth(const QByteArray &value)
{
    const auto decoded = QByteArray::fromBase64Encoding(value, QByteArray::AbortOnBase64DecodingErrors);
    if (value == SecretMask.data())
        m_builder.setBasic("***:***");
    else
        m_builder.setBasic(decoded && decoded.decoded.contains(':') ? decoded.decoded : value);
}

void WebsocatReader::operands(const CommandArguments &given)
{
    for (const CommandArguments::Operand &operand : given.operands) {
        const bool followsHeader = operand.lastOption == "header";
        const qsizetype colon = operand.text.indexOf(':');
        // One -H takes all words up to the next option, if they look like headers.
        if (followsHeader && colon > 0 && operand.text.mid(colon, 3) != "://"
            && !operand.text.startsWith("ws-c:"))
            m_builder.addHeaderLine(operand.text);
        else
            address(operand.text);
    }
}

void WebsocatReader::address(const QByteArray &given)
{
    QByteArray text = given;
    for (const QByteArray overlay : {"autoreconnect:", "reuse-raw:", "log:", "timestamp:"}) {
        if (text.startsWith(overlay))
            text.remove(0, overlay.size());
    }
    const auto takePrefix = [&text](const QByteArray &prefix) {
        const bool has = text.startsWith(prefix);
        if (has)
            text.remove(0, prefix.size());
        return has;
    };
    if (m_hasAddress)
        return;
    if (text.startsWith("ws://") || text.startsWith("wss://")) {
        m_hasAddress = true;
        m_builder.setUrl(text, "ws");
    } else if (takePrefix("ws-c:") || takePrefix("ws-connect:")) {
        m_hasAddress = true;
        if (takePrefix("unix:") || takePrefix("unix-connect:") || takePrefix("unix-c:")) {
            m_builder.setUrl(m_clientUri, "ws");
            m_builder.setUnixSocket(text);
        } else {
            m_builder.fail(tr("Of ws-c: only ws-c:unix:/path can be used here: enter the URL."));
        }
    }
}

} // namespace

static PastedProfile readWebsocatCommand(const QList<QByteArray> &arguments,
                                         const ConnectionProfile &defaults)
{
    return WebsocatReader(defaults).read(arguments);
}

static CopyComments websocatCannot(const ConnectionProfile &profile)
{
    const ProxySettings &proxy = profile.proxy;
    const QString &certificate = profile.tls.certificateFile;
    CopyComments cannot(u"#"_s, u"websocat"_s);
    cannot.addIf(proxy.kind == ProxySettings::Kind::Http, CopyComments::tr("an HTTP proxy"));
    cannot.addIf(proxy.kind == ProxySettings::Kind::Socks5 && !proxy.user.isEmpty(),
                 CopyComments::tr("credentials for the proxy"));
    cannot.addIf(!certificate.isEmpty() && !isPkcs12(certificate),
                 CopyComments::tr("a PEM file as the certificate"));
    cannot.addIf(profile.addresses != AddressPreference::System,
                 CopyComments::tr("a preference for IPv4 or IPv6"));
    cannot.addIf(profile.followRedirects, CopyComments::tr("follow redirects"));
    cannot.addIf(!profile.onOpen.isEmpty(), CopyComments::tr("messages to send on opening"));
    cannot.addIf(!profile.heartbeat.text.isEmpty(), CopyComments::tr("a heartbeat message"));
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

static QString copyAsWebsocat(const ConnectionProfile &profile)
{
    CommandWriter command;
    if (!profile.tls.caFile.isEmpty())
        command.addJoined("SSL_CERT_FILE", profile.tls.caFile.toUtf8());
    command.add("websocat");
    if (isUnixSocket(profile.url)) {
        const UnixUrl parts = splitUnixUrl(profile.url);
        command.add("-");
        command.addWord("ws-c:unix:" + parts.socket);
        command.addJoined("--ws-c-uri", copiedUrl(profile, parts.request));
    } else {
        command.addWord(copiedUrl(profile));
    }
    if (!profile.subprotocols.isEmpty())
        command.add("--protocol", profile.subprotocols.join(u", "_s).toUtf8());
    command.addIf("--origin", profile.origin);
    if (profile.authentication.kind == Authentication::Kind::Basic) {
        const Authentication &who = profile.authentication;
        const bool isMasked = who.password == SecretMask;
        command.add("--basic-auth",
                    isMasked ? QByteArray(SecretMask.data()) : copiedPair(who.user, who.password).toBase64());
    }
    if (profile.authentication.kind == Authentication::Kind::Bearer)
        command.addJoined("-H", "Authorization: Bearer " + profile.authentication.token.toUtf8());
    if (!profile.cookies.isEmpty())
        command.addJoined("-H", "Cookie: " + copiedCookies(profile));
    for (const HttpHeader &header : profile.headers)
        command.addJoined("-H", copiedHeader(header));
    websocatTls(profile.tls, &command);
    if (const QByteArray proxy = copiedProxy(profile.proxy); proxy.startsWith("socks5h://"))
        command.add("--socks5", proxy.mid(qsizetype(qstrlen("socks5h://"))));
    return websocatCannot(profile).lines() + command.text(" ");
}

const CommandFormat WebsocatFormat{QT_TRANSLATE_NOOP("CommandFormat", "web&socat Command"), "websocat",
                                   readWebsocatCommand, nullptr, copyAsWebsocat};
