// SPDX-License-Identifier: MIT
#include "connection/status.h"

QString statusKey(Status status)
{
    switch (status) {
    case Status::Closed:
        return QStringLiteral("closed");
    case Status::Connecting:
        return QStringLiteral("connecting");
    case Status::Open:
        return QStringLiteral("open");
    case Status::Closing:
        return QStringLiteral("closing");
    case Status::WaitingToRetry:
        return QStringLiteral("waiting_to_retry");
    }
    return {};
}
