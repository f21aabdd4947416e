// SPDX-License-Identifier: MIT
#pragma once

#include "log/filter/filterquery.h"

/// What a filter says of pings and pongs, while the log hides those that nobody asks for. Pure functions, for
/// any thread.
///
/// They are named by a term such as type:ping,text or dir:in|type:pong: then they are entries like any
/// others, to be found and, where matches are highlighted, to stand among the others. A word, an expression
/// or a JSON value finds those that have it in their payload, and no others. What asks for nothing in them -
/// dir:in, size:<10, last:5m, -word, -type:ping - leaves them hidden.

bool namesHeartbeats(const FilterQuery &query);

/// They are named, or whatever the filter finds has something in its payload that was asked for.
bool findsHeartbeats(const FilterQuery &query);

/// The same filter for all else.
FilterQuery withoutHeartbeats(const FilterQuery &query);
