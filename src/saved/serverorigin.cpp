// SPDX-License-Identifier: MIT
#include "saved/serverorigin.h"

#include "profile/websocketurl.h"

#include <QRegularExpression>
#include <QUrl>

using namespace Qt::StringLiterals;

// Scheme and authority without the user, of a text that need not be a URL yet.
static QString writtenOrigin(const QString &urlText)
{
    static const QRegularExpression start(u"^([^/?#]*://)?(?:[^/?#]*@)?([^/?#]*)"_s);
    const QRegularExpressionMatch match = start.match(urlText);
    return match.captured(1) + match.captured(2);
}

static QString schemeAndAuthority(const QUrl &url)
{
    return url.scheme() + u"://"_s + url.adjusted(QUrl::RemoveUserInfo).authority();
}

QString ServerOrigin::of(const QString &urlText)
{
    if (const QUrl url = usableUrl(urlText); isUnixSocket(url))
        return unixSocketPath(url);
    const QString origin = writtenOrigin(urlText);
    QUrl url = usableUrl(origin);
    if (url.isEmpty())
        return origin;
    url.setPort(url.port(url.scheme() == "wss"_L1 ? 443 : 80));
    return schemeAndAuthority(url);
}

QString ServerOrigin::filled(const QString &urlText, const Variables::Values &values)
{
    const QString origin = of(Variables::expandUrl(urlText, values).text);
    return Variables::isIn(origin) ? QString() : origin;
}

QString ServerOrigin::shown(const QString &urlText, const Variables::Values &values)
{
    const QString text = Variables::expandUrl(urlText, values).text;
    const QUrl url = usableUrl(text);
    if (isUnixSocket(url))
        return unixSocketPath(url);
    return url.isEmpty() ? writtenOrigin(text) : schemeAndAuthority(url);
}

bool ServerOrigin::differs(const QString &urlText, const QString &other, const Variables::Values &values)
{
    if (of(urlText) == of(other))
        return false;
    return of(Variables::expandUrl(urlText, values).text) != of(Variables::expandUrl(other, values).text);
}
