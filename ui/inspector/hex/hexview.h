// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractScrollArea>
#include <QBasicTimer>
#include <QByteArray>

/// Bytes as a hex editor shows them: offset, 16 bytes a line (8 where there is no room) and what of them is
/// ASCII. One run of bytes is selected, in both columns at once, by mouse or keyboard; the column that was
/// clicked last says whether Ctrl+C copies hex digits or text, Ctrl+Shift+C always copies text. Paints
/// what is on screen only, so that the size of the data costs nothing.
class HexView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    /// Larger selections are not copied, which is said in a tooltip.
    static constexpr qint64 MaxCopyBytes = 32 * 1024 * 1024;

    explicit HexView(QWidget *parent = nullptr);

    /// Nothing is selected, the first byte is at the top.
    void setData(const QByteArray &data);
    const QByteArray &data() const { return m_data; }

    /// Selects and scrolls there; a range outside the data is cut to it. A length of 0 selects nothing.
    void select(qint64 from, qint64 length);
    qint64 selectionStart() const { return m_length > 0 ? m_from : m_caret; }
    qint64 selectionLength() const { return m_length; }

    /// Brings the byte on screen: where it is in the middle if it was not.
    void scrollTo(qint64 offset);

    int bytesPerLine() const { return m_bytesPerLine; }
    /// Of a byte in the column of digits or in that of characters, in the viewport.
    QRect byteRect(qint64 offset, bool inAscii) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public Q_SLOTS:
    void copyHex();
    void copyText();
    void selectAll();

Q_SIGNALS:
    void selectionChanged(qint64 from, qint64 length);

protected:
    bool event(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    struct Place
    {
        qint64 offset = 0;
        bool inAscii = false;
    };

    // Geometry; widths are in characters of the font.
    void updateGeometryOfLines();
    int offsetDigits() const;
    int widthFor(int bytesPerLine) const;
    int hexCell(int column) const;
    int asciiCell(int column) const;
    qreal cellX(int cell) const;
    qint64 lineCount() const;
    int linesPerPage() const;
    Place placeAt(const QPoint &position) const;

    void moveCaret(qint64 to, bool extend);
    void setSelection(qint64 anchor, qint64 caret);
    void ensureVisible(qint64 offset);
    bool handleMove(QKeyEvent *event);
    bool canCopy();
    QByteArray selectedBytes() const { return m_data.mid(m_from, m_length); }

    void paintLine(QPainter *painter, qint64 line, qreal y) const;
    void paintSelection(QPainter *painter, qint64 start, int count, qreal y) const;
    void paintColumn(QPainter *painter, qint64 start, int count, qreal y, bool ascii) const;
    void paintCaret(QPainter *painter) const;

    QByteArray m_data;
    // Bytes; both belong to the selection if there is one.
    qint64 m_anchor = 0;
    qint64 m_caret = 0;
    qint64 m_from = 0;
    qint64 m_length = 0;
    bool m_inAscii = false;
    bool m_dragging = false;
    QPoint m_dragPosition;
    QBasicTimer m_dragTimer;

    int m_bytesPerLine = 16;
    qreal m_charWidth = 1;
    int m_lineHeight = 1;
};
