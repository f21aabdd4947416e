// SPDX-License-Identifier: MIT
#include "ui/settings/secretedit.h"
#include "ui/settings/settingsfields.h"
#include "ui/settings/settingsgroups.h"
#include "ui/settings/settingstext.h"

using namespace Qt::StringLiterals;

using ProxyKind = ProxySettings::Kind;

static QString kindText(ProxyKind kind)
{
    switch (kind) {
    case ProxyKind::System:
        return SettingsText::tr("the system's");
    case ProxyKind::None:
        return SettingsText::tr("none");
    case ProxyKind::Http:
        return SettingsText::tr("HTTP (CONNECT)");
    case ProxyKind::Socks5:
        break;
    }
    return SettingsText::tr("SOCKS5");
}

static bool isNamed(const ProxySettings &proxy)
{
    return proxy.kind == ProxyKind::Http || proxy.kind == ProxyKind::Socks5;
}

static QString proxySummary(const ConnectionProfile &profile)
{
    const ProxySettings &proxy = profile.proxy;
    if (!isNamed(proxy) || proxy.host.isEmpty())
        return kindText(proxy.kind);
    const QString host = proxy.host.contains(u':') ? u'[' + proxy.host + u']' : proxy.host;
    return SettingsText::tr("%1 by %2:%3").arg(kindText(proxy.kind), host, QString::number(proxy.port));
}

SettingsGroup *createProxyGroup(QWidget *parent)
{
    using namespace SettingsFields;
    auto *group = new SettingsGroup(u"proxy"_s, SettingsText::tr("Proxy"), proxySummary, parent);
    auto *kind = named(new QComboBox, u"proxyKind"_s);
    for (const ProxyKind each : {ProxyKind::System, ProxyKind::None, ProxyKind::Http, ProxyKind::Socks5}) {
        QString text = kindText(each);
        text[0] = text[0].toUpper();
        kind->addItem(text, int(each));
    }
    addChoice(
            group, SettingsText::tr("&Kind:"), kind, ProfileField::ProxyKind,
            [](auto &profile) -> auto & { return profile.proxy.kind; });
    QList<SettingsRow *> rows;
    auto *host = named(new QLineEdit, u"proxyHost"_s);
    rows.append(addText(
            group, SettingsText::tr("&Host:"), host, host, ProfileField::ProxyHost,
            [](auto &profile) -> auto & { return profile.proxy.host; }));
    auto *port = named(new QSpinBox, u"proxyPort"_s);
    port->setRange(0, 65535);
    rows.append(addNumber(
            group, SettingsText::tr("P&ort:"), port, ProfileField::ProxyPort,
            [](auto &profile) -> auto & { return profile.proxy.port; }));
    auto *user = named(new QLineEdit, u"proxyUser"_s);
    user->setPlaceholderText(SettingsText::tr("none"));
    rows.append(addText(
            group, SettingsText::tr("&User:"), user, user, ProfileField::ProxyUser,
            [](auto &profile) -> auto & { return profile.proxy.user; }));
    auto *password = new SecretEdit(u"proxyPassword"_s);
    rows.append(addText(
            group, SettingsText::tr("&Password:"), password, password->lineEdit(),
            ProfileField::ProxyPassword, [](auto &profile) -> auto & { return profile.proxy.password; }));
    group->addRefresh([group, rows](const ConnectionProfile &draft) {
        for (SettingsRow *row : rows)
            group->setRowShown(row, isNamed(draft.proxy));
    });
    return group;
}
