// SPDX-License-Identifier: MIT
#include "support/managerprobe.h"

#include <QJsonDocument>

#include <algorithm>

QString messageTypeName(MessageType type)
{
    switch (type) {
    case MessageType::Text:
        return QStringLiteral("text");
    case MessageType::Binary:
        return QStringLiteral("binary");
    case MessageType::Ping:
        return QStringLiteral("ping");
    case MessageType::Pong:
        return QStringLiteral("pong");
    case MessageType::Open:
        return QStringLiteral("open");
    case MessageType::Close:
        return QStringLiteral("close");
    case MessageType::Error:
        return QStringLiteral("error");
    case MessageType::Retry:
        return QStringLiteral("retry");
    case MessageType::Note:
        return QStringLiteral("note");
    }
    return {};
}

ManagerProbe::ManagerProbe(WebSocketManager &manager, QObject *parent)
    : QObject(parent)
{
    connect(&manager, &WebSocketManager::statusChanged, this,
            [this](Status status, const StatusReport &report) {
                log.append(QStringLiteral("status ") + statusKey(status));
                statuses.append(status);
                reports.append(report);
            });
    connect(&manager, &WebSocketManager::errorOccurred, this, [this](const ConnectionError &error) {
        log.append(QStringLiteral("error ") + errorStageKey(error.stage));
        errors.append(error);
    });
    connect(&manager, &WebSocketManager::roundTripMeasured, this,
            [this](std::chrono::nanoseconds time) { roundTrips.append(time); });
    connect(&manager, &WebSocketManager::entries, this, [this](const MessageBatch &batch) {
        for (const Message &message : batch)
            log.append(QStringLiteral("entry ") + messageTypeName(message.type));
        entries += batch.messages();
        batches.append(batch.size());
    });
}

QList<Message> ManagerProbe::entriesOf(MessageType type) const
{
    QList<Message> found;
    std::copy_if(entries.begin(), entries.end(), std::back_inserter(found),
                 [&](const Message &message) { return message.type == type; });
    return found;
}

Message ManagerProbe::lastEntry(MessageType type) const
{
    const QList<Message> found = entriesOf(type);
    return found.value(found.size() - 1);
}

QList<QByteArray> ManagerProbe::received() const
{
    QList<QByteArray> payloads;
    for (const Message &message : entries) {
        if (message.isReceivedMessage())
            payloads.append(message.payload);
    }
    return payloads;
}

QJsonObject ManagerProbe::lastLocal(MessageType type) const
{
    return QJsonDocument::fromJson(lastEntry(type).payload).object();
}

void ManagerProbe::clear()
{
    log.clear();
    statuses.clear();
    reports.clear();
    errors.clear();
    roundTrips.clear();
    entries.clear();
    batches.clear();
}
