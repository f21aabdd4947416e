// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

class JsonOutline;
struct Message;

/// The members of a local entry's object, one a line with its name in words: "Closed cleanly   no". What has
/// no value is left out; names that are not known stay as they are. Plain text; empty if it is no object, or
/// one of so many members that this program has not written it.
QString entryDetails(const JsonOutline &entry);

/// "#1,204,331 · received · text · 121 B · 12:01:02.134567 · 2026-11-22". Plain text.
/// The size says both where the payload was compressed: "1,234 B, 310 B compressed (25 %)", or where more was
/// sent than is recorded: "40 B, 300 B on the wire". Where it left in several frames, their number follows:
/// "3.0 MB in 3 frames", "up to 3" of what was compressed; `sentFrameBytes` is OpenEntry's.
QString entryInfoLine(const Message &message, qint64 sentFrameBytes);
