// SPDX-License-Identifier: MIT
#pragma once

/// What is offered of permessage-deflate (RFC 7692 section 7). A plain value.
struct CompressionSettings
{
    bool offer = true;
    /// 9 to 15: the sizes of the windows are powers of two.
    int clientMaxWindowBits = 15;
    int serverMaxWindowBits = 15;
    /// Each message is compressed without regard to those before.
    bool clientNoContextTakeover = false;
    bool serverNoContextTakeover = false;

    bool operator==(const CompressionSettings &) const = default;
};
