// SPDX-License-Identifier: MIT
#include "exchange/exchangeformat.h"

#include <QFileInfo>
#include <QStringList>

#include <algorithm>
#include <array>
#include <iterator>

#define FORMAT(name) &name##Format,
static constexpr std::array Formats{EXCHANGE_FORMATS(FORMAT)};
#undef FORMAT

template <typename Is>
static QList<const ExchangeFormat *> formatsThat(const Is &is)
{
    QList<const ExchangeFormat *> found;
    std::copy_if(Formats.begin(), Formats.end(), std::back_inserter(found), is);
    return found;
}

QList<const ExchangeFormat *> writtenFormats()
{
    return formatsThat([](const ExchangeFormat *format) { return format->writer != nullptr; });
}

QList<const ExchangeFormat *> readFormats()
{
    return formatsThat([](const ExchangeFormat *format) { return format->reader != nullptr; });
}

const ExchangeFormat *writtenFormat(QStringView key)
{
    return formatsThat([key](const ExchangeFormat *format) { return format->writer && key == format->key; })
            .value(0);
}

const ExchangeFormat *recognisedFormat(QByteArrayView head, const QString &fileName)
{
    const auto recognised = formatsThat(
            [head](const ExchangeFormat *format) { return format->reader && format->recognises(head); });
    const auto named = formatsThat([suffix = QFileInfo(fileName).suffix()](const ExchangeFormat *format) {
        return format->reader && format->suffix == suffix;
    });
    return recognised.value(0, named.value(0));
}

QString keysOf(const QList<const ExchangeFormat *> &formats)
{
    QStringList keys;
    for (const ExchangeFormat *format : formats)
        keys.append(format->key);
    return keys.join(QStringLiteral(", "));
}
