// SPDX-License-Identifier: MIT
#include "connection/engine/qtrequest.h"

#include "profile/handshakerequest.h"
#include "profile/websocketurl.h"

#include <QHostAddress>

#include <algorithm>

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

static FailureCause refusal(const ConnectionProfile &profile)
{
    if (isUnixSocket(profile.url))
        return FailureCause::QtUnixSocket;
    if (!profile.answerPings)
        return FailureCause::QtAnswersPings;
    if (profile.addresses != AddressPreference::System && QHostAddress(profile.url.host()).isNull()
        && (profile.proxy.kind == ProxySettings::Kind::None
            || profile.proxy.kind == ProxySettings::Kind::System))
        return FailureCause::QtAddressPreference;
    if (countOf(profile.headers, "Host") > 0)
        return FailureCause::QtHostHeader;
    if (countOf(profileHeaders(profile, {profile.url}), "Origin") > 1)
        return FailureCause::QtSeveralOrigins;
    return FailureCause::None;
}

std::optional<ConnectionError> qtEngineRefusal(const ConnectionProfile &profile)
{
    const FailureCause cause = refusal(profile);
    return cause == FailureCause::None ? std::nullopt : std::optional(connectionFailure({cause, {}}));
}
