// SPDX-License-Identifier: MIT
#include "exchange/entryjson.h"

#include "exchange/outputfile.h"
#include "record/recordschema.h"
#include "utf8.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace {

constexpr qsizetype MostBeforePayload = 256;

char *put(QByteArrayView text, char *to)
{
    return std::copy(text.begin(), text.end(), to);
}

char *put(qint64 number, char *to)
{
    constexpr int mostDigits = 20;
    return std::to_chars(to, to + mostDigits, number).ptr;
}

char *put(QLatin1StringView text, char *to)
{
    return put(QByteArrayView(text.data(), text.size()), to);
}

// Its place among the names of a table; nothing if it is none of them.
template <typename Names>
std::optional<int> placeOf(QByteArrayView value, const Names &names)
{
    const auto is = [value](QLatin1StringView name) {
        return JsonParts::isString(value) && QLatin1StringView(value.sliced(1).chopped(1)) == name;
    };
    const auto found = std::find_if(names.begin(), names.end(), is);
    return found != names.end() ? std::optional(int(found - names.begin())) : std::nullopt;
}

} // namespace

void EntryJson::write(const EntryBlock::Row &row, QByteArrayView payload, OutputFile &output)
{
    const bool isMeantAsText = row.direction == Direction::Local || row.type == MessageType::Text;
    const bool isText = isMeantAsText && invalidUtf8At(payload) < 0;
    char *to = output.room(MostBeforePayload);
    to = put(qint64(row.sequence), put("{\"seq\":", to));
    to = put(row.timeUs, put(",\"time_us\":", to));
    to = put(DirectionNames[size_t(row.direction)], put(",\"direction\":\"", to));
    to = put(TypeNames[size_t(row.type)], put("\",\"type\":\"", to));
    to = put(row.size, put("\",\"size\":", to));
    if (row.wireBytes >= 0)
        to = put(row.wireBytes, put(",\"wire_size\":", to));
    output.written(put(isText ? ",\"text\":\"" : ",\"base64\":\"", to));
    isText ? JsonParts::writeText(payload, output) : JsonParts::writeBase64(payload, output);
    output.write("\"}");
}

JsonParts::Problem EntryJson::read(QByteArrayView text, EntryBlock *block)
{
    if (JsonParts::Problem problem = JsonParts::checkObject(text); !problem.sentence.isEmpty())
        return problem;
    QByteArrayView time, direction, type, wireSize, plain, base64;
    JsonParts::find(text, {{"time_us", &time},
                           {"direction", &direction},
                           {"type", &type},
                           {"wire_size", &wireSize},
                           {"text", &plain},
                           {"base64", &base64}});
    const auto way = placeOf(direction, DirectionNames);
    if (!way)
        return {tr("“direction” is missing, or none of “in”, “out” and “local”.")};
    const auto kind = placeOf(type, TypeNames);
    if (!kind)
        return {tr("“type” is missing, or none of those of the table “message”.")};
    const auto timeUs = JsonParts::integer(time);
    if (!timeUs || *timeUs != RecordSchema::timeOf(*timeUs))
        return {tr("“time_us” is missing, or not in microseconds from 1970 to 9999.")};
    Message entry({0, *timeUs, Direction(*way), MessageType(*kind)}, {},
                  std::max<qint64>(-1, JsonParts::integer(wireSize).value_or(-1)));
    const bool isText = JsonParts::isString(plain);
    if (!isText && !JsonParts::isString(base64))
        return {tr("“text” and “base64” are missing: one of them has the payload.")};
    const auto written = JsonParts::text(isText ? plain : base64);
    if (!written)
        return {JsonParts::halfCharacter()};
    const auto payload = isText ? std::optional(QByteArray::fromRawData(written->data(), written->size()))
                                : JsonParts::base64(*written);
    if (!payload)
        return {tr("“base64” has what is no base64.")};
    entry.payload = *payload;
    block->add(entry, true);
    return {};
}
