// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

class JsonOutline;

/// The members of a local entry's object, one a line with its name in words: "Closed cleanly   no". What has
/// no value is left out; names that are not known stay as they are. Plain text; empty if it is no object, or
/// one of so many members that this program has not written it.
QString entryDetails(const JsonOutline &entry);
