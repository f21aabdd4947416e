// SPDX-License-Identifier: MIT
#pragma once

#include "failure/connectionerror.h"
#include "websocket/closecode.h"

// How the end of an open connection is told, the same by every engine.

/// TCP ended without a Close frame of the peer. `sentCode` is that of our own Close frame, 0 without one.
CloseInfo closeWithoutFrame(quint16 sentCode);

/// The same as an error; `raw` is what the system said.
ConnectionError connectionLost(const QString &raw = {});

/// We closed with `code` because the peer broke the protocol or a limit.
CloseInfo closeByEngine(quint16 code);

/// The same as an error. An empty sentence stands for one that names the code alone.
ConnectionError protocolBroken(quint16 code, const QString &sentence, const QString &raw);
