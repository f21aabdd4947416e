// SPDX-License-Identifier: MIT
#include "net/proxy/environmentproxy.h"

#include "profile/websocketurl.h"

#include <QHostAddress>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr int DefaultPort = 1080;

namespace {

struct Variable
{
    QString name;
    QString value;
};

} // namespace

static Variable variable(const QString &lower, const std::function<QString(const QString &)> &valueOf)
{
    if (const QString value = valueOf(lower); !value.isEmpty())
        return {lower, value};
    const QString upper = lower.toUpper();
    return {upper, lower == "http_proxy"_L1 ? QString() : valueOf(upper)};
}

static QString withoutDots(QString name)
{
    if (name.startsWith(u'.'))
        name.remove(0, 1);
    if (name.endsWith(u'.'))
        name.chop(1);
    return name.toLower();
}

static bool covers(QString entry, const QString &host, const QHostAddress &address)
{
    entry.remove(u'[').remove(u']');
    if (address.isNull()) {
        const QString name = withoutDots(entry);
        const QString ours = withoutDots(host);
        return !name.isEmpty() && (ours == name || ours.endsWith(u'.' + name));
    }
    if (!entry.contains(u'/'))
        return QHostAddress(entry) == address;
    const auto network = QHostAddress::parseSubnet(entry);
    return !network.first.isNull() && network.second >= 0 && address.isInSubnet(network);
}

bool isInNoProxy(const QString &host, const QString &list)
{
    if (list.trimmed() == "*"_L1)
        return true;
    static const QRegularExpression border(u"[\\s,]+"_s);
    const QHostAddress address(withoutZone(host));
    const QStringList entries = list.split(border, Qt::SkipEmptyParts);
    return std::any_of(entries.begin(), entries.end(),
                       [&](const QString &entry) { return covers(entry, host, address); });
}

EnvironmentProxy environmentProxy(const QUrl &url, const std::function<QString(const QString &)> &valueOf)
{
    const bool encrypted = url.scheme() == "wss"_L1;
    const QStringList names = encrypted ? QStringList{u"wss_proxy"_s, u"https_proxy"_s, u"all_proxy"_s}
                                        : QStringList{u"ws_proxy"_s, u"http_proxy"_s, u"all_proxy"_s};
    for (const QString &name : names) {
        const Variable found = variable(name, valueOf);
        if (found.value.isEmpty())
            continue;
        if (isInNoProxy(url.host(), variable(u"no_proxy"_s, valueOf).value))
            return {ProxySettings{ProxySettings::Kind::None, {}, 0, {}, {}}, {}};
        const std::optional<ProxySettings> proxy =
                ProxySettings::read(found.value.trimmed(), u"http"_s, DefaultPort);
        return {proxy, proxy ? QString() : found.name};
    }
    return {};
}
