// SPDX-License-Identifier: MIT
#pragma once

#include "connection/proxysettings.h"

#include <QList>
#include <QNetworkProxy>
#include <QObject>
#include <QUrl>

#include <chrono>

/// Finds out which proxy leads to a URL. `Kind::System` asks the system, on another thread and for a few
/// seconds at most, since it may have to fetch a script; loopback is never asked about, as in browsers. One
/// use, one object.
class ProxyChoice : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds Patience{3000};

    using QObject::QObject;

    /// chosen() follows, never from within the call.
    void choose(const ProxySettings &settings, const QUrl &url);

Q_SIGNALS:
    /// Never Kind::System.
    void chosen(const ProxySettings &proxy);

private:
    void settle(const ProxySettings &proxy);

    bool m_done = false;
};

/// The first of the system's proxies that can be used here; Kind::None if none can.
ProxySettings usableProxy(const QList<QNetworkProxy> &proxies);

/// As Qt's sockets take it.
QNetworkProxy networkProxy(const ProxySettings &proxy);
