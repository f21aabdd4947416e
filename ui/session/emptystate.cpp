// SPDX-License-Identifier: MIT
#include "ui/session/emptystate.h"

#include "ui/kit/labels.h"
#include "ui/kit/theme.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_text(new QLabel(this))
    , m_demo(new QPushButton(tr("Try the &built-in demo"), this))
{
    setObjectName(u"emptyState"_s);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_demo->setObjectName(u"demoButton"_s);
    m_demo->setAccessibleDescription(tr("Starts a server on this computer and connects to its market feed"));
    QFont large = m_title->font();
    large.setPointSizeF(large.pointSizeF() * 1.4);
    m_title->setFont(large);
    for (QLabel *label : {m_title, m_text}) {
        label->setTextFormat(Qt::PlainText);
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
    }
    m_text->setMaximumWidth(56 * Theme::Unit);

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(Theme::Unit);
    layout->setContentsMargins(2 * Theme::Unit, Theme::Unit, 2 * Theme::Unit, Theme::Unit);
    layout->addStretch();
    layout->addWidget(m_title);
    auto *row = new QHBoxLayout;
    row->addWidget(m_text);
    layout->addLayout(row);
    layout->addSpacing(Theme::Unit);
    layout->addWidget(m_demo, 0, Qt::AlignCenter);
    layout->addStretch();

    connect(m_demo, &QPushButton::clicked, this, &EmptyState::demoRequested);
    setState(Status::Closed, {}, false);
}

void EmptyState::setState(Status status, const QString &host, bool used)
{
    m_demo->setVisible(status == Status::Closed && !used);
    if (status == Status::Connecting) {
        m_title->setText(tr("Connecting to %1…").arg(wrappable(host)));
        m_text->setText(tr("Messages, errors and whatever happens to the connection will appear here."));
    } else if (used) {
        m_title->setText(tr("Cleared"));
        m_text->setText(tr("What comes from now on will appear here."));
    } else {
        m_title->setText(tr("Watch a WebSocket"));
        m_text->setText(tr("Paste a URL above and press Enter. Messages, errors and whatever happens to the "
                           "connection will appear here."));
    }
    fit();
}

// A paragraph that is cut says less than none: the title and the button are left then.
void EmptyState::fit()
{
    const int width = this->width() - 4 * Theme::Unit;
    const int needed = m_title->heightForWidth(width)
                       + m_text->heightForWidth(std::min(m_text->maximumWidth(), width)) + 4 * Theme::Unit
                       + (m_demo->isHidden() ? 0 : m_demo->sizeHint().height() + 2 * Theme::Unit);
    m_text->setVisible(needed <= height());
}

void EmptyState::resizeEvent(QResizeEvent *event)
{
    fit();
    QWidget::resizeEvent(event);
}
