// SPDX-License-Identifier: MIT
// Insomnia's log of a WebSocket request (responses/*.response in its data folder): a JSON object a line, with
// `type`, `timestamp` in milliseconds and, of messages, `direction` and `data`. The URL is not among it.
#include "exchange/exchangeformat.h"
#include "exchange/formats/linereader.h"
#include "format/text/numbers.h"
#include "localentry.h"
#include "profile/connectionprofile.h"
#include "profile/redactor.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <limits>
#include <memory>

using namespace Qt::StringLiterals;

namespace {

class InsomniaReader : public LineReader
{
    Q_DECLARE_TR_FUNCTIONS(InsomniaReader)

public:
    using LineReader::LineReader;

protected:
    bool readEntry(char *begin, char *end, EntryBlock *block) override
    {
        if (end - begin > MaxLineBytes)
            return failAt(tr("it is longer than %1.").arg(formatSize(MaxLineBytes)));
        const QByteArray line = QByteArray::fromRawData(begin, end - begin);
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(line, &error);
        if (!document.isObject())
            return failAt(tr("this is no JSON object, from byte %1 on.").arg(formatCount(error.offset + 1)));
        const QJsonObject object = document.object();
        const double timeMs = object.value("timestamp"_L1).toDouble(-1);
        constexpr double lastMs = 253'402'300'799'999;
        if (timeMs < 0 || timeMs > lastMs)
            return failAt(tr("“timestamp” is missing, or not in milliseconds from 1970 to 9999."));
        const QString type = object.value("type"_L1).toString();
        Message entry(0, qint64(timeMs) * 1000, Direction::Local, MessageType::Note, {});
        if (type == "message"_L1) {
            if (!readMessage(object, &entry))
                return failAt(
                        tr("“direction” is neither “INCOMING” nor “OUTGOING”, or “data” has no bytes."));
        } else {
            readLocal(type, object, &entry);
        }
        block->add(entry, true);
        return true;
    }

private:
    /// Of JSON, which takes many times that while it is read.
    static constexpr qsizetype MaxLineBytes = 32 * 1024 * 1024;

    static bool readMessage(const QJsonObject &object, Message *entry)
    {
        const QString direction = object.value("direction"_L1).toString();
        if (direction != "INCOMING"_L1 && direction != "OUTGOING"_L1)
            return false;
        const QJsonValue data = object.value("data"_L1);
        const QJsonValue bytes = data.toObject().value("data"_L1);
        if (data.isObject() && !bytes.isArray()) {
            // An ArrayBuffer is {} in JSON.
            entry->payload = noteOf(tr("A binary message was here that Insomnia did not keep."));
            return true;
        }
        entry->direction = direction == "INCOMING"_L1 ? Direction::In : Direction::Out;
        entry->type = data.isObject() ? MessageType::Binary : MessageType::Text;
        if (data.isObject()) {
            const QJsonArray all = bytes.toArray();
            for (const QJsonValue byte : all) {
                const int value = byte.toInt(-1);
                if (value < 0 || value > std::numeric_limits<uchar>::max())
                    return false;
                entry->payload.append(char(value));
            }
        } else if (data.isArray()) {
            // Of Socket.IO, what the event carried.
            entry->payload = QJsonDocument(data.toArray()).toJson(QJsonDocument::Compact);
        } else {
            entry->payload = data.toString().toUtf8();
        }
        return true;
    }

    void readLocal(const QString &type, const QJsonObject &object, Message *entry) const
    {
        const QString message = m_redactor.own(object.value("message"_L1).toString());
        if (type == "open"_L1) {
            entry->type = MessageType::Open;
            entry->payload = localPayload(OpenEntry().fields());
        } else if (type == "close"_L1) {
            entry->type = MessageType::Close;
            CloseEntry close;
            close.code = object.value("code"_L1).toInt();
            close.reason = m_redactor.own(object.value("reason"_L1).toString());
            close.clean = object.value("wasClean"_L1).toBool(true);
            entry->payload = localPayload(close.fields());
        } else if (type == "error"_L1) {
            entry->type = MessageType::Error;
            ErrorEntry failure;
            failure.message = message;
            entry->payload = localPayload(failure.fields());
        } else {
            entry->payload = noteOf(message.isEmpty() ? type : message);
        }
    }

    static QByteArray noteOf(const QString &text) { return localPayload(NoteEntry{text, {}}.fields()); }

    // What looks like a secret is recorded of no connection.
    const Redactor m_redactor{ConnectionProfile()};
};

} // namespace

const ExchangeFormat InsomniaFormat{
        .key = QLatin1StringView("insomnia"),
        .name = QT_TRANSLATE_NOOP("ExchangeFormat", "Insomnia's log of a WebSocket request"),
        .suffix = QLatin1StringView("response"),
        .recognises =
                [](QByteArrayView head) {
                    return head.startsWith('{') && head.contains("\"requestId\":")
                           && head.contains("\"timestamp\":");
                },
        .reader = [](InputFile &input) -> std::unique_ptr<EntryReader> {
            return std::make_unique<InsomniaReader>(input);
        },
};
