// SPDX-License-Identifier: MIT
#pragma once

#include "connection/engine/beastlistener.h"
#include "connection/engine/beastopening.h"
#include "connection/engine/beastsession.h"

#include <memory>

/// A client of RFC 6455 and RFC 7692 on bytes: it has no socket, no timer and no thread, so that tests drive
/// it byte by byte. One handshake, one object.
class BeastProtocol
{
public:
    /// `visited` and `info`: see BeastOpening.
    BeastProtocol(BeastListener &listener, const ConnectionProfile &profile, const QList<QUrl> &visited,
                  const StreamInfo &stream);

    /// Sends the request. The stream must be open.
    void start();
    /// Bytes of the server, in pieces of any size.
    void add(const char *bytes, qsizetype size);
    /// The stream has ended, of itself (nothing) or by a fault.
    void end(const std::optional<ConnectionError> &error);
    /// After BeastListener::refusing(): tells what is known so far.
    void cutBody();

    bool isOpen() const { return m_session != nullptr; }
    /// What is sent is compressed; false unless open.
    bool compresses() const { return m_session && m_session->compresses(); }
    /// See BeastSession; they do nothing unless open.
    bool send(bool text, const QByteArray &payload);
    void ping(const QByteArray &payload);
    void close(quint16 code, const QString &reason);
    void closeNow(quint16 code);
    bool writeSome() { return m_session && m_session->writeSome(); }
    qint64 waitingBytes() const { return m_session ? m_session->waitingBytes() : 0; }
    Transport::Backlog backlog(qint64 unsent) const
    {
        return m_session ? m_session->backlog(unsent) : Transport::Backlog();
    }
    /// Nothing is told any more.
    void stop();

private:
    void settle(BeastOpening::State state);

    BeastListener &m_listener;
    const ConnectionProfile m_profile;
    BeastOpening m_opening;
    std::unique_ptr<BeastSession> m_session;
    bool m_refusing = false;
    bool m_over = false;
};
