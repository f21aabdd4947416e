// SPDX-License-Identifier: MIT
#include "ui/inspector/payload/payloadtext.h"

#include "format/json/jsonlayout.h"
#include "format/json/jsonrecords.h"
#include "format/text/binarytext.h"
#include "format/text/numbers.h"
#include "format/text/unseen.h"
#include "localentry.h"
#include "scancontrol.h"
#include "ui/inspector/payload/entrywords.h"
#include "websocket/closecode.h"
#include "worker.h"

#include <QCoreApplication>
#include <QStringDecoder>

#include <algorithm>
#include <cstring>

using namespace Qt::StringLiterals;

static QString sentence(const char *text)
{
    return QCoreApplication::translate("PayloadText", text);
}

PayloadLimit PayloadLimit::next() const
{
    return {std::min(bytes * 4, LastBytes), std::min(lines * 4, LastLines)};
}

static bool isLocal(const Message &message)
{
    return message.direction == Direction::Local && message.type >= MessageType::Open;
}

// What is not seen is shown by its name, which may be as long as this (withUnseenNamed()).
static qsizetype shownSize(const QByteArray &utf8, qsizetype at)
{
    constexpr qsizetype nameOfControl = 5;
    const uchar byte = uchar(utf8[at]);
    if (byte < 0x20)
        return byte == '\t' || byte == '\n' || byte == '\r' ? 1 : nameOfControl;
    // DEL, and the beginning of U+0080 to U+009F and U+00AD.
    const bool isLead = byte == 0xC2 && at + 1 < utf8.size();
    const uchar next = isLead ? uchar(utf8[at + 1]) : 0;
    return byte == 0x7F || (isLead && (next < 0xA0 || next == 0xAD)) ? nameOfControl + 2 : 1;
}

qsizetype shownEnd(const QByteArray &utf8, const PayloadLimit &limit)
{
    qsizetype end = 0;
    for (qint64 room = limit.bytes; end < utf8.size(); ++end) {
        room -= shownSize(utf8, end);
        if (room < 0)
            break;
    }
    // At most three bytes of a character that goes on beyond the end.
    for (int i = 0; i < 3 && end > 0 && end < utf8.size() && (uchar(utf8[end]) & 0xc0) == 0x80; ++i)
        --end;
    const char *const begin = utf8.constData();
    const char *line = begin;
    for (int lines = 0; lines < limit.lines; ++lines) {
        line = static_cast<const char *>(std::memchr(line, '\n', size_t(begin + end - line)));
        if (!line)
            return end;
        ++line;
    }
    return line - begin - 1;
}

// With a NUL among it, as some protocols end their text, it is text if it has few control characters in all.
static bool isText(QByteArrayView bytes, const ScanControl *control)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    constexpr qsizetype step = 256 * 1024;
    qsizetype controls = 0;
    bool hasNull = false;
    for (qsizetype at = 0; at < bytes.size() && !(control && control->cancelled); at += step) {
        const QString decoded = decoder(bytes.sliced(at, std::min(step, bytes.size() - at)));
        if (decoder.hasError())
            return false;
        hasNull = hasNull || decoded.contains(QChar::Null);
        controls += std::count_if(decoded.begin(), decoded.end(),
                                  [](QChar c) { return c < u' ' && c != u'\t' && c != u'\n' && c != u'\r'; });
    }
    return !hasNull || 8 * controls <= bytes.size() + 8;
}

PayloadText::PayloadText(const Message &message, PayloadLimit limit, ScanControl *control)
    : m_message(message)
    , m_limit(limit)
{
    if (message.type == MessageType::Binary && !looksLikeJson(message.payload))
        m_inflated = inflatePayload(message.payload, PayloadLimit::LastBytes, control);
    findPicture();
    readJson(control);
    const bool isJson = !m_json.isNull() && !m_decoder;
    findForms(message.type == MessageType::Text || isJson || isText(content(), control));
}

// Binary may be compressed, and what is in it takes long, too.
static constexpr qint64 AtOnceBinaryBytes = 1024;

bool PayloadText::isReadAtOnce(const Message &message)
{
    // Nothing takes long of a text that is no JSON.
    if (message.type == MessageType::Text && !isMeantAsJson(message.payload))
        return true;
    if (message.type != MessageType::Binary)
        return message.payload.size() <= Worker::AtOnceBytes;
    return message.payload.size() <= AtOnceBinaryBytes
           && inflatePayload(message.payload, Worker::AtOnceBytes).isWhole;
}

PayloadText PayloadText::unread(const Message &message, PayloadLimit limit)
{
    PayloadText text;
    text.m_message = message;
    text.m_limit = limit;
    const qsizetype end = shownEnd(message.payload, limit);
    const qsizetype seen = std::min<qsizetype>(message.payload.size(), Worker::AtOnceBytes);
    if (message.type == MessageType::Binary)
        text.m_picture = readPictureHeader(QByteArrayView(message.payload).first(seen));
    // Whether its end is there is not known yet.
    text.m_picture.isCut = text.m_picture.isCut && seen == message.payload.size();
    text.findForms(message.type == MessageType::Text
                   || isText(QByteArrayView(message.payload).first(end), nullptr));
    return text;
}

PayloadText PayloadText::withLimit(PayloadLimit limit, PayloadForm form, ScanControl *control) const
{
    PayloadText result = *this;
    result.m_limit = limit;
    if (!m_json.isNull() && (form == PayloadForm::Json || form == PayloadForm::Details))
        result.layOut(control);
    return result;
}

void PayloadText::findPicture()
{
    if (m_message.type == MessageType::Binary)
        m_picture = readPictureHeader(content());
}

void PayloadText::findForms(bool isText)
{
    m_forms.clear();
    if (isLocal(m_message)) {
        m_forms = {PayloadForm::Details};
        return;
    }
    if (!m_json.isNull())
        m_forms.append(PayloadForm::Json);
    if (m_outline)
        m_forms.append(PayloadForm::Tree);
    if (m_picture.name)
        m_forms.append(PayloadForm::Picture);
    if (isText)
        m_forms.append(PayloadForm::Text);
    m_forms.append(PayloadForm::Hex);
}

void PayloadText::findJson(const ScanControl *control)
{
    const QByteArray &payload = content();
    if (looksLikeJson(payload)) {
        m_json = payload;
        return;
    }
    const PayloadJson found(payload, [control] { return control && control->cancelled; });
    m_decoder = found.decoder();
    m_json = found.decoded();
}

QString PayloadText::remark() const
{
    return m_decoder ? sentence("%1, shown as JSON.").arg(QLatin1StringView(m_decoder->name))
                     : m_recordsRemark;
}

QString PayloadText::inflatedRemark() const
{
    if (!m_inflated.format)
        return {};
    const QString format = QLatin1StringView(m_inflated.format);
    const QString from = formatSize(m_message.payload.size());
    const QString to = formatSize(m_inflated.bytes.size());
    return m_inflated.isWhole ? sentence("%1, %2 inflated to %3.").arg(format, from, to)
                              : sentence("%1 of %2: the first %3 of what it holds.").arg(format, from, to);
}

QString PayloadText::pictureRemark() const
{
    if (!m_picture.name)
        return {};
    const QString name = QLatin1StringView(m_picture.name);
    QString remark = m_picture.hasSize() ? sentence("%1, %2 × %3 pixels.")
                                                   .arg(name, formatCount(quint64(m_picture.width)),
                                                        formatCount(quint64(m_picture.height)))
                                         : sentence("%1.").arg(name);
    if (m_picture.isAnimated)
        remark += u' ' + sentence("It moves: this is the first of its pictures.");
    if (m_picture.isCut)
        remark += u' ' + sentence("It is cut: its end is missing.");
    return remark;
}

static QString remarkOn(const JsonRecords &records)
{
    if (records.count > 1) {
        const QString all = formatCount(quint64(records.count));
        return records.hasSeparators
                       ? sentence("%1 JSON documents, marked off by U+001E, shown as an array.").arg(all)
                       : sentence("%1 JSON documents, one after another, shown as an array.").arg(all);
    }
    return records.hasSeparators ? sentence("The JSON is marked off by U+001E (record separator).")
                                 : sentence("A byte order mark, which JSON does not have, stands before it.");
}

void PayloadText::readRecords(ScanControl *control)
{
    const JsonRecords records = readJsonRecords(content(), control);
    if (records.json.isNull())
        return;
    m_json = records.json;
    m_recordsRemark = remarkOn(records);
    m_whyNoLayout.clear();
    layOut(control);
}

void PayloadText::readJson(ScanControl *control)
{
    findJson(control);
    if (m_json.isEmpty() && isMeantAsJson(content()))
        m_json = content();
    if (m_json.isEmpty()) {
        m_json.clear();
        return;
    }
    layOut(control);
    if (m_json.isNull() && !m_decoder)
        readRecords(control);
    if (m_json.isNull())
        return;
    m_outline = JsonOutline::build(m_json, control);
    if (control && control->cancelled)
        m_json.clear();
}

void PayloadText::layOut(ScanControl *control)
{
    // A layout is larger than its payload; what counts is lines.
    JsonLayoutPart layout = layOutJsonPart(m_json, m_limit.bytes * 2, m_limit.lines, 2, control);
    layout.text.truncate(shownEnd(layout.text, {m_limit.bytes * 2, m_limit.lines}));
    if (layout.ok) {
        m_layout = partOfLayout(layout);
        m_values = std::make_shared<std::vector<JsonOutline::Index>>(jsonValuesOfLines(layout.text));
        return;
    }
    m_json.clear();
    // Of what was inflated in part, that its end is missing says nothing.
    if (!layout.wasCancelled && m_inflated.isWhole) {
        m_whyNoLayout = sentence("Not valid JSON, line %1, column %2: %3")
                                .arg(QString::number(layout.errorLine), QString::number(layout.errorColumn),
                                     layout.errorMessage);
    }
}

ShownPayload PayloadText::shown(PayloadForm form) const
{
    switch (form) {
    case PayloadForm::Json:
        return m_layout;
    case PayloadForm::Details:
        return shownDetails();
    case PayloadForm::Text:
        return shownText();
    case PayloadForm::Tree:
    case PayloadForm::Picture:
    case PayloadForm::Hex:
        break;
    }
    return {};
}

static QString notShownNote()
{
    return sentence("More is not shown here; Copy takes all of it.");
}

ShownPayload PayloadText::partOfLayout(const JsonLayoutPart &layout) const
{
    const QByteArray &text = layout.text;
    ShownPayload result{withUnseenNamed(QString::fromUtf8(text)), {}, false, true};
    if (text.size() == layout.bytes)
        return result;
    result.more = !m_limit.isLast();
    const qint64 lines = text.count('\n') + 1;
    result.note = lines == layout.lines
                          ? sentence("Not all of the last line is shown.")
                          : sentence("Showing the first %1 of %2 lines.")
                                    .arg(formatCount(quint64(lines)), formatCount(quint64(layout.lines)));
    if (!result.more)
        result.note += u' ' + notShownNote();
    return result;
}

ShownPayload PayloadText::shownDetails() const
{
    const QString details = m_outline ? entryDetails(*m_outline) : QString();
    if (!details.isEmpty())
        return {details, {}, false, false};
    return m_json.isNull() ? shownText() : m_layout;
}

ShownPayload PayloadText::shownText() const
{
    const QByteArray &payload = content();
    const qsizetype end = shownEnd(payload, m_limit);
    ShownPayload result{withUnseenNamed(QString::fromUtf8(payload.constData(), end)), {}, false, false};
    result.more = end < payload.size() && shownEnd(payload, m_limit.next()) > end;
    result.note = sizeNote(end, result.more);
    if (!m_whyNoLayout.isEmpty())
        result.note += (result.note.isEmpty() ? QString() : u" "_s) + m_whyNoLayout;
    return result;
}

qsizetype PayloadText::restFrom(PayloadForm form) const
{
    if (form == PayloadForm::Text)
        return shownEnd(content(), m_limit);
    const bool isWhole = m_layout.note.isEmpty();
    return isWhole || !m_outline || m_values->empty() ? m_json.size() : m_outline->at(m_values->back()).start;
}

QString PayloadText::sizeNote(qint64 shownBytes, bool more) const
{
    const qint64 size = content().size();
    if (shownBytes >= size)
        return {};
    const QString part = formatSize(shownBytes);
    const QString whole = formatSize(size);
    QString note = part == whole ? sentence("Not all of %1 is shown.").arg(whole)
                                 : sentence("Showing the first %1 of %2.").arg(part, whole);
    if (!more)
        note += u' ' + notShownNote();
    return note;
}

QString PayloadText::wholeText(PayloadForm form, ScanControl *control) const
{
    const QByteArray &payload = m_message.payload;
    if (form == PayloadForm::Hex) {
        return payload.size() <= PayloadLimit::LastBytes ? hexDump(payload, 0, payload.size())
                                                         : QString::fromLatin1(payload.toHex());
    }
    const QString details = form == PayloadForm::Details && m_outline ? entryDetails(*m_outline) : QString();
    if (!details.isEmpty())
        return details;
    const bool laidOut = form != PayloadForm::Text && !m_json.isNull();
    return QString::fromUtf8(laidOut ? layOutJson(m_json, 2, control).text : content());
}

QString PayloadText::meaning() const
{
    if (!isLocal(m_message) || m_message.type != MessageType::Close)
        return {};
    const qint64 code = CloseEntry::read(LocalFields(m_message.payload)).code;
    if (code <= 0 || code > 0xffff)
        return {};
    return u"%1 %2. %3"_s.arg(QString::number(code), closeCodeName(quint16(code)),
                              closeCodeMeaning(quint16(code)));
}
