// SPDX-License-Identifier: MIT
#include "format/previewline.h"

#include "format/text/unseen.h"
#include "utf8.h"

#include <QChar>

#include <algorithm>
#include <utility>

static constexpr char16_t Ellipsis = u'\u2026';
static constexpr char16_t LineBreak = u'\u21b5';

namespace {

enum class Shape { Plain, Blank, LineBreak, Unseen };

Shape shapeOf(char32_t codePoint, char32_t before)
{
    if (codePoint > 0x20 && codePoint < 0x7F)
        return Shape::Plain;
    if (codePoint == ' ' || codePoint == '\t')
        return Shape::Blank;
    if (codePoint == '\n')
        return Shape::LineBreak;
    if (isUnseen(codePoint, before))
        return Shape::Unseen;
    return QChar::category(codePoint) == QChar::Separator_Space ? Shape::Blank : Shape::Plain;
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

void PreviewLine::append(char32_t codePoint)
{
    const char32_t before = std::exchange(m_before, codePoint);
    const Shape shape = shapeOf(codePoint, before);
    const bool wasBlank = std::exchange(m_afterBlank, shape == Shape::Blank);
    // Part of a line end, unless something else follows.
    if (before == '\r' && codePoint != '\n')
        put(QStringView(unseenName('\r')));
    if (codePoint == '\r')
        return;
    switch (shape) {
    case Shape::Plain:
        return put(codePoint);
    case Shape::Blank:
        return wasBlank ? void() : put(U' ');
    case Shape::LineBreak:
        return put(char32_t(LineBreak));
    case Shape::Unseen:
        return put(QStringView(unseenName(codePoint)));
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
    if (m_before == '\r')
        return at;
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
    m_before = 0;
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
    if (std::exchange(m_before, 0) == '\r' && !m_cut)
        put(QStringView(unseenName('\r')));
    if (m_cut && m_maxChars > 0) {
        m_text.resize(m_cutAt);
        m_text.append(Ellipsis);
    }
    return QString(reinterpret_cast<const QChar *>(m_text.constData()), m_text.size());
}

bool isPrintableUtf8(QByteArrayView utf8)
{
    const char *at = utf8.begin();
    char32_t before = 0;
    while (at != utf8.end()) {
        const Utf8Step step = decodeUtf8(at, utf8.end());
        if (!step.ok
            || (step.codePoint != ' '
                && shapeOf(step.codePoint, std::exchange(before, step.codePoint)) != Shape::Plain))
            return false;
        at += step.length;
    }
    return true;
}
