// SPDX-License-Identifier: MIT
#pragma once

#include "support/faults/fault.h"

/// docs/faults.md: the table as Markdown, in UTF-8.
QByteArray faultDocs(const QList<FaultGroup> &table);
