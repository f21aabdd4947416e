// SPDX-License-Identifier: MIT
#include "localentry.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

QJsonObject OpenEntry::fields() const
{
    QJsonObject fields{
            {"url"_L1, url},   {"subprotocol"_L1, subprotocol}, {"security"_L1, security},
            {"peer"_L1, peer}, {"engine"_L1, engine},
    };
    if (attempt)
        fields.insert("attempt"_L1, *attempt);
    if (elapsedMs)
        fields.insert("elapsed_ms"_L1, *elapsedMs);
    if (sentFrameBytes > 0)
        fields.insert("sent_frame_bytes"_L1, sentFrameBytes);
    return fields;
}

OpenEntry OpenEntry::read(const LocalFields &fields)
{
    return {fields.text("url"),          fields.number("attempt"),
            fields.number("elapsed_ms"), fields.text("subprotocol"),
            fields.text("security"),     fields.text("peer"),
            fields.text("engine"),       fields.number("sent_frame_bytes").value_or(0)};
}

QJsonObject CloseEntry::fields() const
{
    return {{"code"_L1, code},
            {"reason"_L1, reason},
            {"clean"_L1, clean},
            {"by"_L1, by},
            {"detail"_L1, detail}};
}

CloseEntry CloseEntry::read(const LocalFields &fields)
{
    return {fields.number("code").value_or(0), fields.text("reason"), fields.flag("clean").value_or(true),
            fields.text("by"), fields.text("detail")};
}

QJsonObject ErrorEntry::fields() const
{
    QJsonObject fields{
            {"stage"_L1, stage},          {"message"_L1, message},       {"raw"_L1, raw},
            {"will_retry"_L1, willRetry}, {"retry_in_ms"_L1, retryInMs},
    };
    if (!cause.isEmpty())
        fields.insert("cause"_L1, cause);
    if (httpStatus != 0)
        fields.insert("http_status"_L1, httpStatus);
    if (!certificateSha256.isEmpty())
        fields.insert("certificate_sha256"_L1, certificateSha256);
    return fields;
}

ErrorEntry ErrorEntry::read(const LocalFields &fields)
{
    return {fields.text("stage"),
            fields.text("cause"),
            fields.text("message"),
            fields.text("raw"),
            fields.flag("will_retry").value_or(false),
            fields.number("retry_in_ms").value_or(0),
            int(fields.number("http_status").value_or(0)),
            fields.text("certificate_sha256")};
}

QJsonObject RetryEntry::fields() const
{
    QJsonObject fields;
    if (!reason.isEmpty())
        fields.insert("reason"_L1, reason);
    if (attempt)
        fields.insert("attempt"_L1, *attempt);
    if (of)
        fields.insert("of"_L1, *of);
    if (waitMs)
        fields.insert("wait_ms"_L1, *waitMs);
    return fields;
}

RetryEntry RetryEntry::read(const LocalFields &fields)
{
    return {fields.number("attempt"), fields.number("of"), fields.number("wait_ms"), fields.text("reason")};
}

QJsonObject NoteEntry::fields() const
{
    QJsonObject fields{{"text"_L1, text}};
    if (gap) {
        fields.insert("lost"_L1, qint64(gap->lost.messages));
        fields.insert("lost_bytes"_L1, qint64(gap->lost.bytes));
        fields.insert("from_us"_L1, gap->fromUs);
        fields.insert("to_us"_L1, gap->toUs);
    }
    if (clockSetUs)
        fields.insert("clock_set_us"_L1, *clockSetUs);
    return fields;
}

NoteEntry NoteEntry::read(const LocalFields &fields)
{
    return {fields.text("text"), {}};
}

static QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

// QJsonObject sorts its members, so what must come last is an object of its own until here.
QByteArray localPayload(const QJsonObject &fields, const QJsonObject &bulk)
{
    QByteArray json = compact(fields);
    if (!bulk.isEmpty()) {
        json.chop(1);
        json += (fields.isEmpty() ? "" : ",") + compact(bulk).mid(1);
    }
    return json;
}
