// SPDX-License-Identifier: MIT
#include "ui/inspector/findbar.h"

#include "ui/kit/smallparts.h"
#include "ui/kit/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QToolButton>

using namespace Qt::StringLiterals;

FindBar::FindBar(QWidget *parent)
    : QWidget(parent)
    , m_edit(new QLineEdit(this))
    , m_status(new QLabel(this))
    , m_previous(flatButton(u"findPrevious"_s, u"▲"_s, tr("Find the previous one (Shift+Enter)"), this))
    , m_next(flatButton(u"findNext"_s, u"▼"_s, tr("Find the next one (Enter)"), this))
    , m_close(flatButton(u"findClose"_s, u"✕"_s, tr("Close"), this))
{
    setObjectName(u"findBar"_s);
    m_edit->setObjectName(u"findEdit"_s);
    m_edit->setAccessibleName(tr("Find in this message"));
    m_edit->setPlaceholderText(tr("Find in this message"));
    m_edit->setMinimumWidth(10 * Theme::Unit);
    m_status->setObjectName(u"findCount"_s);
    m_status->setTextFormat(Qt::PlainText);
    m_status->setWordWrap(true);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Theme::Unit, Theme::Unit / 2, Theme::Unit / 2, Theme::Unit / 2);
    layout->setSpacing(Theme::Unit / 2);
    layout->addWidget(m_edit, 3);
    layout->addWidget(m_status, 2);
    layout->addWidget(m_previous);
    layout->addWidget(m_next);
    layout->addWidget(m_close);

    connect(m_edit, &QLineEdit::textChanged, this, &FindBar::textChanged);
    connect(m_previous, &QToolButton::clicked, this, &FindBar::previousRequested);
    connect(m_next, &QToolButton::clicked, this, &FindBar::nextRequested);
    connect(m_close, &QToolButton::clicked, this, &FindBar::dismiss);
    setStatus({}, false);
    hide();
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
    m_isProblem = isProblem;
    m_status->setText(status);
    // The focus stays in the field: there a screen reader looks for what came of it.
    if (status != m_edit->accessibleDescription())
        m_edit->setAccessibleDescription(status);
    applyColours();
}

void FindBar::dismiss()
{
    hide();
    Q_EMIT closed();
}

bool FindBar::event(QEvent *event)
{
    // These belong to the row while the focus is in it, whatever the window does with them otherwise.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->matches(QKeySequence::Cancel) || key->key() == Qt::Key_F3) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->matches(QKeySequence::Cancel))
        dismiss();
    else if (!isEnter && event->key() != Qt::Key_F3)
        QWidget::keyPressEvent(event);
    else if (event->modifiers() & Qt::ShiftModifier)
        Q_EMIT previousRequested();
    else
        Q_EMIT nextRequested();
}

void FindBar::applyColours()
{
    QPalette colours;
    colours.setColor(QPalette::WindowText, m_isProblem ? Theme::bad(palette()) : Theme::mutedText(palette()));
    m_status->setPalette(colours);
}

void FindBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        applyColours();
    QWidget::changeEvent(event);
}

void FindBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(0, height() - 1, width(), 1, Theme::hairline(palette()));
}
