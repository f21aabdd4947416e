// SPDX-License-Identifier: MIT
#pragma once

#include "saved/collections/collectionformat.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <utility>

/// A file of a collection: its path and its text.
using FixtureFiles = QList<std::pair<QString, QByteArray>>;

inline Collection readFixture(const FixtureFiles &files)
{
    CollectionFiles all{QStringLiteral("Fixture"), {}, {}};
    qsizetype room = 1024 * 1024;
    for (const auto &[path, text] : files)
        all.files.append(collectionFile(path, text, &room));
    return readCollection(all);
}

inline QString described(const ConnectionProfile &profile)
{
    QStringList parts;
    const Authentication &authentication = profile.authentication;
    if (authentication.kind == Authentication::Kind::Basic)
        parts.append(QStringLiteral("basic %1:%2").arg(authentication.user, authentication.password));
    if (authentication.kind == Authentication::Kind::Bearer)
        parts.append(QStringLiteral("bearer %1").arg(authentication.token));
    for (const HttpHeader &header : profile.headers)
        parts.append(QString::fromUtf8(header.name + ": " + header.value));
    for (const HttpHeader &cookie : profile.cookies)
        parts.append(QString::fromUtf8("cookie " + cookie.name + '=' + cookie.value));
    if (!profile.subprotocols.isEmpty())
        parts.append(QStringLiteral("subprotocols ") + profile.subprotocols.join(QLatin1Char(',')));
    if (!profile.origin.isEmpty())
        parts.append(QStringLiteral("origin ") + profile.origin);
    if (profile.followRedirects)
        parts.append(QStringLiteral("redirects"));
    if (!profile.tls.verify)
        parts.append(QStringLiteral("unverified"));
    const ConnectionProfile defaults;
    if (profile.handshakeTimeout != defaults.handshakeTimeout)
        parts.append(QStringLiteral("timeout %1").arg(profile.handshakeTimeout.count()));
    if (profile.keepAliveInterval != defaults.keepAliveInterval)
        parts.append(QStringLiteral("pings %1").arg(profile.keepAliveInterval.count()));
    return parts.join(QStringLiteral("; "));
}

/// All that is in it, a line for each: its path of names, and what it is.
inline QStringList described(const Collection &collection)
{
    QStringList lines;
    QHash<QString, QString> paths;
    for (const ConnectionEntry &entry : collection.entries) {
        QString path = paths.value(entry.parent) + QLatin1Char('/') + entry.saved.name;
        paths.insert(entry.saved.id, path);
        if (!entry.saved.notes.isEmpty())
            path += QStringLiteral(" (%1)").arg(entry.saved.notes);
        if (entry.isConnection())
            path += QStringLiteral(" = %1 | %2").arg(entry.saved.urlText, described(entry.saved.profile));
        if (entry.isMessage())
            path += QStringLiteral(" = %1 %2").arg(int(entry.message.format)).arg(entry.message.text);
        lines.append(path);
    }
    for (const Environment &environment : collection.environments) {
        QStringList variables;
        for (const Variable &variable : environment.variables)
            variables.append((variable.secret ? QStringLiteral("*") : QString()) + variable.name
                             + QLatin1Char('=') + variable.value);
        lines.append(QStringLiteral("{%1} %2").arg(environment.name, variables.join(QStringLiteral(", "))));
    }
    return lines;
}
