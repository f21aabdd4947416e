// SPDX-License-Identifier: MIT
#include "commands/commandformat.h"
#include "commands/copyparts.h"
#include "profile/websocketurl.h"

#include <QUrl>

using namespace Qt::StringLiterals;

// A bytes literal of Python 3, b'…'.
static QString pythonBytes(const QByteArray &bytes)
{
    QString result = u"b'"_s;
    for (const char c : bytes) {
        if (uchar(c) < 0x20 || uchar(c) >= 0x7f)
            result += u"\\x"_s + QString::fromLatin1(QByteArray(1, c).toHex());
        else if (c == '\'' || c == '\\')
            result += u'\\' + QString(QLatin1Char(c));
        else
            result += QLatin1Char(c);
    }
    return result + u'\'';
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
        lines.append(u"context.load_verify_locations(%1)"_s.arg(quotedLiteral(tls.caFile)));
    if (!tls.certificateFile.isEmpty() && !isPkcs12(tls.certificateFile)) {
        QString arguments = quotedLiteral(tls.certificateFile);
        if (!tls.keyFile.isEmpty())
            arguments += u", "_s + quotedLiteral(tls.keyFile);
        if (!tls.keyPassphrase.isEmpty())
            arguments += u", password="_s + quotedLiteral(tls.keyPassphrase);
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
    const QByteArray url = copiedProxyWithUser(proxy);
    return url.isEmpty() ? u"None"_s : quotedLiteral(QString::fromLatin1(url));
}

static QString pythonHeaders(const ConnectionProfile &profile)
{
    QStringList items;
    for (const HttpHeader &header : copiedHeaders(profile)) {
        if (header.name != "Origin" || profile.origin.isEmpty())
            items.append(u"(%1, %2)"_s.arg(quotedLiteral(QString::fromUtf8(header.name)),
                                           quotedLiteral(QString::fromUtf8(header.value))));
    }
    return items.isEmpty() ? QString() : u'[' + items.join(u", "_s) + u']';
}

static QStringList pythonArguments(const ConnectionProfile &profile, bool hasContext)
{
    QStringList arguments;
    if (isUnixSocket(profile.url)) {
        const UnixUrl parts = splitUnixUrl(profile.url);
        arguments.append(quotedLiteral(QString::fromUtf8(parts.socket)));
        arguments.append(quotedLiteral(QString::fromLatin1(copiedUrl(profile, parts.request))));
    } else {
        // The library would make a second Authorization of user and password.
        const QUrl place = profile.url.adjusted(QUrl::RemoveUserInfo);
        arguments.append(quotedLiteral(QString::fromLatin1(copiedUrl(profile, place))));
    }
    if (!profile.subprotocols.isEmpty())
        arguments.append(u"subprotocols="_s + quotedList(profile.subprotocols));
    if (!profile.origin.isEmpty())
        arguments.append(u"origin="_s + quotedLiteral(profile.origin));
    if (const QString headers = pythonHeaders(profile); !headers.isEmpty())
        arguments.append(u"**{headers: "_s + headers + u'}');
    if (hasContext)
        arguments.append(u"ssl=context"_s);
    if (!profile.tls.serverName.isEmpty())
        arguments.append(u"server_hostname="_s + quotedLiteral(profile.tls.serverName));
    if (profile.proxy.kind != ProxySettings::Kind::System)
        arguments.append(u"proxy="_s + pythonProxy(profile.proxy));
    if (!profile.compression.offer)
        arguments.append(u"compression=None"_s);
    if (profile.handshakeTimeout != ConnectionProfile().handshakeTimeout)
        arguments.append(u"open_timeout="_s + QString::fromLatin1(copiedSeconds(profile.handshakeTimeout)));
    return arguments;
}

static CopyComments pythonCannot(const ConnectionProfile &profile)
{
    CopyComments cannot(u"#"_s, CopyComments::tr("the library"));
    cannot.addIf(isPkcs12(profile.tls.certificateFile),
                 CopyComments::tr("a PKCS#12 file as the certificate"));
    cannot.addIf(profile.addresses != AddressPreference::System,
                 CopyComments::tr("a preference for IPv4 or IPv6"));
    cannot.addIf(!profile.heartbeat.text.isEmpty(), CopyComments::tr("a heartbeat message"));
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

static QString copyAsPython(const ConnectionProfile &profile)
{
    const bool isUnix = isUnixSocket(profile.url);
    const bool isSecure = profile.url.scheme() == "wss"_L1;
    const QStringList context = isSecure ? pythonContext(profile.tls) : QStringList();
    const QString function = isUnix ? u"unix_connect"_s : u"connect"_s;
    QString code = pythonCannot(profile).lines() + u"import asyncio\n"_s;
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
                               : quotedLiteral(QString::fromUtf8(message.payload)));
    code += u"        async for message in ws:\n            print(message)\n\n\nasyncio.run(main())\n"_s;
    return code;
}

const CommandFormat PythonFormat{QT_TRANSLATE_NOOP("CommandFormat", "&Python"), nullptr, nullptr, nullptr,
                                 copyAsPython};
