// SPDX-License-Identifier: MIT
#pragma once

#include "log/filter/filterquery.h"

#include <QList>
#include <QObject>
#include <QPair>
#include <QTimer>

#include <optional>

class FilterBar;
class LogModel;
class LogView;

/// Finds in the log: gives its filter from the bar to the model, says what came of it, goes from hit to hit,
/// and keeps the place: where one was before the filter is where one is again without it.
class LogFinder : public QObject
{
    Q_OBJECT

public:
    /// All of them outlive this.
    LogFinder(LogModel *log, LogView *view, FilterBar *bar, QObject *parent = nullptr);

    void nextHit();
    void previousHit();
    /// The entry under the cursor among all others, the hits highlighted; for what is filtered now alone.
    void showInWholeLog();
    /// One more term of the grammar, unless it is there already.
    void addTerm(const QString &term);
    /// Goes to an entry, or to the nearest one behind it that the filter leaves. False if the log is empty.
    bool goTo(quint64 sequence);

Q_SIGNALS:
    /// Something to say in passing.
    void said(const QString &sentence);
    /// What is marked in the log is another: plain text is to be marked so everywhere.
    void filterChanged(const FilterQuery &query);

private:
    struct Place
    {
        quint64 current = 0;
        quint64 top = 0;
        bool isFollowing = true;
        /// From and to, both included.
        QList<QPair<quint64, quint64>> selected;
    };

    void apply();
    void refresh();
    void showCounts();
    Place place() const;
    void restore(const Place &place);
    quint64 currentSequence() const;
    void pick(int row);
    void offerPaths();
    void goToHit(quint64 sequence);

    LogModel *const m_log;
    LogView *const m_view;
    FilterBar *const m_bar;
    QTimer m_counts;
    /// Before the filter.
    std::optional<Place> m_before;
    /// While the rows change under it.
    std::optional<Place> m_kept;
    /// Was under the cursor when the rows changed, and is looked for among the hits.
    quint64 m_wanted = 0;
    /// How far the log was when paths were last looked for.
    quint64 m_pathsUntil = 0;
};
