// SPDX-License-Identifier: MIT
#pragma once

#include "connection/engine/transport.h"
#include "failure/connectionerror.h"
#include "profile/connectionprofile.h"
#include "websocket/deflateterms.h"
#include "websocket/httpresponse.h"

#include <chrono>
#include <optional>

/// The client's side of the opening handshake (RFC 6455 section 4.1) on bytes, without a socket.
class ClientHandshake
{
public:
    enum class State {
        Waiting,
        RefusalBody, ///< Refused; what the server says about it is still coming.
        Opened,
        Redirected, ///< To redirect().
        Failed,     ///< See error().
    };

    /// `visited` are the URLs asked so far, the last one being that which is asked now. `info` is what is
    /// known of the stream.
    ClientHandshake(const ConnectionProfile &profile, const QList<QUrl> &visited, const StreamInfo &stream);

    /// The bytes to send; begins to measure.
    QByteArray request();
    /// Bytes of the server, in pieces of any size.
    State add(const char *bytes, qsizetype size);
    /// The stream has ended, of itself (nothing) or by a fault.
    State end(const std::optional<ConnectionError> &error);
    /// Waits no longer for the rest of a refusal's body.
    State cutBody();

    const HandshakeInfo &info() const { return m_info; }
    const std::optional<DeflateTerms> &deflate() const { return m_deflate; }
    const ConnectionError &error() const { return m_error; }
    const QUrl &redirect() const { return m_redirect; }
    /// Opened: what came after the handshake.
    QByteArray takeRest() { return m_answer.takeRest(); }

private:
    State settle(HttpResponse::State state);
    State judgeHeaders();
    State judgeUpgrade();
    State judgeRedirect();
    State refuse();
    State fail(const Failure &failure);
    void noteAnswer();
    QString scheme() const;

    const ConnectionProfile m_profile;
    const QList<QUrl> m_visited;
    const QByteArray m_key;
    std::chrono::steady_clock::time_point m_started;
    HttpResponse m_answer;
    bool m_anythingCame = false;
    HandshakeInfo m_info;
    std::optional<DeflateTerms> m_deflate;
    ConnectionError m_error;
    QUrl m_redirect;
    State m_state = State::Waiting;
};
