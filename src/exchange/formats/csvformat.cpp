// SPDX-License-Identifier: MIT
// CSV (RFC 4180): a row an entry. What is text is in one column, as a cell in quotation marks, and all else
// in another, as hexadecimal digits. Local entries are in words, as the log has them.
#include "exchange/exchangeformat.h"
#include "exchange/outputfile.h"
#include "format/preview.h"
#include "format/text/numbers.h"
#include "utf8.h"

#include <algorithm>
#include <charconv>
#include <memory>

namespace {

// What a cell may have.
enum class CsvCells : quint8 {
    Defused, ///< Nothing that a spreadsheet would carry out.
    Raw,
};

constexpr qsizetype CsvPiece = 16 * 1024;

class CsvWriter : public EntryWriter
{
public:
    CsvWriter(OutputFile &output, CsvCells cells)
        : m_output(output)
        , m_cells(cells)
    {}

    bool begin(const RecordOrigin &) override
    {
        m_output.write("seq,time,direction,type,size,text,hex\r\n");
        return !m_output.hasFailed();
    }

    bool write(const EntryBlock &block) override
    {
        for (const EntryBlock::Row &row : block.rows())
            writeRow(row, block.payload(row));
        return !m_output.hasFailed();
    }

private:
    void writeRow(const EntryBlock::Row &row, QByteArrayView payload)
    {
        writeNumber(qint64(row.sequence));
        m_output.written(writeIsoTime(row.timeUs, m_output.room(IsoTimeBytes)));
        m_output.write(",");
        writeName(DirectionNames[size_t(row.direction)]);
        writeName(TypeNames[size_t(row.type)]);
        writeNumber(row.size);
        if (row.type > MessageType::Pong) {
            const QByteArray json = QByteArray::fromRawData(payload.data(), payload.size());
            writeText(previewOf(row.type, row.direction, json, int(PreviewHeadBytes)).toUtf8());
            m_output.write(",");
        } else if (row.type == MessageType::Text && invalidUtf8At(payload) < 0) {
            writeText(payload);
            m_output.write(",");
        } else {
            m_output.write(",");
            m_output.writeHex(payload);
        }
        m_output.write("\r\n");
    }

    void writeName(QLatin1StringView name)
    {
        m_output.write({name.data(), name.size()});
        m_output.write(",");
    }

    void writeNumber(qint64 number)
    {
        constexpr int mostDigits = 20;
        char *const to = m_output.room(mostDigits + 1);
        char *const end = std::to_chars(to, to + mostDigits, number).ptr;
        *end = ',';
        m_output.written(end + 1);
    }

    void writeText(QByteArrayView text)
    {
        // Spreadsheets take what begins so for a formula, also in quotation marks.
        const bool isFormula = !text.isEmpty() && QByteArrayView("=+-@\t\r\n").contains(text.front());
        m_output.write(isFormula && m_cells == CsvCells::Defused ? "\"'" : "\"");
        for (qsizetype at = 0; at < text.size(); at += CsvPiece) {
            const QByteArrayView piece = text.sliced(at, std::min(CsvPiece, text.size() - at));
            char *to = m_output.room(2 * piece.size());
            for (const char byte : piece) {
                *to++ = byte;
                if (byte == '"')
                    *to++ = byte;
            }
            m_output.written(to);
        }
        m_output.write("\"");
    }

    OutputFile &m_output;
    const CsvCells m_cells;
};

} // namespace

const ExchangeFormat CsvFormat{
        .key = QLatin1StringView("csv"),
        .name = QT_TRANSLATE_NOOP("ExchangeFormat", "CSV for spreadsheets"),
        .suffix = QLatin1StringView("csv"),
        .writer = [](OutputFile &output) -> std::unique_ptr<EntryWriter> {
            return std::make_unique<CsvWriter>(output, CsvCells::Defused);
        },
};

const ExchangeFormat RawCsvFormat{
        .key = QLatin1StringView("csv-raw"),
        .name = QT_TRANSLATE_NOOP("ExchangeFormat", "CSV for programs: cells as they are"),
        .suffix = QLatin1StringView("csv"),
        .writer = [](OutputFile &output) -> std::unique_ptr<EntryWriter> {
            return std::make_unique<CsvWriter>(output, CsvCells::Raw);
        },
};
