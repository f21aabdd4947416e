// SPDX-License-Identifier: MIT
#include "format/json/jsonvalue.h"

#include "format/json/jsonlexer.h"
#include "utf8.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <system_error>

using namespace Qt::StringLiterals;

namespace {

QByteArrayView withoutLeadingZeros(QByteArrayView digits)
{
    qsizetype zeros = 0;
    while (zeros < digits.size() && digits.at(zeros) == '0')
        ++zeros;
    return digits.sliced(zeros);
}

/// A number in its parts, which are views of the text: 0.DIGITS times 10 to the power of (exponent + shift).
class Decimal
{
public:
    /// isValid() if it is one by the grammar of RFC 8259 section 6.
    explicit Decimal(QByteArrayView text);

    bool isValid() const { return m_isValid; }
    /// -1, 0 or 1; -0 is 0.
    int sign() const { return m_firstDigit == digitCount() ? 0 : m_isNegative ? -1 : 1; }

    /// Less than, equal to or greater than 0 as the powers of ten compare; both must not be 0.
    static int comparePowers(const Decimal &a, const Decimal &b);
    /// The same of the digits alone.
    static int compareDigits(const Decimal &a, const Decimal &b);

private:
    QByteArrayView takeDigits(QByteArrayView &rest);
    qsizetype digitCount() const { return m_integer.size() + m_fraction.size(); }
    /// Of the significant ones, the leading zeros left out; 0 after the last.
    char digit(qsizetype i) const
    {
        i += m_firstDigit;
        if (i < m_integer.size())
            return m_integer.at(i);
        i -= m_integer.size();
        return i < m_fraction.size() ? m_fraction.at(i) : '0';
    }
    qint64 shift() const { return m_integer.size() - m_firstDigit; }
    /// With the sign; `place` counts from the right.
    int exponentDigit(qsizetype place) const
    {
        if (place >= m_exponent.size())
            return 0;
        const int value = m_exponent.at(m_exponent.size() - 1 - place) - '0';
        return m_exponentIsNegative ? -value : value;
    }

    bool m_isValid = false;
    bool m_isNegative = false;
    bool m_exponentIsNegative = false;
    QByteArrayView m_integer;
    QByteArrayView m_fraction;
    QByteArrayView m_exponent;
    qsizetype m_firstDigit = 0;
};

QByteArrayView Decimal::takeDigits(QByteArrayView &rest)
{
    qsizetype count = 0;
    while (count < rest.size() && isJsonDigit(rest.at(count)))
        ++count;
    const QByteArrayView digits = rest.first(count);
    rest = rest.sliced(count);
    return digits;
}

Decimal::Decimal(QByteArrayView text)
{
    const auto skip = [&text](char c) {
        const bool isNext = !text.isEmpty() && text.front() == c;
        if (isNext)
            text = text.sliced(1);
        return isNext;
    };
    m_isNegative = skip('-');
    m_integer = takeDigits(text);
    if (m_integer.isEmpty() || (m_integer.front() == '0' && m_integer.size() > 1))
        return;
    if (skip('.')) {
        m_fraction = takeDigits(text);
        if (m_fraction.isEmpty())
            return;
    }
    if (skip('e') || skip('E')) {
        m_exponentIsNegative = skip('-');
        if (!m_exponentIsNegative)
            skip('+');
        const QByteArrayView digits = takeDigits(text);
        if (digits.isEmpty())
            return;
        m_exponent = withoutLeadingZeros(digits);
    }
    m_isValid = text.isEmpty();
    while (m_firstDigit < digitCount() && digit(0) == '0')
        ++m_firstDigit;
}

// The difference of the exponents from their first digits on. Once it is larger than any shift, which a
// text's size bounds, the digits to come can no longer change the sign: they are worth 2 at most.
int Decimal::comparePowers(const Decimal &a, const Decimal &b)
{
    constexpr qint64 decided = 100'000'000'000'000'000;
    qint64 difference = 0;
    for (qsizetype place = std::max(a.m_exponent.size(), b.m_exponent.size()) - 1; place >= 0; --place) {
        difference = difference * 10 + a.exponentDigit(place) - b.exponentDigit(place);
        if (difference > decided || difference < -decided)
            return difference > 0 ? 1 : -1;
    }
    difference += a.shift() - b.shift();
    return difference == 0 ? 0 : difference > 0 ? 1 : -1;
}

int Decimal::compareDigits(const Decimal &a, const Decimal &b)
{
    const qsizetype count = std::max(a.digitCount() - a.m_firstDigit, b.digitCount() - b.m_firstDigit);
    for (qsizetype i = 0; i < count; ++i) {
        if (a.digit(i) != b.digit(i))
            return a.digit(i) < b.digit(i) ? -1 : 1;
    }
    return 0;
}

/// Four hexadecimal digits after "\u"; -1 if there are none.
int codeUnitAt(QByteArrayView text, qsizetype backslash)
{
    if (text.size() - backslash < 6 || text.at(backslash) != '\\' || text.at(backslash + 1) != 'u')
        return -1;
    quint32 value = 0;
    const char *const end = text.data() + backslash + 6;
    const auto [at, error] = std::from_chars(end - 4, end, value, 16);
    return error == std::errc() && at == end ? int(value) : -1;
}

/// Appends what the escape at `backslash` stands for and gives the place after it. What is no escape stays.
qsizetype appendUnescaped(QString &result, QByteArrayView text, qsizetype backslash)
{
    static constexpr QByteArrayView letters = "\"\\/bfnrt";
    static constexpr QByteArrayView meanings = "\"\\/\b\f\n\r\t";
    if (backslash + 1 < text.size()) {
        const qsizetype letter = letters.indexOf(text.at(backslash + 1));
        if (letter >= 0) {
            result += QLatin1Char(meanings.at(letter));
            return backslash + 2;
        }
    }
    const int unit = codeUnitAt(text, backslash);
    if (unit < 0) {
        result += u'\\';
        return backslash + 1;
    }
    if (!QChar::isSurrogate(char32_t(unit))) {
        result += QChar(char16_t(unit));
        return backslash + 6;
    }
    const int partner = QChar::isHighSurrogate(char32_t(unit)) ? codeUnitAt(text, backslash + 6) : -1;
    if (partner >= 0 && QChar::isLowSurrogate(char32_t(partner))) {
        result += QChar(char16_t(unit));
        result += QChar(char16_t(partner));
        return backslash + 12;
    }
    result += QChar(QChar::ReplacementCharacter);
    return backslash + 6;
}

QString decodedString(QByteArrayView text)
{
    qsizetype backslash = text.indexOf('\\');
    if (backslash < 0)
        return stringFromUtf8(text);
    QString result;
    result.reserve(text.size());
    qsizetype at = 0;
    for (; backslash >= 0; backslash = text.indexOf('\\', at)) {
        result += stringFromUtf8(text.sliced(at, backslash - at));
        at = appendUnescaped(result, text, backslash);
    }
    return result += stringFromUtf8(text.sliced(at));
}

} // namespace

JsonKind jsonKind(QByteArrayView value)
{
    if (value.isEmpty())
        return JsonKind::None;
    switch (value.front()) {
    case '{':
        return JsonKind::Object;
    case '[':
        return JsonKind::Array;
    case '"':
        return JsonKind::String;
    case 't':
        return JsonKind::True;
    case 'f':
        return JsonKind::False;
    case 'n':
        return JsonKind::Null;
    default:
        return value.front() == '-' || isJsonDigit(value.front()) ? JsonKind::Number : JsonKind::None;
    }
}

QString jsonText(QByteArrayView value)
{
    if (jsonKind(value) != JsonKind::String)
        return stringFromUtf8(value);
    value = value.sliced(1);
    if (value.endsWith('"'))
        value.chop(1);
    return decodedString(value);
}

bool isJsonNumber(QByteArrayView text)
{
    return Decimal(text).isValid();
}

std::optional<double> jsonDouble(QByteArrayView value)
{
    const Decimal decimal(value);
    if (!decimal.isValid())
        return std::nullopt;
    double result = 0;
    const auto [at, error] = std::from_chars(value.begin(), value.end(), result);
    Q_UNUSED(at)
    if (error == std::errc::result_out_of_range) {
        const bool isTooLarge = Decimal::comparePowers(decimal, Decimal("1")) > 0;
        result = decimal.sign() * (isTooLarge ? std::numeric_limits<double>::infinity() : 0.0);
    }
    return result;
}

int compareJsonNumbers(QByteArrayView a, QByteArrayView b)
{
    const Decimal left(a);
    const Decimal right(b);
    if (left.sign() != right.sign())
        return left.sign() < right.sign() ? -1 : 1;
    if (left.sign() == 0)
        return 0;
    const int powers = Decimal::comparePowers(left, right);
    return left.sign() * (powers != 0 ? powers : Decimal::compareDigits(left, right));
}
