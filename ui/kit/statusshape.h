// SPDX-License-Identifier: MIT
#pragma once

#include "connection/status.h"

#include <QIcon>

class QPainter;
class QPalette;
class QRectF;

/// The status as a shape, so that colour is not the only sign: Open a full disc, Connecting a
/// half-full one, Closing a ring with a dot, WaitingToRetry a ring with clock hands, Closed an empty
/// ring, and Closed by a failure a triangle.
enum class StatusShape { Closed, Failed, Connecting, Open, Closing, Waiting };

StatusShape statusShape(const StatusReport &report);

/// Paints the shape into the square inside `rect`, in the palette's colours.
void paintStatusShape(QPainter *painter, const QRectF &rect, StatusShape shape, const QPalette &palette);

/// The same as an icon, painted anew at every size and scale.
QIcon statusIcon(StatusShape shape, const QPalette &palette);
