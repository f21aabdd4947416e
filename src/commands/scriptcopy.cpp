// SPDX-License-Identifier: MIT
#include "commands/codequotes.h"
#include "commands/copyparts.h"
#include "commands/unixurl.h"
#include "profile/handshakerequest.h"
#include "profile/websocketurl.h"

#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

using Way = ProxySettings::Kind;

static QString quotedList(const QStringList &texts, QString (*quoted)(const QString &))
{
    QStringList items;
    std::transform(texts.begin(), texts.end(), std::back_inserter(items), quoted);
    return u'[' + items.join(u", "_s) + u']';
}

// By name only, as what follows in the comment would be code if it had a line end.
static QString headerNames(const ConnectionProfile &profile)
{
    QStringList names;
    for (const HttpHeader &header : profile.headers) {
        if (headerProblem({header.name, {}}).isEmpty())
            names.append(QString::fromLatin1(header.name));
    }
    names.removeDuplicates();
    return names.join(u", "_s);
}

// A page cannot choose these; the browser does.
static QStringList browserCannot(const ConnectionProfile &profile)
{
    QStringList cannot;
    if (isUnixSocket(profile.url))
        cannot.append(u"connect to a Unix-domain socket"_s);
    if (!profile.headers.isEmpty())
        cannot.append(u"send headers ("_s + headerNames(profile) + u')');
    if (!profile.origin.isEmpty())
        cannot.append(u"choose the Origin"_s);
    if (!profile.cookies.isEmpty())
        cannot.append(u"send other cookies than its own"_s);
    if (profile.authentication.kind != Authentication::Kind::None)
        cannot.append(u"send Authorization"_s);
    const TlsSettings &tls = profile.tls;
    if (!tls.verify)
        cannot.append(u"accept any certificate"_s);
    if (!tls.caFile.isEmpty() || !tls.certificateFile.isEmpty() || !tls.serverName.isEmpty())
        cannot.append(u"choose certificates"_s);
    if (profile.proxy.kind != Way::System)
        cannot.append(u"choose the proxy"_s);
    if (!profile.compression.offer)
        cannot.append(u"do without compression"_s);
    return cannot;
}

QString copyAsJavaScript(const ConnectionProfile &profile)
{
    QString arguments = jsQuoted(QString::fromLatin1(copiedUrl(profile)));
    if (!profile.subprotocols.isEmpty())
        arguments += u", "_s + quotedList(profile.subprotocols, jsQuoted);
    QString code = copiedComments(u"//"_s, u"a browser"_s, browserCannot(profile));
    code += u"const ws = new WebSocket(%1);\n"_s.arg(arguments);
    if (!profile.onOpen.isEmpty())
        code += u"ws.addEventListener('open', () => {\n"_s;
    for (const OpeningMessage &message : profile.onOpen) {
        QStringList bytes;
        for (const char c : message.payload)
            bytes.append(QString::number(uchar(c)));
        code += u"    ws.send("_s
                + (message.binary ? u"new Uint8Array(["_s + bytes.join(u", "_s) + u"])"_s
                                  : jsQuoted(QString::fromUtf8(message.payload)))
                + u");\n"_s;
    }
    if (!profile.onOpen.isEmpty())
        code += u"});\n"_s;
    code += u"ws.addEventListener('message', event => console.log(event.data));\n"_s;
    return code;
}

static QString pythonVersion(TlsSettings::Version version)
{
    switch (version) {
    case TlsSettings::Version::Tls1_0:
        return u"TLSv1"_s;
    case TlsSettings::Version::Tls1_2:
        return u"TLSv1_2"_s;
    case TlsSettings::Version::Tls1_3:
        return u"TLSv1_3"_s;
    }
    return {};
}

// The lines that make the context, or nothing if Python's own does.
static QStringList pythonContext(const TlsSettings &tls)
{
    QStringList lines;
    if (!tls.caFile.isEmpty())
        lines.append(u"context.load_verify_locations(%1)"_s.arg(pythonQuoted(tls.caFile)));
    if (!tls.certificateFile.isEmpty() && !isPkcs12(tls.certificateFile)) {
        QString arguments = pythonQuoted(tls.certificateFile);
        if (!tls.keyFile.isEmpty())
            arguments += u", "_s + pythonQuoted(tls.keyFile);
        if (!tls.keyPassphrase.isEmpty())
            arguments += u", password="_s + pythonQuoted(tls.keyPassphrase);
        lines.append(u"context.load_cert_chain(%1)"_s.arg(arguments));
    }
    if (tls.minimumVersion != TlsSettings().minimumVersion)
        lines.append(u"context.minimum_version = ssl.TLSVersion."_s + pythonVersion(tls.minimumVersion));
    if (!tls.verify) {
        lines.append(u"context.check_hostname = False"_s);
        lines.append(u"context.verify_mode = ssl.CERT_NONE"_s);
    }
    if (!lines.isEmpty())
        lines.prepend(u"context = ssl.create_default_context()"_s);
    return lines;
}

static QString pythonProxy(const ProxySettings &proxy)
{
    QUrl url(QString::fromLatin1(copiedProxy(proxy)));
    if (!proxy.user.isEmpty()) {
        url.setUserName(proxy.user, QUrl::DecodedMode);
        url.setPassword(proxy.password, QUrl::DecodedMode);
    }
    return url.isEmpty() ? u"None"_s : pythonQuoted(QString::fromLatin1(url.toEncoded()));
}

static QString pythonHeaders(const ConnectionProfile &profile)
{
    QStringList items;
    for (const HttpHeader &header : copiedHeaders(profile)) {
        if (header.name != "Origin" || profile.origin.isEmpty())
            items.append(u"(%1, %2)"_s.arg(pythonQuoted(QString::fromUtf8(header.name)),
                                           pythonQuoted(QString::fromUtf8(header.value))));
    }
    return items.isEmpty() ? QString() : u'[' + items.join(u", "_s) + u']';
}

static QStringList pythonArguments(const ConnectionProfile &profile, bool hasContext)
{
    QStringList arguments;
    if (isUnixSocket(profile.url)) {
        const UnixUrl parts = splitUnixUrl(profile.url);
        arguments.append(pythonQuoted(QString::fromUtf8(parts.socket)));
        arguments.append(pythonQuoted(QString::fromLatin1(parts.request.toEncoded())));
    } else {
        // The library would make a second Authorization of user and password.
        arguments.append(
                pythonQuoted(QString::fromLatin1(profile.url.adjusted(QUrl::RemoveUserInfo).toEncoded())));
    }
    if (!profile.subprotocols.isEmpty())
        arguments.append(u"subprotocols="_s + quotedList(profile.subprotocols, pythonQuoted));
    if (!profile.origin.isEmpty())
        arguments.append(u"origin="_s + pythonQuoted(profile.origin));
    if (const QString headers = pythonHeaders(profile); !headers.isEmpty())
        arguments.append(u"**{headers: "_s + headers + u'}');
    if (hasContext)
        arguments.append(u"ssl=context"_s);
    if (!profile.tls.serverName.isEmpty())
        arguments.append(u"server_hostname="_s + pythonQuoted(profile.tls.serverName));
    if (profile.proxy.kind != Way::System)
        arguments.append(u"proxy="_s + pythonProxy(profile.proxy));
    if (!profile.compression.offer)
        arguments.append(u"compression=None"_s);
    if (profile.handshakeTimeout != ConnectionProfile().handshakeTimeout)
        arguments.append(u"open_timeout="_s + QString::fromLatin1(copiedSeconds(profile.handshakeTimeout)));
    return arguments;
}

static QStringList pythonCannot(const ConnectionProfile &profile)
{
    QStringList cannot;
    if (isPkcs12(profile.tls.certificateFile))
        cannot.append(u"a PKCS#12 file as the certificate"_s);
    if (profile.addresses != AddressPreference::System)
        cannot.append(u"a preference for IPv4 or IPv6"_s);
    return cannot;
}

// Until version 13 of the library the function is elsewhere, and headers have another name.
static QString pythonImport(const QString &function, bool hasHeaders)
{
    const auto lines = [&](const QString &module, const QString &headers) {
        QString text = u"    from websockets.%1 import %2\n"_s.arg(module, function);
        if (hasHeaders)
            text += u"    headers = '%1'\n"_s.arg(headers);
        return text;
    };
    return u"try:\n"_s + lines(u"asyncio.client"_s, u"additional_headers"_s)
           + u"except ImportError:  # websockets before version 13\n"_s
           + lines(u"client"_s, u"extra_headers"_s);
}

QString copyAsPython(const ConnectionProfile &profile)
{
    const bool isUnix = isUnixSocket(profile.url);
    const bool isSecure = profile.url.scheme() == "wss"_L1;
    const QStringList context = isSecure ? pythonContext(profile.tls) : QStringList();
    const QString function = isUnix ? u"unix_connect"_s : u"connect"_s;
    QString code = copiedComments(u"#"_s, u"the library"_s, pythonCannot(profile)) + u"import asyncio\n"_s;
    if (!context.isEmpty())
        code += u"import ssl\n"_s;
    code += u'\n' + pythonImport(function, !pythonHeaders(profile).isEmpty()) + u"\n\nasync def main():\n"_s;
    for (const QString &line : context)
        code += u"    "_s + line + u'\n';
    code += u"    async with %1(\n"_s.arg(function);
    const QStringList arguments = pythonArguments(profile, !context.isEmpty());
    for (const QString &argument : arguments)
        code += u"        "_s + argument + u",\n"_s;
    code += u"    ) as ws:\n"_s;
    for (const OpeningMessage &message : profile.onOpen)
        code += u"        await ws.send(%1)\n"_s.arg(
                message.binary ? pythonBytes(message.payload)
                               : pythonQuoted(QString::fromUtf8(message.payload)));
    code += u"        async for message in ws:\n            print(message)\n\n\nasyncio.run(main())\n"_s;
    return code;
}
