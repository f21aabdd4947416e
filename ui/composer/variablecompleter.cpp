// SPDX-License-Identifier: MIT
#include "ui/composer/variablecompleter.h"

#include "saved/variablecompletion.h"
#include "ui/kit/fields/completionpopup.h"
#include "ui/kit/fields/verbatimedit.h"
#include "ui/kit/theme.h"

#include <QKeyEvent>
#include <QTextBlock>
#include <QTextCursor>

#include <utility>

using namespace Qt::StringLiterals;

VariableCompleter::VariableCompleter(VerbatimEdit *edit)
    : QObject(edit)
    , m_edit(edit)
{
    edit->installEventFilter(this);
    connect(edit, &QPlainTextEdit::cursorPositionChanged, this, [this] {
        const qsizetype now = m_edit->textCursor().positionInBlock();
        const qsizetype end = m_completions.start + m_completions.length;
        if (isOffering() && (now < m_completions.start || now > end))
            close();
    });
}

VariableCompleter::~VariableCompleter()
{
    delete m_popup;
}

bool VariableCompleter::isOffering() const
{
    return m_popup && m_popup->isVisible();
}

void VariableCompleter::offer()
{
    const QTextCursor cursor = m_edit->textCursor();
    const int position = cursor.positionInBlock();
    m_completions = m_edit->isHeld() ? Completions()
                                     : completeVariable(cursor.block().text(), position, m_environment);
    if (m_completions.items.isEmpty()) {
        close();
        return;
    }
    if (!m_popup || m_popup->parentWidget() != m_edit->window()) {
        delete m_popup;
        m_popup = new CompletionPopup(u"variableCompletions"_s, m_edit->window());
        connect(m_popup, &CompletionPopup::chosen, this, &VariableCompleter::take);
    }
    QTextCursor start = cursor;
    start.setPosition(cursor.block().position() + int(m_completions.start));
    QRect place = m_edit->cursorRect(start);
    place.moveTopLeft(m_edit->viewport()->mapTo(m_edit->window(), place.topLeft()) - QPoint(Theme::Unit, 0));
    m_popup->offer(m_completions.items, place);
    if (position > m_completions.start)
        m_popup->moveChoice(1);
}

void VariableCompleter::close()
{
    if (m_popup)
        m_popup->hide();
}

void VariableCompleter::take(int row)
{
    const Completions taken = std::exchange(m_completions, {});
    close();
    if (row < 0 || row >= taken.items.size())
        return;
    QTextCursor cursor = m_edit->textCursor();
    const int line = cursor.block().position();
    cursor.setPosition(line + int(taken.start));
    cursor.setPosition(line + int(taken.start + taken.length), QTextCursor::KeepAnchor);
    cursor.insertText(taken.items[row].insert + u"}}"_s);
    m_edit->setTextCursor(cursor);
}

bool VariableCompleter::handleKey(const QKeyEvent *event)
{
    const bool isPlain = (event->modifiers() & ~Qt::KeypadModifier) == 0;
    if (isPlain && isOffering() && m_popup->takesKey(event))
        return true;
    const bool isAskedFor = event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier;
    const bool isTyped = !event->text().isEmpty() && event->text().front().isPrint();
    const bool isDeleted = event->key() == Qt::Key_Backspace || event->key() == Qt::Key_Delete;
    // Once the field has taken it.
    if (isAskedFor || isTyped || (isDeleted && isOffering()))
        QMetaObject::invokeMethod(this, &VariableCompleter::offer, Qt::QueuedConnection);
    return isAskedFor;
}

bool VariableCompleter::eventFilter(QObject *, QEvent *event)
{
    switch (event->type()) {
    case QEvent::ShortcutOverride:
        // The window may have a meaning for it, too.
        if (!isOffering() || static_cast<QKeyEvent *>(event)->key() != Qt::Key_Escape)
            return false;
        event->accept();
        return true;
    case QEvent::KeyPress:
        return handleKey(static_cast<QKeyEvent *>(event));
    case QEvent::InputMethod:
        QMetaObject::invokeMethod(this, &VariableCompleter::offer, Qt::QueuedConnection);
        return false;
    case QEvent::FocusOut:
        close();
        return false;
    default:
        return false;
    }
}
