// SPDX-License-Identifier: MIT
// Session files of Socketscope itself.
#include "exchange/exchangeformat.h"
#include "exchange/inputfile.h"
#include "exchange/outputfile.h"
#include "exchange/sessionreader.h"
#include "localentry.h"
#include "record/recordfile.h"
#include "version.h"

#include <QDateTime>
#include <QFile>

#include <memory>

namespace {

/// Makes a new session, whose entries are numbered anew.
class SessionWriter : public EntryWriter
{
public:
    explicit SessionWriter(const OutputFile &output)
        : m_fileName(output.temporaryName())
    {}

    bool begin(const RecordOrigin &origin) override
    {
        m_origin = origin;
        m_origin.programVersion = programVersion();
        // It makes the file itself, and none that is there already.
        QFile::remove(m_fileName);
        RecordFile::Opened opened = RecordFile::create(m_fileName);
        m_file = std::move(opened.file);
        return m_file || fail(opened.error.sentence);
    }

    bool write(const EntryBlock &block) override
    {
        MessageBatch batch;
        for (const EntryBlock::Row &row : block.rows()) {
            const QByteArrayView payload = block.payload(row);
            // Not copied: it is written before the block is used again.
            batch.append({row, QByteArray::fromRawData(payload.data(), payload.size()), row.wireBytes});
            completeOrigin(batch.messages().last());
        }
        const RecordError error = m_file->write({&batch});
        return !error || fail(error.sentence);
    }

    bool finish() override
    {
        RecordError error = m_file->writeOrigin(m_origin);
        if (!error)
            error = m_file->settle();
        m_file.reset();
        return !error || fail(error.sentence);
    }

private:
    // Other formats have it in the entries alone.
    void completeOrigin(const Message &entry)
    {
        if (m_origin.started.isEmpty())
            m_origin.started =
                    QDateTime::fromMSecsSinceEpoch(entry.timeUs / 1000, Qt::UTC).toString(Qt::ISODateWithMs);
        if (entry.type == MessageType::Open && m_origin.url.isEmpty())
            m_origin.url = OpenEntry::read(LocalFields(entry.payload)).url;
    }

    const QString m_fileName;
    RecordOrigin m_origin;
    std::unique_ptr<RecordFile> m_file;
};

} // namespace

const ExchangeFormat SessionFormat{
        .key = QLatin1StringView("session"),
        .name = QT_TRANSLATE_NOOP("ExchangeFormat", "Socketscope session"),
        .suffix = QLatin1StringView("sqlite"),
        .isText = false,
        .needsFile = true,
        .recognises = [](QByteArrayView head) { return head.startsWith("SQLite format 3"); },
        .reader = [](InputFile &input) -> std::unique_ptr<EntryReader> {
            return std::make_unique<SessionReader>(input.fileName(), input.cancelled());
        },
        .writer = [](OutputFile &output) -> std::unique_ptr<EntryWriter> {
            return std::make_unique<SessionWriter>(output);
        },
};
