// SPDX-License-Identifier: MIT
#pragma once

#include "connection/engine/transport.h"

#include <QPointer>

/// A transport without a network: it notes what it is told and says what a test makes it say.
class FakeTransport final : public Transport
{
    Q_OBJECT

public:
    struct Sent
    {
        bool text = true;
        QByteArray payload;
        bool operator==(const Sent &) const = default;
    };

    using Transport::Transport;

    bool tellsControlFrames() const override { return tellsControl; }
    void open(const ConnectionProfile &profile) override;
    bool sendText(const QByteArray &utf8) override;
    bool sendBinary(const QByteArray &data) override;
    void ping(const QByteArray &payload) override;
    void close(quint16 code, const QString &reason) override;
    void abort(std::optional<quint16> code) override;
    bool isEnding() const override { return ending; }
    bool tellsSentBytes() const override { return tells; }
    qint64 bytesToWrite() const override { return waiting; }
    Backlog backlog() const override { return unwritten; }
    qint64 bytesMoved() const override { return moved; }

    /// Null if there was none.
    QByteArray lastPing() const { return pings.value(pings.size() - 1); }

    /// True from open() until abort() or the end: it would hold a socket.
    bool isAlive() const { return m_alive; }

    // What the network does. Nothing happens once the transport is not alive, as the contract asks.
    void succeed(const HandshakeInfo &info = {});
    void receiveText(const QByteArray &utf8);
    void receiveBinary(const QByteArray &data);
    void receivePong(const QByteArray &payload);
    void control(const ControlFrame &frame);
    void tellSent(qint64 wireBytes);
    /// The attempt or the connection ends by a fault.
    void fail(const ConnectionError &error);
    void failTcp();
    /// A Close frame of the peer, or its answer to ours.
    void closeByPeer(quint16 code, const QString &reason = {});
    void answerClose();
    /// All Close frames have been seen.
    void startClosing();
    /// TCP ends without a Close frame.
    void drop();
    void finish(const TransportEnd &end);

    ConnectionProfile profile;
    bool tellsControl = false;
    QList<Sent> sent;
    QList<QByteArray> pings;
    std::optional<quint16> closeCode;
    QString closeReason;
    std::optional<quint16> abortCode;
    bool ending = false;
    qint64 waiting = 0;
    Backlog unwritten;
    qint64 moved = 0;
    /// Answer of sendText() and sendBinary().
    bool accepts = true;
    /// Then tellSent() is for the test to call.
    bool tells = false;
    /// What is told from within sendText() and sendBinary(), if anything.
    std::optional<qint64> tellsAtOnce;

private:
    bool send(const Sent &message);

    bool m_alive = false;
    bool m_opened = false;
};

/// Makes the fake transports of one manager and watches over them.
class FakeNetwork
{
public:
    TransportFactory factory();

    /// The newest one; null if none was made or it is deleted.
    FakeTransport *current() const { return m_transports.isEmpty() ? nullptr : m_transports.last().data(); }
    int created() const { return int(m_transports.size()); }
    /// Those that would hold a socket now.
    int alive() const;
    /// Objects that still exist.
    int existing() const;
    /// The most that were ever alive when another was made: more than 0 is a second socket.
    int aliveWhenMade() const { return m_aliveWhenMade; }

private:
    QList<QPointer<FakeTransport>> m_transports;
    int m_aliveWhenMade = 0;
};
