// SPDX-License-Identifier: MIT
#pragma once

#include "message.h"

#include <QRandomGenerator>
#include <QString>

#include <functional>

/// A filter as typed, and what it means, said in the plainest way and without any code of the filter's own.
struct NaiveFilter
{
    QString text;
    std::function<bool(const Message &)> holds;
    /// It names pings or pongs, and whatever it finds has something in its payload that was asked for.
    bool names = false;
    bool isOfContent = false;

    /// What a log finds that hides pings and pongs nobody asks for.
    bool finds(const Message &entry) const
    {
        return holds(entry) && (!entry.isHeartbeat() || names || isOfContent);
    }
};

/// Entries such as sessions have, and filters that find some of them.
class RandomSession
{
public:
    /// So many of a hundred entries are pings and pongs, besides the usual ones.
    explicit RandomSession(quint32 seed, int heartbeats = 0);

    /// The next entries, numbered from 1 on; 100 ms apart.
    QList<Message> entries(int count);
    /// A filter of up to three groups of terms of all kinds, for a session whose newest entry is `newest`.
    NaiveFilter filter(const Message &newest);

    int below(int limit) { return int(m_random.bounded(limit)); }

private:
    QByteArray payload(MessageType type);
    QByteArray jsonPayload();
    NaiveFilter group(const Message &newest);
    NaiveFilter term(const Message &newest);
    NaiveFilter atom(const Message &newest);
    NaiveFilter word();
    NaiveFilter regex();
    NaiveFilter kind();
    NaiveFilter place(const Message &newest);
    NaiveFilter json();
    template <typename T>
    T pick(std::initializer_list<T> list)
    {
        return *(list.begin() + below(int(list.size())));
    }

    QRandomGenerator m_random;
    int m_heartbeats;
    quint64 m_last = 0;
};
