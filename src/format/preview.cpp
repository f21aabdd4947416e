// SPDX-License-Identifier: MIT
#include "format/preview.h"

#include "format/previewline.h"
#include "format/text/numbers.h"
#include "localfields.h"
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

static QString openText(const LocalFields &fields)
{
    QStringList parts;
    if (const auto elapsed = fields.number("elapsed_ms"))
        parts << formatWait(*elapsed);
    if (const QString security = fields.text("security"); !security.isEmpty())
        parts << security;
    if (const QString subprotocol = fields.text("subprotocol"); !subprotocol.isEmpty())
        parts << u"subprotocol "_s + subprotocol;
    if (const auto attempt = fields.number("attempt"); attempt && *attempt > 1)
        parts << u"attempt "_s + QString::number(*attempt);
    return parts.isEmpty() ? u"Open"_s : u"Open — "_s + parts.join(u" · "_s);
}

// What there is to say after the code: the peer's words first.
static QString closeExplanation(const LocalFields &fields, qint64 code, const QString &by)
{
    QStringList parts;
    if (const QString reason = fields.text("reason"); !reason.isEmpty())
        parts << u"“"_s + reason + u"”"_s;
    if (const QString detail = fields.text("detail"); !detail.isEmpty())
        parts << detail;
    if (!parts.isEmpty())
        return parts.join(u" — "_s);
    if (code == 1006 || by == "network"_L1)
        return u"no Close frame was received"_s;
    if (!fields.flag("clean").value_or(true))
        return u"the closing handshake was not completed"_s;
    return {};
}

static QString closeText(const LocalFields &fields)
{
    const qint64 code = fields.number("code").value_or(0);
    const QString by = fields.text("by");
    QString text = u"Closed"_s;
    if (code > 0)
        text += u' ' + QString::number(code);
    if (code > 0 && code <= 0xFFFF)
        text += u' ' + closeCodeName(quint16(code));
    if (by == "peer"_L1)
        text += u" by the peer"_s;
    else if (by == "us"_L1 || by == "engine"_L1)
        text += u" by this side"_s;
    if (code <= 0)
        text += u", code unknown"_s;
    const QString explanation = closeExplanation(fields, code, by);
    return explanation.isEmpty() ? text : text + u" — "_s + explanation;
}

static QString errorText(const LocalFields &fields)
{
    if (const QString message = fields.text("message"); !message.isEmpty())
        return message;
    // The sentence says where it happened; without one, the stage is all that tells.
    const QString stage = fields.text("stage");
    const QString prefix = stage.isEmpty() ? u"Error"_s : u"Error at stage "_s + stage;
    const QString raw = fields.text("raw");
    return raw.isEmpty() ? prefix : prefix + u": "_s + raw;
}

static QString retryText(const LocalFields &fields)
{
    QString text = u"Retrying"_s;
    if (const auto wait = fields.number("wait_ms"))
        text += u" in "_s + formatWait(*wait);
    QStringList parts;
    if (const auto attempt = fields.number("attempt")) {
        const auto of = fields.number("of");
        const QString number = u"attempt "_s + QString::number(*attempt);
        parts << (of ? number + u" of "_s + QString::number(*of) : number);
    }
    if (const QString reason = fields.text("reason"); !reason.isEmpty())
        parts << reason;
    return parts.isEmpty() ? text : text + u" — "_s + parts.join(u" · "_s);
}

static QString localText(MessageType type, const LocalFields &fields)
{
    switch (type) {
    case MessageType::Open:
        return openText(fields);
    case MessageType::Close:
        return closeText(fields);
    case MessageType::Error:
        return errorText(fields);
    case MessageType::Retry:
        return retryText(fields);
    default:
        break;
    }
    const QString note = fields.text("text");
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
