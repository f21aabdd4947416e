// SPDX-License-Identifier: MIT
#include "commands/unixurl.h"

#include "profile/websocketurl.h"

#include <QString>

using namespace Qt::StringLiterals;

UnixUrl splitUnixUrl(const QUrl &url)
{
    UnixUrl parts{unixSocketPath(url).toUtf8(), QUrl(u"ws://localhost/"_s)};
    const QString target = requestPath(url);
    parts.request.setPath(target.isEmpty() ? u"/"_s : target, QUrl::TolerantMode);
    if (url.hasQuery())
        parts.request.setQuery(url.query(QUrl::FullyEncoded), QUrl::StrictMode);
    return parts;
}

QUrl makeUnixUrl(const UnixUrl &parts)
{
    const QString socket = QString::fromUtf8(parts.socket);
    if (!socket.startsWith(u'/') || socket.contains(u':') || socket.toUtf8() != parts.socket)
        return {};
    // The empty authority, which QUrl would leave out, is part of the form.
    QByteArray url = "ws+unix://" + QUrl::toPercentEncoding(socket, "/") + ':'
                     + parts.request.path(QUrl::FullyEncoded).toLatin1();
    if (parts.request.hasQuery())
        url += '?' + parts.request.query(QUrl::FullyEncoded).toLatin1();
    return QUrl::fromEncoded(url, QUrl::StrictMode);
}
