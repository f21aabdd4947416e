// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// Text from a server, a certificate or a file of others, as it may be shown in a sentence, a dialog or a
/// terminal: a line end becomes U+21B5, a tab a blank, and what is not seen its name, as in the log
/// (format/text/unseen.h). To be called where the text enters; what it returns, it does not change again.
QString visibleText(const QString &text);

/// The same in quotation marks, which cannot end before the text does: blanks together, and cut if it is
/// long.
QString quotedInput(const QString &input);
