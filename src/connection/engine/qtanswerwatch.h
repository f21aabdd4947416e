// SPDX-License-Identifier: MIT
#pragma once

#include "failure/connectionerror.h"
#include "profile/connectionprofile.h"
#include "websocket/httpresponse.h"

#include <QByteArray>
#include <QMaskGenerator>

#include <optional>

class QTcpSocket;
class QWebSocket;

/// Reads along while QWebSocket reads the answer to its handshake, and so knows what that was. QWebSocket
/// itself says it in words alone, which change from version to version, and does not say everything: since
/// Qt 6.6 it answers some 401 by itself, even with the user's Kerberos ticket.
///
/// It reads within a transaction of the QTcpSocket that QWebSocket keeps, which thus keeps what has been
/// read; and it is QWebSocket's source of masks meanwhile, since the key of the handshake is made of the
/// first four of them. It lives on the thread of both sockets.
class QtAnswerWatch final : public QMaskGenerator
{
    Q_OBJECT

public:
    /// To be made between open() and the next turn of the event loop. Neither socket may go before stop().
    QtAnswerWatch(const ConnectionProfile &profile, QWebSocket *socket, QTcpSocket *tcp);

    /// To be called once, when the handshake is over: what comes now is QWebSocket's alone.
    void stop();

    /// Reads what has come by now. Otherwise that is read after QWebSocket had its turn; but since Qt 6.6
    /// QWebSocket drops it once it has told of an error.
    void look();
    /// The answer up to the end of its headers.
    const HttpResponse &answer() const { return m_answer; }
    /// What is wrong with the answer, or what QWebSocket may have against it; nothing if there is none yet.
    std::optional<ConnectionError> failure() const;

    bool seed() noexcept override { return true; }
    quint32 nextMask() noexcept override;

Q_SIGNALS:
    /// The server has been reached, through the proxy if there is one, and TLS been agreed on.
    void begun();
    /// An answer is there that is wrong, or QWebSocket, which has had its turn, has not opened.
    void refused();

private:
    void begin();
    void tell();
    std::optional<ConnectionError> judge();
    bool isDecided() const { return m_answer.state() != HttpResponse::State::Headers; }

    const ConnectionProfile m_profile;
    QWebSocket *m_socket;
    QTcpSocket *m_tcp;
    HttpResponse m_answer;
    std::optional<ConnectionError> m_wrong;
    qsizetype m_read = 0;
    QByteArray m_key;
    bool m_isOver = false;
};
