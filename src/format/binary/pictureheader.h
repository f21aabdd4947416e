// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

#include <algorithm>
#include <limits>

/// What a payload that is a picture says of itself, read without decoding it.
struct PictureHeader
{
    /// What a picture may come to when it is decoded: 64 million pixels in most formats.
    static constexpr qint64 MostBytes = 256'000'000;

    /// "PNG", "JPEG", "GIF" or "WebP"; null for all else.
    const char *name = nullptr;
    /// In pixels; 0 if it ends before it says so.
    int width = 0;
    int height = 0;
    /// Of one pixel when it is decoded.
    int pixelBytes = 4;
    /// More pictures follow the first one.
    bool isAnimated = false;
    /// It ends before its first picture does.
    bool isCut = false;

    bool hasSize() const { return width > 0 && height > 0; }
    /// At most what the type holds.
    qint64 decodedBytes() const
    {
        return std::min(qint64(width) * height, std::numeric_limits<qint64>::max() / pixelBytes) * pixelBytes;
    }
};

/// Recognises PNG (ISO/IEC 15948), JPEG (ITU-T T.81), GIF (87a and 89a) and WebP (RFC 9649) by their
/// signatures. Goes from block to block, at most to the end; may be called from any thread.
PictureHeader readPictureHeader(QByteArrayView payload);
