// SPDX-License-Identifier: MIT
#pragma once

#include "failurecause.h"
#include "websocket/compressionsettings.h"

#include <QByteArray>
#include <QString>

#include <optional>

/// What both sides agreed on of permessage-deflate (RFC 7692 section 7.1), as a client keeps to it.
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

    /// As the value of a Sec-WebSocket-Extensions header.
    QByteArray toHeader() const;
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
