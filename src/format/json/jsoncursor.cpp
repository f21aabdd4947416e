// SPDX-License-Identifier: MIT
#include "format/json/jsoncursor.h"

#include <array>

namespace {

enum class ByteClass : quint8 { Other, Quote, Open, Close };

constexpr std::array<ByteClass, 256> makeByteClasses()
{
    std::array<ByteClass, 256> classes{};
    classes['"'] = ByteClass::Quote;
    classes['{'] = classes['['] = ByteClass::Open;
    classes['}'] = classes[']'] = ByteClass::Close;
    return classes;
}

constexpr std::array<ByteClass, 256> ByteClasses = makeByteClasses();

// Stops at the quotation mark before, so that all calls for one string together are linear.
bool isEscaped(const char *stringBegin, const char *quote)
{
    const char *at = quote;
    while (at != stringBegin && at[-1] == '\\')
        --at;
    return (quote - at) % 2 != 0;
}

} // namespace

// From after a quotation mark that may be escaped.
bool JsonCursor::skipRestOfString(const char *stringBegin)
{
    while (isEscaped(stringBegin, m_at - 1)) {
        const char *const quote = findQuote(m_at);
        if (!quote)
            return false;
        m_at = quote + 1;
    }
    return true;
}

// Which bracket closes which is not looked at: a count does for any depth.
bool JsonCursor::skipNested()
{
    qsizetype depth = 0;
    while (m_at != m_end) {
        switch (ByteClasses[uchar(*m_at)]) {
        case ByteClass::Quote:
            if (!skipString())
                return false;
            break;
        case ByteClass::Open:
            ++depth;
            ++m_at;
            break;
        case ByteClass::Close:
            ++m_at;
            if (--depth == 0)
                return true;
            break;
        case ByteClass::Other:
            ++m_at;
            break;
        }
    }
    return false;
}
