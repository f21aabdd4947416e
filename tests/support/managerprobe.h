// SPDX-License-Identifier: MIT
#pragma once

#include "connection/websocketmanager.h"

#include <QObject>
#include <QStringList>

/// Listens to a manager, from whatever thread it is made on, and notes everything in order.
class ManagerProbe : public QObject
{
    Q_OBJECT

public:
    explicit ManagerProbe(WebSocketManager &manager, QObject *parent = nullptr);

    /// "status connecting", "error tcp", "entry open" … one line each, in the order of the signals.
    QStringList log;
    QList<Status> statuses;
    QList<StatusReport> reports;
    QList<ConnectionError> errors;
    QList<std::chrono::nanoseconds> roundTrips;
    QList<Message> entries;
    /// Sizes of the batches that `entries` came in.
    QList<qsizetype> batches;

    QList<Message> entriesOf(MessageType type) const;
    /// The newest one of this type; an empty one if there is none.
    Message lastEntry(MessageType type) const;
    /// The payloads of received text and binary messages.
    QList<QByteArray> received() const;
    /// The fields of the newest local entry of this type; empty if there is none.
    QJsonObject lastLocal(MessageType type) const;
    StatusReport lastReport() const { return reports.isEmpty() ? StatusReport() : reports.last(); }
    ConnectionError lastError() const { return errors.isEmpty() ? ConnectionError() : errors.last(); }
    void clear();
};

/// The name of an entry's type in ManagerProbe::log.
QString messageTypeName(MessageType type);
