// SPDX-License-Identifier: MIT
#include "ui/window/windownotice.h"

#include <QAccessible>

#include <algorithm>

using namespace Qt::StringLiterals;

WindowNotice::WindowNotice(QWidget *parent)
    : NoticeBar(Tone::Quiet, parent)
{
    setObjectName(u"windowNotice"_s);
    connect(this, &NoticeBar::actionTriggered, this, [this] {
        const std::function<void()> action = m_said.front().action;
        takeFirst();
        if (action)
            action();
    });
    connect(this, &NoticeBar::dismissRequested, this, &WindowNotice::takeFirst);
}

void WindowNotice::say(const QString &sentence, const QString &actionText,
                       const std::function<void()> &action)
{
    const bool isSaid = std::any_of(m_said.begin(), m_said.end(),
                                    [&](const Said &said) { return said.sentence == sentence; });
    if (isSaid)
        return;
    m_said.push_back({sentence, actionText, action});
    if (m_said.size() == 1)
        showFirst();
}

void WindowNotice::showFirst()
{
    showNotice(m_said.front().sentence, {}, m_said.front().actionText);
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void WindowNotice::takeFirst()
{
    m_said.pop_front();
    if (m_said.empty())
        dismiss();
    else
        showFirst();
}
