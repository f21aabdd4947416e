// SPDX-License-Identifier: MIT
#include "commands/profilecopy.h"

#include "commands/copyparts.h"
#include "profile/websocketurl.h"

using namespace Qt::StringLiterals;

static constexpr auto Mask = "***";

static void mask(QString *secret)
{
    if (!secret->isEmpty())
        *secret = QString::fromLatin1(Mask);
}

static ConnectionProfile masked(const ConnectionProfile &given)
{
    ConnectionProfile profile = given;
    if (!profile.url.password().isEmpty() && profile.authentication.kind == Authentication::Kind::None) {
        profile.authentication = {Authentication::Kind::Basic, profile.url.userName(QUrl::FullyDecoded),
                                  profile.url.password(QUrl::FullyDecoded), QString()};
        profile.url = profile.url.adjusted(QUrl::RemoveUserInfo);
    }
    profile.url = QUrl(displayUrl(profile.url), QUrl::StrictMode);
    profile.headers = maskedHeaders(profile.headers);
    for (HttpHeader &cookie : profile.cookies)
        cookie.value = Mask;
    const QStringList secrets = secretSubprotocols(profile.subprotocols);
    for (QString &subprotocol : profile.subprotocols) {
        if (secrets.contains(subprotocol))
            mask(&subprotocol);
    }
    mask(&profile.authentication.password);
    mask(&profile.authentication.token);
    mask(&profile.tls.keyPassphrase);
    mask(&profile.proxy.password);
    return profile;
}

QString profileAs(CopyFormat format, const ConnectionProfile &given, CopiedSecrets secrets)
{
    const ConnectionProfile profile = secrets == CopiedSecrets::Included ? given : masked(given);
    switch (format) {
    case CopyFormat::Wscat:
        return copyAsWscat(profile);
    case CopyFormat::Websocat:
        return copyAsWebsocat(profile);
    case CopyFormat::Curl:
        return copyAsCurl(profile);
    case CopyFormat::JavaScript:
        return copyAsJavaScript(profile);
    case CopyFormat::Python:
        return copyAsPython(profile);
    }
    return {};
}
