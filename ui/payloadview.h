// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QPlainTextEdit>

/// Shows a long text, read only, fast: lines are coloured only once they are seen, and lines of more
/// than MaxLine characters, which are slow to lay out, are broken for display. A break is marked with
/// an arrow at the end of the line and is not part of a selection that is copied.
class PayloadView : public QPlainTextEdit
{
    Q_OBJECT

public:
    /// UTF-16 code units.
    static constexpr qsizetype MaxLine = 2048;

    explicit PayloadView(QWidget *parent = nullptr);

    /// Replaces the text and goes to its start.
    void showText(const QString &text, bool colourJson);
    bool hasBrokenLines() const { return !m_broken.isEmpty(); }
    void setWrapping(bool wrapping);

protected:
    QMimeData *createMimeDataFromSelection() const override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    // Kept as the state of a block, which belongs to syntax highlighters where there is one.
    enum BlockFlag { ContinuesInNext = 1, BeginsInString = 2, Coloured = 4 };
    struct Piece
    {
        int block;
        int flags;
    };

    QString broken(const QString &text);
    void breakLine(QStringView line, QString *to, int *block);
    void colourVisible();
    void forgetColours();
    static int flagsOf(const QTextBlock &block);

    QList<Piece> m_broken;
    QList<int> m_coloured;
    bool m_colourJson = false;
};
