// SPDX-License-Identifier: MIT
#include "record/batchtable.h"

#include "record/recordschema.h"

#include <sqlite3.h>

namespace {

// SQLite casts what begins with its own structs.
struct Table
{
    sqlite3_vtab base;
    const BatchTable *source;
};

struct Cursor
{
    sqlite3_vtab_cursor base;
    size_t batch;
    qsizetype row;
};

Cursor *cursorOf(sqlite3_vtab_cursor *cursor)
{
    return reinterpret_cast<Cursor *>(cursor);
}

const std::vector<const MessageBatch *> &batchesOf(const Cursor &cursor)
{
    return reinterpret_cast<const Table *>(cursor.base.pVtab)->source->batches();
}

void skipEmpty(Cursor &cursor)
{
    const auto &batches = batchesOf(cursor);
    while (cursor.batch < batches.size() && cursor.row >= batches[cursor.batch]->size()) {
        ++cursor.batch;
        cursor.row = 0;
    }
}

int connectTable(sqlite3 *database, void *source, int, const char *const *, sqlite3_vtab **table, char **)
{
    *table = &(new Table{{}, static_cast<const BatchTable *>(source)})->base;
    return sqlite3_declare_vtab(database, "CREATE TABLE x(time_us, kind, size, wire_size, payload)");
}

int disconnectTable(sqlite3_vtab *table)
{
    delete reinterpret_cast<Table *>(table);
    return SQLITE_OK;
}

int bestIndex(sqlite3_vtab *, sqlite3_index_info *info)
{
    info->estimatedCost = 1;
    return SQLITE_OK;
}

int openCursor(sqlite3_vtab *, sqlite3_vtab_cursor **cursor)
{
    *cursor = &(new Cursor{})->base;
    return SQLITE_OK;
}

int closeCursor(sqlite3_vtab_cursor *cursor)
{
    delete cursorOf(cursor);
    return SQLITE_OK;
}

int filter(sqlite3_vtab_cursor *base, int, const char *, int, sqlite3_value **)
{
    Cursor &cursor = *cursorOf(base);
    cursor.batch = 0;
    cursor.row = 0;
    skipEmpty(cursor);
    return SQLITE_OK;
}

int next(sqlite3_vtab_cursor *base)
{
    Cursor &cursor = *cursorOf(base);
    ++cursor.row;
    skipEmpty(cursor);
    return SQLITE_OK;
}

int isAtEnd(sqlite3_vtab_cursor *base)
{
    const Cursor &cursor = *cursorOf(base);
    return cursor.batch >= batchesOf(cursor).size();
}

bool isText(const Message &message)
{
    return message.direction == Direction::Local || message.type == MessageType::Text;
}

int column(sqlite3_vtab_cursor *base, sqlite3_context *result, int column)
{
    const Cursor &cursor = *cursorOf(base);
    const Message &message = batchesOf(cursor)[cursor.batch]->at(cursor.row);
    const QByteArray &payload = message.payload;
    switch (column) {
    case 0:
        sqlite3_result_int64(result, message.timeUs);
        break;
    case 1:
        sqlite3_result_int(result, RecordSchema::kindOf(message.direction, message.type));
        break;
    case 2:
        sqlite3_result_int64(result, payload.size());
        break;
    case 3:
        // Else nothing: NULL.
        if (message.wireBytes >= 0 && message.wireBytes != payload.size())
            sqlite3_result_int64(result, message.wireBytes);
        break;
    default:
        if (isText(message))
            sqlite3_result_text64(result, payload.constData(), sqlite3_uint64(payload.size()), SQLITE_STATIC,
                                  SQLITE_UTF8);
        else
            sqlite3_result_blob64(result, payload.constData(), sqlite3_uint64(payload.size()), SQLITE_STATIC);
    }
    return SQLITE_OK;
}

int rowid(sqlite3_vtab_cursor *, sqlite3_int64 *id)
{
    *id = 0;
    return SQLITE_OK;
}

sqlite3_module makeModule()
{
    sqlite3_module module{};
    // Without xCreate it is there by its name alone, and takes up nothing in the file.
    module.xConnect = connectTable;
    module.xBestIndex = bestIndex;
    module.xDisconnect = disconnectTable;
    module.xOpen = openCursor;
    module.xClose = closeCursor;
    module.xFilter = filter;
    module.xNext = next;
    module.xEof = isAtEnd;
    module.xColumn = column;
    module.xRowid = rowid;
    return module;
}

} // namespace

int BatchTable::attach(sqlite3 *database)
{
    static const sqlite3_module module = makeModule();
    return sqlite3_create_module(database, "batch", &module, this);
}
