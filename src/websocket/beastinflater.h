// SPDX-License-Identifier: MIT
#pragma once

#include "websocket/deflateterms.h"

#include <QByteArray>
#include <QString>

#include <memory>

/// Reads the compressed messages of a server (RFC 7692 section 7.2.2) with Boost.Beast's inflater.
///
/// A message may have blocks with BFINAL set (section 7.2.3.4), each of which ends a DEFLATE stream: a new
/// one, with an empty window, begins at the next byte.
class BeastInflater
{
public:
    enum class Fault {
        None,
        TooBig, ///< The message grew beyond the limit.
        Broken, ///< See message().
    };

    BeastInflater(const DeflateTerms &terms, qint64 maxMessageBytes);
    ~BeastInflater();

    /// A message's payload, in pieces of any size. What it inflates to is appended, never more than the limit
    /// and a little: nothing is allocated for what would come after.
    Fault add(const char *bytes, qsizetype size, QByteArray *message);
    /// After the last piece of a message.
    Fault finish(QByteArray *message);
    /// What the inflater says about the last fault.
    QString message() const { return m_faultText; }

private:
    struct Stream;
    enum class Part { Payload, Trailer };

    Fault inflate(const char *bytes, qsizetype size, Part part, QByteArray *message);
    Fault addTrailer(QByteArray *message);
    void append(qsizetype size, QByteArray *message);
    void restart();
    Fault broken(const QString &text);

    const DeflateTerms m_terms;
    const qint64 m_maxMessageBytes;
    const std::unique_ptr<Stream> m_stream;
    const std::unique_ptr<char[]> m_room;
    /// Something of the message has been read that no final block has ended.
    bool m_begun = false;
    /// The last four bytes of the pieces before, the very last one lowest.
    quint32 m_tail = 0;
    /// As zlib's data_type, after the last step.
    int m_state = 0;
    /// What was given and waits in the inflater, or before it.
    qint64 m_unusedBits = 0;
    QString m_faultText;
};
