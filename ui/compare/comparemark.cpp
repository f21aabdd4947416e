// SPDX-License-Identifier: MIT
#include "ui/compare/comparemark.h"

#include "format/text/numbers.h"
#include "ui/kit/flatcontrols.h"
#include "ui/kit/theme.h"

#include <QHBoxLayout>
#include <QToolButton>

using namespace Qt::StringLiterals;

CompareMark::CompareMark(QWidget *parent)
    : QWidget(parent)
    , m_compare(flatButton(u"inspectorCompare"_s, {}, {}, this))
{
    QToolButton *forget = flatButton(u"inspectorUnmark"_s, u"✕"_s, tr("Forget the marked message"), this);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Theme::Unit / 2, 0, Theme::Unit / 2, 0);
    layout->setSpacing(Theme::Unit / 2);
    layout->addWidget(m_compare);
    layout->addStretch();
    layout->addWidget(forget);
    connect(m_compare, &QToolButton::clicked, this, &CompareMark::compareRequested);
    connect(forget, &QToolButton::clicked, this, &CompareMark::forget);
    hide();
}

bool CompareMark::mark(const Message &message)
{
    if (message.payload.size() > MaxBytes)
        return false;
    m_marked = message;
    refresh();
    return true;
}

void CompareMark::forget()
{
    m_marked.reset();
    refresh();
}

void CompareMark::setShown(const std::optional<Message> &message)
{
    m_shown = message;
    refresh();
}

bool CompareMark::canCompare() const
{
    return m_marked && m_shown && m_shown->payload.size() <= MaxBytes
           && m_marked->sequence != m_shown->sequence;
}

void CompareMark::refresh()
{
    const bool offers = canCompare();
    setVisible(offers);
    if (!offers)
        return;
    const QString number = formatCount(m_marked->sequence);
    m_compare->setText(tr("⇄ Compare with #%1").arg(number));
    m_compare->setAccessibleName(tr("Compare with message %1").arg(number));
}
