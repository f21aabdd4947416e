// SPDX-License-Identifier: MIT
#include "ui/inspector/payload/linebreaker.h"

#include <algorithm>

void LineBreaker::extendText(const QString &text)
{
    m_text = text;
    if (m_next.block == 0)
        return;
    m_next = m_last;
    if (!m_pieces.isEmpty() && m_pieces.last().block == m_next.block)
        m_pieces.removeLast();
    if (!m_breaks.isEmpty() && m_breaks.last().block == m_next.block)
        m_breaks.removeLast();
}

QString LineBreaker::takeBlocks(qsizetype maxCharacters, int maxBlocks)
{
    QString result;
    for (int blocks = 0; !atEnd() && blocks < maxBlocks && result.size() < maxCharacters; ++blocks) {
        if (blocks > 0)
            result += u'\n';
        takeBlock(&result);
    }
    return result;
}

// Whether a piece begins within a string is known only here, where the whole line comes by.
void LineBreaker::takeBlock(QString *to)
{
    m_last = m_next;
    const qsizetype start = m_next.at;
    const QStringView rest = QStringView(m_text).mid(start);
    const qsizetype lineBreak = rest.first(std::min(rest.size(), MaxLine + 1)).indexOf(u'\n');
    const bool isLast = lineBreak >= 0 || rest.size() <= MaxLine;
    qsizetype size = lineBreak >= 0 ? lineBreak : std::min(rest.size(), MaxLine);
    if (!isLast && rest[size].isLowSurrogate())
        --size;
    if (!isLast || m_last.isInLine) {
        bool escaped = false;
        for (const QChar c : rest.first(size)) {
            if (escaped)
                escaped = false;
            else if (c == u'\\')
                escaped = m_next.isInString;
            else if (c == u'"')
                m_next.isInString = !m_next.isInString;
        }
        if (escaped && !isLast)
            --size;
        m_pieces.append(
                {m_next.block, (isLast ? 0 : ContinuesInNext) | (m_last.isInString ? BeginsInString : 0)});
    }
    *to += rest.first(size);
    if (!isLast)
        m_breaks.append({start + size, m_next.block});
    m_next.at = start + size + (isLast ? 1 : 0);
    m_next.isInLine = !isLast;
    m_next.isInString = !isLast && m_next.isInString;
    ++m_next.block;
}

qsizetype LineBreaker::toBlocks(qsizetype position) const
{
    const auto after = std::upper_bound(m_breaks.begin(), m_breaks.end(), position,
                                        [](qsizetype at, const Break &b) { return at < b.at; });
    return position + (after - m_breaks.begin());
}

qsizetype LineBreaker::fromBlocks(qsizetype position) const
{
    // The break at index i stands at its place in the text and i.
    qsizetype low = 0;
    qsizetype high = m_breaks.size();
    while (low < high) {
        const qsizetype middle = (low + high) / 2;
        if (m_breaks[middle].at + middle < position)
            low = middle + 1;
        else
            high = middle;
    }
    return position - low;
}

int LineBreaker::lineOfBlock(int block) const
{
    const auto first = std::lower_bound(m_breaks.begin(), m_breaks.end(), block,
                                        [](const Break &b, int wanted) { return b.block < wanted; });
    return block - int(first - m_breaks.begin());
}
