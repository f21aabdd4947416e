// SPDX-License-Identifier: MIT
#include "ui/payloadview.h"

#include "ui/jsoncolours.h"
#include "ui/theme.h"

#include <QEvent>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>

#include <algorithm>

using namespace Qt::StringLiterals;

PayloadView::PayloadView(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setTabChangesFocus(true);
    setFrameShape(QFrame::NoFrame);
    setFont(Theme::monospace());
    document()->setDocumentMargin(Theme::Unit);
    // Told of every way of scrolling; scrollContentsBy() is not called for those by keyboard.
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &, int dy) {
        if (dy != 0)
            colourVisible();
    });
}

void PayloadView::showText(const QString &text, bool colourJson)
{
    m_broken.clear();
    m_coloured.clear();
    m_colourJson = false;
    setPlainText(broken(text));
    for (const Piece &piece : std::as_const(m_broken))
        document()->findBlockByNumber(piece.block).setUserState(piece.flags);
    m_colourJson = colourJson;
    if (isVisible())
        colourVisible();
}

void PayloadView::setWrapping(bool wrapping)
{
    setLineWrapMode(wrapping ? WidgetWidth : NoWrap);
}

QString PayloadView::broken(const QString &text)
{
    QString result;
    int block = 0;
    qsizetype copied = 0;
    for (qsizetype start = 0; start <= text.size(); ++block) {
        qsizetype end = text.indexOf(u'\n', start);
        if (end < 0)
            end = text.size();
        if (end - start > MaxLine) {
            result += QStringView(text).mid(copied, start - copied);
            breakLine(QStringView(text).mid(start, end - start), &result, &block);
            copied = end;
        }
        start = end + 1;
    }
    if (m_broken.isEmpty())
        return text;
    return result += QStringView(text).mid(copied);
}

// Whether a piece begins within a string is known only here, where the whole line is at hand.
void PayloadView::breakLine(QStringView line, QString *to, int *block)
{
    bool inString = false;
    bool beganInString = false;
    qsizetype start = 0;
    while (true) {
        qsizetype end = std::min(start + MaxLine, line.size());
        if (end < line.size() && line[end].isLowSurrogate())
            --end;
        bool escaped = false;
        for (qsizetype i = start; i < end; ++i) {
            if (escaped)
                escaped = false;
            else if (line[i] == u'\\')
                escaped = inString;
            else if (line[i] == u'"')
                inString = !inString;
        }
        const bool last = end == line.size();
        if (escaped && !last)
            --end;
        *to += line.mid(start, end - start);
        m_broken.append({*block, (last ? 0 : ContinuesInNext) | (beganInString ? BeginsInString : 0)});
        if (last)
            return;
        *to += u'\n';
        ++*block;
        start = end;
        beganInString = inString;
    }
}

int PayloadView::flagsOf(const QTextBlock &block)
{
    return std::max(0, block.userState());
}

// Setting the formats of a block lays it out again, so that this is done before it is painted first.
void PayloadView::colourVisible()
{
    if (!m_colourJson)
        return;
    const JsonColours colours(palette());
    QTextBlock block = firstVisibleBlock();
    for (int left = viewport()->height() / std::max(1, fontMetrics().height()) + 2;
         left > 0 && block.isValid(); --left, block = block.next()) {
        const int flags = flagsOf(block);
        if (flags & Coloured)
            continue;
        block.setUserState(flags | Coloured);
        m_coloured.append(block.blockNumber());
        block.layout()->setFormats(jsonFormats(block.text(), colours, flags & BeginsInString));
    }
}

void PayloadView::forgetColours()
{
    for (const int number : std::as_const(m_coloured)) {
        QTextBlock block = document()->findBlockByNumber(number);
        block.setUserState(flagsOf(block) & ~Coloured);
    }
    m_coloured.clear();
}

QMimeData *PayloadView::createMimeDataFromSelection() const
{
    const QTextCursor cursor = textCursor();
    const int start = cursor.selectionStart();
    const int end = cursor.selectionEnd();
    QString text;
    for (QTextBlock block = document()->findBlock(start); block.isValid() && block.position() <= end;
         block = block.next()) {
        const int from = std::max(0, start - block.position());
        const int to = std::min(block.length() - 1, end - block.position());
        text += QStringView(block.text()).mid(from, to - from);
        if (end >= block.position() + block.length() && !(flagsOf(block) & ContinuesInNext))
            text += u'\n';
    }
    auto *mime = new QMimeData;
    mime->setText(text);
    return mime;
}

void PayloadView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::ApplicationFontChange)
        setFont(Theme::monospace());
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_colourJson) {
        forgetColours();
        colourVisible();
    }
}

void PayloadView::paintEvent(QPaintEvent *event)
{
    QPlainTextEdit::paintEvent(event);
    if (m_broken.isEmpty())
        return;
    QPainter painter(viewport());
    painter.setPen(Theme::mutedText(palette()));
    painter.setFont(font());
    const int lowest = event->rect().bottom();
    QPointF offset = contentOffset();
    for (QTextBlock block = firstVisibleBlock(); block.isValid() && offset.y() <= lowest;
         block = block.next()) {
        const QTextLayout *layout = block.layout();
        if (flagsOf(block) & ContinuesInNext && layout->lineCount() > 0) {
            const QTextLine line = layout->lineAt(layout->lineCount() - 1);
            const double right = std::min<double>(line.naturalTextRect().right(),
                                                  viewport()->width() - fontMetrics().averageCharWidth() * 2);
            painter.drawText(offset + QPointF(right, line.y() + line.ascent()), u"↩"_s);
        }
        offset.ry() += blockBoundingRect(block).height();
    }
}

void PayloadView::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    colourVisible();
}
