// SPDX-License-Identifier: MIT
#include "demo/demoparameters.h"

#include <QStringList>
#include <QUrl>

#include <algorithm>

DemoParameters::DemoParameters(const QUrlQuery &query)
    : m_query(query)
{}

bool DemoParameters::has(QLatin1String name) const
{
    return m_query.hasQueryItem(name);
}

qint64 DemoParameters::integer(QLatin1String name, qint64 fallback, qint64 least, qint64 most)
{
    if (!has(name))
        return fallback;
    bool ok = false;
    const qint64 value = text(name).toLongLong(&ok);
    if (ok && value >= least && value <= most)
        return value;
    rejectValue(name, QStringLiteral("a whole number from %1 to %2").arg(least).arg(most));
    return fallback;
}

double DemoParameters::number(QLatin1String name, double fallback, double least, double most)
{
    if (!has(name))
        return fallback;
    bool ok = false;
    const double value = text(name).toDouble(&ok);
    // A "nan" is a number to toDouble(), and fails both comparisons.
    if (ok && value >= least && value <= most)
        return value;
    rejectValue(name, QStringLiteral("a number from %1 to %2")
                              .arg(QString::number(least, 'g', 15), QString::number(most, 'g', 15)));
    return fallback;
}

QString DemoParameters::choice(QLatin1String name, std::initializer_list<QLatin1String> choices)
{
    const QString value = has(name) ? text(name) : QString(*choices.begin());
    if (std::find(choices.begin(), choices.end(), value) != choices.end())
        return value;
    QStringList names;
    for (QLatin1String item : choices)
        names.append(item);
    const QString last = names.takeLast();
    rejectValue(name,
                names.isEmpty() ? last : names.join(QLatin1String(", ")) + QLatin1String(" or ") + last);
    return *choices.begin();
}

QString DemoParameters::text(QLatin1String name) const
{
    return m_query.queryItemValue(name, QUrl::FullyDecoded);
}

void DemoParameters::reject(const QString &sentence)
{
    if (m_error.isEmpty())
        m_error = sentence;
}

void DemoParameters::rejectValue(QLatin1String name, const QString &wanted)
{
    constexpr qsizetype longest = 40;
    QString value = text(name);
    if (value.size() > longest)
        value = value.left(longest) + QChar(0x2026);
    reject(QStringLiteral("The parameter \"%1\" must be %2, not \"%3\".").arg(name, wanted, value));
}
