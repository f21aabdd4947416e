// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QString>
#include <QStringView>
#include <QVarLengthArray>

/// Builds one line of at most `maxChars` UTF-16 code units out of text that may come from the network,
/// showing what previewOf() promises to show. What does not fit is dropped and an ellipsis is put at
/// the end; surrogate pairs and "‹U+202E›" are kept whole or dropped whole.
class PreviewLine
{
public:
    explicit PreviewLine(int maxChars);

    void append(char32_t codePoint);
    void append(QStringView text);
    void appendUtf8(QByteArrayView utf8);
    /// The same of a head: a sequence cut by its end is left out rather than shown as malformed.
    void appendUtf8Head(QByteArrayView utf8);

    /// Something follows that was not appended.
    void markCut() { m_cut = true; }
    /// True once something did not fit: the rest need not be appended.
    bool isCut() const { return m_cut; }

    QString text();

private:
    void put(char32_t codePoint);
    void put(QStringView unit);
    const char *appendPlainAscii(const char *at, const char *end);
    void appendUtf8(QByteArrayView utf8, bool isHead);

    const qsizetype m_maxChars;
    QVarLengthArray<char16_t, 256> m_text;
    // Where the line can be cut so that the ellipsis fits.
    qsizetype m_cutAt = 0;
    bool m_cut = false;
    bool m_afterBlank = false;
    // What was appended last.
    char32_t m_before = 0;
};

/// Whether it is UTF-8 of printable characters and single blanks alone, so that a line shows it
/// unchanged.
bool isPrintableUtf8(QByteArrayView utf8);
