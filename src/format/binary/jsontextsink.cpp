// SPDX-License-Identifier: MIT
#include "format/binary/jsontextsink.h"

#include "format/json/jsonstring.h"
#include "format/text/numbers.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

bool JsonTextSink::beginTag(quint64 tag)
{
    open(true);
    text("@tag");
    integer(QByteArray::number(tag));
    return text("value");
}

bool JsonTextSink::text(QByteArrayView utf8)
{
    beginItem(true);
    put('"');
    putEscaped(utf8);
    put('"');
    return endItem();
}

bool JsonTextSink::bytes(QByteArrayView bytes)
{
    const QByteArrayView shown = bytes.first(std::min(bytes.size(), MaxShownBytes));
    QByteArray notation = "h'" + QByteArray::fromRawData(shown.data(), shown.size()).toHex();
    if (shown.size() < bytes.size())
        notation += u"…' (%1 bytes)"_s.arg(formatCount(quint64(bytes.size()))).toUtf8();
    else
        notation += '\'';
    return text(notation);
}

bool JsonTextSink::floating(double number)
{
    if (std::isnan(number))
        return text("NaN");
    if (std::isinf(number))
        return text(number > 0 ? "Infinity" : "-Infinity");
    // Digits are written out as JavaScript does it.
    const double size = std::abs(number);
    const bool exponent = number != 0 && (size < 1e-6 || size >= 1e21);
    QByteArray digits = QByteArray::number(size, exponent ? 'g' : 'f', QLocale::FloatingPointShortest);
    // It was not sent as an integer.
    if (!exponent && !digits.contains('.'))
        digits += ".0";
    return token(std::signbit(number) ? '-' + digits : digits);
}

bool JsonTextSink::boolean(bool value)
{
    return token(value ? "true" : "false");
}

bool JsonTextSink::null()
{
    return token("null");
}

bool JsonTextSink::simple(int value)
{
    constexpr int undefined = 23;
    if (value == undefined)
        return text("undefined");
    return text("simple(" + QByteArray::number(value) + ')');
}

bool JsonTextSink::extension(int type, QByteArrayView data)
{
    open(true);
    text("@ext");
    integer(QByteArray::number(type));
    text("data");
    bytes(data);
    return close();
}

bool JsonTextSink::open(bool isObject)
{
    beginItem(false);
    put(isObject ? '{' : '[');
    m_levels.push_back({isObject, true, isObject});
    return true;
}

bool JsonTextSink::close()
{
    put(m_levels.back().isObject ? '}' : ']');
    m_levels.pop_back();
    return endItem();
}

bool JsonTextSink::token(QByteArrayView text)
{
    beginItem(false);
    put(text);
    return endItem();
}

void JsonTextSink::beginItem(bool isString)
{
    if (m_levels.empty())
        return;
    Level &level = m_levels.back();
    const bool isValueOfKey = level.isObject && !level.keyIsNext;
    if (!level.isEmpty && !isValueOfKey)
        put(',');
    level.isEmpty = false;
    if (level.keyIsNext && !isString && !isWithinKey()) {
        put('"');
        m_keyLevel = m_levels.size();
    }
}

bool JsonTextSink::endItem()
{
    const bool goOn = ++m_items % ItemsPerQuestion != 0 || !m_cancelled();
    if (m_levels.empty() || !m_levels.back().isObject)
        return goOn;
    Level &level = m_levels.back();
    if (level.keyIsNext) {
        if (m_keyLevel == m_levels.size()) {
            m_keyLevel = 0;
            put('"');
        }
        put(':');
    }
    level.keyIsNext = !level.keyIsNext;
    return goOn;
}

void JsonTextSink::put(char c)
{
    if (isWithinKey() && (c == '"' || c == '\\'))
        m_text.append('\\');
    m_text.append(c);
}

void JsonTextSink::put(QByteArrayView text)
{
    if (!isWithinKey()) {
        m_text.append(text);
        return;
    }
    for (const char c : text)
        put(c);
}

void JsonTextSink::putEscaped(QByteArrayView utf8)
{
    char escaped[128 * JsonString::MostPerByte];
    constexpr qsizetype most = sizeof escaped / JsonString::MostPerByte;
    for (; !utf8.isEmpty(); utf8 = utf8.sliced(std::min(utf8.size(), most)))
        put({escaped, JsonString::escape(utf8.first(std::min(utf8.size(), most)), escaped)});
}
