// SPDX-License-Identifier: MIT
#include "session/sessionopener.h"

#include "session/session.h"

#include <utility>

SessionOpener::SessionOpener(Session *session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
    connect(m_session, &Session::statusChanged, this, &SessionOpener::openNext);
}

void SessionOpener::open(const ConnectionProfile &profile, bool again)
{
    const Status status = m_session->status();
    if (status == Status::Closed) {
        m_session->open(profile);
    } else if (again || status != Status::Open || profile != m_session->profile()) {
        m_next = profile;
        m_session->close();
    }
}

void SessionOpener::close(quint16 code, const QString &reason)
{
    m_next.reset();
    m_session->close(code, reason);
}

void SessionOpener::drop()
{
    m_next.reset();
    m_session->drop();
}

const ConnectionProfile &SessionOpener::profile() const
{
    return m_next ? *m_next : m_session->profile();
}

void SessionOpener::openNext()
{
    if (m_session->status() == Status::Closed && m_next)
        m_session->open(*std::exchange(m_next, std::nullopt));
}
