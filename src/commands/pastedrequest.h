// SPDX-License-Identifier: MIT
#pragma once

#include "commands/commandformat.h"

// What the developer tools of browsers copy that is neither a command of a program that connects nor a
// WebSocket's code. Each is nothing if the text is none of its kind.

/// Invoke-WebRequest of PowerShell, with the session that is set up before it.
std::optional<PastedProfile> readPowerShell(const QString &text, const ConnectionProfile &defaults);

/// The headers of a request, as on the wire: "GET /path HTTP/1.1", Host and so on. The scheme is that of the
/// Origin, and without one that of a host without a scheme (parseWebSocketUrl()).
std::optional<PastedProfile> readRequestHeaders(const QString &text, const ConnectionProfile &defaults);
