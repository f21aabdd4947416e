// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// What a file says of its session besides the entries. A plain value.
struct RecordOrigin
{
    /// Without secrets.
    QString url;
    QString programVersion;
    /// ISO 8601, UTC; empty for now.
    QString started = {};
    /// Of what was not recorded here: the name of the file that the entries were taken from, and the filter
    /// that they passed, if there was one.
    QString source = {};
    QString filter = {};
};
