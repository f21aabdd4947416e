// SPDX-License-Identifier: MIT
#include "connection/engine/beastredirect.h"

#include "profile/handshakerequest.h"
#include "profile/websocketurl.h"

#include <algorithm>

using namespace Qt::StringLiterals;

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static BeastRedirect notFollowed(const QString &problem)
{
    return {QUrl(), problem};
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

BeastRedirect followRedirect(const QList<QUrl> &visited, const QByteArray &location)
{
    const QUrl &from = visited.last();
    if (location.isEmpty())
        return notFollowed(u"The server redirects without saying where to: its answer has no Location."_s);
    const QUrl written = QUrl::fromEncoded(location, QUrl::StrictMode);
    if (!written.isValid())
        return notFollowed(u"The server redirects to something that is not a URL."_s);
    if (from.scheme() != "ws"_L1 && from.scheme() != "wss"_L1 && written.isRelative())
        return notFollowed(
                u"The server redirects to a path; over a Unix-domain socket that is not followed."_s);
    const QUrl to = asWebSocket(from.resolved(written));
    const WebSocketUrl checked = checkWebSocketUrl(to);
    if ((to.scheme() != "ws"_L1 && to.scheme() != "wss"_L1) || !checked.isValid()) {
        return notFollowed(u"The server redirects to %1, which is not for WebSocket."_s.arg(displayUrl(to)));
    }
    if (from.scheme() == "wss"_L1 && to.scheme() == "ws"_L1) {
        return notFollowed(
                u"The server redirects from wss to %1, which is not encrypted: that is not followed."_s.arg(
                        displayUrl(to)));
    }
    if (visited.contains(checked.url)) {
        return notFollowed(u"The server redirects in a circle: %1 has been asked before."_s.arg(
                displayUrl(checked.url)));
    }
    if (visited.size() > ConnectionProfile::MaxRedirects) {
        return notFollowed(
                u"The server redirected more than %1 times."_s.arg(ConnectionProfile::MaxRedirects));
    }
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
