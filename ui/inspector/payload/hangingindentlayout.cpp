// SPDX-License-Identifier: MIT
#include "ui/inspector/payload/hangingindentlayout.h"

#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

// In blanks.
static constexpr int FurtherIn = 2;

QRectF HangingIndentLayout::blockBoundingRect(const QTextBlock &block) const
{
    const bool isNew = block.isValid() && block.layout()->lineCount() == 0;
    const QRectF rect = QPlainTextDocumentLayout::blockBoundingRect(block);
    return isNew && indentWrapped(block) ? QPlainTextDocumentLayout::blockBoundingRect(block) : rect;
}

// A block that has changed alone has been laid out again already.
void HangingIndentLayout::documentChanged(int from, int charsRemoved, int charsAdded)
{
    QPlainTextDocumentLayout::documentChanged(from, charsRemoved, charsAdded);
    const QTextBlock block = document()->findBlock(from);
    if (block.isValid() && indentWrapped(block))
        Q_EMIT update();
}

bool HangingIndentLayout::indentWrapped(QTextBlock block) const
{
    QTextLayout *layout = block.layout();
    if (layout->lineCount() < 2)
        return false;
    const QTextLine first = layout->lineAt(0);
    if (layout->lineAt(1).x() > first.x())
        return false;
    const QString text = block.text();
    const auto blanks =
            std::find_if(text.begin(), text.end(), [](QChar c) { return c != u' '; }) - text.begin();
    const double left = first.x();
    const double width = first.width();
    const double blank = first.cursorToX(1) - first.cursorToX(0);
    // Where that is far to the right, most of the width is for the text all the same.
    const double indent = blanks == 0 ? 0 : std::min(double(blanks + FurtherIn) * blank, width / 2);
    if (indent <= 0)
        return false;
    layout->beginLayout();
    double height = 0;
    double in = 0;
    for (QTextLine line = layout->createLine(); line.isValid(); line = layout->createLine()) {
        line.setLeadingIncluded(true);
        line.setLineWidth(width - in);
        line.setPosition({left + in, height});
        height += line.height() + std::min(0.0, std::ceil(line.leading()));
        in = indent;
    }
    layout->endLayout();
    const int before = document()->lineCount();
    block.setLineCount(layout->lineCount());
    if (document()->lineCount() != before)
        Q_EMIT const_cast<HangingIndentLayout *>(this)->documentSizeChanged(documentSize());
    return true;
}
