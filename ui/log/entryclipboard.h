// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

class LogModel;
class QItemSelection;

/// Puts the payloads of the selected entries on the clipboard, oldest first, a line each; binary as
/// hex. At most 64 MiB. Returns a sentence that says what was copied, empty if nothing was selected.
QString copyEntries(const LogModel &log, const QItemSelection &selection);
