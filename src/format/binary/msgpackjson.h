// SPDX-License-Identifier: MIT
#pragma once

#include "format/binary/binaryjson.h"

#include <functional>

/// A payload that is one MessagePack object (https://github.com/msgpack/msgpack/blob/master/spec.md) as JSON:
/// the order of keys, duplicate keys and integers of 64 bits stay; jsontextsink.h says what becomes of what
/// JSON does not have. Linear in time; `cancelled` is asked now and then, and there is a problem when
/// it says so. May be called from any thread.
BinaryJson messagePackToJson(
        const QByteArray &payload, const std::function<bool()> &cancelled = [] { return false; });
