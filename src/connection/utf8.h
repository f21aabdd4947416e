// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

/// Where the first byte sequence begins that is not UTF-8 (RFC 3629: no surrogates, nothing longer than
/// needed, nothing above U+10FFFF, nothing cut short); -1 if all is.
qsizetype invalidUtf8At(QByteArrayView bytes);
