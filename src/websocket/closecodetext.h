// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// Close codes in words: RFC 6455 section 7.4 and the IANA registry "WebSocket Close Code Number".
/// Both functions know every number from 0 to 65535 and may be called from any thread.

/// A few lower-case words for a status line, such as "abnormal closure"; never empty. Codes that
/// have no name of their own are named after their range, such as "application code".
QString closeCodeName(quint16 code);

/// Sentences for a developer: what the code means and what to look at. Never empty.
QString closeCodeMeaning(quint16 code);
