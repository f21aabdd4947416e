// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

/// Finds a piece of text in UTF-8, the same text again and again. Without case: as QString::contains() with
/// Qt::CaseInsensitive on the decoded text. What is not UTF-8 is no text, so that nothing is found in it, but
/// what is around it is searched. A plain value; const functions may be called from any thread.
class TextSearch
{
public:
    struct Hit
    {
        /// In bytes; -1 if there is none.
        qsizetype at = -1;
        qsizetype length = 0;
    };

    /// The text must not be empty.
    TextSearch(const QString &text, bool isCaseSensitive);

    bool isIn(QByteArrayView utf8) const { return find(utf8, 0).at >= 0; }
    /// The first one at `from` or behind.
    Hit find(QByteArrayView utf8, qsizetype from) const;

private:
    qsizetype findExact(QByteArrayView bytes) const;
    qsizetype findFolded(QByteArrayView bytes) const;
    Hit findDecoded(QByteArrayView bytes) const;

    QString m_text;
    QByteArray m_utf8;
    bool m_isCaseSensitive;
    /// Nothing but ASCII: bytes can be compared.
    bool m_isAscii;
    /// Has a letter that a character beyond ASCII is another case of (U+017F, U+212A).
    bool m_hasFarCase;
    /// The byte of m_utf8 that is likely to be the rarest.
    qsizetype m_rare = 0;
};
