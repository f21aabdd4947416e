// SPDX-License-Identifier: MIT
#include "commands/copyparts.h"

#include "profile/handshakerequest.h"

using namespace Qt::StringLiterals;

HttpHeaders copiedHeaders(const ConnectionProfile &profile)
{
    HttpHeaders headers = profileHeaders(profile, {profile.url});
    for (const HttpHeader &header : profile.headers) {
        if (header.name.compare("Host", Qt::CaseInsensitive) == 0)
            headers.append(header);
    }
    const bool isMasked = profile.authentication.kind == Authentication::Kind::Basic
                          && profile.authentication.password == "***"_L1;
    for (HttpHeader &header : headers) {
        if (isMasked && header.name == "Authorization")
            header.value = "Basic ***";
    }
    return headers;
}

QByteArray copiedCookies(const ConnectionProfile &profile)
{
    QByteArray pairs;
    for (const HttpHeader &cookie : profile.cookies)
        pairs += (pairs.isEmpty() ? "" : "; ") + cookie.name + '=' + cookie.value;
    return pairs;
}

QByteArray copiedUrl(const ConnectionProfile &profile)
{
    return profile.url.toEncoded();
}

QByteArray copiedProxy(const ProxySettings &proxy)
{
    if (proxy.kind != ProxySettings::Kind::Http && proxy.kind != ProxySettings::Kind::Socks5)
        return {};
    QUrl url;
    url.setScheme(proxy.kind == ProxySettings::Kind::Http ? u"http"_s : u"socks5h"_s);
    url.setHost(proxy.host);
    if (proxy.port > 0)
        url.setPort(proxy.port);
    return url.isValid() && !url.host().isEmpty() ? url.toEncoded() : QByteArray();
}

QByteArray copiedSeconds(std::chrono::milliseconds time)
{
    QByteArray text = QByteArray::number(double(time.count()) / 1000, 'f', 3);
    while (text.endsWith('0'))
        text.chop(1);
    if (text.endsWith('.'))
        text.chop(1);
    return text;
}

QString copiedComments(const QString &mark, const QString &tool, const QStringList &cannot)
{
    QString lines;
    for (const QString &what : cannot)
        lines += u"%1 Left out, as %2 cannot do it: %3\n"_s.arg(mark, tool, what);
    return lines;
}

bool isPkcs12(const QString &file)
{
    return file.endsWith(".p12"_L1, Qt::CaseInsensitive) || file.endsWith(".pfx"_L1, Qt::CaseInsensitive);
}
