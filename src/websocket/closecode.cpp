// SPDX-License-Identifier: MIT
#include "websocket/closecode.h"

QString closedByKey(CloseInfo::By by)
{
    switch (by) {
    case CloseInfo::By::Us:
        return QStringLiteral("us");
    case CloseInfo::By::Peer:
        return QStringLiteral("peer");
    case CloseInfo::By::Network:
        return QStringLiteral("network");
    case CloseInfo::By::Engine:
        return QStringLiteral("engine");
    }
    return {};
}
