// SPDX-License-Identifier: MIT
#pragma once

#include "websocket/httpheader.h"

#include <optional>

/// Bytes of HTTP/1.1 as they come, cut into lines (RFC 9112 section 2.2). It is strict: only CRLF ends a
/// line, and there are no control characters but tabs in it.
class HttpLines
{
public:
    void add(const char *bytes, qsizetype size) { m_unread.append(bytes, size); }

    /// The next line, without its end; nothing while it is not all there, or if it is broken.
    std::optional<QByteArray> takeLine();
    /// What comes next cannot be a line.
    bool isBroken() const { return m_isBroken; }
    /// At most so many of the bytes that are there.
    QByteArray takeBytes(qsizetype most);
    const QByteArray &unread() const { return m_unread; }

private:
    QByteArray m_unread;
    /// Known to be in a line.
    qsizetype m_scanned = 0;
    bool m_isBroken = false;
};

/// Adds the header field of a line (RFC 9112 section 5), or what continues the field before (section 5.2).
/// False if it is none.
bool addHeaderLine(const QByteArray &line, HttpHeaders *headers);
