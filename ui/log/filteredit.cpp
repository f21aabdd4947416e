// SPDX-License-Identifier: MIT
#include "ui/log/filteredit.h"

#include "ui/kit/fields/completionpopup.h"
#include "ui/kit/theme.h"

#include <QApplication>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QTextCharFormat>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

FilterEdit::FilterEdit(QWidget *parent)
    : QLineEdit(parent)
{
    setObjectName(u"filterEdit"_s);
    setAccessibleName(tr("Filter"));
    setPlaceholderText(tr("Filter: a word, -word, /regex/, dir:in, $.price>10 …"));
    setClearButtonEnabled(true);
    connect(this, &QLineEdit::textEdited, this, [this] {
        if (cursorPosition() > 0 && text()[cursorPosition() - 1] == u'$')
            Q_EMIT pathsWanted();
        if (m_offers)
            offer(false);
    });
    connect(this, &QLineEdit::textChanged, this, [this] {
        // It stood elsewhere, if it is still there at all.
        setProblem({});
    });
    connect(this, &QLineEdit::cursorPositionChanged, this, [this](int, int now) {
        const qsizetype end = m_completions.start + m_completions.length;
        if (isOffering() && (now < m_completions.start || now > end))
            closeOffer();
    });
}

FilterEdit::~FilterEdit()
{
    // It is the window's child.
    delete m_popup;
}

void FilterEdit::setProblem(const FilterProblem &problem)
{
    if (problem.sentence != accessibleDescription())
        setAccessibleDescription(problem.sentence);
    if (std::exchange(m_problem, problem) == problem)
        return;
    applyUnderline();
}

void FilterEdit::setPaths(const QStringList &paths)
{
    m_paths = paths;
    const bool isAtPath = hasFocus() && QStringView(text()).mid(m_completions.start).startsWith(u'$');
    if (isAtPath && cursorPosition() > m_completions.start)
        offer(false);
}

void FilterEdit::replaceText(const QString &text)
{
    if (text == this->text())
        return;
    const bool isAtEnd = cursorPosition() == this->text().size();
    const int cursor = isAtEnd ? int(text.size()) : cursorPosition();
    closeOffer();
    // What is inserted counts as typed.
    m_offers = false;
    selectAll();
    insert(text);
    setCursorPosition(std::min(cursor, int(text.size())));
    m_offers = true;
}

// What a text edit does for spelling a line edit does for input methods alone.
void FilterEdit::applyUnderline()
{
    // The event would end what is being composed.
    if (m_isComposing)
        return;
    QList<QInputMethodEvent::Attribute> attributes;
    if (!m_problem.sentence.isEmpty()) {
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(Theme::bad(palette()));
        attributes.append({QInputMethodEvent::TextFormat, int(m_problem.start) - cursorPosition(),
                           int(m_problem.length), format});
    }
    QInputMethodEvent event(QString(), attributes);
    QLineEdit::inputMethodEvent(&event);
}

bool FilterEdit::isOffering() const
{
    return m_popup && m_popup->isVisible();
}

void FilterEdit::offer(bool evenForNothing)
{
    m_completions = completeFilter(text(), cursorPosition(), m_paths);
    const qsizetype cursor = cursorPosition();
    const QChar before = cursor > 0 ? text()[cursor - 1] : QChar();
    const bool isBegun = cursor > m_completions.start || before == u':' || before == u',';
    if (m_completions.items.isEmpty() || !(isBegun || evenForNothing)) {
        closeOffer();
        return;
    }
    if (!m_popup || m_popup->parentWidget() != window()) {
        delete m_popup;
        m_popup = new CompletionPopup(u"filterCompletions"_s, window());
        connect(m_popup, &CompletionPopup::chosen, this, &FilterEdit::take);
    }
    const QString typed = text().mid(m_completions.start, cursor - m_completions.start);
    const int x = cursorRect().center().x() - fontMetrics().horizontalAdvance(typed) - Theme::Unit;
    const QPoint start(std::max(0, x), 0);
    m_popup->offer(m_completions.items, {mapTo(window(), start), QSize(1, this->height())});
}

void FilterEdit::closeOffer()
{
    if (m_popup)
        m_popup->hide();
}

void FilterEdit::take(int row)
{
    const Completions taken = std::exchange(m_completions, {});
    if (row < 0 || row >= taken.items.size())
        return;
    closeOffer();
    setSelection(int(taken.start), int(taken.length));
    // Counts as typed: behind a key its values are offered next.
    insert(taken.items[row].insert);
    Q_EMIT completed();
}

void FilterEdit::escape()
{
    if (text().isEmpty())
        Q_EMIT leaveRequested();
    else
        replaceText({});
}

bool FilterEdit::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    // A key press of Tab moves the focus before keyPressEvent() would see it.
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Tab
        && isOffering() && m_popup->takesKey(static_cast<QKeyEvent *>(event)))
        return true;
    return QLineEdit::event(event);
}

void FilterEdit::keyPressEvent(QKeyEvent *event)
{
    if (isOffering() && m_popup->takesKey(event))
        return;
    if (event->key() == Qt::Key_Escape)
        escape();
    else if (event->key() == Qt::Key_Down && event->modifiers() == Qt::NoModifier)
        Q_EMIT leaveRequested();
    else if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier)
        offer(true);
    else
        QLineEdit::keyPressEvent(event);
}

void FilterEdit::inputMethodEvent(QInputMethodEvent *event)
{
    QLineEdit::inputMethodEvent(event);
    m_isComposing = !event->preeditString().isEmpty();
    applyUnderline();
}

void FilterEdit::focusInEvent(QFocusEvent *event)
{
    QLineEdit::focusInEvent(event);
    Q_EMIT pathsWanted();
}

void FilterEdit::focusOutEvent(QFocusEvent *event)
{
    closeOffer();
    QLineEdit::focusOutEvent(event);
}

void FilterEdit::changeEvent(QEvent *event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_problem.sentence.isEmpty())
        applyUnderline();
}
