// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

/// A value that {{name}} stands for. A plain value.
struct Variable
{
    QString name;
    /// Of a secret: empty as long as it is not known.
    QString value;
    /// The value is kept in the keychain, never in a file.
    bool secret = false;

    bool operator==(const Variable &) const = default;
};

/// A named set of variables: "Production", "My computer". A plain value.
struct Environment
{
    /// Never changes and is never shown.
    QString id;
    QString name;
    QList<Variable> variables;

    bool operator==(const Environment &) const = default;
};

/// A file of environments; docs/connections.md has the schema. Pure functions.
namespace EnvironmentsJson {

constexpr qsizetype MaxEnvironments = 1000;
constexpr qsizetype MaxVariables = 10000;
/// In UTF-16 code units.
constexpr qsizetype MaxName = 1000;
constexpr qsizetype MaxValue = 1024 * 1024;

/// Secret values are never in it.
QByteArray write(const QList<Environment> &environments, const QString &current);

struct Document
{
    QList<Environment> environments;
    /// The id of one of them, or empty.
    QString current;
    QStringList problems;
    /// Why nothing can be read at all, as a sentence; empty if it can.
    QString failure;
};

Document read(const QByteArray &bytes);

} // namespace EnvironmentsJson
