// SPDX-License-Identifier: MIT
#include "net/proxy/proxychoice.h"

#include "net/proxy/environmentproxy.h"

#include <QFutureWatcher>
#include <QHostAddress>
#include <QMetaObject>
#include <QNetworkProxyFactory>
#include <QPromise>
#include <QThreadPool>
#include <QTimer>

#include <memory>
#include <utility>

using namespace Qt::StringLiterals;

static ProxySettings noProxy()
{
    ProxySettings none;
    none.kind = ProxySettings::Kind::None;
    return none;
}

static bool isLoopback(const QString &host)
{
    return host == "localhost"_L1 || host.endsWith(".localhost"_L1) || QHostAddress(host).isLoopback();
}

ProxySettings usableProxy(const QList<QNetworkProxy> &proxies)
{
    for (const QNetworkProxy &proxy : proxies) {
        ProxySettings settings{ProxySettings::Kind::None, proxy.hostName(), proxy.port(), proxy.user(),
                               proxy.password()};
        switch (proxy.type()) {
        case QNetworkProxy::HttpProxy:
        case QNetworkProxy::HttpCachingProxy:
            settings.kind = ProxySettings::Kind::Http;
            return settings;
        case QNetworkProxy::Socks5Proxy:
            settings.kind = ProxySettings::Kind::Socks5;
            return settings;
        case QNetworkProxy::NoProxy:
            return noProxy();
        default:
            break;
        }
    }
    return noProxy();
}

QNetworkProxy networkProxy(const ProxySettings &proxy)
{
    if (proxy.kind == ProxySettings::Kind::Http)
        return {QNetworkProxy::HttpProxy, proxy.host, proxy.port, proxy.user, proxy.password};
    if (proxy.kind == ProxySettings::Kind::Socks5)
        return {QNetworkProxy::Socks5Proxy, proxy.host, proxy.port, proxy.user, proxy.password};
    return QNetworkProxy(QNetworkProxy::NoProxy);
}

// Systems know proxies for http and https, not for ws and wss.
static QNetworkProxyQuery queryFor(const QUrl &url)
{
    // A script that chooses gets no more than browsers give it.
    const bool encrypted = url.scheme() == "wss"_L1;
    QUrl query = url.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery
                              | (encrypted ? QUrl::RemovePath : QUrl::None));
    query.setScheme(encrypted ? u"https"_s : u"http"_s);
    return QNetworkProxyQuery(query);
}

// Not the global one, for which the program would wait at its end: a question may never be answered. Never
// deleted, for the same reason.
static QThreadPool *proxyQuestions()
{
    static QThreadPool *const pool = [] {
        auto *made = new QThreadPool;
        made->setMaxThreadCount(8);
        return made;
    }();
    return pool;
}

ProxyChoice::ProxyChoice(QObject *parent)
    : ProxyChoice(&QNetworkProxyFactory::systemProxyForQuery, Patience, parent)
{}

ProxyChoice::ProxyChoice(Ask ask, std::chrono::milliseconds patience, QObject *parent)
    : QObject(parent)
    , m_ask(std::move(ask))
    , m_patience(patience)
{}

void ProxyChoice::choose(const ProxySettings &settings, const QUrl &url)
{
    const auto settleLater = [this](const ProxySettings &known) {
        QMetaObject::invokeMethod(
                this, [this, known] { settle(known); }, Qt::QueuedConnection);
    };
    if (settings.kind != ProxySettings::Kind::System)
        return settleLater(settings);
    if (isLoopback(url.host()))
        return settleLater(noProxy());
    const EnvironmentProxy known = environmentProxy(
            url, [](const QString &name) { return qEnvironmentVariable(name.toLatin1().constData()); });
    if (known.proxy)
        return settleLater(*known.proxy);
    if (!known.unusable.isEmpty()) {
        const ConnectionError error =
                connectionFailure({FailureCause::ProxyVariable, {known.unusable, u"%40"_s, u"%23"_s}});
        QMetaObject::invokeMethod(
                this, [this, error] { giveUp(error); }, Qt::QueuedConnection);
        return;
    }
    const auto promise = std::make_shared<QPromise<ProxySettings>>();
    auto *watcher = new QFutureWatcher<ProxySettings>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] { settle(watcher->result()); });
    watcher->setFuture(promise->future());
    promise->start();
    QTimer::singleShot(m_patience, this, [this] {
        giveUp(connectionFailure({FailureCause::ProxyUndecided, {}}));
    });
    proxyQuestions()->start([promise, ask = m_ask, query = queryFor(url)] {
        promise->addResult(usableProxy(ask(query)));
        promise->finish();
    });
}

void ProxyChoice::settle(const ProxySettings &proxy)
{
    if (m_done)
        return;
    m_done = true;
    Q_EMIT chosen(proxy);
}

void ProxyChoice::giveUp(const ConnectionError &error)
{
    if (m_done)
        return;
    m_done = true;
    Q_EMIT failed(error);
}
