// SPDX-License-Identifier: MIT
#include "profile/handshakerequest.h"

#include "profile/redactor.h"
#include "profile/websocketurl.h"

#include <algorithm>

using namespace Qt::StringLiterals;

static int portOf(const QUrl &url)
{
    return url.port(url.scheme() == "wss"_L1 ? 443 : 80);
}

bool isSameOrigin(const QUrl &a, const QUrl &b)
{
    if (isUnixSocket(a) && unixSocketPath(a) != unixSocketPath(b))
        return false;
    return a.scheme() == b.scheme() && a.host().compare(b.host(), Qt::CaseInsensitive) == 0
           && portOf(a) == portOf(b);
}

bool staysAtOrigin(const QList<QUrl> &way)
{
    return std::all_of(way.begin(), way.end(),
                       [&](const QUrl &url) { return isSameOrigin(way.first(), url); });
}

static QByteArray authorization(const ConnectionProfile &profile, const QUrl &url)
{
    const Authentication &who = profile.authentication;
    switch (who.kind) {
    case Authentication::Kind::Bearer:
        return "Bearer " + who.token.toUtf8();
    case Authentication::Kind::Basic:
        return "Basic " + QString(who.user + u':' + who.password).toUtf8().toBase64();
    case Authentication::Kind::None:
        break;
    }
    if (url.userInfo().isEmpty())
        return {};
    const QString pair = url.userName(QUrl::FullyDecoded) + u':' + url.password(QUrl::FullyDecoded);
    return "Basic " + pair.toUtf8().toBase64();
}

static bool isHostHeader(const HttpHeader &header)
{
    return header.name.compare("Host", Qt::CaseInsensitive) == 0;
}

// What a secret variable has brought there is a secret whatever the header's name.
static bool isSecret(const HttpHeader &header, const ConnectionProfile &profile)
{
    return isMasked(header) || hasSecret(header.name, profile.secretValues)
           || hasSecret(header.value, profile.secretValues);
}

HttpHeaders profileHeaders(const ConnectionProfile &profile, const QList<QUrl> &way)
{
    const QUrl &url = way.last();
    const bool mayKnow = staysAtOrigin(way);
    HttpHeaders headers;
    if (!profile.origin.isEmpty() && (mayKnow || !hasSecret(profile.origin.toUtf8(), profile.secretValues)))
        headers.append({"Origin", profile.origin.toUtf8()});
    if (mayKnow) {
        const QByteArray who = authorization(profile, url.userInfo().isEmpty() ? profile.url : url);
        if (!who.isEmpty())
            headers.append({"Authorization", who});
        QByteArray cookies;
        for (const HttpHeader &cookie : profile.cookies)
            cookies += (cookies.isEmpty() ? "" : "; ") + cookie.name + '=' + cookie.value;
        if (!cookies.isEmpty())
            headers.append({"Cookie", cookies});
    }
    for (const HttpHeader &header : profile.headers) {
        if (!isHostHeader(header) && (mayKnow || !isSecret(header, profile)))
            headers.append(header);
    }
    return headers;
}

QByteArray hostHeader(const ConnectionProfile &profile, const QList<QUrl> &way)
{
    const QUrl &url = way.last();
    const auto given = std::find_if(profile.headers.begin(), profile.headers.end(), isHostHeader);
    if (given != profile.headers.end() && staysAtOrigin(way))
        return given->value;
    if (url.host().isEmpty())
        return "localhost"; // a Unix-domain socket
    // The zone of an IPv6 address is of this machine alone (RFC 6874 section 3).
    QByteArray host = withoutZone(url.host(QUrl::FullyEncoded)).toLatin1();
    if (host.contains(':'))
        host = '[' + host + ']';
    return url.port() < 0 ? host : host + ':' + QByteArray::number(url.port());
}

QByteArray requestTarget(const QUrl &url)
{
    QByteArray target = requestPath(url).toLatin1();
    if (!target.startsWith('/'))
        target.prepend('/');
    if (url.hasQuery())
        target += '?' + url.query(QUrl::FullyEncoded).toLatin1();
    return target;
}

QByteArray encodedTarget(const QString &target)
{
    QByteArray result;
    const QByteArray bytes = target.toUtf8();
    for (const char byte : bytes)
        result += uchar(byte) < 0x80 ? QByteArray(1, byte) : '%' + QByteArray(1, byte).toHex().toUpper();
    return result;
}

QByteArray requestTarget(const ConnectionProfile &profile, const QUrl &url)
{
    const QByteArray typed = encodedTarget(profile.target);
    const bool isMeant =
            !typed.isEmpty()
            && requestTarget(QUrl::fromEncoded("ws://h" + typed, QUrl::StrictMode)) == requestTarget(url);
    return isMeant ? typed : requestTarget(url);
}
