// SPDX-License-Identifier: MIT
#include "pastableprofile.h"

#include "profile/websocketurl.h"

using namespace Qt::StringLiterals;

PastableProfile::PastableProfile(quint32 seed)
    : m_random(seed)
{}

QString PastableProfile::text(bool withControls)
{
    static const QStringList pieces{
            u"a"_s,    u"Z9"_s, u" "_s,        u"'"_s,        u"\""_s,     u"\\"_s,      u"$x"_s,
            u"$("_s,   u"`"_s,  u"!"_s,        u"^"_s,        u"^\""_s,    u"%"_s,       u"%41"_s,
            u"&"_s,    u"|"_s,  u"<"_s,        u"#"_s,        u"~/"_s,     u"*"_s,       u"{b}"_s,
            u"[c]"_s,  u"="_s,  u":"_s,        u"@"_s,        u"//"_s,     u"-"_s,       u"--x"_s,
            u","_s,    u"é"_s,  u"日本"_s,     u"👍🏽"_s, u"\u2028"_s, u"\u00a0x"_s, u"\\u0041"_s,
            u"${y}"_s, u"*/"_s, u"</script>"_s};
    static const QStringList controls{u"\n"_s,   u"\r\n"_s, u"\t"_s,  u"\x01"_s,
                                      u"\x7f"_s, u"\\\n"_s, u"^\n"_s, u"\u0085"_s};
    QString text;
    for (quint32 i = m_random.bounded(1U, 9U); i > 0; --i) {
        const bool control = withControls && m_random.bounded(6) == 0;
        const QStringList &from = control ? controls : pieces;
        text += from[m_random.bounded(from.size())];
    }
    return text;
}

// Of a header: any bytes, but nothing that is lost at its ends.
QByteArray PastableProfile::value()
{
    QByteArray value = coin() ? text(false).toUtf8() : text(false).toUtf8() + "\xe9\xff x";
    return m_random.bounded(8) == 0 ? QByteArray() : value.trimmed();
}

QString PastableProfile::token()
{
    static const QStringList tokens{u"a"_s,  u"v1.chat"_s,   u"x-b"_s, u"it's"_s, u"!#$%&*+^_`|~"_s,
                                    u"A9"_s, u"graphql-ws"_s};
    return tokens[m_random.bounded(tokens.size())] + QString::number(m_random.bounded(100));
}

QUrl PastableProfile::url()
{
    static const QStringList hosts{u"ws://h"_s,         u"wss://h.example:8443"_s,
                                   u"ws://[::1]:80"_s,  u"wss://bücher.example"_s,
                                   u"ws://127.0.0.1"_s, u"wss://me:p%3Aw%40@h"_s};
    static const QStringList paths{u"/"_s, u"/a/b"_s, u"/it's"_s, u"/%20x%22"_s, u"/é/%2F"_s, u"/(a);b=$c"_s};
    static const QStringList queries{QString(),         u"?"_s,   u"?a=1&b=2"_s, u"?q='%22$x!%60*"_s,
                                     u"?r=%7B[1]%7D"_s, u"?é=👍"_s};
    const auto pick = [this](const QStringList &from) { return from[m_random.bounded(from.size())]; };
    if (m_random.bounded(8) == 0) {
        return QUrl::fromEncoded("ws+unix:///run/" + QUrl::toPercentEncoding(u"a b'é"_s) + ":/b"
                                 + (coin() ? "?c=d" : ""));
    }
    return parseWebSocketUrl(pick(hosts) + pick(paths) + pick(queries)).url;
}

Authentication PastableProfile::authentication()
{
    switch (m_random.bounded(3)) {
    case 0:
        return {Authentication::Kind::Basic, text(true).remove(u':'), text(true), {}};
    case 1:
        return {Authentication::Kind::Bearer, {}, {}, u"t"_s + text(false) + u't'};
    default:
        return {};
    }
}

TlsSettings PastableProfile::tls()
{
    static const QList<TlsSettings::Version> versions{
            TlsSettings::Version::Tls1_0, TlsSettings::Version::Tls1_2, TlsSettings::Version::Tls1_3};
    TlsSettings tls;
    if (coin())
        tls.caFile = text(true);
    if (coin())
        tls.certificateFile = text(true) + (coin() ? u".p12"_s : u".pem"_s);
    if (coin())
        tls.keyFile = text(true);
    if (coin())
        tls.keyPassphrase = text(true);
    if (coin())
        tls.serverName = token();
    tls.minimumVersion = versions[m_random.bounded(versions.size())];
    tls.verify = coin();
    return tls;
}

ProxySettings PastableProfile::proxy()
{
    ProxySettings proxy;
    proxy.kind = ProxySettings::Kind(m_random.bounded(4));
    if (proxy.kind == ProxySettings::Kind::System || proxy.kind == ProxySettings::Kind::None)
        return proxy;
    proxy.host = coin() ? u"::1"_s : u"proxy.example"_s;
    proxy.port = quint16(m_random.bounded(1, 65536));
    if (coin()) {
        proxy.user = u'u' + text(true).remove(u':');
        proxy.password = text(true);
    }
    return proxy;
}

CompressionSettings PastableProfile::compression()
{
    return {coin(), m_random.bounded(9, 16), m_random.bounded(9, 16), coin(), coin()};
}

ConnectionProfile PastableProfile::next()
{
    ConnectionProfile profile;
    profile.url = url();
    for (int i = m_random.bounded(3); i > 0; --i)
        profile.subprotocols.append(token());
    profile.subprotocols.removeDuplicates();
    for (int i = m_random.bounded(4); i > 0; --i)
        profile.headers.append(HttpHeader{"X-" + token().toUtf8(), value()});
    if (m_random.bounded(4) == 0)
        profile.headers.append(HttpHeader{"Host", "other.example"});
    for (int i = m_random.bounded(3); i > 0; --i)
        profile.cookies.append(HttpHeader{token().toUtf8(), value().replace(';', ",")});
    if (coin())
        profile.origin = u"https://o/"_s + text(false) + u'o';
    profile.authentication = authentication();
    profile.followRedirects = coin();
    profile.tls = tls();
    profile.proxy = proxy();
    profile.addresses = AddressPreference(m_random.bounded(3));
    profile.compression = compression();
    if (coin())
        profile.handshakeTimeout = std::chrono::milliseconds(m_random.bounded(1, 86400001));
    for (int i = m_random.bounded(3); i > 0; --i)
        profile.onOpen.append(OpeningMessage{coin(), text(true).toUtf8()});
    return profile;
}

static ConnectionProfile carriedByCurl(const ConnectionProfile &given)
{
    ConnectionProfile profile = given;
    profile.tls.serverName.clear();
    profile.onOpen.clear();
    if (!profile.compression.offer) {
        profile.compression = {};
        profile.compression.offer = false;
    }
    return profile;
}

static void keepTls(const TlsSettings &given, ConnectionProfile *profile)
{
    profile->tls.verify = given.verify;
    profile->tls.caFile = given.caFile;
}

static ConnectionProfile carriedByWscat(const ConnectionProfile &given, ConnectionProfile profile)
{
    keepTls(given.tls, &profile);
    if (!given.tls.certificateFile.endsWith(".p12"_L1))
        profile.tls.certificateFile = given.tls.certificateFile;
    profile.tls.keyFile = given.tls.keyFile;
    profile.tls.keyPassphrase = given.tls.keyPassphrase;
    profile.followRedirects = given.followRedirects;
    if (given.proxy.kind == ProxySettings::Kind::Http)
        profile.proxy = given.proxy;
    for (const OpeningMessage &message : given.onOpen) {
        if (!message.binary)
            profile.onOpen.append(message);
    }
    return profile;
}

static ConnectionProfile carriedByWebsocat(const ConnectionProfile &given, ConnectionProfile profile)
{
    keepTls(given.tls, &profile);
    profile.tls.serverName = given.tls.serverName;
    if (given.tls.certificateFile.endsWith(".p12"_L1)) {
        profile.tls.certificateFile = given.tls.certificateFile;
        profile.tls.keyPassphrase = given.tls.keyPassphrase;
    }
    if (given.proxy.kind == ProxySettings::Kind::Socks5) {
        profile.proxy = given.proxy;
        profile.proxy.user.clear();
        profile.proxy.password.clear();
    }
    return profile;
}

ConnectionProfile PastableProfile::carried(CopyFormat format, const ConnectionProfile &given)
{
    if (format == CopyFormat::Curl)
        return carriedByCurl(given);
    ConnectionProfile profile;
    profile.url = given.url;
    profile.subprotocols = given.subprotocols;
    if (format == CopyFormat::JavaScript)
        return profile;
    profile.headers = given.headers;
    profile.cookies = given.cookies;
    profile.origin = given.origin;
    profile.authentication = given.authentication;
    return format == CopyFormat::Wscat ? carriedByWscat(given, profile) : carriedByWebsocat(given, profile);
}

QString PastableProfile::difference(const ConnectionProfile &a, const ConnectionProfile &b)
{
    if (a.url != b.url)
        return u"url %1 instead of %2"_s.arg(a.url.toString(), b.url.toString());
    if (a.subprotocols != b.subprotocols)
        return u"subprotocols"_s;
    if (a.headers != b.headers)
        return u"headers"_s;
    if (a.cookies != b.cookies)
        return u"cookies"_s;
    if (a.origin != b.origin || a.authentication != b.authentication)
        return u"origin or authentication"_s;
    if (a.tls != b.tls)
        return u"tls"_s;
    if (a.proxy != b.proxy)
        return u"proxy %1 instead of %2"_s.arg(a.proxy.user + a.proxy.password,
                                               b.proxy.user + b.proxy.password);
    if (a.compression != b.compression)
        return u"compression"_s;
    if (a.onOpen != b.onOpen)
        return u"onOpen"_s;
    return a == b ? QString() : u"another field"_s;
}
