// SPDX-License-Identifier: MIT
#include "commands/commandformat.h"
#include "commands/commandoptions.h"
#include "commands/copyparts.h"
#include "commands/profilebuilder.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

// Of wscat 6.
class WscatReader
{
    Q_DECLARE_TR_FUNCTIONS(WscatReader)

public:
    explicit WscatReader(const ConnectionProfile &defaults);
    PastedProfile read(const QList<QByteArray> &arguments);

private:
    void knowTls();
    void execute(const QByteArray &message);

    CommandOptions m_options;
    ProfileBuilder m_builder;
    QByteArray m_url;
    bool m_executes = false;
};

WscatReader::WscatReader(const ConnectionProfile &defaults)
    : m_builder(tr("a wscat command"), defaults)
{
    m_options.add("help:h no-color show-ping-pong:P slash version:V", CommandOptions::Flag);
    m_options.add("wait:w", CommandOptions::Required);
    m_options.add("max-redirects", CommandOptions::Optional);
    m_options.add("protocol:p", CommandOptions::Required,
                  [this](const GivenOption &given) { m_builder.leaveOut(given.spelling); });
    m_options.add("listen:l", CommandOptions::Required,
                  [this](const GivenOption &given) { m_builder.failAsServer(given); });
    m_options.addValue("auth", [this](const QByteArray &pair) { m_builder.setBasic(pair); });
    m_options.addValue("connect:c", [this](const QByteArray &url) { m_url = url; });
    m_options.addValue("execute:x", [this](const QByteArray &message) { execute(message); });
    m_options.addValue("header:H", [this](const QByteArray &line) { m_builder.addHeaderLine(line); });
    m_options.addValue("host", [this](const QByteArray &host) { m_builder.addHeader("Host", host); });
    m_options.addValue("origin:o",
                       [this](const QByteArray &origin) { m_builder.addHeader("Origin", origin); });
    m_options.addValue("proxy",
                       [this](const QByteArray &proxy) { m_builder.setProxy(proxy, u"http"_s, 80); });
    m_options.addValue("subprotocol:s", [this](const QByteArray &list) { m_builder.addSubprotocols(list); });
    m_options.addFlag("location:L", [this] { m_builder.profile.followRedirects = true; });
    knowTls();
}

void WscatReader::knowTls()
{
    TlsSettings &tls = m_builder.profile.tls;
    m_options.addText("ca", &tls.caFile);
    m_options.addText("cert", &tls.certificateFile);
    m_options.addText("key", &tls.keyFile);
    m_options.addFlag("no-check:n", [&tls] { tls.verify = false; });
    m_options.add("passphrase", CommandOptions::Optional, [this, &tls](const GivenOption &given) {
        if (given.value.isEmpty())
            m_builder.note(tr("The passphrase of the key is not in the command: enter it."));
        tls.keyPassphrase = QString::fromUtf8(given.value);
    });
}

void WscatReader::execute(const QByteArray &message)
{
    QList<OpeningMessage> &messages = m_builder.profile.onOpen;
    if (!m_executes)
        messages.clear();
    m_executes = true;
    messages.append({false, QString::fromUtf8(message).toUtf8()});
}

PastedProfile WscatReader::read(const QList<QByteArray> &arguments)
{
    const CommandArguments given = m_options.parse(arguments, false);
    m_builder.takeOptions(given);
    // Versions of other authors take the URL without -c.
    if (m_url.isEmpty() && !given.operands.isEmpty())
        m_url = given.operands.first().text;
    if (m_url.isEmpty())
        m_builder.fail(tr("The wscat command has no URL (-c URL): copy the whole command."));
    else
        m_builder.setUrl(m_url, "ws");
    return m_builder.finish();
}

} // namespace

static PastedProfile readWscatCommand(const QList<QByteArray> &arguments, const ConnectionProfile &defaults)
{
    return WscatReader(defaults).read(arguments);
}

static CopyComments wscatCannot(const ConnectionProfile &profile)
{
    CopyComments cannot(u"#"_s, u"wscat"_s);
    cannot.addIf(profile.proxy.kind == ProxySettings::Kind::Socks5, CopyComments::tr("a SOCKS5 proxy"));
    cannot.addIf(isPkcs12(profile.tls.certificateFile),
                 CopyComments::tr("a PKCS#12 file as the certificate"));
    cannot.addIf(!profile.tls.serverName.isEmpty(),
                 CopyComments::tr("another name for the server’s certificate"));
    cannot.addIf(profile.addresses != AddressPreference::System,
                 CopyComments::tr("a preference for IPv4 or IPv6"));
    cannot.addIf(std::any_of(profile.onOpen.begin(), profile.onOpen.end(),
                             [](const OpeningMessage &message) { return message.binary; }),
                 CopyComments::tr("binary messages to send on opening"));
    cannot.addIf(!profile.heartbeat.text.isEmpty(), CopyComments::tr("a heartbeat message"));
    return cannot;
}

static QString copyAsWscat(const ConnectionProfile &profile)
{
    CommandWriter command;
    command.add("wscat");
    command.add("--connect", copiedUrl(profile));
    for (const QString &subprotocol : profile.subprotocols)
        command.add("--subprotocol", subprotocol.toUtf8());
    command.addIf("--origin", profile.origin);
    if (profile.authentication.kind == Authentication::Kind::Basic)
        command.add("--auth", copiedPair(profile.authentication.user, profile.authentication.password));
    if (profile.authentication.kind == Authentication::Kind::Bearer)
        command.add("--header", "Authorization: Bearer " + profile.authentication.token.toUtf8());
    if (!profile.cookies.isEmpty())
        command.add("--header", "Cookie: " + copiedCookies(profile));
    for (const HttpHeader &header : profile.headers)
        command.add("--header", copiedHeader(header));
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
    if (profile.proxy.kind == ProxySettings::Kind::Http && !copiedProxy(profile.proxy).isEmpty())
        command.add("--proxy", copiedProxyWithUser(profile.proxy));
    for (const OpeningMessage &message : profile.onOpen) {
        if (!message.binary)
            command.add("--execute", message.payload);
    }
    return wscatCannot(profile).lines() + command.text(" ");
}

const CommandFormat WscatFormat{QT_TRANSLATE_NOOP("CommandFormat", "&wscat Command"), "wscat",
                                readWscatCommand, nullptr, copyAsWscat};
