// SPDX-License-Identifier: MIT
#include "connection/engine/qtrequest.h"

#include "profile/handshakerequest.h"
#include "profile/websocketurl.h"

#include <QHostAddress>

#include <algorithm>

using namespace Qt::StringLiterals;

static bool isNamed(const HttpHeader &header, const char *name)
{
    return header.name.compare(name, Qt::CaseInsensitive) == 0;
}

static qsizetype countOf(const HttpHeaders &headers, const char *name)
{
    return std::count_if(headers.begin(), headers.end(),
                         [&](const HttpHeader &header) { return isNamed(header, name); });
}

QtRequest qtRequest(const ConnectionProfile &profile)
{
    QtRequest made;
    const HttpHeaders headers = profileHeaders(profile, {profile.url});
    made.origin = QString::fromUtf8(headerValue(headers, "Origin"));
    for (const HttpHeader &header : headers) {
        if (isNamed(header, "Origin"))
            continue;
        QByteArray value = header.value;
        if (made.request.hasRawHeader(header.name)) {
            const QByteArray before = made.request.rawHeader(header.name);
            value = before + (isNamed(header, "Cookie") ? "; " : ", ") + value;
        }
        made.request.setRawHeader(header.name, value);
    }
    QUrl url = profile.url;
    url.setUserInfo(QString());
    made.request.setUrl(url);
    return made;
}

static QString refusalSentence(const ConnectionProfile &profile)
{
    const QString other = u"choose the other engine in the connection's settings."_s;
    if (isUnixSocket(profile.url))
        return u"Qt's engine cannot connect to Unix-domain sockets: "_s + other;
    if (!profile.answerPings)
        return u"Qt's engine always answers pings: "_s + other;
    if (profile.addresses != AddressPreference::System && QHostAddress(profile.url.host()).isNull()
        && (profile.proxy.kind == ProxySettings::Kind::None
            || profile.proxy.kind == ProxySettings::Kind::System))
        return u"Qt's engine cannot prefer IPv4 or IPv6: "_s + other;
    if (countOf(profile.headers, "Host") > 0)
        return u"Qt's engine cannot send another Host header than the URL's: "_s + other;
    if (countOf(profileHeaders(profile, {profile.url}), "Origin") > 1)
        return u"Qt's engine sends one Origin header at most: remove the others."_s;
    return {};
}

std::optional<ConnectionError> qtEngineRefusal(const ConnectionProfile &profile)
{
    const QString sentence = refusalSentence(profile);
    if (sentence.isEmpty())
        return {};
    ConnectionError error;
    error.stage = ErrorStage::Command;
    error.sentence = sentence;
    error.permanent = true;
    return error;
}
