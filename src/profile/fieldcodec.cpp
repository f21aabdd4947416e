// SPDX-License-Identifier: MIT
#include "profile/fieldcodec.h"

#include "format/text/visibletext.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace FieldCodec {

static constexpr qsizetype MaxFingerprintBytes = 64;

void putWord(QJsonObject *group, const Place &place, int value)
{
    for (const ProfileFieldWord &word : place.traits.words) {
        if (word.value == value && !word.isFormer)
            group->insert(place.member, QLatin1String(word.word));
    }
}

// Words are named in the order of the enumeration, whatever the order in which they are shown.
std::optional<int> readWord(JsonReader *group, const Place &place)
{
    QList<ProfileFieldWord> words(place.traits.words.begin(), place.traits.words.end());
    std::sort(words.begin(), words.end(), [](const ProfileFieldWord &a, const ProfileFieldWord &b) {
        return std::pair(a.isFormer, a.value) < std::pair(b.isFormer, b.value);
    });
    QStringList known;
    QStringList former;
    for (const ProfileFieldWord &word : std::as_const(words))
        (word.isFormer ? former : known).append(QLatin1String(word.word));
    const auto found = group->readWord(place.member, known, former);
    return found ? std::optional(words.at(*found).value) : std::nullopt;
}

void put(QJsonObject *, const Place &, const QUrl &) {}

void read(JsonReader *, const Place &, QUrl *) {}

void put(QJsonObject *group, const Place &place, const HttpHeaders &headers)
{
    QJsonArray list;
    for (const HttpHeader &header : headers) {
        QJsonObject object;
        putBytes(&object, "name"_L1, header.name);
        putBytes(&object, "value"_L1, header.value);
        list.append(object);
    }
    group->insert(place.member, list);
}

void read(JsonReader *group, const Place &place, HttpHeaders *headers)
{
    QList<JsonReader> readers = group->objects(place.member, MaxProfileEntries);
    for (JsonReader &reader : readers) {
        HttpHeader header;
        reader.readBytes("name"_L1, &header.name);
        reader.readBytes("value"_L1, &header.value);
        reader.complainAboutTheRest();
        headers->append(header);
    }
}

void put(QJsonObject *group, const Place &place, const QStringList &names)
{
    group->insert(place.member, QJsonArray::fromStringList(names));
}

void read(JsonReader *group, const Place &place, QStringList *names)
{
    group->read(place.member, names, MaxProfileEntries);
}

void put(QJsonObject *group, const Place &place, const QList<QByteArray> &fingerprints)
{
    QJsonArray list;
    for (const QByteArray &fingerprint : fingerprints)
        list.append(QString::fromLatin1(fingerprint.toHex()));
    group->insert(place.member, list);
}

void read(JsonReader *group, const Place &place, QList<QByteArray> *fingerprints)
{
    QStringList texts;
    group->read(place.member, &texts, MaxProfileEntries);
    for (const QString &text : std::as_const(texts)) {
        const QByteArray hex = text.toLatin1().toLower();
        const QByteArray fingerprint = QByteArray::fromHex(hex);
        if (!hex.isEmpty() && hex.size() <= 2 * MaxFingerprintBytes && fingerprint.toHex() == hex)
            fingerprints->append(fingerprint);
        else
            group->complain(place.member,
                            JsonReader::tr("%1 is no fingerprint in hexadecimal").arg(quotedInput(text)));
    }
}

void put(QJsonObject *group, const Place &place, const QList<OpeningMessage> &messages)
{
    QJsonArray list;
    for (const OpeningMessage &message : messages) {
        QJsonObject object;
        if (message.binary)
            object.insert("binary"_L1, QString::fromLatin1(message.payload.toBase64()));
        else
            putBytes(&object, "text"_L1, message.payload);
        list.append(object);
    }
    group->insert(place.member, list);
}

void read(JsonReader *group, const Place &place, QList<OpeningMessage> *messages)
{
    QList<JsonReader> readers = group->objects(place.member, MaxProfileEntries);
    for (JsonReader &reader : readers) {
        OpeningMessage message;
        message.binary = reader.has("binary"_L1);
        if (message.binary)
            reader.readBase64("binary"_L1, &message.payload);
        else
            reader.readBytes("text"_L1, &message.payload);
        reader.complainAboutTheRest();
        messages->append(message);
    }
}

} // namespace FieldCodec
