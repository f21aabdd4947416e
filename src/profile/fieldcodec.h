// SPDX-License-Identifier: MIT
#pragma once

#include "profile/jsonreader.h"
#include "profile/profilefield.h"

#include <cmath>
#include <concepts>

/// How values of each type that a field of a profile can have are kept in JSON, and what they are as a
/// QVariant. The URL is kept by its owner, who has the text that was typed.
namespace FieldCodec {

struct Place
{
    QLatin1String member;
    const ProfileFieldTraits &traits;
};

template <typename Value>
concept Enumeration = std::is_enum_v<Value>;
template <typename Value>
concept WholeNumber = std::integral<Value> && !std::same_as<Value, bool>;
template <typename Value>
concept Time = std::same_as<Value, std::chrono::milliseconds>;
/// What an editor of its own shows, if any does.
template <typename Value>
concept Compound = std::same_as<Value, QUrl> || std::same_as<Value, HttpHeaders> || std::same_as<
        Value, QStringList> || std::same_as<Value, QList<QByteArray>> || std::same_as<Value,
                                                                                      QList<OpeningMessage>>;

/// What is added to the name of a member for the unit that its value is in.
template <typename Value>
constexpr const char *suffix()
{
    return Time<Value> ? "Ms" : "";
}

template <typename Value>
QVariant toVariant(const Value &value)
{
    if constexpr (Compound<Value>)
        return {};
    else if constexpr (Time<Value>)
        return qint64(value.count());
    else if constexpr (Enumeration<Value>)
        return int(value);
    else if constexpr (WholeNumber<Value>)
        return qint64(value);
    else
        return value;
}

template <typename Value>
void fromVariant(const QVariant &from, Value *to)
{
    if constexpr (Time<Value>)
        *to = Value(std::llround(from.toDouble()));
    else if constexpr (Enumeration<Value>)
        *to = Value(from.toInt());
    else if constexpr (WholeNumber<Value>)
        *to = Value(std::llround(from.toDouble()));
    else if constexpr (!Compound<Value>)
        *to = from.value<Value>();
}

void putWord(QJsonObject *group, const Place &place, int value);
std::optional<int> readWord(JsonReader *group, const Place &place);

void put(QJsonObject *group, const Place &place, const QUrl &url);
void read(JsonReader *group, const Place &place, QUrl *url);
void put(QJsonObject *group, const Place &place, const HttpHeaders &headers);
void read(JsonReader *group, const Place &place, HttpHeaders *headers);
void put(QJsonObject *group, const Place &place, const QStringList &names);
void read(JsonReader *group, const Place &place, QStringList *names);
void put(QJsonObject *group, const Place &place, const QList<QByteArray> &fingerprints);
void read(JsonReader *group, const Place &place, QList<QByteArray> *fingerprints);
void put(QJsonObject *group, const Place &place, const QList<OpeningMessage> &messages);
void read(JsonReader *group, const Place &place, QList<OpeningMessage> *messages);

template <typename Value>
void put(QJsonObject *group, const Place &place, const Value &value)
{
    if constexpr (Enumeration<Value>)
        putWord(group, place, int(value));
    else if constexpr (Time<Value>)
        group->insert(place.member, qint64(value.count()));
    else if constexpr (WholeNumber<Value>)
        group->insert(place.member, qint64(value));
    else
        group->insert(place.member, value);
}

template <typename Value>
void read(JsonReader *group, const Place &place, Value *value)
{
    const ProfileFieldRange &range = place.traits.range;
    if constexpr (Enumeration<Value>) {
        if (const auto number = readWord(group, place))
            *value = Value(*number);
    } else if constexpr (Time<Value> || WholeNumber<Value>) {
        group->read(place.member, value, qint64(range.least), qint64(range.most));
    } else if constexpr (std::same_as<Value, double>) {
        group->read(place.member, value, range.least, range.most);
    } else {
        group->read(place.member, value);
    }
}

} // namespace FieldCodec
