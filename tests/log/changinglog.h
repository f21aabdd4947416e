// SPDX-License-Identifier: MIT
#pragma once

#include "log/logmodel.h"
#include "randomsession.h"
#include "record/recorder.h"

#include <QAbstractItemModelTester>

inline const NaiveFilter FindsEverything{{}, [](const Message &) { return true; }};

/// What a model should have for a filter, said in the plainest way.
struct PlainLog
{
    QList<quint64> rows;
    QList<quint64> hits;
    quint64 received = 0;

    PlainLog(const QList<Message> &entries, const LogModel &model, const NaiveFilter &filter,
             quint64 cleared);
};

/// A log of a session at random that grows while it is filtered, cleared and paused, and the plain list that
/// its rows have to be those of.
class ChangingLog
{
public:
    /// So many entries in all, the first 500 of which are there.
    ChangingLog(RandomSession *session, int count, const RecordTarget &target);

    LogModel &model() { return m_model; }
    bool hasAllEntries() const;
    bool isPaused() const { return m_model.isPaused(); }
    /// The filter is relative to the newest entry.
    bool filtersByTime() const;

    /// Some of the entries that are left.
    void grow();
    /// Call while all entries are there: some filters are relative to the newest one.
    void filterAnew(bool byTimeToo);
    void changeMode() { m_model.setFilter(m_model.filter(), anyMode()); }
    void endFilter();
    void clear();
    void pauseOrNot() { m_model.setPaused(m_session->below(2) == 0); }
    /// Fails the test unless the model comes to what the plain list has.
    void verifyAtRest();

private:
    FilterMode anyMode();

    RandomSession *const m_session;
    const QList<Message> m_all;
    Recorder m_record;
    qsizetype m_appended;
    LogModel m_model;
    const QAbstractItemModelTester m_tester;
    NaiveFilter m_filter = FindsEverything;
    quint64 m_cleared = 0;
};
