// SPDX-License-Identifier: MIT
#include "format/preview.h"

#include "format/previewline.h"
#include "format/text/numbers.h"
#include "localentry.h"
#include "websocket/closecode.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

static constexpr qsizetype BinaryBytes = 16;

// "a4 62 69 64 …  ·bid": as many bytes as fit, BinaryBytes at most.
static QString binaryLine(QByteArrayView payload, int maxChars, bool isCut)
{
    static constexpr char digits[] = "0123456789abcdef";
    // Each byte takes "xx " and its ASCII; beside that the line has one blank and perhaps " …".
    const auto widthOf = [](qsizetype bytes, bool cut) { return 4 * bytes + 1 + (cut ? 2 : 0); };
    qsizetype count = std::min(payload.size(), BinaryBytes);
    while (count > 0 && widthOf(count, isCut || count < payload.size()) > maxChars)
        --count;
    isCut = isCut || count < payload.size();
    if (count == 0)
        return maxChars > 0 ? u"…"_s : QString();
    QString line(widthOf(count, isCut), u' ');
    QChar *out = line.data();
    QChar *const ascii = out + line.size() - count;
    for (qsizetype i = 0; i < count; ++i, out += 3) {
        const uchar byte = uchar(payload.at(i));
        out[0] = QLatin1Char(digits[byte >> 4]);
        out[1] = QLatin1Char(digits[byte & 0xF]);
        ascii[i] = QChar(byte >= 0x20 && byte < 0x7F ? char16_t(byte) : u'\u00b7');
    }
    if (isCut)
        *out = u'…';
    return line;
}

static QString textLine(QByteArrayView head, int maxChars, bool isCut)
{
    PreviewLine line(maxChars);
    if (isCut) {
        line.appendUtf8Head(head);
        line.markCut();
    } else {
        line.appendUtf8(head);
    }
    return line.text();
}

static QString openText(const OpenEntry &entry)
{
    QStringList parts;
    if (entry.elapsedMs)
        parts << formatWait(*entry.elapsedMs);
    if (!entry.security.isEmpty())
        parts << entry.security;
    if (!entry.subprotocol.isEmpty())
        parts << u"subprotocol "_s + entry.subprotocol;
    if (entry.attempt.value_or(0) > 1)
        parts << u"attempt "_s + QString::number(*entry.attempt);
    // One log may be of several URLs.
    const QString text = entry.url.isEmpty() ? u"Open"_s : u"Open "_s + entry.url;
    return parts.isEmpty() ? text : text + u" — "_s + parts.join(u" · "_s);
}

// What there is to say after the code: the peer's words first.
static QString closeExplanation(const CloseEntry &entry)
{
    QStringList parts;
    if (!entry.reason.isEmpty())
        parts << u"“"_s + entry.reason + u"”"_s;
    if (!entry.detail.isEmpty())
        parts << entry.detail;
    if (!parts.isEmpty())
        return parts.join(u" — "_s);
    if (entry.code == 1006 || entry.by == "network"_L1)
        return u"no Close frame was received"_s;
    if (!entry.clean)
        return u"the closing handshake was not completed"_s;
    return {};
}

static QString closeText(const CloseEntry &entry)
{
    QString text = u"Closed"_s;
    if (entry.code > 0)
        text += u' ' + QString::number(entry.code);
    if (entry.code > 0 && entry.code <= 0xFFFF)
        text += u' ' + closeCodeName(quint16(entry.code));
    if (entry.by == "peer"_L1)
        text += u" by the peer"_s;
    else if (entry.by == "us"_L1 || entry.by == "engine"_L1)
        text += u" by this side"_s;
    if (entry.code <= 0)
        text += u", code unknown"_s;
    const QString explanation = closeExplanation(entry);
    return explanation.isEmpty() ? text : text + u" — "_s + explanation;
}

static QString errorText(const ErrorEntry &entry)
{
    if (!entry.message.isEmpty())
        return entry.message;
    // The sentence says where it happened; without one, the stage is all that tells.
    const QString prefix = entry.stage.isEmpty() ? u"Error"_s : u"Error at stage "_s + entry.stage;
    return entry.raw.isEmpty() ? prefix : prefix + u": "_s + entry.raw;
}

static QString retryText(const RetryEntry &entry)
{
    QString text = u"Retrying"_s;
    if (entry.waitMs)
        text += u" in "_s + formatWait(*entry.waitMs);
    QStringList parts;
    if (entry.attempt) {
        const QString number = u"attempt "_s + QString::number(*entry.attempt);
        parts << (entry.of ? number + u" of "_s + QString::number(*entry.of) : number);
    }
    if (!entry.reason.isEmpty())
        parts << entry.reason;
    return parts.isEmpty() ? text : text + u" — "_s + parts.join(u" · "_s);
}

static QString localText(MessageType type, const LocalFields &fields)
{
    switch (type) {
    case MessageType::Open:
        return openText(OpenEntry::read(fields));
    case MessageType::Close:
        return closeText(CloseEntry::read(fields));
    case MessageType::Error:
        return errorText(ErrorEntry::read(fields));
    case MessageType::Retry:
        return retryText(RetryEntry::read(fields));
    default:
        break;
    }
    const QString note = NoteEntry::read(fields).text;
    return note.isEmpty() ? u"Note"_s : note;
}

static QString localLine(MessageType type, QByteArrayView head, int maxChars, bool isCut)
{
    const LocalFields fields(head);
    if (!fields.isObject())
        return textLine(head, maxChars, isCut);
    PreviewLine line(maxChars);
    line.append(localText(type, fields));
    return line.text();
}

// Every type reads the same in both directions.
QString previewOf(MessageType type, Direction, const QByteArray &payload, int maxChars, qint64 wholeSize)
{
    const QByteArrayView head = QByteArrayView(payload).first(std::min(payload.size(), PreviewHeadBytes));
    const bool isCut = std::max<qint64>(wholeSize, payload.size()) > head.size();
    if (head.isEmpty()) {
        PreviewLine line(maxChars);
        line.append(isCut ? u"…" : u"(empty)");
        return line.text();
    }
    switch (type) {
    case MessageType::Text:
        return textLine(head, maxChars, isCut);
    case MessageType::Binary:
        return binaryLine(head, maxChars, isCut);
    case MessageType::Ping:
    case MessageType::Pong:
        return isPrintableUtf8(head) ? textLine(head, maxChars, isCut) : binaryLine(head, maxChars, isCut);
    default:
        return localLine(type, head, maxChars, isCut);
    }
}

QString sizeInWords(qint64 size, qint64 wireBytes)
{
    const auto words = [](const char *text) { return QCoreApplication::translate("EntrySize", text); };
    const QString plain = words("%1 B").arg(formatCount(size));
    if (wireBytes < 0 || wireBytes == size)
        return plain;
    const QString wire = formatCount(wireBytes);
    if (wireBytes > size)
        return words("%1, %2 B on the wire").arg(plain, wire);
    return words("%1, %2 B compressed (%3 %)")
            .arg(plain, wire)
            .arg(std::llround(100 * double(wireBytes) / double(size)));
}
