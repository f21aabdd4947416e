// SPDX-License-Identifier: MIT
#pragma once

#include "log/filter/filterhits.h"
#include "message.h"

/// An entry in one line, and what of the line a filter found.
struct RowPreview
{
    /// As previewOf() gives it; of a payload whose first hit is far behind, from a little before that on,
    /// with an ellipsis in front. Plain text.
    QString text;
    /// In UTF-16 code units of the text.
    QList<TextRange> hits;
};

/// `payload` is the whole payload or a head of it, as for previewOf().
RowPreview rowPreview(MessageType type, Direction direction, const QByteArray &payload, qint64 wholeSize,
                      int maxChars, FilterHits &hits);
