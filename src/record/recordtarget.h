// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// Where a session is to be kept. A plain value.
struct RecordTarget
{
    /// An exact file: new, or a session to append to. Otherwise a new one in `folder`.
    QString file;
    /// Made if need be. The file there is named by the time and the host.
    QString folder;
    /// Nothing is left of it on disk once it ends: `file` is not used.
    bool isPrivate = false;
    /// `file` may be somebody else's, or open to others: that was asked for.
    bool isShared = false;
};
