// SPDX-License-Identifier: MIT
#pragma once

#include "format/binary/itemsink.h"

#include <QByteArrayView>
#include <QString>

/// Tells the sink the items of a payload that is one MessagePack object and nothing else. Timestamps
/// (extension -1) are told as text, str that is not UTF-8 as bytes. Returns a sentence if it is not
/// MessagePack, is deeper than MaxItemDepth or the sink stopped; else nothing. Linear in time; memory is
/// bounded by MaxItemDepth, whatever lengths are claimed. May be called from any thread.
QString readMessagePack(QByteArrayView payload, ItemSink &sink);
