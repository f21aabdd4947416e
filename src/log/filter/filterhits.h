// SPDX-License-Identifier: MIT
#pragma once

#include "format/text/textsearch.h"
#include "log/filter/filterjson.h"
#include "log/filter/regex.h"

#include <QElapsedTimer>
#include <QList>
#include <QPair>

#include <vector>

/// Start and length, in the units of the text that was searched.
using TextRange = QPair<qsizetype, qsizetype>;

/// Where the terms of a filter that must hold are in an entry that is being shown. For one thread at a time.
///
/// Made to be asked while a window is painted: a regular expression is let take few steps only, on the
/// beginning of a payload, and a small part of each second for all that is asked; beyond, nothing is marked.
class FilterHits
{
public:
    /// While the window is painted, or on a worker, which may look further into a payload, but is waited for
    /// when it is not needed any more.
    enum class Effort { Painting, Worker };

    explicit FilterHits(const FilterQuery &query, Effort effort = Effort::Painting);

    /// Nothing will ever be found.
    bool isEmpty() const { return m_words.empty() && m_regexes.empty() && m_values.empty(); }
    /// In bytes of the payload, in order, without overlaps; the first `most` of each term.
    QList<TextRange> inPayload(QByteArrayView payload, int most);
    /// In UTF-16 code units of a text: words and regular expressions alone.
    QList<TextRange> inText(QStringView text, int most);

private:
    void add(const FilterAtom &atom);
    bool mayAsk();
    QList<TextRange> matchesIn(QByteArrayView utf8, int most);

    std::vector<TextSearch> m_words;
    std::vector<Regex> m_regexes;
    std::vector<JsonTest> m_values;
    Effort m_effort;
    QElapsedTimer m_second;
    qint64 m_spentNs = 0;
};
