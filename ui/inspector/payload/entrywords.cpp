// SPDX-License-Identifier: MIT
#include "ui/inspector/payload/entrywords.h"

#include "format/json/jsonoutline.h"
#include "format/preview.h"
#include "format/text/numbers.h"
#include "format/text/unseen.h"
#include "log/filter/filtervalues.h"
#include "message.h"

#include <QCoreApplication>
#include <QList>
#include <QPair>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr quint32 MaxMembers = 48;
// The headers of a response may come to 256 KiB, and the body of a refusal to 64.
static constexpr quint32 MaxBytes = 1024 * 1024;

static QString inWords(const char *text)
{
    return QCoreApplication::translate("EntryWords", text);
}

namespace {
struct KnownName
{
    const char *name;
    const char *words;
};

/// In the order in which they are read: what happened, then how, then the steps as they were taken.
constexpr KnownName Names[] = {
        {"text", QT_TRANSLATE_NOOP("EntryWords", "Note")},
        {"message", QT_TRANSLATE_NOOP("EntryWords", "Error")},
        {"code", QT_TRANSLATE_NOOP("EntryWords", "Close code")},
        {"reason", QT_TRANSLATE_NOOP("EntryWords", "Reason")},
        {"clean", QT_TRANSLATE_NOOP("EntryWords", "Closed cleanly")},
        {"by", QT_TRANSLATE_NOOP("EntryWords", "Closed by")},
        {"http_status", QT_TRANSLATE_NOOP("EntryWords", "HTTP status")},
        {"stage", QT_TRANSLATE_NOOP("EntryWords", "Stage")},
        {"cause", QT_TRANSLATE_NOOP("EntryWords", "Cause")},
        {"raw", QT_TRANSLATE_NOOP("EntryWords", "As reported")},
        {"detail", QT_TRANSLATE_NOOP("EntryWords", "Detail")},
        {"will_retry", QT_TRANSLATE_NOOP("EntryWords", "Will try again")},
        {"retry_in_ms", QT_TRANSLATE_NOOP("EntryWords", "Next attempt in")},
        {"attempt", QT_TRANSLATE_NOOP("EntryWords", "Attempt")},
        {"of", QT_TRANSLATE_NOOP("EntryWords", "Attempts at most")},
        {"wait_ms", QT_TRANSLATE_NOOP("EntryWords", "Wait")},
        {"url", QT_TRANSLATE_NOOP("EntryWords", "URL")},
        {"redirected_from", QT_TRANSLATE_NOOP("EntryWords", "Redirected from")},
        {"peer", QT_TRANSLATE_NOOP("EntryWords", "Peer")},
        {"engine", QT_TRANSLATE_NOOP("EntryWords", "Engine")},
        {"subprotocol", QT_TRANSLATE_NOOP("EntryWords", "Subprotocol")},
        {"extensions", QT_TRANSLATE_NOOP("EntryWords", "Extensions")},
        {"sent_frame_bytes", QT_TRANSLATE_NOOP("EntryWords", "Frames sent, at most")},
        {"elapsed_ms", QT_TRANSLATE_NOOP("EntryWords", "Took")},
        {"dns_ms", QT_TRANSLATE_NOOP("EntryWords", "Finding the address")},
        {"tcp_ms", QT_TRANSLATE_NOOP("EntryWords", "TCP connection")},
        {"proxy_ms", QT_TRANSLATE_NOOP("EntryWords", "Proxy")},
        {"tls_ms", QT_TRANSLATE_NOOP("EntryWords", "TLS handshake")},
        {"http_ms", QT_TRANSLATE_NOOP("EntryWords", "HTTP exchange")},
        {"security", QT_TRANSLATE_NOOP("EntryWords", "Security")},
        {"cipher", QT_TRANSLATE_NOOP("EntryWords", "Cipher")},
        {"verified", QT_TRANSLATE_NOOP("EntryWords", "Certificate verified")},
        {"certificate_problem", QT_TRANSLATE_NOOP("EntryWords", "Certificate")},
        {"certificate_sha256", QT_TRANSLATE_NOOP("EntryWords", "Certificate (SHA-256)")},
        {"body", QT_TRANSLATE_NOOP("EntryWords", "Body")},
        {"body_base64", QT_TRANSLATE_NOOP("EntryWords", "Body (Base64)")},
        {"body_cut", QT_TRANSLATE_NOOP("EntryWords", "Body goes on")},
        {"request", QT_TRANSLATE_NOOP("EntryWords", "Request")},
        {"response", QT_TRANSLATE_NOOP("EntryWords", "Response")},
};
} // namespace

// Those that are not known come after all others, as they are.
static size_t placeOf(const QString &name)
{
    const auto known = std::find_if(std::begin(Names), std::end(Names), [&](const KnownName &entry) {
        return name == QLatin1StringView(entry.name);
    });
    return size_t(known - std::begin(Names));
}

static QString nameInWords(const QString &name)
{
    const size_t place = placeOf(name);
    return place < std::size(Names) ? inWords(Names[place].words) : name;
}

static QString valueInWords(const QString &name, QByteArrayView value)
{
    bool isCount = false;
    const quint64 count = value.toULongLong(&isCount);
    switch (jsonKind(value)) {
    case JsonKind::True:
        return inWords(QT_TRANSLATE_NOOP("EntryWords", "yes"));
    case JsonKind::False:
        return inWords(QT_TRANSLATE_NOOP("EntryWords", "no"));
    case JsonKind::Null:
        return {};
    case JsonKind::Number:
        if (isCount && name.endsWith("_bytes"_L1))
            return formatCount(count) + u" B"_s;
        return QString::fromLatin1(value) + (name.endsWith("_ms"_L1) ? u" ms"_s : QString());
    default:
        return jsonText(value);
    }
}

static bool isListOfTexts(const JsonOutline &entry, JsonOutline::Index index)
{
    if (entry.kind(index) != JsonKind::Array)
        return false;
    const JsonOutline::Index end = entry.at(index).end;
    JsonOutline::Index i = index + 1;
    while (i < end && entry.kind(i) == JsonKind::String)
        i = entry.at(i).end;
    return i == end;
}

// A list of lines, such as a request, or one text with its own line ends.
static QStringList linesInWords(const JsonOutline &entry, JsonOutline::Index index, const QString &name)
{
    QStringList lines;
    if (isListOfTexts(entry, index)) {
        const JsonOutline::Index end = entry.at(index).end;
        for (JsonOutline::Index i = index + 1; i < end; i = entry.at(i).end)
            lines.append(valueInWords(QString(), entry.value(i)));
    } else {
        lines = valueInWords(name, entry.value(index)).split(u'\n');
    }
    for (QString &line : lines) {
        if (line.endsWith(u'\r'))
            line.chop(1);
        line = withUnseenNamed(line);
    }
    return lines;
}

QString entryDetails(const JsonOutline &entry)
{
    if (entry.kind(0) != JsonKind::Object || entry.at(0).count > MaxMembers || entry.at(0).size > MaxBytes)
        return {};
    struct Field
    {
        size_t place;
        QString words;
        QStringList lines;
    };
    QList<Field> fields;
    qsizetype width = 0;
    for (JsonOutline::Index i = 1; i < entry.size(); i = entry.at(i).end) {
        const QString name = jsonText(entry.name(i));
        const QStringList lines = linesInWords(entry, i, name);
        const bool isNoWait = name == "retry_in_ms"_L1 && lines.value(0) == "0 ms"_L1;
        if (isNoWait || lines.join(QString()).isEmpty())
            continue;
        fields.append({placeOf(name), withUnseenNamed(nameInWords(name)), lines});
        width = std::max(width, fields.last().words.size());
    }
    std::stable_sort(fields.begin(), fields.end(),
                     [](const Field &left, const Field &right) { return left.place < right.place; });
    QString text;
    for (const auto &[place, name, lines] : std::as_const(fields)) {
        text += text.isEmpty() ? QString() : u"\n"_s;
        if (lines.size() == 1)
            text += name.leftJustified(width + 3) + lines.first();
        else
            text += name + u"\n  "_s + lines.join(u"\n  "_s);
    }
    return text;
}

// Control frames are never fragmented (RFC 6455 section 5.5).
static qint64 sentFrames(const Message &message, qint64 frameBytes)
{
    const bool isSent = message.direction == Direction::Out && !message.isHeartbeat();
    const qint64 size = std::max<qint64>(message.payload.size(), message.wireBytes);
    return isSent && frameBytes > 0 ? size / frameBytes + (size % frameBytes > 0 ? 1 : 0) : 1;
}

QString entryInfoLine(const Message &message, qint64 sentFrameBytes)
{
    QStringList parts;
    if (message.sequence > 0)
        parts.append(u'#' + formatCount(message.sequence));
    if (message.direction != Direction::Local)
        parts.append(message.direction == Direction::In ? inWords(QT_TRANSLATE_NOOP("EntryWords", "received"))
                                                        : inWords(QT_TRANSLATE_NOOP("EntryWords", "sent")));
    // The word that a filter finds it by, which is not translated.
    parts.append(filterTypeNames().value(int(message.type)));
    if (message.direction != Direction::Local) {
        const bool isExact = message.wireBytes < 0;
        const QString size = isExact ? formatSize(message.payload.size())
                                     : sizeInWords(message.payload.size(), message.wireBytes);
        const qint64 frames = sentFrames(message, sentFrameBytes);
        // What is compressed well leaves in fewer.
        const QString words = isExact ? inWords(QT_TRANSLATE_NOOP("EntryWords", "%1 in %2 frames"))
                                      : inWords(QT_TRANSLATE_NOOP("EntryWords", "%1 in up to %2 frames"));
        parts.append(frames > 1 ? words.arg(size, formatCount(frames)) : size);
    }
    // The date is the part that is rarely asked for: it follows the time.
    const QString timestamp = formatTimestamp(message.timeUs);
    const qsizetype split = timestamp.indexOf(u'T');
    parts.append(timestamp.mid(split + 1, qsizetype(sizeof("12:01:02.134567") - 1)));
    parts.append(timestamp.left(split));
    return parts.join(u" · "_s);
}
