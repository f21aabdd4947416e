// SPDX-License-Identifier: MIT
#include "record/blockreader.h"

#include "record/recordschema.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>

// Of the aggregate, when it is told the size on the wire.
static constexpr int WiredArguments = 6;

BlockReader::BlockReader(SqliteDatabase &database)
    : m_database(database)
{
    // Only statements of ours may call it, and with no other arguments: the file's own schema never does
    // (sqlite.org/appfunc.html, section 1.3).
    for (const int arguments : {2, 4, 5, WiredArguments}) {
        const int code = sqlite3_create_function_v2(database.handle(), "collect", arguments,
                                                    SQLITE_UTF8 | SQLITE_DIRECTONLY, this, nullptr,
                                                    &BlockReader::step, &BlockReader::finish, nullptr);
        if (code != SQLITE_OK)
            m_error = recordError(database.handle(), code);
    }
    m_blocks = database.prepare("SELECT collect(seq, time_us, kind, size, "
                                "CASE WHEN size <= ?3 THEN payload END) "
                                "FROM entry NOT INDEXED WHERE seq >= ?1 AND seq < ?2");
    m_wiredBlocks = database.prepare("SELECT collect(seq, time_us, kind, size, wire_size, "
                                     "CASE WHEN size <= ?3 THEN payload END) "
                                     "FROM entry NOT INDEXED WHERE seq >= ?1 AND seq < ?2");
    m_payloads = database.prepare("SELECT collect(seq, CASE WHEN size <= ?3 THEN payload END) "
                                  "FROM entry NOT INDEXED WHERE seq >= ?1 AND seq < ?2");
    m_rows = database.prepare("SELECT collect(seq, time_us, kind, size) "
                              "FROM entry NOT INDEXED WHERE seq >= ?1 AND seq < ?2");
    for (const SqliteStatement *statement : {&m_blocks, &m_payloads, &m_rows}) {
        if (!statement->isValid())
            m_error = database.lastError();
    }
}

void BlockReader::step(sqlite3_context *context, int count, sqlite3_value **values)
{
    auto *reader = static_cast<BlockReader *>(sqlite3_user_data(context));
    if (reader->m_stop == Stop::No)
        reader->m_stop = reader->m_block ? reader->take(count, values) : Stop::Cancelled;
    // The one way for a function to end a loop of SQLite's.
    if (reader->m_stop != Stop::No)
        sqlite3_result_error_code(context, SQLITE_ABORT);
}

// Rows are kept elsewhere; the sum of them is nothing.
void BlockReader::finish(sqlite3_context *) {}

bool BlockReader::isFull() const
{
    return m_limit.withPayloads && m_block->rows().size() > m_rowsBefore
           && m_block->bytes() - m_bytesBefore >= m_limit.maxBytes;
}

BlockReader::Stop BlockReader::take(int count, sqlite3_value **values)
{
    if (m_cancelled->load(std::memory_order_relaxed))
        return Stop::Cancelled;
    if (isFull())
        return Stop::Full;
    EntryBlock::Row row;
    row.sequence = quint64(sqlite3_value_int64(values[0]));
    // A damaged tree may lead to the same rows again.
    if (row.sequence < m_next)
        return Stop::Disorder;
    m_next = row.sequence + 1;
    if (m_limit.withDetails) {
        row = {RecordSchema::infoOf(row.sequence, sqlite3_value_int64(values[1]),
                                    sqlite3_value_int64(values[2])),
               std::max<qint64>(0, sqlite3_value_int64(values[3]))};
    }
    if (count == WiredArguments && sqlite3_value_type(values[4]) == SQLITE_INTEGER)
        row.wireBytes = std::max<qint64>(-1, sqlite3_value_int64(values[4]));
    if (!m_limit.withPayloads) {
        m_block->add(row, false);
        return Stop::No;
    }
    sqlite3_value *const payload = values[count - 1];
    if (sqlite3_value_type(payload) == SQLITE_NULL) {
        m_large = row;
        return Stop::LargeRow;
    }
    const void *bytes = sqlite3_value_blob(payload);
    // What the file says of itself is not believed where it can be seen. One that has lied is not asked
    // again, or each lie would be read whole.
    row.size = sqlite3_value_bytes(payload);
    if (row.size > PieceBytes) {
        m_inlineBytes = -1;
        m_large = row;
        return Stop::LargeRow;
    }
    char *to = m_block->add(row, true);
    if (row.size > 0)
        std::memcpy(to, bytes, size_t(row.size));
    return Stop::No;
}

bool BlockReader::readLarge(EntryBlock::Row row)
{
    sqlite3_blob *blob = nullptr;
    bool ok =
            sqlite3_blob_open(m_database.handle(), "main", "entry", "payload", qint64(row.sequence), 0, &blob)
            == SQLITE_OK;
    row.size = ok ? sqlite3_blob_bytes(blob) : 0;
    ok = ok && row.size <= m_database.mostValueBytes();
    char *to = ok ? m_block->add(row, true) : nullptr;
    for (qint64 at = 0; ok && at < row.size; at += PieceBytes) {
        const auto piece = int(std::min(PieceBytes, row.size - at));
        ok = !*m_cancelled && sqlite3_blob_read(blob, to + at, piece, int(at)) == SQLITE_OK;
    }
    sqlite3_blob_close(blob);
    if (to && !ok)
        m_block->removeLast();
    if (ok || *m_cancelled)
        return ok;
    // One that cannot be read holds nothing; those behind it may be sound.
    row.size = 0;
    m_block->add(row, true);
    return true;
}

SqliteStatement &BlockReader::statement()
{
    if (!m_limit.withPayloads)
        return m_rows;
    if (!m_limit.withDetails)
        return m_payloads;
    return m_limit.withWireBytes && m_wiredBlocks.isValid() ? m_wiredBlocks : m_blocks;
}

void BlockReader::readPiece(quint64 first, quint64 end)
{
    SqliteStatement &rows = statement();
    rows.bind(1, qint64(first)).bind(2, qint64(end));
    if (m_limit.withPayloads)
        rows.bind(3, m_inlineBytes);
    m_stop = Stop::No;
    rows.run();
}

void BlockReader::read(quint64 first, int count, BlockLimit limit, EntryBlock *block,
                       const std::atomic<bool> &cancelled)
{
    m_limit = limit;
    m_block = block;
    m_cancelled = &cancelled;
    m_next = first;
    m_rowsBefore = block->rows().size();
    m_bytesBefore = block->bytes();
    const RunLimit bound = m_database.limitedTo(count, &cancelled);
    const quint64 end = first + quint64(std::max(0, count));
    for (quint64 next = first; next < end && !isFull() && !cancelled; next = m_large.sequence + 1) {
        readPiece(next, end);
        // A large one stops the loop, is read by itself, and the loop goes on behind it.
        if (m_stop != Stop::LargeRow || !readLarge(m_large))
            break;
    }
    // Nothing that was handed in is looked at later.
    m_block = nullptr;
    m_cancelled = nullptr;
}
