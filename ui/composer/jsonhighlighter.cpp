// SPDX-License-Identifier: MIT
#include "ui/composer/jsonhighlighter.h"

#include "ui/kit/fields/verbatimedit.h"

#include <QPalette>

// The state of a block.
static constexpr int InString = 1;

static bool endsInString(QStringView line, bool inString)
{
    for (qsizetype i = 0; i < line.size(); ++i) {
        if (line[i] == u'"')
            inString = !inString;
        else if (line[i] == u'\\' && inString)
            ++i;
    }
    return inString;
}

JsonHighlighter::JsonHighlighter(QTextDocument *document, const QPalette &palette)
    : QSyntaxHighlighter(document)
    , m_colours(palette)
{}

void JsonHighlighter::setEnabled(bool enabled)
{
    if (m_enabled == enabled)
        return;
    m_enabled = enabled;
    rehighlight();
}

void JsonHighlighter::setPalette(const QPalette &palette)
{
    const JsonColours colours(palette);
    if (colours == m_colours)
        return;
    m_colours = colours;
    if (m_enabled)
        rehighlight();
}

void JsonHighlighter::highlightBlock(const QString &text)
{
    if (!m_enabled)
        return;
    const bool insideString = previousBlockState() == InString && VerbatimEdit::continuesLine(currentBlock());
    const QList<QTextLayout::FormatRange> formats = jsonFormats(text, m_colours, insideString);
    for (const QTextLayout::FormatRange &format : formats)
        setFormat(format.start, format.length, format.format);
    setCurrentBlockState(endsInString(text, insideString) ? InString : -1);
}
