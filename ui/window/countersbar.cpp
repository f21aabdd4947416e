// SPDX-License-Identifier: MIT
#include "ui/window/countersbar.h"

#include "format/text/numbers.h"
#include "log/logmodel.h"
#include "session/session.h"
#include "ui/chart/rateline.h"
#include "ui/kit/labels.h"
#include "ui/kit/theme.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QTextDocument>

#include <cmath>

using namespace Qt::StringLiterals;

static constexpr int RefreshMs = 200;
static constexpr int SayingMs = 5000;
// Within half a second.
static constexpr size_t LagTicks = 3;

static QString ratesText(quint64 messages, qint64 bytes)
{
    return CountersBar::tr("↓ %1 msg/s · %2/s").arg(formatCount(messages), formatSize(bytes));
}

CountersBar::CountersBar(QWidget *parent)
    : QWidget(parent)
    , m_counters(new QLabel(this))
    , m_rates(new QLabel(this))
    , m_hidden(new QLabel(this))
    , m_line(new RateLine(this))
    , m_kept(new ElidedLabel(this))
{
    m_counters->setObjectName(u"countersLabel"_s);
    m_rates->setObjectName(u"ratesLabel"_s);
    m_hidden->setObjectName(u"hiddenLabel"_s);
    m_kept->setObjectName(u"keptLabel"_s);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Theme::Unit, 0, Theme::Unit, 0);
    layout->setSpacing(3 * Theme::Unit);
    layout->addWidget(m_counters);
    layout->addWidget(m_hidden);
    layout->addWidget(m_rates);
    layout->addWidget(m_line);
    layout->addStretch(1);
    layout->addWidget(m_kept);
    for (QLabel *label : {m_counters, m_hidden, m_rates})
        label->setTextFormat(Qt::PlainText);
    // Whatever there is room for.
    setMinimumHeight(std::max(m_line->sizeHint().height(), m_rates->sizeHint().height()));
    m_rates->setMinimumWidth(fontMetrics().horizontalAdvance(ratesText(888'888, 888'800'000)));
    m_saying.setSingleShot(true);
    m_saying.setInterval(SayingMs);
    m_timer.setInterval(RefreshMs);
    connect(&m_timer, &QTimer::timeout, this, &CountersBar::refresh);
    m_timer.start();
}

void CountersBar::setSession(Session *session, const RateHistory *history)
{
    m_line->setHistory(history);
    m_session = session;
    m_rate.clear();
    m_recent.clear();
    m_counters->setMinimumWidth(0);
    m_hidden->setMinimumWidth(0);
    refresh();
}

// What grows with its figures stays as wide as it was, or its neighbours would move with every second.
static void keepWidth(QLabel *label)
{
    label->setMinimumWidth(std::max(label->minimumWidth(), label->sizeHint().width()));
}

QString CountersBar::keptText() const
{
    const KeepingReport keeping = m_session->keeping();
    const QString size = formatSize(m_session->record()->fileBytes());
    switch (keeping.state) {
    case KeepingReport::State::Nothing:
        return keeping.isPrivate ? tr("private: nothing stays on disk") : QString();
    case KeepingReport::State::NotKeeping:
        return tr("not kept since %1").arg(formatTimeOfDay(keeping.sinceUs).left(8));
    case KeepingReport::State::Keeping:
    case KeepingReport::State::ReadOnly:
        break;
    }
    if (keeping.isPrivate)
        return tr("%1 · private: nothing stays on disk").arg(size);
    // The size first: a name that is cut still tells enough.
    return u"%1 · %2"_s.arg(size, QFileInfo(keeping.fileName).fileName());
}

// What is on its way from stage to stage for less than half a second is no difference: the figure is
// then the one that all stages have reached.
QString CountersBar::countersText(const SessionCounters &counters)
{
    m_recent.push_back(counters.received);
    if (m_recent.size() > LagTicks)
        m_recent.pop_front();
    if (counters.lost > 0) {
        return tr("received %1 · stored %2 · shown %3 · lost %4")
                .arg(formatCount(counters.received), formatCount(counters.stored),
                     formatCount(counters.shown), formatCount(counters.lost));
    }
    const quint64 cleared = m_session->log()->cleared();
    const quint64 reached = std::min(counters.stored, counters.shown);
    if (reached >= m_recent.front() && counters.stored >= counters.shown) {
        return cleared == 0 ? tr("received %1 = stored = shown").arg(formatCount(reached))
                            : tr("received %1 = stored = %2 shown + %3 cleared")
                                      .arg(formatCount(reached), formatCount(reached - cleared),
                                           formatCount(cleared));
    }
    return tr("received %1 · stored %2 · shown %3")
            .arg(formatCount(counters.received), formatCount(counters.stored), formatCount(counters.shown));
}

void CountersBar::say(const QString &sentence)
{
    m_said = sentence;
    m_saying.start();
    refresh();
}

bool CountersBar::isRunning() const
{
    return m_session->keeping().state != KeepingReport::State::ReadOnly;
}

// What there is no room for is left out, the least important first. A sentence that is gone in a moment comes
// before the picture of the rate, which is not.
void CountersBar::makeRoom()
{
    if (!m_session)
        return;
    const int spacing = layout()->spacing();
    int left = width() - 2 * Theme::Unit - m_counters->minimumWidth();
    const auto show = [&](QWidget *part, bool wanted) {
        const int needed = std::max(part->minimumWidth(), part->sizeHint().width()) + spacing;
        part->setVisible(wanted && needed <= left);
        if (!part->isHidden())
            left -= needed;
    };
    show(m_rates, isRunning());
    show(m_hidden, m_session->log()->rows().hiddenCount() > 0);
    if (m_saying.isActive())
        left -= m_kept->sizeHint().width() + spacing;
    show(m_line, isRunning());
}

void CountersBar::countHidden(quint64 hidden)
{
    m_hidden->setText(hidden == 1 ? tr("1 ping or pong hidden")
                                  : tr("%1 pings and pongs hidden").arg(formatCount(hidden)));
    m_hidden->setToolTip(Qt::convertFromPlainText(
            tr("Pings and pongs are not among the rows of the log unless a filter asks for them. "
               "The View menu shows them all."),
            Qt::WhiteSpaceNormal));
}

void CountersBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    makeRoom();
}

void CountersBar::refresh()
{
    if (!m_session)
        return;
    const SessionCounters counters = m_session->counters();
    m_rate.add(std::chrono::steady_clock::now(), counters.received, counters.receivedBytes);
    m_counters->setText(isRunning() ? countersText(counters)
                                    : tr("%1 messages, read only").arg(formatCount(counters.before)));
    countHidden(m_session->log()->rows().hiddenCount());
    m_line->refresh();
    m_rates->setText(
            ratesText(quint64(std::llround(m_rate.messages())), qint64(std::llround(m_rate.bytes()))));
    for (QLabel *label : {m_counters, m_hidden, m_rates})
        keepWidth(label);
    m_kept->setText(m_saying.isActive() ? m_said : keptText());
    makeRoom();
}
