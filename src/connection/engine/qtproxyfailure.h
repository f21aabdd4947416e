// SPDX-License-Identifier: MIT
#pragma once

#include "failure/connectionerror.h"
#include "profile/proxysettings.h"

#include <QAbstractSocket>

#include <optional>

/// What a socket of Qt that goes through a proxy says when it cannot connect. Qt (6.4.2) keeps some statuses
/// of HTTP proxies to itself; those that it turns into errors of their own are told from these. Nothing if
/// the error is not of the way to the host.
std::optional<ConnectionError> qtProxyFailure(QAbstractSocket::SocketError error, const ProxySettings &proxy,
                                              const QString &raw);
