// SPDX-License-Identifier: MIT
#pragma once

#include "connection/connectionprofile.h"

#include <QString>

/// A profile that was kept, with a name. A plain value.
struct SavedConnection
{
    /// Never changes and is never shown; secrets are kept under it.
    QString id;
    QString name;
    /// Plain text.
    QString notes;
    /// URL, headers and messages may have {{variables}}: url is then not usable as it is, and `urlText` holds
    /// what was typed.
    ConnectionProfile profile;
    QString urlText;

    bool operator==(const SavedConnection &) const = default;
};
