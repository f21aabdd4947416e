// SPDX-License-Identifier: MIT
#pragma once

/// How the messages of one side are compressed.
struct DeflateWindow
{
    /// 8 to 15: it may look back so many bytes, as a power of two.
    int bits = 15;
    /// From one message to the next.
    bool takesOver = true;
};
