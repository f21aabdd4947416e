// SPDX-License-Identifier: MIT
#include "ui/kit/fields/verbatimedit.h"

#include "format/text/textlines.h"
#include "ui/kit/theme.h"

#include <QClipboard>
#include <QFontInfo>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QTextBlock>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

// What is shown of a text that is held.
static constexpr qsizetype ShownOfHeld = 4 * 1024;
static constexpr int LineEndProperty = QTextFormat::UserProperty + 1;

static QTextBlockFormat formatBehind(QStringView lineEnd)
{
    QTextBlockFormat format;
    format.setProperty(LineEndProperty, lineEnd.toString());
    return format;
}

// What stands between a block and the one before it. A block that Qt has made begins a line.
static QString lineEndBefore(const QTextBlock &block)
{
    const QVariant end = block.blockFormat().property(LineEndProperty);
    return end.isValid() ? end.toString() : u"\n"_s;
}

VerbatimEdit::VerbatimEdit(qsizetype maximum, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_maximum(maximum)
    , m_returnEnd(u"\n"_s)
{
    // Tab leaves the field, so that the keyboard alone reaches what lies behind it.
    setTabChangesFocus(true);
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &VerbatimEdit::noteBlocks);
    connect(this, &QPlainTextEdit::selectionChanged, this, &VerbatimEdit::noteBlocks);
    connect(document(), &QTextDocument::contentsChange, this, &VerbatimEdit::noteChange);
    connect(this, &QPlainTextEdit::textChanged, this, &VerbatimEdit::mend);
}

QString VerbatimEdit::writtenText() const
{
    return isHeld() ? m_held : textBetween(0, document()->characterCount() - 1);
}

QString VerbatimEdit::textBetween(int from, int to) const
{
    QString text;
    text.reserve(to - from);
    for (QTextBlock block = document()->findBlock(from); block.isValid() && block.position() <= to;
         block = block.next()) {
        if (block.position() > from)
            text += lineEndBefore(block);
        const int start = std::max(0, from - block.position());
        const int end = std::min(block.length() - 1, to - block.position());
        text += QStringView(block.text()).sliced(start, end - start);
    }
    return text;
}

void VerbatimEdit::insertWritten(QTextCursor cursor, const QString &text)
{
    cursor.beginEditBlock();
    const QTextBlockFormat first = document()->findBlock(cursor.selectionStart()).blockFormat();
    if (cursor.hasSelection()) {
        cursor.removeSelectedText();
        cursor.setBlockFormat(first);
    }
    QStringView end;
    bool isFirst = true;
    for (const TextLine &line : textLines(text, MaxLine)) {
        if (!std::exchange(isFirst, false))
            cursor.insertBlock(formatBehind(end));
        cursor.insertText(line.text.toString());
        end = line.end;
    }
    cursor.endEditBlock();
}

void VerbatimEdit::setWrittenText(const QString &text)
{
    letGo();
    setUndoRedoEnabled(false);
    replaceText(text);
    setUndoRedoEnabled(!isHeld());
    m_draft.reset();
    document()->setModified(false);
}

void VerbatimEdit::writeOver(const QString &text)
{
    setWrittenText(text);
    document()->setModified(true);
}

void VerbatimEdit::replaceText(const QString &text)
{
    const auto tooManyLines = [&] {
        return text.count(u'\n') > MaxLines || textLines(text, MaxLine).size() > MaxLines;
    };
    if (text.size() > MaxEdited || tooManyLines()) {
        hold(text);
        return;
    }
    letGo();
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    insertWritten(cursor, text);
    setUndoRedoEnabled(true);
    moveCursor(QTextCursor::End);
}

void VerbatimEdit::hold(const QString &text)
{
    if (!isHeld())
        m_draft = writtenText();
    // What is shown of it must not come back as the text.
    setUndoRedoEnabled(false);
    m_held = text;
    setReadOnly(true);
    QString shown = text.left(ShownOfHeld);
    if (shown.back().isHighSurrogate())
        shown.chop(1);
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    insertWritten(cursor, shown + u'…');
    moveCursor(QTextCursor::Start);
}

void VerbatimEdit::letGo()
{
    if (!isHeld())
        return;
    m_held = QString();
    m_draft.reset();
    setReadOnly(false);
}

int VerbatimEdit::documentPosition(qsizetype written) const
{
    qsizetype before = 0;
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        if (block.blockNumber() > 0)
            before += lineEndBefore(block).size();
        if (written < before + block.length() - 1
            || (written == before + block.length() - 1
                && (!block.next().isValid() || !lineEndBefore(block.next()).isEmpty())))
            return block.position() + int(std::max<qsizetype>(0, written - before));
        before += block.length() - 1;
    }
    return document()->characterCount() - 1;
}

bool VerbatimEdit::continuesLine(const QTextBlock &block)
{
    return block.blockNumber() > 0 && lineEndBefore(block).isEmpty();
}

bool VerbatimEdit::hasLineEnds() const
{
    if (isHeld())
        return false;
    QTextBlock block = document()->begin().next();
    while (block.isValid() && continuesLine(block))
        block = block.next();
    return block.isValid();
}

QString VerbatimEdit::lineEnd() const
{
    QString all;
    for (QTextBlock block = document()->begin().next(); block.isValid(); block = block.next()) {
        const QString end = lineEndBefore(block);
        if (!end.isEmpty() && !all.isEmpty() && end != all)
            return {};
        if (!end.isEmpty())
            all = end;
    }
    return all.isEmpty() ? m_returnEnd : all;
}

void VerbatimEdit::setLineEnd(const QString &end)
{
    m_returnEnd = end;
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    for (QTextBlock block = document()->begin().next(); block.isValid(); block = block.next()) {
        const QString before = lineEndBefore(block);
        if (before.isEmpty() || before == end)
            continue;
        cursor.setPosition(block.position());
        cursor.setBlockFormat(formatBehind(end));
    }
    cursor.endEditBlock();
    viewport()->update();
}

QMimeData *VerbatimEdit::createMimeDataFromSelection() const
{
    auto *mime = new QMimeData;
    const QTextCursor cursor = textCursor();
    mime->setText(isHeld() ? m_held : textBetween(cursor.selectionStart(), cursor.selectionEnd()));
    return mime;
}

void VerbatimEdit::insertFromMimeData(const QMimeData *source)
{
    // Asked for once: another program may have to be asked for it.
    const QString text = source->text();
    const QTextCursor cursor = textCursor();
    const qsizetype kept =
            isHeld() ? 0
                     : document()->characterCount() - 1 - (cursor.selectionEnd() - cursor.selectionStart());
    if (text.size() + kept > m_maximum) {
        Q_EMIT pasteRefused();
        return;
    }
    const bool fits =
            text.size() + kept <= MaxEdited && textLines(text, MaxLine).size() + blockCount() <= MaxLines;
    if (fits && !isHeld()) {
        insertWritten(cursor, text);
        ensureCursorVisible();
    } else if (kept == 0) {
        replaceText(text);
    } else {
        QString whole = textBetween(0, cursor.selectionStart());
        whole.reserve(kept + text.size());
        whole += text;
        whole += textBetween(cursor.selectionEnd(), document()->characterCount() - 1);
        replaceText(whole);
    }
}

void VerbatimEdit::keyPressWhileHeld(QKeyEvent *event)
{
    const bool deletes = event->matches(QKeySequence::Cut) || event->matches(QKeySequence::Delete)
                         || event->key() == Qt::Key_Backspace;
    // It is one piece, of which the beginning is shown.
    if (event->matches(QKeySequence::Cut))
        QGuiApplication::clipboard()->setText(m_held);
    if (event->matches(QKeySequence::Paste)) {
        setReadOnly(false);
        paste();
        setReadOnly(isHeld());
    } else if (event->matches(QKeySequence::Undo)) {
        if (m_draft)
            writeOver(QString(*m_draft));
        moveCursor(QTextCursor::End);
    } else if (deletes) {
        const QString draft = m_draft.value_or(QString());
        writeOver(draft);
        if (!draft.isEmpty())
            replaceText({}); // which can be undone
    } else if (!event->text().isEmpty() && event->text().front().isPrint()) {
        Q_EMIT editRefused();
    } else {
        QPlainTextEdit::keyPressEvent(event);
    }
}

void VerbatimEdit::keyPressEvent(QKeyEvent *event)
{
    if (isHeld()) {
        keyPressWhileHeld(event);
        return;
    }
    const bool isNewLine = event->matches(QKeySequence::InsertParagraphSeparator)
                           || event->matches(QKeySequence::InsertLineSeparator);
    if (isNewLine) {
        const QString end = lineEnd();
        insertWritten(textCursor(), end.isEmpty() ? m_returnEnd : end);
        ensureCursorVisible();
        return;
    }
    if (!editsAsOne(event))
        QPlainTextEdit::keyPressEvent(event);
}

// What mend() may do to it is undone with it then. All else is undone by the word.
bool VerbatimEdit::editsAsOne(const QKeyEvent *event)
{
    QTextCursor cursor = textCursor();
    const bool isPlain = !(event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier));
    const bool isSelected = isPlain && cursor.hasSelection();
    const bool isBack = isPlain && event->key() == Qt::Key_Backspace && (isSelected || cursor.atBlockStart());
    const bool isForth = isPlain && event->key() == Qt::Key_Delete && (isSelected || cursor.atBlockEnd());
    const bool isTyped = isPlain && !event->text().isEmpty() && event->text().front().isPrint()
                         && (isSelected || cursor.block().length() >= 2 * MaxLine);
    if (!isBack && !isForth && !isTyped)
        return false;
    // Where a long line goes on there is nothing to delete but the characters on both sides.
    const QTextBlock second = isForth ? cursor.block().next() : cursor.block();
    if (!isSelected && !isTyped && second.isValid() && continuesLine(second))
        cursor.movePosition(isBack ? QTextCursor::PreviousCharacter : QTextCursor::NextCharacter);
    cursor.beginEditBlock();
    if (isTyped)
        cursor.insertText(event->text());
    else if (isBack)
        cursor.deletePreviousChar();
    else
        cursor.deleteChar();
    cursor.endEditBlock();
    setTextCursor(cursor);
    ensureCursorVisible();
    return true;
}

void VerbatimEdit::noteBlocks()
{
    const QTextBlock block = document()->findBlock(textCursor().selectionStart());
    m_noted.clear();
    for (const QTextBlock &noted : {block, block.previous()}) {
        if (noted.isValid())
            m_noted.append({noted.position(), noted.blockFormat()});
    }
}

void VerbatimEdit::noteChange(int from, int removed, int added)
{
    m_changedFrom = m_changedTo < 0 ? from : std::min(m_changedFrom, from);
    m_changedTo = std::max(m_changedTo, from + added);
    const int before = std::exchange(m_blocks, blockCount());
    if (removed == 0 || m_blocks >= before)
        return;
    const auto noted = std::find_if(m_noted.begin(), m_noted.end(),
                                    [&](const auto &block) { return block.first == from; });
    if (noted != m_noted.end())
        m_toMend = *noted;
}

void VerbatimEdit::mend()
{
    const auto format = std::exchange(m_toMend, std::nullopt);
    const int from = std::exchange(m_changedFrom, 0);
    const int to = std::exchange(m_changedTo, -1);
    // What was undone is as it was, and can be redone only if nothing else is done.
    if (document()->availableRedoSteps() > 0)
        return;
    if (format)
        mendFormat(format->first, format->second);
    breakLongLines(from, to);
}

void VerbatimEdit::mendFormat(int position, const QTextBlockFormat &format)
{
    const QTextBlock block = document()->findBlock(position);
    if (block.position() != position || block.blockFormat() == format)
        return;
    QTextCursor cursor(block);
    cursor.joinPreviousEditBlock();
    cursor.setBlockFormat(format);
    cursor.endEditBlock();
}

void VerbatimEdit::breakLongLines(int from, int to)
{
    for (QTextBlock block = document()->findBlock(from); block.isValid() && block.position() <= to;
         block = block.next()) {
        // Twice as much is not slow yet, and a line that is typed is not to be broken at every key.
        if (block.length() <= 2 * MaxLine)
            continue;
        const QString text = block.text();
        QTextCursor cursor(block);
        cursor.joinPreviousEditBlock();
        QList<TextLine> pieces = textLines(text, MaxLine);
        pieces.removeLast();
        int at = block.position();
        for (const TextLine &piece : pieces) {
            cursor.setPosition(at + int(piece.text.size()));
            cursor.insertBlock(formatBehind({}));
            at = cursor.position();
        }
        cursor.endEditBlock();
        to += int(pieces.size());
        block = document()->findBlock(at);
    }
}

// The ends of lines are named unless all are "\n", which is what a line end is taken for.
void VerbatimEdit::paintEvent(QPaintEvent *event)
{
    QPlainTextEdit::paintEvent(event);
    if (blockCount() < 2)
        return;
    const bool onlyPieces = lineEnd() == "\n"_L1;
    QPainter painter(viewport());
    painter.setPen(Theme::mutedText(palette()));
    QFont small = font();
    small.setPointSizeF(QFontInfo(small).pointSizeF() * 0.8);
    painter.setFont(small);
    QPointF offset = contentOffset();
    for (QTextBlock block = firstVisibleBlock();
         block.next().isValid() && offset.y() <= event->rect().bottom(); block = block.next()) {
        const QString end = lineEndBefore(block.next());
        const QTextLayout *layout = block.layout();
        if ((!onlyPieces || end.isEmpty()) && layout->lineCount() > 0) {
            const QString name = end.isEmpty() ? u"↩"_s : lineEndName(end);
            const QTextLine line = layout->lineAt(layout->lineCount() - 1);
            const double most = viewport()->width() - painter.fontMetrics().horizontalAdvance(name);
            const double right = line.naturalTextRect().right() + fontMetrics().averageCharWidth() / 2.0;
            painter.drawText(offset + QPointF(std::min(right, most), line.y() + line.ascent()), name);
        }
        offset.ry() += blockBoundingRect(block).height();
    }
}
