// SPDX-License-Identifier: MIT
#pragma once

#include "format/textsearch.h"
#include "log/filterjson.h"

#include <QList>
#include <QPair>
#include <QRegularExpression>

#include <vector>

/// Start and length, in the units of the text that was searched.
using TextRange = QPair<qsizetype, qsizetype>;

/// Where the terms of a filter that must hold are in an entry that is being shown. For one thread at a time.
///
/// Made to be asked while a window is painted: a regular expression is let take few steps only, and is not
/// asked again once it has taken too many, whereupon nothing is marked.
class FilterHits
{
public:
    explicit FilterHits(const FilterQuery &query);

    /// Nothing will ever be found.
    bool isEmpty() const { return m_words.empty() && m_regexes.empty() && m_values.empty(); }
    /// In bytes of the payload, in order, without overlaps; the first `most` of each term.
    QList<TextRange> inPayload(QByteArrayView payload, int most);
    /// In UTF-16 code units of a text: words and regular expressions alone.
    QList<TextRange> inText(QStringView text, int most);

private:
    void add(const FilterAtom &atom);
    QList<TextRange> matchesOf(const QString &text, int most);

    std::vector<TextSearch> m_words;
    std::vector<QRegularExpression> m_regexes;
    std::vector<JsonTest> m_values;
    bool m_isTired = false;
};
