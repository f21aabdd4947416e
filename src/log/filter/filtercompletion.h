// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

/// One thing to type, with a few words on it; plain text.
struct FilterCompletion
{
    QString insert;
    QString explanation;

    bool operator==(const FilterCompletion &) const = default;
};

/// What may stand at one place, and what of the text it replaces, in UTF-16 code units.
struct FilterCompletions
{
    QList<FilterCompletion> items;
    qsizetype start = 0;
    qsizetype length = 0;
};

/// At the beginning of a term or an alternative its keys, behind a key its values or examples, and behind "$"
/// those of `paths` that fit, at most some dozens. Nothing within words, quotation marks, expressions and
/// values that are compared with, and nothing that stands there already. `cursor` counts UTF-16 code units.
/// Pure, for any thread.
FilterCompletions completeFilter(const QString &text, qsizetype cursor, const QStringList &paths);
