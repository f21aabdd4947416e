// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QStringList>

/// What JsonPath can find in one message, to be offered for completion: every member's path as
/// JsonPath::toString() writes it, in the order of the text, each once; of an array the first element stands
/// for all. At most `limit` paths of at most 6 steps, and no names beyond 128 bytes. Of text that is cut or
/// invalid, what comes before; of text that is no object or array, nothing. Linear in the text up to the
/// last path. May be called from any thread.
QStringList jsonPathsOf(QByteArrayView json, int limit);
