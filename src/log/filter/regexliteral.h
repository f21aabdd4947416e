// SPDX-License-Identifier: MIT
#pragma once

#include "log/filter/filterquery.h"

/// A text that is in whatever the expression matches, the longest that is easily seen; empty if none is.
/// Looking for it first spares most payloads the expression. Understands little and takes nothing for
/// granted: groups are skipped, and with alternatives, options or quotations in the pattern there is none.
QString requiredText(const FilterRegex &regex);
