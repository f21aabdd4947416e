// SPDX-License-Identifier: MIT
#pragma once

#include "profile/connectionprofile.h"
#include "websocket/closecode.h"

#include <QObject>

#include <optional>

class Session;

/// Opens profiles in a session: one after the other, for what is open is closed first.
class SessionOpener : public QObject
{
    Q_OBJECT

public:
    /// The session must outlive it.
    explicit SessionOpener(Session *session, QObject *parent = nullptr);

    /// Opens it now, or once what is open has closed; a wait before another try is cut short. Nothing happens
    /// if it is open as it is, unless it is to be opened `again`.
    void open(const ConnectionProfile &profile, bool again);
    /// These end what is open, as the session does, and open nothing afterwards.
    void close(quint16 code = CloseCode::Normal, const QString &reason = {});
    void drop();
    /// What is open or will be next; its URL is empty before any.
    const ConnectionProfile &profile() const;

private:
    void openNext();

    Session *const m_session;
    std::optional<ConnectionProfile> m_next;
};
