// SPDX-License-Identifier: MIT
#pragma once

#include "format/binary/binaryjson.h"

#include <functional>

/// A payload that is one CBOR item (RFC 8949) as JSON: the order of keys, duplicate keys and integers of any
/// size stay; jsontextsink.h says what becomes of what JSON does not have, cborreader.h what of tags. Linear
/// in time; `cancelled` is asked now and then, and there is a problem when it says so. May be called from any
/// thread.
BinaryJson cborToJson(
        const QByteArray &payload, const std::function<bool()> &cancelled = [] { return false; });
