// SPDX-License-Identifier: MIT
#pragma once

#include "websocket/deflate/inflatestream.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <functional>
#include <memory>

/// How the messages of one side are compressed.
struct DeflateWindow
{
    /// 8 to 15: it may look back so many bytes, as a power of two.
    int bits = 15;
    /// From one message to the next.
    bool takesOver = true;
};

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

/// Reads the compressed messages of a peer (RFC 7692 section 7.2.2).
class MessageInflater
{
public:
    enum class Fault {
        None,
        TooBig,  ///< The message grew beyond the limit.
        Broken,  ///< See message().
        Refused, ///< By the sink.
    };
    /// Takes what comes next of a message; false to have no more of it.
    using Sink = std::function<bool(QByteArrayView inflated)>;

    MessageInflater(const DeflateWindow &window, qint64 maxMessageBytes);

    /// A message's payload, in pieces of any size. What it inflates to goes to the sink, never more than the
    /// limit.
    Fault add(const char *bytes, qsizetype size, const Sink &sink);
    /// After the last piece of a message.
    Fault finish();
    /// What is wrong with the data, in a few words.
    QString message() const { return m_faultText; }

private:
    Fault broken(QLatin1StringView text);

    const bool m_takesOver;
    const qint64 m_maxMessageBytes;
    InflateStream m_stream;
    /// Of the message.
    qint64 m_inflatedBytes = 0;
    QString m_faultText;
};
