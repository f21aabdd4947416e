// SPDX-License-Identifier: MIT
#include "format/text/bigdecimal.h"

#include <vector>

// Digits are kept in groups of nine, the lowest group first.
static constexpr quint32 GroupBase = 1000000000;

static void multiplyAndAdd(std::vector<quint32> &groups, quint32 factor, quint32 summand)
{
    quint64 carry = summand;
    for (quint32 &group : groups) {
        const quint64 value = quint64(group) * factor + carry;
        group = quint32(value % GroupBase);
        carry = value / GroupBase;
    }
    if (carry > 0)
        groups.push_back(quint32(carry));
}

QByteArray bigDecimal(QByteArrayView bigEndian, bool minusOneMinus)
{
    Q_ASSERT(bigEndian.size() <= MaxBigIntegerBytes);
    std::vector<quint32> groups;
    // Three bytes at once: factor and carry then stay within a group.
    for (qsizetype i = bigEndian.size() % 3, from = 0; from < bigEndian.size(); from = i, i += 3) {
        quint32 value = 0;
        for (qsizetype at = from; at < i; ++at)
            value = value << 8 | uchar(bigEndian[at]);
        multiplyAndAdd(groups, quint32(1) << (8 * (i - from)), value);
    }
    if (minusOneMinus)
        multiplyAndAdd(groups, 1, 1);
    if (groups.empty())
        return "0";
    QByteArray digits = minusOneMinus ? "-" : "";
    digits += QByteArray::number(groups.back());
    for (auto group = groups.rbegin() + 1; group != groups.rend(); ++group)
        digits += QByteArray::number(*group).rightJustified(9, '0');
    return digits;
}
