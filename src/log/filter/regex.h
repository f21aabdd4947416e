// SPDX-License-Identifier: MIT
#pragma once

#include "log/filter/filterquery.h"

#include <QPair>

#include <atomic>
#include <memory>

/// The regular expression of a filter, to be asked of UTF-8 where it lies (PCRE2, with Unicode properties: \w
/// is any letter). What is no UTF-8 counts as U+FFFD. For one thread at a time.
///
/// Whatever the expression, an answer takes a bounded time: up to some tenths of a second, after which it
/// looks at whether it is stopped, again and again, until it has used up its steps and memory and gives up.
class Regex
{
public:
    enum class Answer { No, Yes, GaveUp };

    explicit Regex(const FilterRegex &source);
    /// Compiles anew.
    Regex(const Regex &other);
    Regex(Regex &&other) noexcept;
    Regex &operator=(const Regex &other);
    Regex &operator=(Regex &&other) noexcept;
    ~Regex();

    /// What is wrong with the pattern, in PCRE2's words; empty if nothing is. Then it matches nothing.
    const QString &problem() const { return m_problem; }
    /// Where in the pattern, in UTF-16 code units.
    qsizetype problemAt() const { return m_problemAt; }

    /// Whether it matches anywhere in the text. Once `stopped` is true the answer is of no use.
    Answer matchesIn(QByteArrayView text, const std::atomic<bool> *stopped = nullptr);
    /// Start and length in bytes of the first match that is not empty, from `from` on in a text that is
    /// UTF-8; -1 and 0 if there is none, or none within so many steps from a place.
    QPair<qsizetype, qsizetype> find(QByteArrayView utf8, qsizetype from, quint32 steps);

private:
    struct Compiled;

    int askPatiently(QByteArrayView utf8, const std::atomic<bool> *stopped);

    FilterRegex m_source;
    QString m_problem;
    qsizetype m_problemAt = -1;
    std::unique_ptr<Compiled> m_compiled;
};
