// SPDX-License-Identifier: MIT
#pragma once

#include <QLatin1String>
#include <QString>

#include <memory>

class DemoBehaviour;
class DemoParameters;

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
