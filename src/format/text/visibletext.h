// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// Text from a server, a certificate or a file of others, as it may be shown in a sentence, a dialog or a
/// terminal: a line end becomes U+21B5, a control character its symbol (U+2400 ff.), and what has no shape or
/// changes the order of what stands beside it its name, "‹U+202E›", as in the log. To be called where the
/// text enters; what it returns, it does not change again.
QString visibleText(const QString &text);

/// The same in quotation marks, which cannot end before the text does: blanks together, and cut if it is
/// long.
QString quotedInput(const QString &input);
