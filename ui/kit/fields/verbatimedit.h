// SPDX-License-Identifier: MIT
#pragma once

#include <QPlainTextEdit>
#include <QTextBlockFormat>

#include <optional>
#include <utility>

/// A field for text that is sent or kept as it was written and pasted, every character of it: Qt's documents
/// know one line end and are slow where a line is long. Which line end stands before a block is in the
/// block's format, so that it is undone and redone with the text; a long line is shown as several blocks with
/// no line end between them. Positions of the document are therefore not those of the text.
///
/// A text of more than MaxEdited characters or MaxLines lines, which no document takes at once, is held: its
/// start is shown, and it can be copied, sent, replaced and deleted, but not edited. To undo brings back what
/// was written before it came.
class VerbatimEdit : public QPlainTextEdit
{
    Q_OBJECT

public:
    /// UTF-16 code units.
    static constexpr qsizetype MaxEdited = 512 * 1024;
    static constexpr qsizetype MaxLines = 8 * 1024;
    /// A longer line is shown in pieces, each of which is laid out within a millisecond or two.
    static constexpr qsizetype MaxLine = 2048;

    /// Longer texts than `maximum`, in UTF-16 code units, are not taken from the clipboard.
    explicit VerbatimEdit(qsizetype maximum, QWidget *parent = nullptr);

    QString writtenText() const;
    /// Begins anew: there is nothing to undo.
    void setWrittenText(const QString &text);
    /// In one step that can be undone, unless either text is held.
    void replaceText(const QString &text);

    bool isHeld() const { return !m_held.isNull(); }
    /// From a place in the written text to the same in the document.
    int documentPosition(qsizetype written) const;

    /// Whether a block is the rest of the line that the block before it began.
    static bool continuesLine(const QTextBlock &block);

    /// None of a text that is held.
    bool hasLineEnds() const;
    /// The line end of the text; empty if it has several. A text of one line has the one that Return puts in.
    QString lineEnd() const;
    /// Of all lines, in one step that can be undone, and what Return puts in.
    void setLineEnd(const QString &end);

Q_SIGNALS:
    /// Nothing was pasted: the text would be longer than the maximum.
    void pasteRefused();
    /// A key that would change a text that is held.
    void editRefused();

protected:
    QMimeData *createMimeDataFromSelection() const override;
    void insertFromMimeData(const QMimeData *source) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void hold(const QString &text);
    void letGo();
    /// As the user does it: the document is modified.
    void writeOver(const QString &text);
    void keyPressWhileHeld(QKeyEvent *event);
    bool editsAsOne(const QKeyEvent *event);
    QString textBetween(int from, int to) const;
    void insertWritten(QTextCursor cursor, const QString &text);
    void noteBlocks();
    void noteChange(int from, int removed, int added);
    void mend();
    void mendFormat(int position, const QTextBlockFormat &format);
    void breakLongLines(int from, int to);

    const qsizetype m_maximum;
    QString m_held;
    // What was written when it came, if that can be undone.
    std::optional<QString> m_draft;
    QString m_returnEnd;
    // Qt gives what is left of several blocks the format of the last one if nothing is left of the first: the
    // blocks that may be the first, by position, and the one that was.
    QList<std::pair<int, QTextBlockFormat>> m_noted;
    std::optional<std::pair<int, QTextBlockFormat>> m_toMend;
    int m_blocks = 1;
    // Of the document, what has changed and was not looked at yet.
    int m_changedFrom = 0;
    int m_changedTo = -1;
};
