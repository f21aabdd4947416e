// SPDX-License-Identifier: MIT
#pragma once

#include "profile/connectionprofile.h"

#include <QString>
#include <QStringList>

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
    /// Which secrets belong to it that are kept elsewhere and are not in the profile or the URL now, named as
    /// Secrets::take() names them.
    QStringList secrets;

    bool operator==(const SavedConnection &) const = default;
};
