// SPDX-License-Identifier: MIT
#pragma once

#include "localentry.h"
#include "utf8.h"
#include "websocket/closecode.h"

#include <QByteArray>
#include <QtEndian>

#include <limits>
#include <optional>

/// The payload of the Close frame that a recorded close tells of (RFC 6455 section 5.5.1), also with a code
/// that must not be sent, as it may have been; nothing if there was no such frame. A frame whose code is not
/// known, or cannot be one, has none.
inline std::optional<QByteArray> closeFrameOf(const CloseEntry &close)
{
    if (close.by == closedByKey(CloseInfo::By::Network) || close.code == CloseCode::Abnormal)
        return std::nullopt;
    const bool isCode = close.code > CloseCode::Unknown && close.code <= std::numeric_limits<quint16>::max();
    if (!isCode || close.code == CloseCode::NoStatus)
        return QByteArray();
    QByteArray payload(sizeof(quint16), Qt::Uninitialized);
    qToBigEndian(quint16(close.code), payload.data());
    const QByteArray reason = close.reason.toUtf8().left(CloseCode::MaxReasonBytes);
    return payload + reason.first(utf8Prefix(reason).size);
}
