// SPDX-License-Identifier: MIT
#include "format/text/textsearch.h"

#include "utf8.h"

#include <algorithm>
#include <cstring>

static constexpr qsizetype ShortBytes = 1024;

// How common a byte is in what is sent over WebSockets: JSON for the most part. Smaller is rarer.
static int commonness(char byte)
{
    static constexpr char common[] = "\"0,:1e2a53tsi4ro6n7d8.cl9upm{}_bgfhy[]-k vw/x";
    if (byte == '\0')
        return 0;
    const char *found = std::strchr(common, byte);
    return found ? int(common + sizeof(common) - found) : 0;
}

static char otherCase(char c)
{
    if (c >= 'a' && c <= 'z')
        return char(c - 32);
    if (c >= 'A' && c <= 'Z')
        return char(c + 32);
    return c;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c + 32) : c;
}

TextSearch::TextSearch(const QString &text, bool isCaseSensitive)
    : m_text(text)
    , m_utf8(text.toUtf8())
    , m_isCaseSensitive(isCaseSensitive)
{
    m_isAscii = std::all_of(m_utf8.begin(), m_utf8.end(), [](char c) { return uchar(c) < 0x80; });
    if (!m_isCaseSensitive && m_isAscii)
        std::transform(m_utf8.begin(), m_utf8.end(), m_utf8.begin(), lower);
    m_hasFarCase = m_utf8.contains('k') || m_utf8.contains('s');
    const auto rarest = std::min_element(m_utf8.begin(), m_utf8.end(),
                                         [](char a, char b) { return commonness(a) < commonness(b); });
    m_rare = rarest - m_utf8.begin();
}

TextSearch::Hit TextSearch::find(QByteArrayView utf8, qsizetype from) const
{
    if (from > utf8.size())
        return {};
    const QByteArrayView rest = utf8.sliced(from);
    if (!m_isCaseSensitive && !m_isAscii) {
        Hit hit = findDecoded(rest);
        if (hit.at >= 0)
            hit.at += from;
        return hit;
    }
    const qsizetype at = m_isCaseSensitive ? findExact(rest) : findFolded(rest);
    const bool mayHideBehind = !m_isCaseSensitive && m_hasFarCase
                               && std::any_of(rest.begin(), rest.begin() + (at < 0 ? rest.size() : at),
                                              [](char c) { return uchar(c) >= 0x80; });
    if (mayHideBehind) {
        Hit hit = findDecoded(rest);
        if (hit.at >= 0)
            hit.at += from;
        return hit;
    }
    return at < 0 ? Hit{} : Hit{from + at, m_utf8.size()};
}

// In what is short, the rarest byte is found sooner than memmem() has prepared itself.
qsizetype TextSearch::findExact(QByteArrayView bytes) const
{
    const qsizetype length = m_utf8.size();
    if (bytes.size() < length)
        return -1;
    if (bytes.size() <= ShortBytes) {
        const char *const end = bytes.data() + m_rare + (bytes.size() - length + 1);
        for (const char *at = bytes.data() + m_rare; at < end; ++at) {
            at = static_cast<const char *>(std::memchr(at, m_utf8[m_rare], size_t(end - at)));
            if (!at)
                return -1;
            if (std::memcmp(at - m_rare, m_utf8.constData(), size_t(length)) == 0)
                return at - m_rare - bytes.data();
        }
        return -1;
    }
    const void *found =
            ::memmem(bytes.data(), size_t(bytes.size()), m_utf8.constData(), size_t(m_utf8.size()));
    return found ? static_cast<const char *>(found) - bytes.data() : -1;
}

// Looks for the rarest byte in either case, then at what is around it.
qsizetype TextSearch::findFolded(QByteArrayView bytes) const
{
    const qsizetype length = m_utf8.size();
    if (bytes.size() < length)
        return -1;
    const char *const needle = m_utf8.constData();
    const char *const begin = bytes.data() + m_rare;
    const char *const end = begin + (bytes.size() - length + 1);
    const char wanted = needle[m_rare];
    const char other = otherCase(wanted);
    const auto next = [end](const char *at, char c) {
        const void *found = at < end ? std::memchr(at, c, size_t(end - at)) : nullptr;
        return found ? static_cast<const char *>(found) : end;
    };
    const char *a = next(begin, wanted);
    const char *b = other == wanted ? end : next(begin, other);
    while (a != end || b != end) {
        const char *&first = a < b ? a : b;
        const char *const candidate = first - m_rare;
        if (std::equal(needle, needle + length, candidate, [](char n, char c) { return n == lower(c); }))
            return candidate - bytes.data();
        first = next(first + 1, *first);
    }
    return -1;
}

TextSearch::Hit TextSearch::findDecoded(QByteArrayView bytes) const
{
    const QString decoded = stringFromUtf8(bytes);
    const qsizetype at = decoded.indexOf(m_text, 0, Qt::CaseInsensitive);
    if (at < 0)
        return {};
    const qsizetype begin = utf8BytesOf(bytes, at);
    return {begin, utf8BytesOf(bytes.sliced(begin), m_text.size())};
}
