// SPDX-License-Identifier: MIT
#pragma once

#include "connection/beastanswer.h"
#include "connection/connectionerror.h"

#include <QMaskGenerator>

#include <optional>

class QTcpSocket;
class QWebSocket;
struct ConnectionProfile;

/// Reads along while QWebSocket reads the answer to its handshake, and so knows what that was. QWebSocket
/// itself says it in words alone, which change from version to version, and does not say everything: since
/// Qt 6.6 it answers some 401 by itself, even with the user's Kerberos ticket.
///
/// It reads within a transaction of the QTcpSocket that QWebSocket keeps, which thus keeps what has been
/// read; and it is QWebSocket's source of masks meanwhile, since the key of the handshake is made of the
/// first four of them.
class QtAnswerWatch final : public QMaskGenerator
{
    Q_OBJECT

public:
    /// Between open() and the next turn of the event loop. Neither socket may go before stop().
    QtAnswerWatch(QWebSocket *socket, QTcpSocket *tcp);

    /// The handshake is over: what comes now is QWebSocket's alone.
    void stop();

    /// Up to the end of its headers.
    const BeastAnswer &answer() const { return m_answer; }
    /// What is wrong with the answer, or what QWebSocket may have against it; nothing if there is none yet.
    std::optional<ConnectionError> failure(const ConnectionProfile &profile);

    bool seed() noexcept override { return true; }
    quint32 nextMask() noexcept override;

Q_SIGNALS:
    /// The server has been reached, through the proxy if there is one, and TLS been agreed on.
    void begun();
    /// An answer is there, and QWebSocket, which has seen it, is not open.
    void refused();

private:
    void begin();
    void look();
    bool isDecided() const { return m_answer.state() != BeastAnswer::State::Headers; }

    QWebSocket *m_socket;
    QTcpSocket *m_tcp;
    BeastAnswer m_answer;
    qsizetype m_read = 0;
    QByteArray m_key;
};
