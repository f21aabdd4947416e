// SPDX-License-Identifier: MIT
#pragma once

#include "websocket/deflate/deflatewindow.h"

#include <QByteArray>

#include <memory>

/// Compresses messages for a peer (RFC 7692 section 7.2.1), on zlib.
class MessageDeflater
{
public:
    /// `window` has 9 bits or more.
    explicit MessageDeflater(const DeflateWindow &window);
    ~MessageDeflater();

    /// A piece of a message. What it comes to is appended to `payload` now or with a later piece; with the
    /// `final` one, all that is left is.
    void add(const char *bytes, qsizetype size, bool final, QByteArray *payload);

private:
    struct Stream;

    const bool m_takesOver;
    const std::unique_ptr<Stream> m_stream;
    bool m_isEmpty = true;
};
