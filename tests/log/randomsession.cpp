// SPDX-License-Identifier: MIT
#include "randomsession.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

// 2026-11-25 09:31:00 in UTC.
static constexpr qint64 BeginUs = 1'795'599'060'000'000;
static constexpr qint64 ApartUs = 100'000;

RandomSession::RandomSession(quint32 seed, int heartbeats)
    : m_random(seed)
    , m_heartbeats(heartbeats)
{}

QList<Message> RandomSession::entries(int count)
{
    QList<Message> batch;
    for (; count > 0; --count) {
        Message entry;
        entry.sequence = ++m_last;
        entry.timeUs = BeginUs + qint64(m_last) * ApartUs;
        entry.type = below(3) > 0 ? MessageType::Text : MessageType(below(9));
        if (m_heartbeats > 0 && below(100) < m_heartbeats)
            entry.type = below(2) == 0 ? MessageType::Ping : MessageType::Pong;
        const bool isLocal = entry.type >= MessageType::Open;
        entry.direction = isLocal ? Direction::Local : below(3) > 0 ? Direction::In : Direction::Out;
        entry.payload = payload(entry.type);
        batch.append(entry);
    }
    return batch;
}

QByteArray RandomSession::jsonPayload()
{
    QJsonObject object{{u"n"_s, below(1000)}, {u"side"_s, pick({u"buy"_s, u"sell"_s})}};
    if (below(2) == 0)
        object.insert(u"s"_s, pick({u"BTC-USD"_s, u"größe"_s, u"a\"b"_s, u"line\nnext"_s}));
    if (below(3) == 0)
        object.insert(u"a"_s, QJsonArray{below(5), QJsonObject{{u"b"_s, below(2) == 0}}, QJsonValue()});
    return QJsonDocument(object).toJson(below(2) == 0 ? QJsonDocument::Compact : QJsonDocument::Indented);
}

QByteArray RandomSession::payload(MessageType type)
{
    if (type >= MessageType::Open)
        return "{\"code\":" + QByteArray::number(1000 + below(12)) + ",\"reason\":\"Bye\",\"n\":5}";
    if (type == MessageType::Text && below(2) == 0)
        return jsonPayload();
    QByteArray bytes;
    for (int left = below(below(50) == 0 ? 3000 : 12); left > 0; --left) {
        bytes += pick<const char *>({"error ", "Error ", "GRÜN ", "grün ", "x", "7", "\xE2\x84\xAA",
                                     "{\"n\":1", "}", "fatal: ", "\n", "ask ", "Straße "});
        if (type == MessageType::Binary)
            bytes += char(below(256));
    }
    return bytes;
}

// --- Filters ----------------------------------------------------------------------------------

static QString textOf(const Message &entry)
{
    return QString::fromUtf8(entry.payload);
}

NaiveFilter RandomSession::word()
{
    const QString text = pick({u"error"_s, u"Error"_s, u"grün"_s, u"GRÜN"_s, u"ask"_s, u"k"_s, u"77"_s,
                               u"straße"_s, u"bye"_s, u"n"_s, u"{"_s, u"error ask"_s, u"größe"_s, u"zz"_s});
    const bool hasCapital = text.toLower() != text;
    return {u'"' + text + u'"',
            [text, hasCapital](const Message &entry) {
                return textOf(entry).contains(text, hasCapital ? Qt::CaseSensitive : Qt::CaseInsensitive);
            },
            false, true};
}

NaiveFilter RandomSession::regex()
{
    const QString pattern = pick({u"^error"_s, u"x+7"_s, u"ERR.*ask"_s, u"[0-9]{3}"_s, u"grün$"_s, u"^$"_s,
                                  u"fatal: (x|7)"_s, u"\\w+ \\w+"_s, u"\"n\": ?5"_s});
    const bool ignoreCase = below(2) == 0;
    QRegularExpression::PatternOptions options = QRegularExpression::UseUnicodePropertiesOption;
    options.setFlag(QRegularExpression::CaseInsensitiveOption, ignoreCase);
    const QRegularExpression compiled(pattern, options);
    return {u'/' + pattern + (ignoreCase ? u"/i"_s : u"/"_s),
            [compiled](const Message &entry) { return compiled.match(textOf(entry)).hasMatch(); }, false,
            true};
}

NaiveFilter RandomSession::kind()
{
    static const QStringList types{u"text"_s,  u"binary"_s, u"ping"_s,  u"pong"_s, u"open"_s,
                                   u"close"_s, u"error"_s,  u"retry"_s, u"note"_s};
    static const QStringList directions{u"in"_s, u"out"_s, u"local"_s};
    switch (below(3)) {
    case 0: {
        const int a = below(9);
        const int b = below(9);
        return {u"type:"_s + types.at(a) + u',' + types.at(b),
                [a, b](const Message &entry) { return int(entry.type) == a || int(entry.type) == b; },
                isHeartbeat(MessageType(a)) || isHeartbeat(MessageType(b))};
    }
    case 1: {
        const int a = below(3);
        return {u"dir:"_s + directions.at(a),
                [a](const Message &entry) { return int(entry.direction) == a; }};
    }
    default: {
        const int least = below(60);
        const int most = least + below(2000);
        return {u"size:%1..%2"_s.arg(least).arg(most), [least, most](const Message &entry) {
                    return entry.payload.size() >= least && entry.payload.size() <= most;
                }};
    }
    }
}

NaiveFilter RandomSession::place(const Message &newest)
{
    const auto second = [](qint64 us) { return QDateTime::fromMSecsSinceEpoch(us / 1'000'000 * 1000); };
    switch (below(3)) {
    case 0: {
        const quint64 from = 1 + quint64(below(int(newest.sequence) + 10));
        const quint64 to = from + quint64(below(int(newest.sequence) + 10));
        return {u"seq:%1..%2"_s.arg(from).arg(to),
                [from, to](const Message &entry) { return entry.sequence >= from && entry.sequence <= to; }};
    }
    case 1: {
        const qint64 seconds = 1 + below(200);
        const qint64 from = newest.timeUs - seconds * 1'000'000;
        return {u"last:%1s"_s.arg(seconds), [from](const Message &entry) { return entry.timeUs >= from; }};
    }
    default: {
        const QDateTime from = second(BeginUs + below(int(newest.sequence)) * ApartUs);
        const QDateTime to = from.addSecs(below(100));
        const QString format = u"yyyy-MM-ddTHH:mm:ss"_s;
        return {u"time:"_s + from.toString(format) + u".."_s + to.toString(format),
                [from, to, second](const Message &entry) {
                    const QDateTime at = second(entry.timeUs);
                    return at >= from && at <= to;
                }};
    }
    }
}

static QJsonObject objectOf(const Message &entry)
{
    return QJsonDocument::fromJson(entry.payload).object();
}

NaiveFilter RandomSession::json()
{
    const int number = below(1000);
    const QRegularExpression upper(u"^[A-Z]+"_s);
    switch (below(8)) {
    case 0:
        return {u"$.n>%1"_s.arg(number),
                [number](const Message &entry) { return objectOf(entry).value(u"n").toInt(-1) > number; }};
    case 1:
        return {u"$.n<=%1.5"_s.arg(number), [number](const Message &entry) {
                    const QJsonValue n = objectOf(entry).value(u"n");
                    return n.isDouble() && n.toDouble() <= number + 0.5;
                }};
    case 2:
        return {u"$.side=buy"_s,
                [](const Message &entry) { return objectOf(entry).value(u"side").toString() == u"buy"; }};
    case 3:
        return {u"$.s!=\"größe\""_s, [](const Message &entry) {
                    const QJsonValue s = objectOf(entry).value(u"s");
                    return s.isString() && s.toString() != u"größe";
                }};
    case 4:
        return {u"$.s~/^[A-Z]+/"_s, [upper](const Message &entry) {
                    return upper.match(objectOf(entry).value(u"s").toString()).hasMatch();
                }};
    case 5:
        return {u"$.a[1].b=true"_s,
                [](const Message &entry) { return objectOf(entry).value(u"a")[1][u"b"].toBool(); }};
    case 6:
        return {u"$.a[#-1]"_s, [](const Message &entry) { return objectOf(entry).contains(u"a"_s); }};
    default:
        return {u"$.code=%1"_s.arg(1000 + number % 12), [number](const Message &entry) {
                    return objectOf(entry).value(u"code").toInt() == 1000 + number % 12;
                }};
    }
}

NaiveFilter RandomSession::atom(const Message &newest)
{
    switch (below(5)) {
    case 0:
        return word();
    case 1:
        return regex();
    case 2:
        return kind();
    case 3:
        return place(newest);
    default: {
        NaiveFilter filter = json();
        filter.isOfContent = true;
        return filter;
    }
    }
}

NaiveFilter RandomSession::term(const Message &newest)
{
    NaiveFilter result = atom(newest);
    // Behind a JSON comparison a word would be another value of it.
    if (below(3) == 0 && !result.text.startsWith(u'$')) {
        const NaiveFilter other = atom(newest);
        result = {result.text + u'|' + other.text,
                  [result, other](const Message &entry) { return result.holds(entry) || other.holds(entry); },
                  result.names || other.names, result.isOfContent && other.isOfContent};
    }
    if (below(3) > 0)
        return result;
    return {u'-' + result.text, [result](const Message &entry) { return !result.holds(entry); }};
}

NaiveFilter RandomSession::group(const Message &newest)
{
    const NaiveFilter first = term(newest);
    if (below(4) > 0)
        return first;
    const NaiveFilter second = term(newest);
    return {first.text + u" OR "_s + second.text,
            [first, second](const Message &entry) { return first.holds(entry) || second.holds(entry); },
            first.names || second.names, first.isOfContent && second.isOfContent};
}

NaiveFilter RandomSession::filter(const Message &newest)
{
    NaiveFilter result = group(newest);
    for (int left = below(3); left > 0; --left) {
        const NaiveFilter other = group(newest);
        result = {result.text + u' ' + other.text,
                  [result, other](const Message &entry) { return result.holds(entry) && other.holds(entry); },
                  result.names || other.names, result.isOfContent || other.isOfContent};
    }
    return result;
}
