// SPDX-License-Identifier: MIT
#pragma once

#include "websocket/beastinflater.h"
#include "websocket/deflateterms.h"

#include <QByteArray>

#include <functional>
#include <memory>
#include <optional>

/// Boost.Beast's websocket::stream, past its handshake, on memory in place of a socket: what data frames hold
/// becomes messages, and messages become frames; masks, UTF-8 and compression are Beast's. Compressed
/// messages are read with its inflater alone (BeastInflater), and their UTF-8 is others' business.
///
/// It never waits: each call takes all that it is given. Of the server's frames it is given those with data
/// only, once their headers have been checked (FrameRules); control frames are not its business, and closing
/// is not either.
class BeastCodec
{
public:
    enum class Fault {
        None,
        Utf8,    ///< An uncompressed text message is not valid UTF-8.
        TooBig,  ///< A compressed message grew beyond the limit.
        Inflate, ///< Compressed data that cannot be read; see message().
        Other,   ///< See message().
    };
    /// Takes bytes for the wire, always whole frames by the end of write().
    using Output = std::function<void(const char *bytes, qsizetype size)>;

    BeastCodec(const std::optional<DeflateTerms> &deflate, qint64 maxMessageBytes, Output output);
    ~BeastCodec();

    /// The header of a data frame that is not compressed, followed by addPlain() for its payload, in pieces
    /// as they come. An empty frame is followed by one call with no bytes if it is final, and by none if not.
    void addHeader(const char *bytes, int size);
    /// The payload is written to `to`, as many bytes.
    Fault addPlain(const char *bytes, qsizetype size, char *to);
    /// The payload of a compressed message: what it inflates to is appended. Never more than the limit and
    /// one byte is allocated for.
    Fault addDeflated(const char *bytes, qsizetype size, QByteArray *message);
    /// After its last frame.
    Fault finishDeflated(QByteArray *message);
    /// What Beast says about the last fault.
    QString message() const;

    /// One frame or more; `final` ends the message. Pieces of a message are sent one after the other. Returns
    /// how many bytes the piece is in their payloads.
    qint64 write(bool text, const char *bytes, qsizetype size, bool final);

private:
    class Stream;

    Fault inflated(BeastInflater::Fault fault);

    std::unique_ptr<Stream> m_stream;
    /// Null without compression.
    std::unique_ptr<BeastInflater> m_inflater;
};
