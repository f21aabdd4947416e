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
/// and keeps the place: through every change of the filter what is in view stays there, and where one was
/// before the filter is where one is again without it, unless one has moved meanwhile.
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
        bool isCurrentSeen = false;
        /// The first one in view.
        quint64 top = 0;
        bool isFollowing = true;
        /// From and to, both included.
        QList<QPair<quint64, quint64>> selected;
    };

    void apply();
    void refresh();
    void showCounts();
    Place place() const;
    void keepPlace();
    void forgetPlace();
    void restore(const Place &place);
    void goToPlace();
    quint64 topSequence() const;
    quint64 currentSequence() const;
    void pick(int row);
    void offerPaths();
    void goToHit(quint64 sequence);

    LogModel *const m_log;
    LogView *const m_view;
    FilterBar *const m_bar;
    QTimer m_counts;
    /// Before the filter, unless a person has moved since.
    std::optional<Place> m_before;
    /// The one that is kept through changes of the rows.
    Place m_place;
    /// The first entry in view when it was last gone to.
    quint64 m_top = 0;
    /// Nobody has left it.
    bool m_isKept = false;
    /// Rows that it needs may be still to come.
    bool m_isArriving = false;
    bool m_isRestoring = false;
    /// How far the log was when paths were last looked for.
    quint64 m_pathsUntil = 0;
};
