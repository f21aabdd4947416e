// SPDX-License-Identifier: MIT
#include "changinglog.h"

#include "logprobe.h"

using namespace Qt::StringLiterals;

PlainLog::PlainLog(const QList<Message> &entries, const LogModel &model, const NaiveFilter &filter,
                   quint64 cleared)
{
    for (const Message &entry : entries) {
        received += entry.isReceivedMessage() ? 1 : 0;
        if (entry.sequence <= cleared)
            continue;
        const bool isShown = model.showsHeartbeats() || !entry.isHeartbeat();
        const bool isHit = model.isFiltered() && (isShown ? filter.holds(entry) : filter.finds(entry));
        if (isHit)
            hits.append(entry.sequence);
        if (isShown || isHit || (model.isFiltered() && filter.names))
            rows.append(entry.sequence);
    }
    if (model.rows().showsMatchesOnly())
        rows = hits;
}

static qsizetype begin(Recorder *record, const QList<Message> &all)
{
    constexpr qsizetype count = 500;
    record->append(all.first(count));
    if (!waitForEntries(*record, count))
        QTest::qFail("the first entries are not recorded", __FILE__, __LINE__);
    return count;
}

ChangingLog::ChangingLog(RandomSession *session, int count, const RecordTarget &target)
    : m_session(session)
    , m_all(session->entries(count))
    , m_record(target)
    , m_appended(begin(&m_record, m_all))
    , m_model(&m_record)
    , m_tester(&m_model, QAbstractItemModelTester::FailureReportingMode::QtTest)
{}

bool ChangingLog::hasAllEntries() const
{
    return waitForEntries(m_record, quint64(m_appended));
}

bool ChangingLog::filtersByTime() const
{
    return m_filter.text.contains(u"last:") || m_filter.text.contains(u"time:");
}

void ChangingLog::grow()
{
    const int count = std::min(m_session->below(60), int(m_all.size() - m_appended));
    m_record.append(m_all.mid(m_appended, count));
    m_appended += count;
}

FilterMode ChangingLog::anyMode()
{
    return m_session->below(2) == 0 ? FilterMode::ShowOnly : FilterMode::Highlight;
}

void ChangingLog::filterAnew(bool byTimeToo)
{
    do
        m_filter = m_session->filter(m_all.at(m_appended - 1));
    while (!byTimeToo && filtersByTime());
    m_model.setFilter(parsed(m_filter.text), anyMode());
}

void ChangingLog::endFilter()
{
    m_filter = FindsEverything;
    m_model.setFilter({}, FilterMode::ShowOnly);
}

void ChangingLog::clear()
{
    m_model.clear();
    m_cleared = m_model.rows().first() - 1;
}

void ChangingLog::verifyAtRest()
{
    m_model.setPaused(false);
    QVERIFY(hasAllEntries());
    const PlainLog expected(m_all.first(m_appended), m_model, m_filter, m_cleared);
    QTRY_VERIFY2(rowsOf(m_model) == expected.rows, qPrintable(u"%1: %2 rows for %3"_s.arg(m_filter.text)
                                                                      .arg(m_model.rowCount())
                                                                      .arg(expected.rows.size())));
    QTRY_COMPARE(m_model.shown(), expected.received);
    if (m_model.isFiltered())
        QTRY_VERIFY2(hitsOf(m_model) == expected.hits, qPrintable(m_filter.text));
}
