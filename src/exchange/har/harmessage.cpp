// SPDX-License-Identifier: MIT
#include "exchange/har/harmessage.h"

#include "exchange/entryjson.h"
#include "format/json/jsoncursor.h"
#include "format/json/jsonlexer.h"
#include "format/text/visibletext.h"
#include "localentry.h"
#include "record/recordschema.h"
#include "utf8.h"
#include "websocket/closecode.h"

#include <QtEndian>

#include <algorithm>
#include <limits>
#include <utility>

static constexpr qint64 Second = 1'000'000;
static constexpr qint64 LastUs = RecordSchema::timeOf(std::numeric_limits<qint64>::max());

void addHarLocal(qint64 timeUs, MessageType type, const QByteArray &payload, EntryBlock *block)
{
    block->add(Message(0, timeUs, Direction::Local, type, payload), true);
}

static CloseEntry closeOfFrame(QByteArrayView payload, CloseInfo::By by)
{
    CloseEntry close;
    close.by = closedByKey(by);
    close.code = CloseCode::NoStatus;
    if (payload.size() >= qsizetype(sizeof(quint16))) {
        close.code = qFromBigEndian<quint16>(payload.data());
        close.reason = stringFromUtf8(payload.sliced(sizeof(quint16)));
    }
    return close;
}

HarMessage::HarMessage(QByteArrayView text)
    : m_text(text)
{
    JsonParts::find(text, {{"type", &m_type},
                           {"time", &m_time},
                           {"opcode", &m_opcode},
                           {"data", &m_data},
                           {HarKey::WireSize, &m_wireSize},
                           {HarKey::IsBase64, &m_isBase64},
                           {HarKey::Happened, &m_happened}});
}

// A decimal has microseconds exactly, which a double has not.
std::optional<qint64> HarMessage::timeUs() const
{
    constexpr qsizetype digits = 6;
    const qsizetype point = m_time.indexOf('.');
    const auto whole = JsonParts::integer(point < 0 ? m_time : m_time.first(point));
    QByteArray fraction = point < 0 ? QByteArray() : m_time.sliced(point + 1).toByteArray();
    const bool isPlain = std::all_of(fraction.begin(), fraction.end(), isJsonDigit);
    if (whole && isPlain && !m_time.startsWith('-') && *whole <= LastUs / Second)
        return *whole * Second + fraction.leftJustified(digits, '0', true).toLongLong();
    bool ok = false;
    const double us = m_time.toDouble(&ok) * double(Second);
    return ok && us >= 0 && us < double(LastUs) ? std::optional(qint64(us)) : std::nullopt;
}

JsonParts::Problem HarMessage::read(QByteArrayView text, EntryBlock *block)
{
    JsonParts::Problem problem = JsonParts::checkObject(text);
    if (!problem.sentence.isEmpty())
        return problem;
    const HarMessage message(text);
    problem = message.add(block);
    return problem.sentence.isEmpty() ? message.addHappened(block) : problem;
}

JsonParts::Problem HarMessage::add(EntryBlock *block) const
{
    const auto time = timeUs();
    if (!time)
        return {tr("“time” is missing, or not in seconds from 1970 to 9999.")};
    const bool isError = m_type == "\"error\"";
    const bool isOut = m_type == "\"send\"";
    if (!isError && !isOut && m_type != "\"receive\"")
        return {tr("“type” is missing, or none of “send”, “receive” and “error”.")};
    const auto data = JsonParts::isString(m_data) ? JsonParts::text(m_data) : std::nullopt;
    if (!data)
        return {JsonParts::isString(m_data) ? JsonParts::halfCharacter()
                                            : tr("“data” is missing, or no text.")};
    if (isError) {
        ErrorEntry error;
        error.message = visibleText(stringFromUtf8(*data));
        addHarLocal(*time, MessageType::Error, localPayload(error.fields()), block);
        return {};
    }
    // Who leaves it out has text alone.
    const qint64 number = m_opcode.isEmpty() ? 1 : JsonParts::integer(m_opcode).value_or(0);
    static constexpr std::pair<HarOpcode, MessageType> types[]{{HarOpcode::Text, MessageType::Text},
                                                               {HarOpcode::Binary, MessageType::Binary},
                                                               {HarOpcode::Close, MessageType::Close},
                                                               {HarOpcode::Ping, MessageType::Ping},
                                                               {HarOpcode::Pong, MessageType::Pong}};
    const auto *type = std::find_if(std::begin(types), std::end(types),
                                    [number](const auto &known) { return int(known.first) == number; });
    if (type == std::end(types))
        return {tr("“opcode” is none of 1, 2, 8, 9 and 10.")};
    const HarOpcode opcode = type->first;
    std::optional payload = QByteArray::fromRawData(data->data(), data->size());
    if (opcode != HarOpcode::Text || m_isBase64 == "true") {
        // Some write what control frames have as it is.
        payload = JsonParts::base64(*data);
        if (!payload && opcode < HarOpcode::Close)
            return {tr("“data” is no base64, which it has to be of what is not text.")};
    }
    const QByteArray bytes = payload ? *payload : data->toByteArray();
    if (opcode == HarOpcode::Close) {
        // Of ours, it is what happened behind it.
        const CloseEntry close = closeOfFrame(bytes, isOut ? CloseInfo::By::Us : CloseInfo::By::Peer);
        if (m_happened.isEmpty())
            addHarLocal(*time, MessageType::Close, localPayload(close.fields()), block);
        return {};
    }
    const qint64 wireBytes = std::max<qint64>(-1, JsonParts::integer(m_wireSize).value_or(-1));
    block->add(Message(0, *time, isOut ? Direction::Out : Direction::In, type->second, bytes, wireBytes),
               true);
    return {};
}

JsonParts::Problem HarMessage::addHappened(EntryBlock *block) const
{
    JsonCursor cursor(m_happened);
    if (!cursor.skip('['))
        return {};
    cursor.skipBlanks();
    do {
        const char *const begin = cursor.position();
        if (!cursor.skipValue())
            break;
        JsonParts::Problem problem = EntryJson::read({begin, cursor.position()}, block);
        if (!problem.sentence.isEmpty())
            return {problem.sentence, begin - m_text.data() + std::max<qint64>(problem.offset, 0)};
    } while (cursor.skipComma());
    return {};
}
