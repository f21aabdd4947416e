// SPDX-License-Identifier: MIT
#pragma once

#include <QLatin1String>
#include <QString>
#include <QUrlQuery>

#include <initializer_list>

/// The parameters of an endpoint, read and checked one by one. The first bad one is kept as a sentence; what
/// is asked for after it is answered all the same. Parameters that nobody asks for are ignored.
class DemoParameters
{
public:
    explicit DemoParameters(const QUrlQuery &query);

    bool has(QLatin1String name) const;
    qint64 integer(QLatin1String name, qint64 fallback, qint64 least, qint64 most);
    double number(QLatin1String name, double fallback, double least, double most);
    /// The first choice is the default.
    QString choice(QLatin1String name, std::initializer_list<QLatin1String> choices);
    QString text(QLatin1String name) const;

    /// For what only the endpoint can judge.
    void reject(const QString &sentence);
    /// Empty if all was well so far.
    QString error() const { return m_error; }

private:
    void rejectValue(QLatin1String name, const QString &wanted);

    QUrlQuery m_query;
    QString m_error;
};
