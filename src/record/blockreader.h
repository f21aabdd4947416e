// SPDX-License-Identifier: MIT
#pragma once

#include "record/record.h"
#include "record/sqlite/sqlitedatabase.h"

struct sqlite3_context;
struct sqlite3_value;

/// Reads entries in blocks, as fast as SQLite gives them: not row by row, but through an aggregate function
/// that is called for each row within SQLite's own loop, which takes half the time. One thread at a time.
class BlockReader
{
public:
    /// The connection must outlive this, and have no other one.
    explicit BlockReader(SqliteDatabase &database);
    Q_DISABLE_COPY_MOVE(BlockReader)

    /// What went wrong with the connection or its tables, if anything did: then nothing can be read.
    RecordError error() const { return m_error; }

    /// As Record::readBlock().
    void read(quint64 first, int count, BlockLimit limit, EntryBlock *block,
              const std::atomic<bool> &cancelled);

private:
    /// Why the function asked for no more rows.
    enum class Stop { No, Full, Cancelled, LargeRow, Disorder };

    static void step(sqlite3_context *context, int count, sqlite3_value **values);
    static void finish(sqlite3_context *context);
    Stop take(int count, sqlite3_value **values);
    bool isFull() const;
    bool readLarge(EntryBlock::Row row);
    SqliteStatement &statement();
    void readPiece(quint64 first, quint64 end);

    SqliteDatabase &m_database;
    RecordError m_error;
    SqliteStatement m_blocks;
    /// Not valid in a file of version 1.
    SqliteStatement m_wiredBlocks;
    SqliteStatement m_payloads;
    SqliteStatement m_rows;

    /// Larger payloads are read in pieces of it, so that reading them can be cancelled.
    static constexpr qint64 PieceBytes = 1024 * 1024;
    /// A payload of at most so many bytes, by what the file says, is read with its row. None once the file
    /// has lied.
    qint64 m_inlineBytes = PieceBytes;

    // Of the read that is under way; null else.
    EntryBlock *m_block = nullptr;
    const std::atomic<bool> *m_cancelled = nullptr;
    BlockLimit m_limit;
    /// The least number that the next row can have.
    quint64 m_next = 0;
    size_t m_rowsBefore = 0;
    qint64 m_bytesBefore = 0;
    Stop m_stop = Stop::No;
    EntryBlock::Row m_large;
};
