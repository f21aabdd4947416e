// SPDX-License-Identifier: MIT
#pragma once

#include "completion.h"
#include "saved/variables.h"

/// Behind "{{" the variables of the environment and the calls of GeneratedValues that begin as what is typed,
/// with what they give, some dozens at most; never the value of a secret. What they replace goes to the
/// closing braces, if these follow, and with them: they are to be put in again. Nothing behind a backslash.
/// `cursor` counts UTF-16 code units.
Completions completeVariable(const QString &line, qsizetype cursor, const ChosenEnvironment &environment);
