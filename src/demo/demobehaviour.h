// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

class DemoConnection;
class DemoPeer;

/// What an endpoint does with one client. One object a connection, owned by it and destroyed with it, on the
/// server's thread. A subclass reads its parameters in its constructor, which takes a DemoParameters.
class DemoBehaviour : public QObject
{
    Q_OBJECT

public:
    /// The request is a sound WebSocket handshake and waits for its answer. This one accepts it: start()
    /// follows.
    virtual void begin(DemoConnection &connection);

protected:
    /// The WebSocket is open. The peer outlives the behaviour.
    virtual void start(DemoPeer *peer);
};
