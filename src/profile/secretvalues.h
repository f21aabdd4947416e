// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>

struct ConnectionProfile;

/// The secrets that the profile sends: passwords, tokens, cookies, headers and query items that are secrets
/// by their names, as they are and as Basic authentication writes them; and `secretValues`. Whoever is sent
/// these may send them back. Those of less than 6 bytes are left out, but for `secretValues`.
QList<QByteArray> profileSecrets(const ConnectionProfile &profile);

/// Whether one of the values is in it, as it is. Those of less than 3 bytes are not looked for.
bool hasSecret(const QByteArray &text, const QList<QByteArray> &values);

/// The text with "***" in place of each of the values (ConnectionProfile::secretValues), in any case and also
/// as they are written in a URL. Values of less than 3 bytes stay: taking them out would garble all, and hide
/// nothing.
QString withoutSecrets(const QString &text, const QList<QByteArray> &values);

/// The same for all the strings in it, however deep.
QJsonObject withoutSecrets(const QJsonObject &object, const QList<QByteArray> &values);
