// SPDX-License-Identifier: MIT
#include "profile/profileparts.h"

#include "profile/urltext.h"

using namespace Qt::StringLiterals;

std::optional<ProxySettings> ProxySettings::read(const QString &text, const QString &scheme,
                                                 quint16 defaultPort)
{
    const QString whole = text.contains("://"_L1) ? text : scheme + "://"_L1 + text;
    const QUrl url(UrlText(whole).encoded(), QUrl::StrictMode);
    const bool isSocks = url.scheme() == "socks5"_L1 || url.scheme() == "socks5h"_L1;
    if (!url.isValid() || url.host().isEmpty() || url.port() == 0 || (!isSocks && url.scheme() != "http"_L1))
        return std::nullopt;
    return ProxySettings{isSocks ? Kind::Socks5 : Kind::Http, url.host(), quint16(url.port(defaultPort)),
                         url.userName(QUrl::FullyDecoded), url.password(QUrl::FullyDecoded)};
}
