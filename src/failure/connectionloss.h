// SPDX-License-Identifier: MIT
#pragma once

#include "failure/connectionerror.h"
#include "websocket/closecode.h"

#include <QCoreApplication>
#include <QString>

// How the end of an open connection is told, the same by every engine.

/// Sentences for CloseInfo::detail.
struct CloseDetail
{
    Q_DECLARE_TR_FUNCTIONS(CloseDetail)

public:
    /// The peer answered our Close frame with another code.
    static QString weSent(quint16 code);
    /// The peer's code must not be in a Close frame (RFC 6455 section 7.4.1).
    static QString notAllowed(quint16 code);
};

/// TCP ended without a Close frame of the peer. `sentCode` is that of our own Close frame, 0 without one.
CloseInfo closeWithoutFrame(quint16 sentCode);

/// The same as an error; `raw` is what the system said.
ConnectionError connectionLost(const QString &raw = {});

/// We closed with `code` because the peer broke the protocol or a limit.
CloseInfo closeByEngine(quint16 code);

/// The same as an error.
ConnectionError protocolBroken(quint16 code, const Failure &failure, const QString &raw);
