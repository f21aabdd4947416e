// SPDX-License-Identifier: MIT
#include "ui/inspector/inspectorfind.h"

#include "format/text/numbers.h"
#include "ui/inspector/findbar.h"
#include "ui/inspector/json/jsontreeview.h"
#include "ui/inspector/payload/payloadview.h"
#include "worker.h"

#include <QTextCursor>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

InspectorFind::InspectorFind(FindBar *bar, PayloadView *view, JsonTreeView *tree, QObject *parent)
    : QObject(parent)
    , m_bar(bar)
    , m_view(view)
    , m_tree(tree)
    , m_worker(new Worker(this))
{
    connect(m_bar, &FindBar::textChanged, this, &InspectorFind::search);
    connect(m_bar, &FindBar::nextRequested, this, [this] { step(1); });
    connect(m_bar, &FindBar::previousRequested, this, [this] { step(-1); });
    connect(m_bar, &FindBar::closed, this, [this] {
        m_worker->cancel();
        m_found = {};
        m_view->setHits({});
    });
}

bool InspectorFind::isWorking() const
{
    return m_worker->isRunning();
}

void InspectorFind::clear()
{
    m_awaited = -1;
    setTarget(Target::None);
}

void InspectorFind::setText(const QByteArray &utf8, qsizetype restFrom, bool more)
{
    setTarget(Target::Text, utf8, restFrom, more);
}

void InspectorFind::setTree()
{
    setTarget(Target::Tree);
}

void InspectorFind::setBytes(const QByteArray &bytes)
{
    setTarget(Target::Bytes, bytes);
}

void InspectorFind::setTarget(Target target, const QByteArray &data, qsizetype restFrom, bool more)
{
    if (target != m_target)
        m_awaited = -1;
    m_target = target;
    m_data = data;
    m_restFrom = restFrom;
    m_more = more;
    m_worker->cancel();
    m_found = {};
    m_current = -1;
    if (!m_bar->isHidden())
        search();
}

void InspectorFind::search()
{
    m_search = PayloadSearch(m_bar->text());
    m_worker->cancel();
    if (m_search.isEmpty() || m_target == Target::None) {
        receive({});
        return;
    }
    const QString text = m_target == Target::Text ? m_view->text() : QString();
    const auto outline = m_target == Target::Tree ? m_tree->outline() : nullptr;
    const auto find = [search = m_search, target = m_target, data = m_data, from = m_restFrom, text,
                       outline](const ScanControl *control) {
        Found found;
        if (target == Target::Bytes)
            found.ranges = search.inBytes(data, control);
        else if (target == Target::Text)
            found = {search.inText(text, control),
                     {},
                     search.countIn(QByteArrayView(data).sliced(from), control)};
        else if (outline)
            found.values = search.inOutline(*outline, control);
        return found;
    };
    const qsizetype work = text.size() + m_data.size() + (outline ? outline->text().size() : 0);
    if (work <= Worker::AtOnceBytes) {
        receive(find(nullptr));
        return;
    }
    m_worker->start(
            [this, find](ScanControl &control) {
                auto found = std::make_shared<Found>(find(&control));
                return [this, found] { receive(*found); };
            },
            work);
}

void InspectorFind::receive(const Found &found)
{
    m_found = found;
    m_isHidden = false;
    if (m_target == Target::Text)
        m_view->setHits(found.ranges);
    const qsizetype awaited = std::exchange(m_awaited, -1);
    if (awaited >= 0 && awaited < m_found.size()) {
        go(awaited);
    } else if (awaited >= 0 && m_found.inRest > 0 && m_more) {
        m_awaited = awaited;
        Q_EMIT moreRequested();
    } else if (m_found.size() > 0) {
        go(awaited >= 0 ? 0 : firstFromCursor());
    } else {
        m_current = -1;
    }
    say();
}

// As text is typed, the hit at the cursor goes on as long as it can.
qsizetype InspectorFind::firstFromCursor() const
{
    if (m_target == Target::Text) {
        const qsizetype start = m_view->currentRange().first;
        const auto hit = std::find_if(m_found.ranges.begin(), m_found.ranges.end(),
                                      [start](const auto &range) { return range.first >= start; });
        return hit == m_found.ranges.end() ? 0 : hit - m_found.ranges.begin();
    }
    if (m_target == Target::Tree && m_tree->currentValue() != JsonOutline::None) {
        const auto hit =
                std::lower_bound(m_found.values.begin(), m_found.values.end(), m_tree->currentValue());
        return hit == m_found.values.end() ? 0 : hit - m_found.values.begin();
    }
    return 0;
}

void InspectorFind::step(int by)
{
    if (m_worker->isRunning())
        return;
    const qsizetype next = m_current + by;
    if (next >= m_found.size() && m_found.inRest > 0 && m_more) {
        m_awaited = m_found.size();
        Q_EMIT moreRequested();
        return;
    }
    if (m_found.size() > 0)
        go((next + m_found.size()) % m_found.size());
    say();
}

void InspectorFind::go(qsizetype index)
{
    m_current = index;
    m_isHidden = false;
    if (m_target == Target::Tree) {
        m_isHidden = !m_tree->showValue(m_found.values[index]);
        return;
    }
    const auto [from, length] = m_found.ranges[index];
    if (m_target == Target::Text)
        m_view->selectRange({from, length});
    else
        Q_EMIT bytesFound(from, length);
}

void InspectorFind::say()
{
    if (m_search.isEmpty() || m_target == Target::None) {
        m_bar->setStatus({}, false);
        return;
    }
    const QString rest = formatCount(quint64(m_found.inRest));
    const QString count = formatCount(quint64(m_found.size()))
                          + (m_found.size() == PayloadSearch::MaxPlaces ? u"+"_s : QString());
    if (m_found.size() == 0) {
        m_bar->setStatus(m_found.inRest > 0 ? tr("%1 in the part that is not shown").arg(rest)
                                            : tr("not found"),
                         m_found.inRest == 0);
        return;
    }
    const QString current = formatCount(quint64(m_current) + 1);
    if (m_isHidden)
        m_bar->setStatus(tr("%1 of %2, too far down to be shown here").arg(current, count), false);
    else if (m_found.inRest > 0)
        m_bar->setStatus(tr("%1 of %2, %3 more in the part that is not shown").arg(current, count, rest),
                         false);
    else
        m_bar->setStatus(tr("%1 of %2").arg(current, count), false);
}
