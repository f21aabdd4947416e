// SPDX-License-Identifier: MIT
#include "connection/engine/redirect.h"

#include "profile/handshakerequest.h"
#include "profile/urltext.h"
#include "profile/websocketurl.h"
#include "websocket/httpheader.h"

#include <algorithm>

using namespace Qt::StringLiterals;

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static Redirect notFollowed(FailureCause cause, const QString &argument)
{
    return {{}, {cause, {argument}}};
}

static QUrl asWebSocket(QUrl url)
{
    if (url.scheme() == "http"_L1)
        url.setScheme(u"ws"_s);
    else if (url.scheme() == "https"_L1)
        url.setScheme(u"wss"_s);
    url.setFragment(QString());
    return url;
}

Redirect followRedirect(const QList<QUrl> &visited, const QByteArray &location)
{
    const QUrl &from = visited.last();
    if (location.isEmpty())
        return {{}, {FailureCause::RedirectNowhere, {}}};
    const QUrl written(UrlText(httpText(location)).encoded(), QUrl::StrictMode);
    if (!written.isValid())
        return {{}, {FailureCause::RedirectNoUrl, {}}};
    if (from.scheme() != "ws"_L1 && from.scheme() != "wss"_L1 && written.isRelative())
        return {{}, {FailureCause::RedirectToPath, {}}};
    const QUrl to = asWebSocket(from.resolved(written));
    const WebSocketUrl checked = checkWebSocketUrl(to);
    if ((to.scheme() != "ws"_L1 && to.scheme() != "wss"_L1) || !checked.isValid())
        return notFollowed(FailureCause::RedirectToOther, displayUrl(to));
    if (from.scheme() == "wss"_L1 && to.scheme() == "ws"_L1)
        return notFollowed(FailureCause::RedirectUnencrypted, displayUrl(to));
    if (visited.contains(checked.url))
        return notFollowed(FailureCause::RedirectCircle, displayUrl(checked.url));
    if (visited.size() > ConnectionProfile::MaxRedirects)
        return notFollowed(FailureCause::RedirectsTooMany, QString::number(ConnectionProfile::MaxRedirects));
    return {checked.url, {}};
}

ConnectionProfile profileAt(const ConnectionProfile &profile, const QList<QUrl> &way)
{
    if (staysAtOrigin(way))
        return profile;
    ConnectionProfile other = profile;
    other.tls.certificateFile.clear();
    other.tls.keyFile.clear();
    other.tls.keyPassphrase.clear();
    other.tls.serverName.clear();
    // Nothing was allowed there.
    other.tls.verify = true;
    other.tls.minimumVersion = std::max(profile.tls.minimumVersion, TlsSettings().minimumVersion);
    other.tls.trusted = profile.tls.trustedFor.value(TlsSettings::hostKey(way.last()));
    return other;
}
