// SPDX-License-Identifier: MIT
#pragma once

#include "failurecause.h"
#include "record/keepinglimits.h"
#include "session/connectionthread.h"
#include "session/session.h"

#include <atomic>
#include <memory>

class Recorder;

/// One connection with its record and its log: the only place that wires manager → record → model, for
/// window, command line and tests alike.
///
/// While it is connected, or tries to be, it has an I/O thread of its own. Destroying the session aborts what
/// is open, at once; dispose() ends it in order first.
class LiveSession : public Session
{
    Q_OBJECT

public:
    explicit LiveSession(RecordTarget target, QObject *parent = nullptr);
    LiveSession(RecordTarget target, ManagerParts parts, QObject *parent = nullptr);
    /// Waits until what was received is written.
    ~LiveSession() override;
    /// False if this process may not open as many files and sockets as one more would need.
    static bool hasRoom();

    void setLimits(const KeepingLimits &limits) override;
    /// Opens the file now; for an exact one that may be refused. A sentence says why.
    QString startRecord();
    /// After the connection has ended: waits until all is written. False if not all could be.
    bool finishRecord();

    void open(const ConnectionProfile &profile) override;
    void close(quint16 code = CloseCode::Normal, const QString &reason = {}) override;
    void drop() override;
    void sendText(const QString &text, const QString &recordedAs = {}) override;
    void sendBinary(const QByteArray &data) override;
    void ping(const QByteArray &payload = {}) override;
    void setKeepAliveInterval(std::chrono::milliseconds interval) override;
    void retryNow() override;
    void setNext(const ConnectionProfile &profile) override;
    GeneratedValues *generated() const override { return m_parts.generated.get(); }
    /// Closes with 1001 (going away), which takes 2.5 s at most, and lets the record finish.
    void dispose() override;
    SessionCounters counters() const override;

private:
    LiveSession(Recorder *recorder, ManagerParts parts, QObject *parent);
    void wire(const WebSocketManager *manager);
    /// Gives the manager a command; of one that is there, or a new one.
    template <typename Command>
    void tell(Command &&command);
    template <typename Command>
    void tellIfThere(Command &&command);
    void failToBegin(FailureCause cause);
    void takeProfile(const ConnectionProfile &profile);
    void endConnection();
    void endDisposal();

    /// The record, which the base class owns.
    Recorder *const m_recorder;
    const ManagerParts m_parts;
    std::atomic<quint64> m_received = 0;
    std::atomic<quint64> m_receivedBytes = 0;
    bool m_disposing = false;
    bool m_connectionEnded = false;
    bool m_disposed = false;
    /// Goes first, since it uses the others.
    std::unique_ptr<ConnectionThread> m_connection;
};
