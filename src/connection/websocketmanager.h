// SPDX-License-Identifier: MIT
#pragma once

#include "connection/clock.h"
#include "connection/engine/transport.h"
#include "connection/entryjournal.h"
#include "connection/keepalive.h"
#include "connection/sententries.h"
#include "connection/status.h"
#include "message.h"
#include "profile/connectionprofile.h"
#include "profile/redactor.h"
#include "saved/generatedvalues.h"

#include <QObject>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>

/// What a manager is made of; tests and later engines replace parts of it.
struct ManagerParts
{
    TransportFactory transport; ///< Makes that of each attempt.
    std::shared_ptr<Clock> clock;
    std::function<double()> random; ///< Uniform in [0, 1), for the retry waits.
    RetryPredicate retryable;
    std::shared_ptr<GeneratedValues> generated = std::make_shared<GeneratedValues>();
    /// The transport of each engine, the system's clock and randomness, canPassByItself().
    static ManagerParts standard();
};

/// One connection: opens it, keeps it alive, tries again when it fails, and tells all that happens.
///
/// Threads: the object belongs on an I/O thread; move it there before the first open(). What it is told to
/// do, from open() to setNext(), it may be told from any thread and from any slot; it does so in that order,
/// from its event loop if told from elsewhere. status() may be read from any thread. Signals are emitted on
/// the manager's thread; bind them with a queued or automatic connection. A slot connected directly must
/// neither delete the manager nor run an event loop: that would overtake the signal that is being delivered.
///
/// Guarantees: at most one socket at a time; every change of status is signalled once and in order;
/// entries() before the change that they belong to; none of it after the destructor has begun, which
/// aborts what is open.
class WebSocketManager : public QObject
{
    Q_OBJECT
    Q_PROPERTY(Status status READ status NOTIFY statusChanged)

public:
    explicit WebSocketManager(ManagerParts parts = ManagerParts::standard(), QObject *parent = nullptr);
    ~WebSocketManager() override;

    Status status() const { return m_status.load(std::memory_order_acquire); }
    bool isIdle() const { return status() == Status::Closed && m_pending == 0; } ///< No command waits.

    /// Connects. Refused with an error unless Closed (stage Command), or if the URL is not usable (Url).
    void open(const ConnectionProfile &profile);
    /// Open: begins the closing handshake (RFC 6455 section 7.1.2), bounded by the profile's
    /// closeTimeout. Connecting or WaitingToRetry: gives up at once. Else nothing. What has a
    /// CloseCode::refusal() is refused with an error (stage Send).
    void close(quint16 code = CloseCode::Normal, const QString &reason = {});
    /// The same, ended within `limit` whatever the profile's closeTimeout, also if it was closing already.
    void closeWithin(std::chrono::milliseconds limit, quint16 code = CloseCode::Normal);
    /// Open: ends TCP for good without a Close frame; what has not been written is lost. Else nothing.
    void drop();
    /// Sends one message, which becomes an entry; refused with an error (stage Send) unless Open.
    /// `recordedAs`, unless it is null, is the entry's payload instead of the text: for secrets in it. It is
    /// ignored if the profile has recordSecrets.
    void sendText(const QString &text, const QString &recordedAs = {});
    void sendBinary(const QByteArray &data);
    /// Sends a ping of at most 125 bytes, refused while another is unanswered.
    void ping(const QByteArray &payload = {});
    void setKeepAliveInterval(std::chrono::milliseconds interval); ///< From now on; 0 for no pings.
    /// WaitingToRetry: makes the next attempt now. Else nothing.
    void retryNow();
    /// Unless Closed: retries are made of this instead; if open() would refuse it, the next one says so.
    void setNext(const ConnectionProfile &profile);

Q_SIGNALS:
    void statusChanged(Status status, const StatusReport &report);
    /// What was received, sent and happened since the last one, in order, without sequence numbers.
    /// A slot connected directly may wait: then the socket is not read, and TCP holds the peer.
    void entries(const MessageBatch &batch);
    void errorOccurred(const ConnectionError &error);
    void profileChanged(const ConnectionProfile &profile); ///< By setNext(), when a retry begins.
    void roundTripMeasured(std::chrono::nanoseconds time);

private:
    template <typename Function>
    void run(Function &&command);
    void doOpen(const ConnectionProfile &profile);
    void doClose(quint16 code, const QString &reason);
    void doSend(MessageType type, const QByteArray &payload, const QByteArray &recordedAs = {});
    void doPing(const QByteArray &payload);

    void startAttempt();
    void takeNext(const ConnectionProfile &next);
    void dropTransport(std::optional<quint16> code);
    void handleOpened(const HandshakeInfo &info);
    void handleClosing();
    void handleFinished(const TransportEnd &end);
    void handleHandshakeTimeout();
    void handleCloseTimeout();
    void handleDeadPeer();
    void handlePong(const QByteArray &payload);
    void handleControlFrame(const ControlFrame &frame);
    void sendOpeningMessages(const HandshakeInfo &info);
    /// The attempt is over: records it, then retries or stays closed.
    void end(std::optional<CloseInfo> close, std::optional<ConnectionError> error,
             const std::optional<HandshakeInfo> &handshake = {});
    void refuse(const Failure &failure);
    void setStatus(Status status, StatusReport report);
    /// Runs what emits signals; commands that slots give meanwhile wait until it is done.
    template <typename Function>
    void emitting(Function &&emission)
    {
        ++m_emitting;
        emission();
        --m_emitting;
    }

    const ManagerParts m_parts;
    std::atomic<Status> m_status = Status::Closed;
    ConnectionProfile m_profile;
    std::optional<ConnectionProfile> m_next;
    Redactor m_redactor;
    std::unique_ptr<Transport> m_transport;
    EntryJournal m_journal;
    SentEntries m_sent;
    KeepAlive m_keepAlive;
    const std::unique_ptr<Clock::Timer> m_handshakeTimer;
    const std::unique_ptr<Clock::Timer> m_closeTimer;
    const std::unique_ptr<Clock::Timer> m_retryTimer;
    std::chrono::steady_clock::time_point m_attemptStarted;
    std::chrono::steady_clock::time_point m_openSince;
    int m_attempt = 0;
    bool m_hasWaited = false; ///< To retry, since open().
    quint16 m_closeCodeSent = 0;
    QString m_closeReasonSent;
    /// While Closing: since when, and how long the peer has for its answer.
    std::chrono::steady_clock::time_point m_closingSince;
    std::chrono::milliseconds m_closeWait{0};
    bool m_closing = false;    ///< Transport::closing() was signalled.
    Transport::Backlog m_lost; ///< Of the last transport, as it ended.
    bool m_unverified = false;
    bool m_maskedSaid = false; ///< That messages are recorded without their secrets.
    int m_emitting = 0;
    std::atomic<int> m_pending = 0; ///< Commands posted and not yet run: later ones must not overtake them.
};
