// SPDX-License-Identifier: MIT
#include "log/valueseries.h"

#include "format/binary/payloaddecoder.h"
#include "format/json/jsonvalue.h"

#include <algorithm>
#include <limits>

ValueSeries::ValueSeries(JsonPath path, qsizetype capacity)
    : m_path(std::move(path))
    , m_capacity(std::max<qsizetype>(capacity, 1))
{}

std::optional<double> ValueSeries::valueIn(QByteArrayView payload, const JsonPath &path)
{
    const PayloadJson json(payload);
    QByteArrayView value = path.find(json.text());
    if (value.isNull())
        return std::nullopt;
    if (jsonKind(value) == JsonKind::String)
        value = value.sliced(1, value.size() - 2);
    return jsonDouble(value).value_or(std::numeric_limits<double>::quiet_NaN());
}

bool ValueSeries::append(const ValuePoint &point)
{
    if (!m_points.empty() && point.sequence <= m_points.back().sequence)
        return false;
    if (isFull())
        m_points.pop_front();
    m_points.push_back(point);
    return true;
}

bool ValueSeries::prepend(const ValuePoint &point)
{
    if (isFull() || (!m_points.empty() && point.sequence >= m_points.front().sequence))
        return false;
    m_points.push_front(point);
    return true;
}
