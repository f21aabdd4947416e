// SPDX-License-Identifier: MIT
#include "profile/unixurl.h"

#include <QString>

using namespace Qt::StringLiterals;

bool isUnixUrl(const QUrl &url)
{
    return url.scheme() == "ws+unix"_L1;
}

UnixUrl splitUnixUrl(const QUrl &url)
{
    const QString path = url.path(QUrl::FullyEncoded);
    const qsizetype colon = path.indexOf(u':');
    const QString socket = colon < 0 ? path : path.first(colon);
    const QString target = colon < 0 || colon + 1 == path.size() ? u"/"_s : path.mid(colon + 1);
    UnixUrl parts{QByteArray::fromPercentEncoding(socket.toLatin1()), QUrl(u"ws://localhost/"_s)};
    parts.request.setPath(target, QUrl::TolerantMode);
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
