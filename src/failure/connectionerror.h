// SPDX-License-Identifier: MIT
#pragma once

#include "failurecause.h"
#include "websocket/closecode.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QMetaType>
#include <QString>

#include <chrono>
#include <functional>
#include <optional>

/// The step at which something failed, in the order in which a connection takes them.
enum class ErrorStage : quint8 {
    Command, ///< What was asked for cannot be done in this status; nothing happened on the wire.
    Url,
    Dns,
    Tcp,
    Proxy,
    Tls,
    Handshake, ///< The HTTP exchange of RFC 6455 section 4.
    Protocol,  ///< Frames that RFC 6455 forbids, or a close code that reports a failure.
    KeepAlive, ///< No pong in time.
    Send,
};

/// "url", "keep-alive" and so on, as shown and recorded.
QString errorStageKey(ErrorStage stage);

/// What went wrong, as a value.
struct ConnectionError
{
    ErrorStage stage = ErrorStage::Tcp;
    FailureCause cause = FailureCause::None;
    /// What the sentence names, as Failure has it.
    QStringList arguments;
    /// What failureSentence() says of the cause, for a developer to act on. Plain text: parts of it may come
    /// from the network.
    QString sentence;
    /// What the engine or the operating system said, for those who want it. Plain text.
    QString raw;
    /// What answered the handshake, if that was HTTP: the status line and the headers, and behind a line that
    /// is empty how the body begins. As it may be shown, with line ends.
    QString answer;
    /// The HTTP status that answered the handshake, 0 if none did.
    int httpStatus = 0;
    /// The close code that ended the connection, 0 if it had not been open.
    quint16 closeCode = 0;
    /// True if the same attempt would fail the same way: a certificate that was not accepted, an
    /// answer that is no WebSocket handshake.
    bool permanent = false;
    /// Stage Tls: the server's certificate in DER that was not accepted, to look at or to trust; else empty.
    QByteArray certificate;
    /// With `certificate`: who showed it, as "example.org:443"; after a redirect not the host of the
    /// profile's URL.
    QString certificateHost;
    bool willRetry = false;
    /// Only with willRetry.
    std::chrono::milliseconds retryIn{0};

    bool operator==(const ConnectionError &) const = default;
};

/// All that follows from the cause is filled in; `raw` is what the system or the engine said. Both may come
/// from the network: visibleText() is made of the arguments and of `raw`.
ConnectionError connectionFailure(Failure failure, const QString &raw = {});

/// Decides whether trying again can help. Called on the manager's thread.
using RetryPredicate = std::function<bool(const ConnectionError &)>;

/// The default rule: whatever can pass by itself - refused, DNS, time-outs, resets, a dead peer,
/// 408, 425, 429 and 5xx, the close codes 1001, 1006 and 1011 to 1014, and a code that the engine
/// could not read. Not: commands, URLs, certificates, other statuses and broken frames.
bool canPassByItself(const ConnectionError &error);

// How the end of an open connection is told, the same by every engine.

/// Sentences for CloseInfo::detail.
struct CloseDetail
{
    Q_DECLARE_TR_FUNCTIONS(CloseDetail)

public:
    /// The peer answered our Close frame with another code.
    static QString weSent(quint16 code);
    /// The peer's code must not be in a Close frame (RFC 6455 section 7.4.1).
    static QString notAllowed(quint16 code);
};

/// A Close frame of the peer that reports a failure is an error, too. 1000, an empty one, and the codes that
/// applications define are not.
std::optional<ConnectionError> errorOfClose(const CloseInfo &close);

/// TCP ended without a Close frame of the peer. `sentCode` is that of our own Close frame, 0 without one.
CloseInfo closeWithoutFrame(quint16 sentCode);

/// We have ended TCP without a Close frame, since that was wanted.
CloseInfo closeByDrop();

/// TCP ended without a Close frame of the peer, as an error; `raw` is what the system said.
ConnectionError lostConnection(const QString &raw = {});

/// We closed with `code` because the peer broke the protocol or a limit.
CloseInfo closeByEngine(quint16 code);

/// The same as an error.
ConnectionError protocolBroken(quint16 code, const Failure &failure, const QString &raw);

Q_DECLARE_METATYPE(ConnectionError)
