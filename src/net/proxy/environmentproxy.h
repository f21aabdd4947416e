// SPDX-License-Identifier: MIT
#pragma once

#include "profile/profileparts.h"

#include <QString>
#include <QUrl>

#include <functional>
#include <optional>

/// What the environment's variables say about a URL.
struct EnvironmentProxy
{
    /// Nothing if they say nothing; Kind::None if no_proxy has the host.
    std::optional<ProxySettings> proxy;
    /// The variable that names a proxy that cannot be used here; empty if none does.
    QString unusable;
};

/// As curl reads them: ws_proxy, http_proxy (wss_proxy, https_proxy for wss) and all_proxy, in this order,
/// and no_proxy; each also in upper case, but for HTTP_PROXY, which a web server sets for its scripts. One
/// that is empty counts for nothing. `valueOf` has the variables.
///
/// A proxy is [scheme://][user:password@]host[:port], with %XX in user and password; the scheme is http,
/// socks5 or socks5h, and http without one, the port 1080. no_proxy is * alone, or a list of names, each of
/// which stands for all below it, of addresses, and of networks (10.0.0.0/8).
EnvironmentProxy environmentProxy(const QUrl &url, const std::function<QString(const QString &)> &valueOf);

/// Whether a list like that of no_proxy has the host. IPv6 addresses have no brackets in `host`.
bool isInNoProxy(const QString &host, const QString &list);
