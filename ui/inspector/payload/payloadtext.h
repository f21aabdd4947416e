// SPDX-License-Identifier: MIT
#pragma once

#include "format/binary/compressedpayload.h"
#include "format/binary/payloaddecoder.h"
#include "format/binary/pictureheader.h"
#include "format/json/jsonoutline.h"
#include "message.h"

#include <QList>
#include <QString>

#include <memory>
#include <vector>

struct JsonLayoutPart;
struct ScanControl;

/// The ways in which an entry can be read.
enum class PayloadForm { Json, Tree, Picture, Text, Hex, Details };

/// How much of a payload is laid out and shown. Widgets for text take about a microsecond a line, so
/// that lines are limited as well as bytes.
struct PayloadLimit
{
    qint64 bytes = 256 * 1024;
    int lines = 8 * 1024;

    bool isLast() const { return bytes >= LastBytes; }
    /// Four times as much, up to the last.
    PayloadLimit next() const;

    static constexpr qint64 LastBytes = 16 * 1024 * 1024;
    static constexpr int LastLines = 64 * 1024;
};

/// What is shown of an entry in one form. Plain text, both.
struct ShownPayload
{
    QString text;
    /// What has to be said about it: what is missing, why it is not laid out. Mostly empty.
    QString note;
    /// There is more that a larger limit shows.
    bool more = false;
    /// The text is JSON, laid out.
    bool isJson = false;
};

/// An entry as text, in the forms that apply to it. A plain value, cheap to copy and safe to hand to another
/// thread.
///
/// What would not be seen or would change the order of what stands beside it is named, as in the log
/// (withUnseenNamed()). Bytes that are not UTF-8 are shown as U+FFFD. Line breaks are "\n".
class PayloadText
{
public:
    PayloadText() = default;
    /// Reads the whole payload, for which `control` counts workOf() bytes; if it was cancelled, the forms
    /// that need all of the payload are missing.
    explicit PayloadText(const Message &message, PayloadLimit limit = {}, ScanControl *control = nullptr);

    /// To read all of it takes no longer than to hand it to another thread.
    static bool isReadAtOnce(const Message &message);
    /// What is known of it at once, in time that does not depend on the payload's size.
    static PayloadText unread(const Message &message, PayloadLimit limit = {});
    static qint64 workOf(const Message &message) { return message.payload.size() * 2; }
    /// The same, to be shown in this form as far as another limit; of other forms as far as before. Laying
    /// out takes as long as one pass over the JSON, whose bytes `control` counts.
    PayloadText withLimit(PayloadLimit limit, PayloadForm form, ScanControl *control = nullptr) const;

    const Message &message() const { return m_message; }
    const PayloadLimit &limit() const { return m_limit; }

    /// In the order in which to offer them, the best first. JSON is offered if the payload is JSON, as a tree
    /// too unless it has too many values, and so is binary that is recognised as CBOR or MessagePack; a
    /// picture for binary that begins as one; text for what is UTF-8; details for local entries, and nothing
    /// else.
    QList<PayloadForm> forms() const { return m_forms; }

    /// In time proportional to the limit. Neither a tree nor a picture nor hex has a text, nor the JSON of a
    /// payload that is not read.
    ShownPayload shown(PayloadForm form) const;

    /// The whole payload without substitutes. Hexadecimal dumps of more than LastBytes are digits only. Of no
    /// use if `control` was cancelled.
    QString wholeText(PayloadForm form, ScanControl *control = nullptr) const;

    /// What text, JSON and tree are made of: the payload, or what it holds if it is compressed, as far as
    /// LastBytes.
    const QByteArray &content() const { return m_inflated.format ? m_inflated.bytes : m_message.payload; }
    /// "gzip, 1,234 B inflated to 5,678 B."; mostly empty.
    QString inflatedRemark() const;
    /// Of content(), if it is binary; `name` is null for what is no picture.
    const PictureHeader &picture() const { return m_picture; }
    /// "PNG, 640 × 480 pixels."; empty if it is none.
    QString pictureRemark() const;
    /// The JSON text itself, or what CBOR or MessagePack is as JSON; null if it is none.
    const QByteArray &json() const { return m_json; }
    /// json() is made out of another form.
    bool isMadeIntoJson() const { return m_decoder || m_inflated.format || !m_recordsRemark.isEmpty(); }
    /// Filters and columns see json() as it is here, and so find a value by its path. They look neither into
    /// what is compressed nor at the documents in a row as one array.
    bool isFoundByPath() const { return !m_inflated.format && m_recordsRemark.isEmpty(); }
    /// "CBOR, shown as JSON.", "3 JSON documents …"; mostly empty.
    QString remark() const;
    /// In bytes of json() or of content(): where what is not shown in that form begins.
    qsizetype restFrom(PayloadForm form) const;
    /// Null if it is no JSON, or has too many values.
    const std::shared_ptr<const JsonOutline> &outline() const { return m_outline; }
    /// Of the lines of what is shown as JSON.
    const std::vector<JsonOutline::Index> &valuesOfLines() const { return *m_values; }

    /// For a close: its code in words and what it means. Plain text.
    QString meaning() const;

private:
    void findJson(const ScanControl *control);
    void readJson(ScanControl *control);
    void readRecords(ScanControl *control);
    void layOut(ScanControl *control);
    void findPicture();
    void findForms(bool isText);
    ShownPayload partOfLayout(const JsonLayoutPart &layout) const;
    ShownPayload shownDetails() const;
    ShownPayload shownText() const;
    QString sizeNote(qint64 shownBytes, bool more) const;

    Message m_message;
    InflatedPayload m_inflated;
    PictureHeader m_picture;
    PayloadLimit m_limit;
    QList<PayloadForm> m_forms;
    QByteArray m_json;
    ShownPayload m_layout;
    std::shared_ptr<const JsonOutline> m_outline;
    std::shared_ptr<const std::vector<JsonOutline::Index>> m_values =
            std::make_shared<std::vector<JsonOutline::Index>>();
    const PayloadDecoder *m_decoder = nullptr;
    QString m_recordsRemark;
    QString m_whyNoLayout;
};

/// The end of the part of a UTF-8 text that has at most `limit` bytes and lines, in which controls count as
/// long as their names are, and ends neither within a character nor, if `limit.lines` ends it, with a line
/// break.
qsizetype shownEnd(const QByteArray &utf8, const PayloadLimit &limit);
