// SPDX-License-Identifier: MIT
#pragma once

#include "saved/writtenmessage.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>

/// How often a message is sent by itself. A plain value.
struct Repetition
{
    static constexpr std::chrono::milliseconds Shortest{100};
    static constexpr std::chrono::milliseconds Longest{std::chrono::hours{24}};
    static constexpr int MaxTimes = 1'000'000;

    std::chrono::milliseconds interval{5000};
    /// 0 until it is stopped.
    int times = 0;
    /// Only if nothing was sent for so long.
    bool unlessSent = false;
    /// Goes on once a connection that was lost is open again.
    bool afterReconnect = true;
    /// The first is due now, not only when one interval has passed.
    bool atOnce = true;

    bool operator==(const Repetition &) const = default;
};

/// Says when a message is due that is sent again and again while a connection is open, as its Repetition
/// has it. Ends with the connection. Lives in the GUI thread.
class MessageRepeater : public QObject
{
    Q_OBJECT

public:
    explicit MessageRepeater(QObject *parent = nullptr);

    /// In place of what was repeated before. Nothing unless the connection is open.
    void start(const WrittenMessage &message, const Repetition &repetition);
    void stop();
    bool isActive() const { return m_isActive; }
    const Repetition &repetition() const { return m_repetition; }

    /// The connection is open; is tried to be opened again; or has ended.
    enum class Connection : quint8 { Open, Interrupted, Ended };
    void setConnection(Connection connection);
    /// Something was sent, be it the message itself.
    void noteSent();

    /// "in 3 s: “ping” every 5 s · 12 sent"; empty if nothing is repeated. Plain text.
    QString sentence() const;

Q_SIGNALS:
    void due(const WrittenMessage &message);
    void activeChanged(bool active);

private:
    void sendNow();
    void setActive(bool active);

    WrittenMessage m_message;
    Repetition m_repetition;
    Connection m_connection = Connection::Ended;
    QTimer m_timer;
    int m_sent = 0;
    bool m_isActive = false;
};
