// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QMetaType>
#include <QString>

/// One "name=value" of a URL's query, as a person reads it: decoded, with + as a blank, as forms write it.
struct QueryParameter
{
    QString name;
    QString value;
    /// What it was in the URL. It is written back as it was for as long as it still says the same; so %20
    /// and +, escapes that are not needed and even broken ones stay.
    QString rawName;
    QString rawValue;
    /// False for "a" without "=": it gets one with its first value.
    bool hasEquals = true;

    bool operator==(const QueryParameter &) const = default;
};

/// The parameters of the URL in their order, duplicates and empty ones included ("a&&b" has three). Any text
/// will do, variables in double braces too; nothing else of it is looked at.
QList<QueryParameter> queryParameters(const QString &urlText);

/// The URL with these parameters for its own, and all else as it is. Without any, it has no "?" - unless it
/// had one with nothing behind it. Of names and values that changed, what must not stand in a query (RFC 3986
/// section 3.4) or would end the parameter is percent-encoded; {{variables}} are not.
QString withQueryParameters(const QString &urlText, const QList<QueryParameter> &parameters);

Q_DECLARE_METATYPE(QueryParameter)
