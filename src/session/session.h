// SPDX-License-Identifier: MIT
#pragma once

#include "connection/status.h"
#include "connection/websocketmanager.h"
#include "record/record.h"
#include "record/recordtarget.h"

#include <QObject>
#include <QThread>

#include <atomic>
#include <chrono>
#include <memory>

class FileRecord;
class LogModel;
class Recorder;
struct KeepingLimits;

/// "received = stored = shown", counted where each happens. Of this run: what a file held before that is
/// appended to is `before`.
struct SessionCounters
{
    /// Messages (text and binary) that came from the socket, counted on the I/O thread.
    quint64 received = 0;
    quint64 receivedBytes = 0;
    /// Of these, what is in the file, and what the rows of the log reach to.
    quint64 stored = 0;
    quint64 shown = 0;
    /// Of these, what could not be kept.
    quint64 lost = 0;
    /// Messages that were in the file already.
    quint64 before = 0;
    /// More is stored than the log can have rows for.
    bool isLogFull = false;

    bool agree() const { return received == stored && stored == shown; }
    /// Nothing is on its way any more.
    bool settled() const { return received == stored + lost && (stored == shown || isLogFull); }
    bool operator==(const SessionCounters &) const = default;
};

/// One connection with its record and its log: the only place that wires manager → record → model,
/// for window, command line and tests alike. Or a session that was read from a file: then there is no
/// connection, and what asks for one does nothing.
///
/// Lives on the GUI (or main) thread; the connection has an I/O thread of its own. Destroying a
/// session aborts what is open, at once; dispose() ends it in order first.
class Session : public QObject
{
    Q_OBJECT

public:
    explicit Session(RecordTarget target, QObject *parent = nullptr);
    Session(RecordTarget target, ManagerParts parts, QObject *parent = nullptr);
    explicit Session(std::unique_ptr<FileRecord> record, QObject *parent = nullptr);
    /// Waits until what was received is written.
    ~Session() override;

    /// As Recorder's.
    void setLimits(const KeepingLimits &limits);
    /// Opens the file now; for an exact one that may be refused. A sentence says why.
    QString startRecord();

    /// As WebSocketManager's, whose answers come as signals.
    void open(const ConnectionProfile &profile);
    void close(quint16 code = CloseCode::Normal, const QString &reason = {});
    void sendText(const QString &text, const QString &recordedAs = {});
    void sendBinary(const QByteArray &data);
    void ping(const QByteArray &payload = {});
    void retryNow();

    /// Closes with 1001 (going away), which takes 2.5 s at most, lets the record finish, and then emits
    /// disposed() once.
    /// Nothing else is emitted meanwhile or afterwards, and nothing else does anything.
    void dispose();

    /// After the connection has ended: waits until all is written. False if not all could be.
    bool finishRecord();

    LogModel *log() const { return m_log.get(); }
    const Record *record() const { return m_record.get(); }
    /// Read from a file: never connects.
    bool isReadOnly() const { return m_manager == nullptr; }
    /// Of a session from a file: where it was recorded from, without secrets.
    QString recordedUrl() const { return m_recordedUrl; }
    KeepingReport keeping() const { return m_record->keeping(); }
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
    /// keeping() has changed.
    void keepingChanged();

private:
    void wire();
    void endConnection();
    void endDisposal();

    const std::unique_ptr<Record> m_record;
    /// The same object; null for a session from a file.
    Recorder *const m_recorder;
    const std::unique_ptr<LogModel> m_log;
    QThread m_thread;
    WebSocketManager *m_manager = nullptr;
    QString m_recordedUrl;
    quint64 m_before = 0;
    ConnectionProfile m_profile;
    StatusReport m_report;
    std::atomic<quint64> m_received = 0;
    std::atomic<quint64> m_receivedBytes = 0;
    bool m_disposing = false;
    bool m_connectionEnded = false;
    bool m_disposed = false;
};
