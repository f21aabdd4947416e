// SPDX-License-Identifier: MIT
#pragma once

#include "record/record.h"

#include <QStringList>

/// The JSON paths of members in the newest entries up to `last`, the most frequent first, to offer to who
/// types one. Looks at the heads of 64 entries at most: some milliseconds.
QStringList seenPaths(const Record &record, quint64 last);
