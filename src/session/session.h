// SPDX-License-Identifier: MIT
#pragma once

#include "connection/status.h"
#include "profile/connectionprofile.h"
#include "record/record.h"
#include "websocket/closecode.h"

#include <QObject>

#include <chrono>
#include <memory>

class FileRecord;
class GeneratedValues;
class LogModel;
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

/// A record with the log that shows it: of a connection (LiveSession) or from a file (FileSession). What asks
/// for a connection does nothing where there is none.
///
/// Lives on the GUI (or main) thread.
class Session : public QObject
{
    Q_OBJECT

public:
    ~Session() override;

    /// As Recorder's.
    virtual void setLimits(const KeepingLimits &) {}
    /// As WebSocketManager's, whose answers come as signals.
    virtual void open(const ConnectionProfile &) {}
    virtual void close(quint16 = CloseCode::Normal, const QString & = {}) {}
    virtual void drop() {}
    virtual void sendText(const QString &, const QString & = {}) {}
    virtual void sendBinary(const QByteArray &) {}
    virtual void ping(const QByteArray & = {}) {}
    /// How often pings are sent, from now on; 0 for never.
    virtual void setKeepAliveInterval(std::chrono::milliseconds) {}
    virtual void retryNow() {}
    virtual void setNext(const ConnectionProfile &) {}
    /// For what is sent; {{$counter}} counts for it as long as it lives. Null if nothing can be sent.
    virtual GeneratedValues *generated() const { return nullptr; }

    /// Ends it in order, and then emits disposed() once. Nothing else is emitted meanwhile or afterwards, and
    /// nothing else does anything.
    virtual void dispose() = 0;

    LogModel *log() const { return m_log.get(); }
    const Record *record() const { return m_record.get(); }
    KeepingReport keeping() const { return m_record->keeping(); }
    /// As last signalled, which may trail the I/O thread a little.
    const StatusReport &report() const { return m_report; }
    Status status() const { return m_report.status; }
    virtual SessionCounters counters() const;
    /// Of the last open(), or of the retry since; its URL is empty before.
    const ConnectionProfile &profile() const { return m_profile; }

Q_SIGNALS:
    void statusChanged(Status status, const StatusReport &report);
    void errorOccurred(const ConnectionError &error);
    void roundTripMeasured(std::chrono::nanoseconds time);
    void disposed();
    /// keeping() has changed.
    void keepingChanged();

protected:
    Session(std::unique_ptr<Record> record, QObject *parent);

    /// What is in the file by now is none of this run's.
    void countFromHere();

    StatusReport m_report;
    ConnectionProfile m_profile;

private:
    const std::unique_ptr<Record> m_record;
    const std::unique_ptr<LogModel> m_log;
    quint64 m_before = 0;
};

/// A session that was read from a file. It never connects.
class FileSession : public Session
{
    Q_OBJECT

public:
    explicit FileSession(std::unique_ptr<FileRecord> record, QObject *parent = nullptr);

    /// Where it was recorded from, without secrets.
    QString url() const { return m_url; }
    void dispose() override;

private:
    const QString m_url;
    bool m_isDisposed = false;
};
