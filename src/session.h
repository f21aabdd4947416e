// SPDX-License-Identifier: MIT
#pragma once

#include "connection/status.h"
#include "connection/websocketmanager.h"

#include <QObject>
#include <QThread>

#include <atomic>
#include <chrono>
#include <memory>

class LogModel;
class Record;

/// "received = stored = shown", counted where each happens.
struct SessionCounters
{
    /// Messages (text and binary) that came from the socket, counted on the I/O thread.
    quint64 received = 0;
    quint64 receivedBytes = 0;
    /// Of these, what the record has taken, and what the rows of the log reach to.
    quint64 stored = 0;
    quint64 shown = 0;
    /// Entries of any kind that the record could no longer hold.
    quint64 fallenOut = 0;

    bool agree() const { return received == stored && stored == shown; }
    bool operator==(const SessionCounters &) const = default;
};

/// One connection with its record and its log: the only place that wires manager → record → model,
/// for window, command line and tests alike.
///
/// Lives on the GUI (or main) thread; the connection has an I/O thread of its own. Destroying a
/// session aborts what is open, at once; dispose() ends it in order first.
class Session : public QObject
{
    Q_OBJECT

public:
    explicit Session(QObject *parent = nullptr);
    explicit Session(ManagerParts parts, QObject *parent = nullptr);
    ~Session() override;

    /// As WebSocketManager's, whose answers come as signals.
    void open(const ConnectionProfile &profile);
    void close(quint16 code = CloseCode::Normal, const QString &reason = {});
    void sendText(const QString &text);
    void sendBinary(const QByteArray &data);
    void ping(const QByteArray &payload = {});
    void retryNow();

    /// Closes with 1001 (going away) and emits disposed() once when that is done, after 2.5 s at most.
    /// Nothing else is emitted meanwhile or afterwards.
    void dispose();

    LogModel *log() const { return m_log.get(); }
    /// As last signalled, which may trail the I/O thread a little.
    const StatusReport &report() const { return m_report; }
    Status status() const { return m_report.status; }
    SessionCounters counters() const;
    /// Of the last open(); its URL is empty before.
    const ConnectionProfile &profile() const { return m_profile; }

Q_SIGNALS:
    void statusChanged(Status status, const StatusReport &report);
    void errorOccurred(const ConnectionError &error);
    void roundTripMeasured(std::chrono::nanoseconds time);
    void disposed();

private:
    void wire();
    void endDisposal();

    const std::unique_ptr<Record> m_record;
    const std::unique_ptr<LogModel> m_log;
    QThread m_thread;
    WebSocketManager *m_manager;
    ConnectionProfile m_profile;
    StatusReport m_report;
    std::atomic<quint64> m_received = 0;
    std::atomic<quint64> m_receivedBytes = 0;
    bool m_disposing = false;
    bool m_disposed = false;
};
