// SPDX-License-Identifier: MIT
#include "ui/composer/composeredit.h"

#include "ui/kit/theme.h"

#include <QAction>
#include <QKeyEvent>
#include <QTextBlock>
#include <QTextDocument>

#include <algorithm>

static constexpr int UsualLines = 3;
static constexpr int FewestLines = 2;

ComposerEdit::ComposerEdit(QWidget *parent)
    : VerbatimEdit(MaxPaste, parent)
{
    setFont(Theme::monospace());
    document()->setDocumentMargin(Theme::Unit / 2);
}

void ComposerEdit::markProblem(qsizetype position)
{
    if (position < 0 && m_problem < 0)
        return;
    m_problem = position;
    applyMark();
}

void ComposerEdit::applyMark()
{
    if (m_problem < 0 || isHeld()) {
        setExtraSelections({});
        return;
    }
    const int end = document()->characterCount() - 1;
    QTextCursor cursor(document());
    cursor.setPosition(std::min(documentPosition(m_problem), end));
    // A line break has no shape to underline.
    if (cursor.atBlockEnd() && !cursor.atBlockStart())
        cursor.movePosition(QTextCursor::PreviousCharacter);
    cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
    QTextEdit::ExtraSelection mark;
    mark.cursor = cursor;
    mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
    mark.format.setUnderlineColor(Theme::bad(palette()));
    setExtraSelections({mark});
}

bool ComposerEdit::takesKey(QKeyEvent *event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const Qt::KeyboardModifiers modifiers = event->modifiers() & ~Qt::KeypadModifier;
    if (modifiers != Qt::ControlModifier)
        return false;
    return isReturn || event->key() == Qt::Key_Up || event->key() == Qt::Key_Down;
}

// Claims its keys before a shortcut of the window gets them.
bool ComposerEdit::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (takesKey(key) || actionOf(key)) {
            event->accept();
            return true;
        }
    }
    return VerbatimEdit::event(event);
}

// One that the window has under the same keys, too, would be ambiguous.
QAction *ComposerEdit::actionOf(QKeyEvent *event) const
{
    const QList<QAction *> all = actions();
    const auto found = std::find_if(all.begin(), all.end(), [&](const QAction *action) {
        return action->isEnabled() && action->shortcut() == QKeySequence(event->keyCombination());
    });
    return found == all.end() ? nullptr : *found;
}

void ComposerEdit::keyPressEvent(QKeyEvent *event)
{
    if (QAction *action = actionOf(event)) {
        event->accept();
        action->trigger();
        return;
    }
    if (takesKey(event)) {
        event->accept();
        if (event->key() == Qt::Key_Up)
            Q_EMIT olderRequested();
        else if (event->key() == Qt::Key_Down)
            Q_EMIT newerRequested();
        else
            Q_EMIT sendRequested();
        return;
    }
    VerbatimEdit::keyPressEvent(event);
}

void ComposerEdit::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::ApplicationFontChange)
        setFont(Theme::monospace());
    VerbatimEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_problem >= 0)
        applyMark();
    if (event->type() == QEvent::FontChange)
        updateGeometry();
}

int ComposerEdit::heightOfLines(int lines) const
{
    return lines * fontMetrics().lineSpacing() + int(document()->documentMargin()) * 2 + frameWidth() * 2;
}

QSize ComposerEdit::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 40, heightOfLines(UsualLines)};
}

QSize ComposerEdit::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 12, heightOfLines(FewestLines)};
}
