// SPDX-License-Identifier: MIT
#pragma once

#include "ui/kit/fields/fieldproblem.h"
#include "ui/kit/labels.h"
#include "ui/settings/connectionsettingspage.h"
#include "ui/settings/settingsgroup.h"

#include <QTableView>
#include <QTest>

#include <chrono>

/// What the tests of the connection settings share: profiles to show, and ways to what is on the page.

inline ConnectionProfile plainProfile()
{
    ConnectionProfile profile;
    profile.url = QUrl(QStringLiteral("wss://example.org/feed"));
    return profile;
}

inline ConnectionProfile richProfile()
{
    ConnectionProfile profile = plainProfile();
    profile.url = QUrl(QStringLiteral("wss://example.org/feed?a=1&b=x+y"));
    profile.headers = {{"X-A", "1"}, {"X-B", "2"}};
    profile.cookies = {{"c", "1"}};
    profile.subprotocols = {QStringLiteral("v1")};
    profile.authentication = {
            Authentication::Kind::Basic, QStringLiteral("me"), QStringLiteral("secret"), {}};
    profile.tls.trusted = {QByteArray(32, 'x')};
    profile.proxy = {ProxySettings::Kind::Socks5, QStringLiteral("proxy"), 1080, {}, {}};
    profile.onOpen = {{false, "hello"}, {true, "\x01\x02"}};
    // More exact than any field shows.
    profile.retry.first = std::chrono::milliseconds(333);
    profile.retry.factor = 1.2345;
    profile.maxMessageBytes = 1234567;
    profile.handshakeTimeout = std::chrono::milliseconds(1);
    return profile;
}

template <typename Widget>
Widget *child(const QWidget &page, const char *name)
{
    auto *widget = page.findChild<Widget *>(QString::fromUtf8(name));
    if (!widget)
        qFatal("no %s", name);
    return widget;
}

inline SettingsGroup *group(const QWidget &page, const QString &key)
{
    return page.findChild<SettingsGroup *>(key + QStringLiteral("Group"));
}

inline QString problem(const QWidget &page, ProfileField field)
{
    return page.findChild<FieldProblem *>(profileFieldKey(field) + QStringLiteral(".problem"))->sentence();
}

inline void setCell(const QWidget &page, const char *table, int row, int column, const QString &text)
{
    auto *model = child<QTableView>(page, table)->model();
    QVERIFY(model->setData(model->index(row, column), text, Qt::EditRole));
}
