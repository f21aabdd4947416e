// SPDX-License-Identifier: MIT
#include "log/filter/filterjson.h"

#include "format/binary/payloaddecoder.h"
#include "format/json/jsonlayout.h"
#include "format/json/jsonvalue.h"

JsonTest::JsonTest(const FilterJson &json)
    : m_json(json)
    , m_utf8(json.value.toUtf8())
    , m_isNumber(!json.isQuoted && isJsonNumber(m_utf8))
{}

// JSON to its end. Asked last, of what is found: it costs more than finding.
static bool isWhole(const PayloadJson &json)
{
    const QByteArrayView text = json.text();
    return json.decoder() || checkJson(QByteArray::fromRawData(text.data(), text.size())).ok;
}

bool JsonTest::holds(const PayloadJson &json) const
{
    const QByteArrayView value = m_json.path.find(json.text());
    return !value.isNull() && fits(value) && isWhole(json);
}

bool JsonTest::holds(const PayloadJson &json, const std::function<bool(QByteArrayView)> &matches) const
{
    const QByteArrayView value = m_json.path.find(json.text());
    return !value.isNull() && matches(jsonText(value).toUtf8()) && isWhole(json);
}

std::optional<QPair<qsizetype, qsizetype>> JsonTest::valueIn(QByteArrayView payload) const
{
    const QByteArrayView value = m_json.path.find(payload);
    const bool isAny = m_json.op == FilterJson::Operator::Matches;
    if (value.isNull() || !(isAny || fits(value)))
        return std::nullopt;
    return QPair<qsizetype, qsizetype>(value.data() - payload.data(), value.size());
}

bool JsonTest::fits(QByteArrayView value) const
{
    using Operator = FilterJson::Operator;
    if (m_json.op == Operator::Exists)
        return true;
    const std::optional<int> order = compare(value);
    switch (m_json.op) {
    case Operator::Equal:
        return order == 0;
    case Operator::NotEqual:
        return order != 0;
    case Operator::Less:
        return order && *order < 0;
    case Operator::LessOrEqual:
        return order && *order <= 0;
    case Operator::Greater:
        return order && *order > 0;
    case Operator::GreaterOrEqual:
        return order && *order >= 0;
    case Operator::Exists:
    case Operator::Matches:
        break;
    }
    return false;
}

// Nothing if the two cannot be compared: then they are not equal, and none is greater.
std::optional<int> JsonTest::compare(QByteArrayView value) const
{
    const JsonKind kind = jsonKind(value);
    if (m_isNumber && kind == JsonKind::Number)
        return compareJsonNumbers(value, m_utf8);
    if (kind == JsonKind::String) {
        const QString text = jsonText(value);
        if (m_isNumber) {
            const QByteArray utf8 = text.toUtf8();
            if (!isJsonNumber(utf8))
                return std::nullopt;
            return compareJsonNumbers(utf8, m_utf8);
        }
        return text.compare(m_json.value);
    }
    if (m_json.isQuoted || m_isNumber)
        return std::nullopt;
    // A literal, or an object or an array as it was sent: the same or not.
    return jsonText(value) == m_json.value ? std::optional(0) : std::nullopt;
}
