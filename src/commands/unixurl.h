// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QUrl>

/// What a URL of the form ws+unix:///path/of/socket:/path?query is made of.
struct UnixUrl
{
    /// The socket's path, not encoded.
    QByteArray socket;
    /// What is asked for on it: ws://localhost/path?query.
    QUrl request;
};

/// As unixSocketPath() and requestPath() have it; a request without a path is for "/".
UnixUrl splitUnixUrl(const QUrl &url);

/// Of the request, path and query are taken. Empty if there can be no such URL: the socket's path has to
/// begin with / and to have no colon.
QUrl makeUnixUrl(const UnixUrl &parts);
