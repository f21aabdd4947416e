// SPDX-License-Identifier: MIT
#include "ui/inspector/payload/payloadview.h"

#include "ui/inspector/payload/hangingindentlayout.h"
#include "ui/kit/jsoncolours.h"
#include "ui/kit/theme.h"

#include <QElapsedTimer>
#include <QEvent>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <QTimerEvent>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

// What is filled in before showText() returns: some milliseconds, and more than fits on a screen.
static constexpr qsizetype CharactersAtOnce = 32 * 1024;
static constexpr int BlocksAtOnce = 512;
// And then a step at a time, for so long between two events.
static constexpr qsizetype CharactersAStep = 8 * 1024;
static constexpr int BlocksAStep = 128;
static constexpr qint64 FillingMs = 4;
// A document of more takes long to empty.
static constexpr int ManyBlocks = 4096;
// Some milliseconds' worth.
static constexpr int DeletedBlocksAStep = 2048;

/// Deletes documents a part at a time, as to free many lines takes as long as to make them.
class DocumentBin final : public QObject
{
public:
    using QObject::QObject;
    ~DocumentBin() override { qDeleteAll(m_documents); }

    /// Owns it from now on; nothing may show it.
    void discard(QTextDocument *document)
    {
        m_documents.append(document);
        m_timer.start(0, this);
    }

protected:
    void timerEvent(QTimerEvent *event) override
    {
        if (event->timerId() != m_timer.timerId()) {
            QObject::timerEvent(event);
            return;
        }
        QTextDocument *document = m_documents.last();
        if (document->blockCount() <= DeletedBlocksAStep) {
            delete m_documents.takeLast();
            if (m_documents.isEmpty())
                m_timer.stop();
            return;
        }
        QTextCursor cursor(document->findBlockByNumber(document->blockCount() - DeletedBlocksAStep));
        cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
        cursor.removeSelectedText();
    }

private:
    QList<QTextDocument *> m_documents;
    QBasicTimer m_timer;
};

PayloadView::PayloadView(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setDocument(newDocument());
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setTabChangesFocus(true);
    setFrameShape(QFrame::NoFrame);
    setFont(Theme::monospace());
    m_bin = new DocumentBin(this);
    // Told of every way of scrolling; scrollContentsBy() is not called for those by keyboard.
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &, int dy) {
        if (dy != 0)
            refreshVisible();
    });
    connect(verticalScrollBar(), &QScrollBar::actionTriggered, this, [this] { m_awaited.reset(); });
}

void PayloadView::showText(const QString &text, bool colourJson)
{
    m_filling.stop();
    m_awaited.reset();
    m_coloured.clear();
    m_hits.clear();
    setExtraSelections({});
    m_flagged = 0;
    m_colourJson = false;
    m_lines = LineBreaker(text);
    if (blockCount() > ManyBlocks)
        replaceDocument();
    setPlainText(m_lines.takeBlocks(CharactersAtOnce, BlocksAtOnce));
    setPieceFlags();
    m_colourJson = colourJson;
    if (!m_lines.atEnd())
        m_filling.start(0, this);
    refreshVisible();
}

void PayloadView::replaceDocument()
{
    QTextDocument *old = document();
    // Else the view deletes it.
    old->setParent(nullptr);
    setDocument(newDocument());
    m_bin->discard(old);
}

QTextDocument *PayloadView::newDocument()
{
    auto *document = new QTextDocument(this);
    document->setDocumentLayout(new HangingIndentLayout(document));
    document->setDefaultFont(font());
    document->setDocumentMargin(Theme::Unit);
    document->setUndoRedoEnabled(false);
    return document;
}

void PayloadView::extendText(const QString &text)
{
    if (!text.startsWith(m_lines.text())) {
        showText(text, m_colourJson);
        return;
    }
    // The last block may go on: it is given again.
    QTextBlock last = document()->findBlockByNumber(m_lines.blocks() - 1);
    m_lines.extendText(text);
    m_flagged = std::min(m_flagged, m_lines.pieces().size());
    QTextCursor cursor(last);
    cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
    cursor.removeSelectedText();
    last.setUserState(0);
    if (const int blocks = m_lines.blocks(); blocks > 0) {
        // takeBlocks() gives no line break before the first block, nor does this one want any.
        cursor.insertText(m_lines.takeBlocks(1, 1));
        setPieceFlags();
    }
    if (!m_lines.atEnd())
        m_filling.start(0, this);
    refreshVisible();
}

void PayloadView::fill(qsizetype characters, int blocks)
{
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(u'\n' + m_lines.takeBlocks(characters, blocks));
    setPieceFlags();
    if (m_lines.atEnd())
        m_filling.stop();
}

void PayloadView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_filling.timerId()) {
        QPlainTextEdit::timerEvent(event);
        return;
    }
    QElapsedTimer timer;
    timer.start();
    while (isFilling() && timer.elapsed() < FillingMs)
        fill(CharactersAStep, BlocksAStep);
    selectAwaited();
    if (!isFilling())
        Q_EMIT filled();
}

void PayloadView::setPieceFlags()
{
    for (; m_flagged < m_lines.pieces().size(); ++m_flagged) {
        const LineBreaker::Piece &piece = m_lines.pieces()[m_flagged];
        document()->findBlockByNumber(piece.block).setUserState(piece.flags);
    }
}

void PayloadView::setWrapping(bool wrapping)
{
    setLineWrapMode(wrapping ? WidgetWidth : NoWrap);
}

TextRange PayloadView::currentRange() const
{
    if (m_awaited)
        return *m_awaited;
    const qsizetype start = m_lines.fromBlocks(textCursor().selectionStart());
    return {start, m_lines.fromBlocks(textCursor().selectionEnd()) - start};
}

void PayloadView::selectRange(TextRange range)
{
    m_awaited = range;
    selectAwaited();
}

void PayloadView::selectAwaited()
{
    if (!m_awaited)
        return;
    const qsizetype end = m_awaited->first + m_awaited->second;
    if (isFilling() && document()->characterCount() <= m_lines.toBlocks(end))
        return;
    const qsizetype start = std::exchange(m_awaited, std::nullopt)->first;
    QTextCursor cursor = textCursor();
    cursor.setPosition(int(m_lines.toBlocks(start)));
    cursor.setPosition(int(m_lines.toBlocks(end)), QTextCursor::KeepAnchor);
    setTextCursor(cursor);
    ensureCursorVisible();
}

int PayloadView::flagsOf(const QTextBlock &block)
{
    return std::max(0, block.userState());
}

void PayloadView::refreshVisible()
{
    if (!isVisible())
        return;
    colourVisible();
    markVisible();
}

// Setting the formats of a block lays it out again, so that this is done before it is painted first.
void PayloadView::colourVisible()
{
    if (!m_colourJson)
        return;
    const JsonColours colours(palette());
    const QTextBlock last = lastVisibleBlock();
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const int flags = flagsOf(block);
        if (!(flags & Coloured)) {
            block.setUserState(flags | Coloured);
            m_coloured.append(block.blockNumber());
            block.layout()->setFormats(jsonFormats(block.text(), colours, flags & BeginsInString));
        }
        if (block == last)
            break;
    }
}

// At most: lines that are wrapped take more.
QTextBlock PayloadView::lastVisibleBlock() const
{
    const int lines = viewport()->height() / std::max(1, fontMetrics().height()) + 2;
    const int last = std::min(firstVisibleBlock().blockNumber() + lines, blockCount() - 1);
    return document()->findBlockByNumber(last);
}

void PayloadView::forgetColours()
{
    for (const int number : std::as_const(m_coloured)) {
        QTextBlock block = document()->findBlockByNumber(number);
        block.setUserState(flagsOf(block) & ~Coloured);
    }
    m_coloured.clear();
}

void PayloadView::setHighlighter(TextFinder finder)
{
    m_finder = std::move(finder);
    markVisible();
}

void PayloadView::setHits(const QList<TextRange> &hits)
{
    m_hits = hits;
    markVisible();
}

void PayloadView::markVisible()
{
    QList<QTextEdit::ExtraSelection> marks;
    const auto mark = [&](qsizetype from, qsizetype to) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(document());
        selection.cursor.setPosition(int(from));
        selection.cursor.setPosition(int(to), QTextCursor::KeepAnchor);
        selection.format.setBackground(Theme::hitBackground(palette()));
        selection.format.setForeground(palette().color(QPalette::Text));
        marks.append(selection);
    };
    const QTextBlock first = firstVisibleBlock();
    const QTextBlock last = lastVisibleBlock();
    for (QTextBlock block = first; m_finder && block.isValid(); block = block.next()) {
        for (const auto &[start, length] : m_finder(block.text()))
            mark(block.position() + start, block.position() + start + length);
        if (block == last)
            break;
    }
    const qsizetype from = m_lines.fromBlocks(first.position());
    const qsizetype end = m_lines.fromBlocks(last.position() + last.length() - 1);
    auto hit = std::lower_bound(m_hits.begin(), m_hits.end(), from, [](const TextRange &range, qsizetype at) {
        return range.first + range.second <= at;
    });
    for (; hit != m_hits.end() && hit->first < end; ++hit) {
        const qsizetype to = std::min(hit->first + hit->second, end);
        mark(m_lines.toBlocks(hit->first), m_lines.toBlocks(to));
    }
    if (!marks.isEmpty() || !extraSelections().isEmpty())
        setExtraSelections(marks);
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
    if (event->type() == QEvent::PaletteChange) {
        if (m_colourJson)
            forgetColours();
        refreshVisible();
    }
}

void PayloadView::keyPressEvent(QKeyEvent *event)
{
    m_awaited.reset();
    QPlainTextEdit::keyPressEvent(event);
}

void PayloadView::mousePressEvent(QMouseEvent *event)
{
    m_awaited.reset();
    QPlainTextEdit::mousePressEvent(event);
}

void PayloadView::paintEvent(QPaintEvent *event)
{
    QPlainTextEdit::paintEvent(event);
    if (!hasBrokenLines())
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
    refreshVisible();
}

void PayloadView::showEvent(QShowEvent *event)
{
    QPlainTextEdit::showEvent(event);
    refreshVisible();
}
