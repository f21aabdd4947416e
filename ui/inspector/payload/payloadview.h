// SPDX-License-Identifier: MIT
#pragma once

#include "log/filter/filterhits.h"
#include "ui/inspector/payload/linebreaker.h"

#include <QBasicTimer>
#include <QList>
#include <QPlainTextEdit>

#include <functional>
#include <optional>

class DocumentBin;

/// Finds what is to be marked in one line.
using TextFinder = std::function<QList<TextRange>(QStringView line)>;

/// Shows a long text, read only, fast: it is filled in while the event loop is idle, lines are coloured only
/// once they are seen, and lines of more than MaxLine characters, which are slow to lay out, are broken for
/// display. A break is marked with an arrow at the end of the line and is not part of a selection that is
/// copied.
class PayloadView : public QPlainTextEdit
{
    Q_OBJECT

public:
    /// UTF-16 code units.
    static constexpr qsizetype MaxLine = LineBreaker::MaxLine;

    explicit PayloadView(QWidget *parent = nullptr);

    /// Replaces the text and goes to its start.
    void showText(const QString &text, bool colourJson);
    /// The same text with more at its end; nothing moves.
    void extendText(const QString &text);
    /// The whole text, whether or not it is filled in yet.
    const QString &text() const { return m_lines.text(); }
    bool isFilling() const { return m_filling.isActive(); }
    bool hasBrokenLines() const { return !m_lines.pieces().isEmpty(); }
    void setWrapping(bool wrapping);

    /// Of the text, counted from 0, where the cursor is.
    int currentLine() const { return m_lines.lineOfBlock(textCursor().blockNumber()); }
    /// Where the selection, or else the cursor, begins and ends in text(), or will do.
    TextRange currentRange() const;
    /// Selects a part of text() and shows it: as soon as it is filled in that far, unless the user goes
    /// elsewhere meanwhile.
    void selectRange(TextRange range);

    /// Marks what it finds in the lines that are seen; none if it is empty.
    void setHighlighter(TextFinder finder);
    /// Marks parts of text(), which are in order and do not overlap.
    void setHits(const QList<TextRange> &hits);

Q_SIGNALS:
    /// All of the text is there.
    void filled();

protected:
    QMimeData *createMimeDataFromSelection() const override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    // Kept as the state of a block, which belongs to syntax highlighters where there is one.
    enum BlockFlag {
        ContinuesInNext = LineBreaker::ContinuesInNext,
        BeginsInString = LineBreaker::BeginsInString,
        Coloured = 4
    };

    void fill(qsizetype characters, int blocks);
    void selectAwaited();
    void replaceDocument();
    QTextDocument *newDocument();
    void setPieceFlags();
    void refreshVisible();
    void colourVisible();
    void forgetColours();
    void markVisible();
    QTextBlock lastVisibleBlock() const;
    static int flagsOf(const QTextBlock &block);

    DocumentBin *m_bin;
    LineBreaker m_lines;
    qsizetype m_flagged = 0;
    QBasicTimer m_filling;
    QList<int> m_coloured;
    // To be selected.
    std::optional<TextRange> m_awaited;
    bool m_colourJson = false;
    TextFinder m_finder;
    QList<TextRange> m_hits;
};
