// SPDX-License-Identifier: MIT
#pragma once

#include "saved/savedconnection.h"

#include <QList>

/// A saved connection or a folder of them, and where it is. A plain value.
struct ConnectionEntry
{
    /// Of a folder: its id, name and notes alone.
    SavedConnection saved;
    /// The id of the folder it is in; empty at the top.
    QString parent;
    bool isFolder = false;

    bool operator==(const ConnectionEntry &) const = default;
};

/// Those of one folder are in their order; a folder need not stand right before what is in it.
using ConnectionEntries = QList<ConnectionEntry>;
