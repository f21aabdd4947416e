// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>

/// One thing to type, with a few words on it; plain text.
struct Completion
{
    QString insert;
    QString explanation;

    bool operator==(const Completion &) const = default;
};

/// What may stand at one place, and what of the text it replaces, in UTF-16 code units.
struct Completions
{
    QList<Completion> items;
    qsizetype start = 0;
    qsizetype length = 0;
};
