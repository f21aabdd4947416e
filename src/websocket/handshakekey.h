// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

/// A fresh Sec-WebSocket-Key (RFC 6455 section 4.1).
QByteArray makeHandshakeKey();

/// The Sec-WebSocket-Accept that answers it (section 4.2.2).
QByteArray acceptForKey(const QByteArray &key);
