// SPDX-License-Identifier: MIT
#pragma once

#include "ui/chart/ratehistory.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <deque>

class ElidedLabel;
class QLabel;
class RateHistory;
class RateLine;
class Session;
struct SessionCounters;

/// The proof that nothing is lost, always in view: received = stored = shown, the rates of the last
/// second, and where it is kept; and what of it the log hides.
class CountersBar : public QWidget
{
    Q_OBJECT

public:
    explicit CountersBar(QWidget *parent = nullptr);

    /// The history is the session's, sampled by its owner.
    void setSession(Session *session, const RateHistory *history);
    void refresh();
    /// For a few seconds, in place of where the session is kept.
    void say(const QString &sentence);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    bool isRunning() const;
    void makeRoom();
    QString keptText() const;
    void countHidden(quint64 hidden);
    QString countersText(const SessionCounters &counters);

    QPointer<Session> m_session;
    RateMeter m_rate;
    std::deque<quint64> m_recent;
    QTimer m_timer;
    QTimer m_saying;
    QString m_said;
    QLabel *m_counters;
    QLabel *m_rates;
    QLabel *m_hidden;
    RateLine *m_line;
    ElidedLabel *m_kept;
};
