// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>

/// The text with "***" in place of each of the values (ConnectionProfile::secretValues), in any case and also
/// as they are written in a URL. Values of less than 3 bytes stay: taking them out would garble all, and hide
/// nothing.
QString withoutSecrets(const QString &text, const QList<QByteArray> &values);

/// The same for all the strings in it, however deep.
QJsonObject withoutSecrets(const QJsonObject &object, const QList<QByteArray> &values);
