// SPDX-License-Identifier: MIT
#include "ui/inspector/hex/hexview.h"

#include "format/text/binarytext.h"
#include "format/text/numbers.h"
#include "ui/kit/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QTextDocument>
#include <QTimerEvent>
#include <QToolTip>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

static constexpr int DragScrollMs = 40;
static constexpr char HexDigits[] = "0123456789abcdef";
static constexpr int CellsAfterOffset = 2;
static constexpr int LeastOffsetDigits = 8;

static QKeySequence copyTextKeys()
{
    return QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C);
}

HexView::HexView(QWidget *parent)
    : QAbstractScrollArea(parent)
{
    setObjectName(u"hexView"_s);
    setAccessibleName(tr("Bytes"));
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setFont(Theme::monospace());
    viewport()->setCursor(Qt::IBeamCursor);
    updateGeometryOfLines();
}

void HexView::setData(const QByteArray &data)
{
    m_data = data;
    m_dragging = false;
    m_dragTimer.stop();
    m_anchor = m_caret = m_from = m_length = 0;
    updateGeometryOfLines();
    verticalScrollBar()->setValue(0);
    horizontalScrollBar()->setValue(0);
    setAccessibleDescription({});
    viewport()->update();
    Q_EMIT selectionChanged(0, 0);
}

void HexView::select(qint64 from, qint64 length)
{
    const qint64 size = m_data.size();
    const qint64 start = std::clamp<qint64>(from, 0, size);
    const qint64 asked = std::max<qint64>(length, 0);
    const qint64 wanted = from < 0 ? asked + from : asked;
    const qint64 count = std::clamp<qint64>(wanted, 0, size - start);
    if (count > 0) {
        setSelection(start + count - 1, start);
    } else if (size > 0) {
        m_anchor = m_caret = std::min(start, size - 1);
        m_from = m_length = 0;
        setAccessibleDescription({});
        viewport()->update();
        Q_EMIT selectionChanged(m_caret, 0);
    }
    scrollTo(m_caret);
}

void HexView::selectAll()
{
    if (!m_data.isEmpty())
        setSelection(0, m_data.size() - 1);
}

void HexView::setSelection(qint64 anchor, qint64 caret)
{
    m_anchor = anchor;
    m_caret = caret;
    m_from = std::min(anchor, caret);
    m_length = std::max(anchor, caret) - m_from + 1;
    setAccessibleDescription(
            tr("From byte %1, %n selected", nullptr, int(std::min<qint64>(m_length, 1 << 30)))
                    .arg(formatCount(quint64(m_from))));
    viewport()->update();
    Q_EMIT selectionChanged(m_from, m_length);
}

void HexView::moveCaret(qint64 to, bool extend)
{
    if (m_data.isEmpty())
        return;
    const qint64 caret = std::clamp<qint64>(to, 0, m_data.size() - 1);
    setSelection(extend ? m_anchor : caret, caret);
    ensureVisible(caret);
}

void HexView::ensureVisible(qint64 offset)
{
    const int line = int(offset / m_bytesPerLine);
    QScrollBar *const bar = verticalScrollBar();
    if (line < bar->value())
        bar->setValue(line);
    else if (line >= bar->value() + linesPerPage())
        bar->setValue(line - linesPerPage() + 1);
}

void HexView::scrollTo(qint64 offset)
{
    const int line = int(std::clamp<qint64>(offset, 0, m_data.size()) / m_bytesPerLine);
    QScrollBar *const bar = verticalScrollBar();
    if (line < bar->value() || line >= bar->value() + linesPerPage())
        bar->setValue(line - linesPerPage() / 2);
}

bool HexView::canCopy()
{
    if (m_length > MaxCopyBytes) {
        const QString problem = tr("At most %1 can be copied from here; save the payload to a file instead.")
                                        .arg(formatSize(MaxCopyBytes));
        QToolTip::showText(mapToGlobal(rect().center()), Qt::convertFromPlainText(problem), this);
    }
    return m_length > 0 && m_length <= MaxCopyBytes;
}

void HexView::copyHex()
{
    if (canCopy())
        QGuiApplication::clipboard()->setText(toHex(selectedBytes()));
}

void HexView::copyText()
{
    if (!canCopy())
        return;
    const QByteArray bytes = selectedBytes();
    QString text = QString::fromUtf8(bytes);
    if (!QUtf8StringView(bytes).isValidUtf8()) {
        // What the column shows.
        text = QString::fromLatin1(bytes);
        for (QChar &c : text) {
            if (c < u' ' || c > u'~')
                c = u'\u00b7';
        }
    }
    QGuiApplication::clipboard()->setText(text);
}

bool HexView::handleMove(QKeyEvent *event)
{
    const bool extend = event->modifiers() & Qt::ShiftModifier;
    const bool control = event->modifiers() & Qt::ControlModifier;
    const qint64 lineStart = m_caret - m_caret % m_bytesPerLine;
    const qint64 page = qint64(linesPerPage()) * m_bytesPerLine;
    // Whole lines up and down: at the first and the last one the caret stays in its column.
    const auto byLines = [this, extend](qint64 bytes) {
        const qint64 last = m_data.size() - 1;
        qint64 to = m_caret + bytes;
        if (to < 0)
            to = m_caret % m_bytesPerLine;
        else if (to > last && to / m_bytesPerLine > last / m_bytesPerLine)
            to = std::min(last, last - last % m_bytesPerLine + m_caret % m_bytesPerLine);
        moveCaret(to, extend);
    };
    switch (event->key()) {
    case Qt::Key_Left:
        moveCaret(m_caret - 1, extend);
        return true;
    case Qt::Key_Right:
        moveCaret(m_caret + 1, extend);
        return true;
    case Qt::Key_Up:
        byLines(-m_bytesPerLine);
        return true;
    case Qt::Key_Down:
        byLines(m_bytesPerLine);
        return true;
    case Qt::Key_PageUp:
        byLines(-page);
        return true;
    case Qt::Key_PageDown:
        byLines(page);
        return true;
    case Qt::Key_Home:
        moveCaret(control ? 0 : lineStart, extend);
        return true;
    case Qt::Key_End:
        moveCaret(control ? m_data.size() - 1 : lineStart + m_bytesPerLine - 1, extend);
        return true;
    default:
        return false;
    }
}

void HexView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::SelectAll))
        selectAll();
    else if (event->matches(QKeySequence::Copy))
        m_inAscii ? copyText() : copyHex();
    else if (event->keyCombination() == copyTextKeys()[0])
        copyText();
    else if (!handleMove(event))
        QAbstractScrollArea::keyPressEvent(event);
}

bool HexView::event(QEvent *event)
{
    // While the focus is here, these keys are not the window's.
    if (event->type() == QEvent::ShortcutOverride) {
        auto *const key = static_cast<QKeyEvent *>(event);
        if (key->matches(QKeySequence::Copy) || key->matches(QKeySequence::SelectAll)
            || key->keyCombination() == copyTextKeys()[0]) {
            event->accept();
            return true;
        }
    }
    return QAbstractScrollArea::event(event);
}

void HexView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || m_data.isEmpty())
        return;
    const Place place = placeAt(event->position().toPoint());
    m_inAscii = place.inAscii;
    m_dragging = true;
    setSelection(event->modifiers() & Qt::ShiftModifier ? m_anchor : place.offset, place.offset);
}

void HexView::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_dragging)
        return;
    m_dragPosition = event->position().toPoint();
    setSelection(m_anchor, placeAt(m_dragPosition).offset);
    const bool outside = m_dragPosition.y() < 0 || m_dragPosition.y() >= viewport()->height();
    if (outside && !m_dragTimer.isActive())
        m_dragTimer.start(DragScrollMs, this);
    else if (!outside)
        m_dragTimer.stop();
}

void HexView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_dragging = false;
    m_dragTimer.stop();
}

void HexView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_dragTimer.timerId()) {
        QAbstractScrollArea::timerEvent(event);
        return;
    }
    const bool up = m_dragPosition.y() < 0;
    const int beyond = up ? -m_dragPosition.y() : m_dragPosition.y() - viewport()->height();
    const int lines = 1 + beyond / m_lineHeight;
    verticalScrollBar()->setValue(verticalScrollBar()->value() + (up ? -lines : lines));
    setSelection(m_anchor, placeAt(m_dragPosition).offset);
}

void HexView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    QAction *const hex = menu.addAction(tr("Copy as &Hex"), this, &HexView::copyHex);
    QAction *const text = menu.addAction(tr("Copy as &Text"), this, &HexView::copyText);
    text->setShortcut(copyTextKeys());
    hex->setEnabled(m_length > 0);
    text->setEnabled(m_length > 0);
    menu.addSeparator();
    QAction *const all = menu.addAction(tr("Select &All"), this, &HexView::selectAll);
    all->setShortcut(QKeySequence::SelectAll);
    all->setEnabled(!m_data.isEmpty());
    menu.exec(event->globalPos());
}

void HexView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void HexView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void HexView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateGeometryOfLines();
}

void HexView::resizeEvent(QResizeEvent *)
{
    updateGeometryOfLines();
}

int HexView::offsetDigits() const
{
    int digits = LeastOffsetDigits;
    while (digits < 16 && (m_data.size() - 1) >> (4 * digits) > 0)
        ++digits;
    return digits;
}

int HexView::hexCell(int column) const
{
    return offsetDigits() + CellsAfterOffset + 3 * column + (column >= m_bytesPerLine / 2 ? 1 : 0);
}

int HexView::asciiCell(int column) const
{
    // Two digits and a blank a byte, one more blank in the middle and one before the characters.
    return offsetDigits() + CellsAfterOffset + 3 * m_bytesPerLine + 2 + column;
}

int HexView::widthFor(int bytesPerLine) const
{
    const int cells = offsetDigits() + CellsAfterOffset + 4 * bytesPerLine + 2;
    return int(std::ceil(cells * m_charWidth)) + 2 * Theme::Unit;
}

qreal HexView::cellX(int cell) const
{
    return Theme::Unit + cell * m_charWidth - horizontalScrollBar()->value();
}

qint64 HexView::lineCount() const
{
    return (m_data.size() + m_bytesPerLine - 1) / m_bytesPerLine;
}

int HexView::linesPerPage() const
{
    return std::max(1, (viewport()->height() - Theme::Unit / 2) / m_lineHeight);
}

void HexView::updateGeometryOfLines()
{
    const QFontMetricsF metrics(font());
    // Of many: the width of one may be rounded.
    m_charWidth = metrics.horizontalAdvance(QString(64, u'0')) / 64;
    m_lineHeight = int(std::ceil(metrics.height())) + 2;
    const qint64 topByte = qint64(verticalScrollBar()->value()) * m_bytesPerLine;
    m_bytesPerLine = viewport()->width() >= widthFor(16) ? 16 : 8;
    verticalScrollBar()->setRange(0, int(std::max<qint64>(0, lineCount() - linesPerPage())));
    verticalScrollBar()->setPageStep(linesPerPage());
    verticalScrollBar()->setValue(int(topByte / m_bytesPerLine));
    const int hidden = widthFor(m_bytesPerLine) - viewport()->width();
    horizontalScrollBar()->setRange(0, std::max(0, hidden));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(int(3 * m_charWidth));
    viewport()->update();
}

QSize HexView::sizeHint() const
{
    return {widthFor(16) + verticalScrollBar()->sizeHint().width(), 16 * m_lineHeight};
}

QSize HexView::minimumSizeHint() const
{
    return {int(16 * m_charWidth), 3 * m_lineHeight};
}

QRect HexView::byteRect(qint64 offset, bool inAscii) const
{
    const int column = int(offset % m_bytesPerLine);
    const qint64 line = offset / m_bytesPerLine - verticalScrollBar()->value();
    const qreal x = cellX(inAscii ? asciiCell(column) : hexCell(column));
    const qreal width = (inAscii ? 1 : 2) * m_charWidth;
    const qreal y = Theme::Unit / 2 + double(line) * m_lineHeight;
    return QRectF(x, y, width, m_lineHeight).toAlignedRect();
}

HexView::Place HexView::placeAt(const QPoint &position) const
{
    const qreal cell = (position.x() + horizontalScrollBar()->value() - Theme::Unit) / m_charWidth;
    // A drag keeps to the column that it began in.
    const bool inAscii = m_dragging ? m_inAscii : cell >= asciiCell(0) - 1;
    int column = 0;
    while (column + 1 < m_bytesPerLine
           && cell >= (inAscii ? asciiCell(column + 1) : hexCell(column + 1) - 0.5))
        ++column;
    const qreal line = std::floor((position.y() - Theme::Unit / 2.0) / m_lineHeight);
    const qint64 offset = (verticalScrollBar()->value() + qint64(line)) * m_bytesPerLine + column;
    return {std::clamp<qint64>(offset, 0, m_data.size() - 1), inAscii};
}

void HexView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), palette().color(QPalette::Base));
    painter.setFont(font());
    const qint64 first = verticalScrollBar()->value();
    const qint64 last = std::min(lineCount(), first + linesPerPage() + 2);
    for (qint64 line = first; line < last; ++line)
        paintLine(&painter, line, Theme::Unit / 2 + double(line - first) * m_lineHeight);
    if (hasFocus() && !m_data.isEmpty())
        paintCaret(&painter);
}

void HexView::paintLine(QPainter *painter, qint64 line, qreal y) const
{
    const qint64 start = line * m_bytesPerLine;
    const int count = int(std::min<qint64>(m_bytesPerLine, m_data.size() - start));
    const qreal baseline = y + 1 + QFontMetricsF(font()).ascent();
    painter->setPen(Theme::mutedText(palette()));
    painter->drawText(QPointF(cellX(0), baseline),
                      QString::number(start, 16).rightJustified(offsetDigits(), u'0'));
    paintSelection(painter, start, count, y);
    paintColumn(painter, start, count, baseline, false);
    paintColumn(painter, start, count, baseline, true);
}

// Strong where Ctrl+C takes it from, faint in the other column.
void HexView::paintSelection(QPainter *painter, qint64 start, int count, qreal y) const
{
    const int first = int(std::clamp<qint64>(m_from - start, 0, count));
    const int end = int(std::clamp<qint64>(m_from + m_length - start, 0, count));
    if (first >= end)
        return;
    const QColor strong = Theme::selection(palette());
    const QColor faint = Theme::mixed(strong, palette().color(QPalette::Base), 0.5);
    const qreal hexX = cellX(hexCell(first));
    const qreal hexWidth = cellX(hexCell(end - 1) + 2) - hexX;
    const qreal asciiX = cellX(asciiCell(first));
    painter->fillRect(QRectF(hexX, y, hexWidth, m_lineHeight), m_inAscii ? faint : strong);
    painter->fillRect(QRectF(asciiX, y, (end - first) * m_charWidth, m_lineHeight),
                      m_inAscii ? strong : faint);
}

// One text for each colour, which is much faster than one for each byte.
void HexView::paintColumn(QPainter *painter, qint64 start, int count, qreal y, bool ascii) const
{
    enum Ink { Normal, Muted, InkCount };
    const int firstCell = ascii ? asciiCell(0) : hexCell(0);
    const int cells = (ascii ? asciiCell(count - 1) + 1 : hexCell(count - 1) + 2) - firstCell;
    std::array<QString, InkCount> texts;
    texts.fill(QString(cells, u' '));
    std::array<bool, InkCount> used{};
    for (int i = 0; i < count; ++i) {
        const uchar byte = uchar(m_data.at(start + i));
        const bool printable = byte >= 0x20 && byte < 0x7F;
        const bool quiet = ascii ? !printable : byte == 0;
        const Ink ink = quiet ? Muted : Normal;
        used[ink] = true;
        QChar *const to = texts[ink].data() + (ascii ? asciiCell(i) : hexCell(i)) - firstCell;
        if (ascii) {
            *to = printable ? QChar(ushort(byte)) : QChar(u'\u00b7');
        } else {
            to[0] = QLatin1Char(HexDigits[byte >> 4]);
            to[1] = QLatin1Char(HexDigits[byte & 0xF]);
        }
    }
    const std::array<QColor, InkCount> colours = {palette().color(QPalette::Text),
                                                  Theme::mutedText(palette())};
    for (size_t ink = 0; ink < InkCount; ++ink) {
        if (!used[ink])
            continue;
        painter->setPen(colours[ink]);
        painter->drawText(QPointF(cellX(firstCell), y), texts[ink]);
    }
}

void HexView::paintCaret(QPainter *painter) const
{
    for (const bool inAscii : {false, true}) {
        const QRect rect = byteRect(m_caret, inAscii);
        painter->setPen(palette().color(QPalette::Text));
        if (inAscii == m_inAscii)
            painter->drawRect(rect.adjusted(0, 0, -1, -1));
        else
            painter->drawLine(rect.bottomLeft(), rect.bottomRight());
    }
}
