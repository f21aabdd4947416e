// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>

/// Breaks lines that are slow to lay out into pieces, a bounded part of the text at a time. Positions are in
/// UTF-16 code units; blocks, which are lines or pieces of one, and lines count from 0.
class LineBreaker
{
public:
    /// Longer lines are broken.
    static constexpr qsizetype MaxLine = 2048;

    /// What a piece of a broken line is.
    enum Flag { ContinuesInNext = 1, BeginsInString = 2 };
    struct Piece
    {
        int block;
        int flags;
    };

    LineBreaker() = default;
    explicit LineBreaker(const QString &text)
        : m_text(text)
    {}

    /// The text goes on, after having begun as it did: the last block comes again, as far as it goes now.
    void extendText(const QString &text);

    bool atEnd() const { return m_next.block > 0 && m_next.at > m_text.size(); }
    /// The next blocks with line breaks between them, until there are so many characters or blocks.
    QString takeBlocks(qsizetype maxCharacters, int maxBlocks);
    /// That have been taken.
    int blocks() const { return m_next.block; }

    const QString &text() const { return m_text; }
    /// Of broken lines alone, in order.
    const QList<Piece> &pieces() const { return m_pieces; }
    /// From a place in the text to the same in the blocks joined by line breaks, and back.
    qsizetype toBlocks(qsizetype position) const;
    qsizetype fromBlocks(qsizetype position) const;
    int lineOfBlock(int block) const;

private:
    struct State
    {
        /// Beyond the text's size once its last line was taken.
        qsizetype at = 0;
        int block = 0;
        bool isInLine = false;
        bool isInString = false;
    };
    struct Break
    {
        qsizetype at;
        int block;
    };

    void takeBlock(QString *to);

    QString m_text;
    QList<Piece> m_pieces;
    QList<Break> m_breaks;
    State m_next;
    State m_last;
};
