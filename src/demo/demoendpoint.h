// SPDX-License-Identifier: MIT
#pragma once

#include <QLatin1String>
#include <QObject>
#include <QString>

#include <memory>

class DemoConnection;
class DemoParameters;
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

/// One row of the table that says which path is answered by which behaviour, and how it is explained.
struct DemoEndpoint
{
    QLatin1String path;
    /// As a query with the defaults in it; empty if there are none.
    QLatin1String parameters;
    QLatin1String description;
    std::unique_ptr<DemoBehaviour> (*create)(DemoParameters &parameters);

    /// Null if there is no such path. Exact: case and a trailing slash count.
    static const DemoEndpoint *find(const QString &path);
    /// All endpoints with their parameters, as plain text.
    static QString help();
};
