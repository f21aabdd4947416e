// SPDX-License-Identifier: MIT
#include "ui/inspector/findbar.h"

#include "ui/kit/flatcontrols.h"
#include "ui/kit/labels.h"
#include "ui/kit/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

using namespace Qt::StringLiterals;

FindBar::FindBar(QWidget *parent)
    : InlineBar(u"findBar"_s, parent)
    , m_edit(new QLineEdit(this))
    , m_status(plainLabel({}, this))
{
    m_edit->setObjectName(u"findEdit"_s);
    m_edit->setAccessibleName(tr("Find in this message"));
    m_edit->setPlaceholderText(tr("Find in this message"));
    m_edit->setMinimumWidth(10 * Theme::Unit);
    m_status->setObjectName(u"findCount"_s);
    m_status->setWordWrap(true);
    QToolButton *previous =
            flatButton(u"findPrevious"_s, u"▲"_s, tr("Find the previous one (Shift+Enter)"), this);
    QToolButton *next = flatButton(u"findNext"_s, u"▼"_s, tr("Find the next one (Enter)"), this);
    QToolButton *close = flatButton(u"findClose"_s, u"✕"_s, tr("Close"), this);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Theme::Unit, Theme::Unit / 2, Theme::Unit / 2, Theme::Unit / 2);
    layout->setSpacing(Theme::Unit / 2);
    layout->addWidget(m_edit, 3);
    layout->addWidget(m_status, 2);
    for (QToolButton *button : {previous, next, close})
        layout->addWidget(button);

    connect(m_edit, &QLineEdit::textChanged, this, &FindBar::textChanged);
    connect(previous, &QToolButton::clicked, this, &FindBar::previousRequested);
    connect(next, &QToolButton::clicked, this, &FindBar::nextRequested);
    connect(close, &QToolButton::clicked, this, &FindBar::dismiss);
    setStatus({}, false);
}

void FindBar::open()
{
    show();
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

QString FindBar::text() const
{
    return m_edit->text();
}

void FindBar::setStatus(const QString &status, bool isProblem)
{
    m_status->setText(status);
    Theme::colourText(m_status, isProblem ? Theme::bad : Theme::mutedText);
    // The focus stays in the field: there a screen reader looks for what came of it.
    if (status != m_edit->accessibleDescription())
        m_edit->setAccessibleDescription(status);
}

bool FindBar::event(QEvent *event)
{
    // While the focus is in it, this key is the row's, too.
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->key() == Qt::Key_F3) {
        event->accept();
        return true;
    }
    return InlineBar::event(event);
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!isEnter && event->key() != Qt::Key_F3)
        InlineBar::keyPressEvent(event);
    else if (event->modifiers() & Qt::ShiftModifier)
        Q_EMIT previousRequested();
    else
        Q_EMIT nextRequested();
}
