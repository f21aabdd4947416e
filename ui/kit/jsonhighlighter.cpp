// SPDX-License-Identifier: MIT
#include "ui/kit/jsonhighlighter.h"

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
    const QList<QTextLayout::FormatRange> formats = jsonFormats(text, m_colours);
    for (const QTextLayout::FormatRange &format : formats)
        setFormat(format.start, format.length, format.format);
}
