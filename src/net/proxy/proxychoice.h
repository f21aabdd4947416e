// SPDX-License-Identifier: MIT
#pragma once

#include "failure/connectionerror.h"
#include "profile/profileparts.h"

#include <QList>
#include <QNetworkProxy>
#include <QNetworkProxyQuery>
#include <QObject>
#include <QUrl>

#include <chrono>
#include <functional>

/// Finds out which proxy leads to a URL. `Kind::System` is what the environment says (environmentProxy()), or
/// else the system, which is asked on another thread and for a few seconds at most, since it may have to
/// fetch a script; loopback is never asked about, as in browsers. One use, one object.
class ProxyChoice : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds Patience{3000};

    using Ask = std::function<QList<QNetworkProxy>(const QNetworkProxyQuery &)>;

    /// Asks the system.
    explicit ProxyChoice(QObject *parent = nullptr);
    /// `ask` is called on another thread; `patience` is how long it may take.
    ProxyChoice(Ask ask, std::chrono::milliseconds patience, QObject *parent = nullptr);

    /// chosen() or failed() follows, never from within the call.
    void choose(const ProxySettings &settings, const QUrl &url);

Q_SIGNALS:
    /// Never Kind::System.
    void chosen(const ProxySettings &proxy);
    /// The system did not answer in time, or the environment names a proxy that cannot be used. To connect
    /// directly then would go past the proxy.
    void failed(const ConnectionError &error);

private:
    void settle(const ProxySettings &proxy);
    void giveUp(const ConnectionError &error);

    const Ask m_ask;
    const std::chrono::milliseconds m_patience;
    bool m_done = false;
};

/// The first of the system's proxies that can be used here; Kind::None if none can.
ProxySettings usableProxy(const QList<QNetworkProxy> &proxies);

/// As Qt's sockets take it.
QNetworkProxy networkProxy(const ProxySettings &proxy);
