// SPDX-License-Identifier: MIT
#pragma once

#include "websocket/deflate/deflatewindow.h"
#include "websocket/deflate/inflatestream.h"

#include <QByteArray>
#include <QString>

/// Reads the compressed messages of a peer (RFC 7692 section 7.2.2).
class MessageInflater
{
public:
    enum class Fault {
        None,
        TooBig, ///< The message grew beyond the limit.
        Broken, ///< See message().
    };

    MessageInflater(const DeflateWindow &window, qint64 maxMessageBytes);

    /// A message's payload, in pieces of any size. What it inflates to is appended, never more than the
    /// limit: nothing is allocated for what would come after.
    Fault add(const char *bytes, qsizetype size, QByteArray *message);
    /// After the last piece of a message.
    Fault finish(QByteArray *message);
    /// What is wrong with the data, in a few words.
    QString message() const { return m_faultText; }

private:
    Fault broken(QLatin1StringView text);

    const bool m_takesOver;
    const qint64 m_maxMessageBytes;
    InflateStream m_stream;
    QString m_faultText;
};
