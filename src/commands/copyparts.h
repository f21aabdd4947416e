// SPDX-License-Identifier: MIT
#pragma once

#include "profile/connectionprofile.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <chrono>

/// The pieces that the formats of profileAs() share. Each takes a profile as it is to be shown: masked
/// already if it has to be.

QString copyAsCurl(const ConnectionProfile &profile);
QString copyAsWscat(const ConnectionProfile &profile);
QString copyAsWebsocat(const ConnectionProfile &profile);
QString copyAsJavaScript(const ConnectionProfile &profile);
QString copyAsPython(const ConnectionProfile &profile);

/// Headers as a request has them: Origin and what is secret included. A masked password is not encoded.
HttpHeaders copiedHeaders(const ConnectionProfile &profile);
/// "a=1; b=2".
QByteArray copiedCookies(const ConnectionProfile &profile);
/// In ASCII, as on the wire.
QByteArray copiedUrl(const ConnectionProfile &profile);
/// "http://host:port" or "socks5h://…", without credentials; empty if there is no proxy to name.
QByteArray copiedProxy(const ProxySettings &proxy);
/// "2.5".
QByteArray copiedSeconds(std::chrono::milliseconds time);
/// Each as a comment line that says that `tool` cannot do it. No line begins with the name of a program:
/// after the # of a prompt of root's, that is a command.
QString copiedComments(const QString &mark, const QString &tool, const QStringList &cannot);

/// By its name.
bool isPkcs12(const QString &file);
