// SPDX-License-Identifier: MIT
#pragma once

#include "format/binary/itemsink.h"

#include <QByteArray>
#include <QString>

/// Tells the sink the items of a payload that is one CBOR item (RFC 8949) and nothing else. Tags 0 and 1
/// (dates) before the values that they are defined for are told as text, tags 2 and 3 (big numbers) as
/// integers; tag 55799 (self-described CBOR) around the whole is left out. Text that is not UTF-8 is told as
/// bytes. Returns a sentence if it is not CBOR, is deeper than MaxItemDepth or the sink stopped; else
/// nothing. Linear in time; memory is bounded by what is there, whatever lengths are claimed. Any thread.
QString readCbor(const QByteArray &payload, ItemSink &sink);
