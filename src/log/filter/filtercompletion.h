// SPDX-License-Identifier: MIT
#pragma once

#include "completion.h"

#include <QString>
#include <QStringList>

/// At the beginning of a term or an alternative its keys, behind a key its values or examples, and behind "$"
/// those of `paths` that fit, at most some dozens. Nothing within words, quotation marks, expressions and
/// values that are compared with, and nothing that stands there already. `cursor` counts UTF-16 code units.
/// Pure, for any thread.
Completions completeFilter(const QString &text, qsizetype cursor, const QStringList &paths);
