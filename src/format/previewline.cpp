// SPDX-License-Identifier: MIT
#include "format/previewline.h"

#include "utf8.h"

#include <QChar>

#include <algorithm>
#include <utility>

static constexpr char16_t Ellipsis = u'\u2026';
static constexpr char16_t LineBreak = u'\u21b5';

static bool isBetween(char32_t codePoint, char32_t first, char32_t last)
{
    return codePoint >= first && codePoint <= last;
}

// Characters that leave no mark though their category says that they are letters or marks (Unicode's
// Default_Ignorable_Code_Point, and the blank of Braille). The two variation selectors that choose
// between text and emoji are left out: emoji would be unreadable.
static bool isInvisible(char32_t codePoint)
{
    switch (codePoint) {
    case 0x034F: // combining grapheme joiner
    case 0x115F: // Hangul fillers
    case 0x1160:
    case 0x3164:
    case 0xFFA0:
    case 0x17B4: // Khmer inherent vowels
    case 0x17B5:
    case 0x2065:
    case 0x2800:
        return true;
    default:
        return isBetween(codePoint, 0x180B, 0x180F) || isBetween(codePoint, 0xFE00, 0xFE0D)
               || isBetween(codePoint, 0xFFF0, 0xFFF8) || isBetween(codePoint, 0xE0000, 0xE0FFF);
    }
}

namespace {

enum class Shape { Plain, Blank, LineBreak, Control, Unseen };

Shape shapeOf(char32_t codePoint)
{
    if (codePoint > 0x20 && codePoint < 0x7F)
        return Shape::Plain;
    if (codePoint == ' ' || codePoint == '\t')
        return Shape::Blank;
    if (codePoint == '\n' || codePoint == '\r' || codePoint == 0x85)
        return Shape::LineBreak;
    if (codePoint < 0x20 || codePoint == 0x7F)
        return Shape::Control;
    switch (QChar::category(codePoint)) {
    case QChar::Separator_Space:
        return Shape::Blank;
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return Shape::LineBreak;
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
        return Shape::Unseen;
    default:
        return isInvisible(codePoint) ? Shape::Unseen : Shape::Plain;
    }
}

} // namespace

PreviewLine::PreviewLine(int maxChars)
    : m_maxChars(std::max(maxChars, 0))
{}

void PreviewLine::put(QStringView unit)
{
    if (m_text.size() + unit.size() > m_maxChars) {
        m_cut = true;
        return;
    }
    for (const QChar character : unit)
        m_text.append(character.unicode());
    if (m_text.size() < m_maxChars)
        m_cutAt = m_text.size();
}

void PreviewLine::put(char32_t codePoint)
{
    if (QChar::requiresSurrogates(codePoint) || m_text.size() >= m_maxChars)
        return put(QStringView(QChar::fromUcs4(codePoint)));
    m_text.append(char16_t(codePoint));
    m_cutAt = std::min(m_text.size(), m_maxChars - 1);
}

void PreviewLine::putName(char32_t codePoint)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    QVarLengthArray<char16_t, 16> name{u'\u2039', u'U', u'+'};
    for (int shift = codePoint > 0xFFFFF ? 20 : codePoint > 0xFFFF ? 16 : 12; shift >= 0; shift -= 4)
        name.append(char16_t(digits[codePoint >> shift & 0xF]));
    name.append(u'\u203a');
    put(QStringView(name.constData(), name.size()));
}

void PreviewLine::append(char32_t codePoint)
{
    const Shape shape = shapeOf(codePoint);
    const bool wasBlank = std::exchange(m_afterBlank, shape == Shape::Blank);
    const bool wasCarriageReturn = std::exchange(m_afterCarriageReturn, codePoint == '\r');
    switch (shape) {
    case Shape::Plain:
        return put(codePoint);
    case Shape::Blank:
        return wasBlank ? void() : put(U' ');
    case Shape::LineBreak:
        return wasCarriageReturn && codePoint == '\n' ? void() : put(char32_t(LineBreak));
    case Shape::Control:
        // The block "Control Pictures" has them in order, and DEL apart.
        return put(codePoint == 0x7F ? U'\u2421' : 0x2400 + codePoint);
    case Shape::Unseen:
        return putName(codePoint);
    }
}

void PreviewLine::append(QStringView text)
{
    for (qsizetype i = 0; i < text.size() && !m_cut; ++i) {
        const QChar c = text.at(i);
        if (c.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate())
            append(QChar::surrogateToUcs4(c, text.at(++i)));
        else
            append(char32_t(c.isSurrogate() ? u'\ufffd' : c.unicode()));
    }
}

void PreviewLine::appendUtf8(QByteArrayView utf8)
{
    appendUtf8(utf8, false);
}

void PreviewLine::appendUtf8Head(QByteArrayView utf8)
{
    appendUtf8(utf8, true);
}

// The fast path: most of what is shown is ASCII without runs of blanks.
const char *PreviewLine::appendPlainAscii(const char *at, const char *end)
{
    const char *const fits = at + std::min<qsizetype>(end - at, m_maxChars - m_text.size());
    const char *const begin = at;
    const auto isPlain = [](char c) { return c > 0x20 && c < 0x7F; };
    while (at != fits
           && (isPlain(*at) || (*at == ' ' && at + 1 != fits && isPlain(at[1]) && !m_afterBlank))) {
        m_afterBlank = false;
        ++at;
    }
    if (at == begin)
        return at;
    const qsizetype before = m_text.size();
    m_text.resize(before + (at - begin));
    std::copy(begin, at, m_text.data() + before);
    m_cutAt = std::min(m_text.size(), m_maxChars - 1);
    m_afterCarriageReturn = false;
    return at;
}

void PreviewLine::appendUtf8(QByteArrayView utf8, bool isHead)
{
    const char *at = utf8.begin();
    const char *const end = utf8.end();
    while (at != end && !m_cut) {
        at = appendPlainAscii(at, end);
        if (at == end)
            return;
        const Utf8Step step = decodeUtf8(at, end);
        if (step.truncated && isHead)
            return;
        append(step.ok ? step.codePoint : U'\ufffd');
        at += step.length;
    }
}

QString PreviewLine::text()
{
    if (m_cut && m_maxChars > 0) {
        m_text.resize(m_cutAt);
        m_text.append(Ellipsis);
    }
    return QString(reinterpret_cast<const QChar *>(m_text.constData()), m_text.size());
}

bool isPrintableUtf8(QByteArrayView utf8)
{
    const char *at = utf8.begin();
    while (at != utf8.end()) {
        const Utf8Step step = decodeUtf8(at, utf8.end());
        if (!step.ok || (step.codePoint != ' ' && shapeOf(step.codePoint) != Shape::Plain))
            return false;
        at += step.length;
    }
    return true;
}
