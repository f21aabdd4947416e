// SPDX-License-Identifier: MIT
#pragma once

#include "failurecause.h"
#include "websocket/deflate/messagecompression.h"
#include "websocket/frameheader.h"

#include <QByteArray>

#include <optional>

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

/// What both sides agreed on of permessage-deflate (RFC 7692 section 7.1).
struct DeflateTerms
{
    /// 9 to 15. zlib makes no window of 8 bits, but in one of 9 it looks back 250 bytes at most, which will
    /// do.
    int clientMaxWindowBits = 15;
    /// 9 to 15. A larger window than the server's reads what it sends just as well.
    int serverMaxWindowBits = 15;
    bool clientNoContextTakeover = false;
    bool serverNoContextTakeover = false;

    bool operator==(const DeflateTerms &) const = default;

    /// Of the messages that this side sends.
    DeflateWindow windowOf(Role side) const;
};

/// The value of the Sec-WebSocket-Extensions header that offers it.
QByteArray deflateOffer(const CompressionSettings &settings);

/// What a server's Sec-WebSocket-Extensions (RFC 6455 section 9.1) come to.
struct ExtensionsAnswer
{
    /// Nothing: no compression.
    std::optional<DeflateTerms> deflate;
    /// What is wrong with them.
    Failure problem;
};

/// `value` is the header's value, those of several headers joined by commas.
ExtensionsAnswer readExtensions(const QByteArray &value, const CompressionSettings &offered);

/// What a server makes of a client's offers.
struct DeflateAgreement
{
    DeflateTerms terms;
    /// The value of the Sec-WebSocket-Extensions header that says so.
    QByteArray header;
};

/// The first of the offers in a client's Sec-WebSocket-Extensions header that a server can keep to; nothing
/// if there is none (RFC 7692 section 5.1). Of `own`, `offer` says whether it compresses at all, and the rest
/// is what it wishes for.
std::optional<DeflateAgreement> acceptDeflate(const QByteArray &value, const CompressionSettings &own);
