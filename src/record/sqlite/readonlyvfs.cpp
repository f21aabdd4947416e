// SPDX-License-Identifier: MIT
#include "record/sqlite/readonlyvfs.h"

#include <QByteArrayView>

#include <sqlite3.h>

#include <cstring>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include <sys/uio.h>
#include <unistd.h>

namespace {

/// A part of the index of a log, which all who have the database open share, and this program's copy of it:
/// whoever cuts that file off ends every program that looks at what is mapped of it.
struct IndexPage
{
    const void *shared;
    std::vector<char> copy;
};

// SQLite casts what begins with its own structs, and hands over the memory for a file: the system's own file
// follows this one.
struct File
{
    sqlite3_file base;
    /// Null for a log that is not there: it reads as an empty one.
    sqlite3_file *real;
    /// The index is connected.
    bool hasIndex = false;
    std::vector<std::unique_ptr<IndexPage>> index = {};
};

File *fileOf(sqlite3_file *file)
{
    return reinterpret_cast<File *>(file);
}

sqlite3_file *realOf(sqlite3_file *file)
{
    return fileOf(file)->real;
}

sqlite3_vfs *systemOf(sqlite3_vfs *vfs)
{
    return static_cast<sqlite3_vfs *>(vfs->pAppData);
}

// --- Files ------------------------------------------------------------------------------------

int closeFile(sqlite3_file *file)
{
    sqlite3_file *real = realOf(file);
    const int code = real ? real->pMethods->xClose(real) : SQLITE_OK;
    fileOf(file)->~File();
    return code;
}

int readFile(sqlite3_file *file, void *to, int bytes, sqlite3_int64 offset)
{
    if (sqlite3_file *real = realOf(file))
        return real->pMethods->xRead(real, to, bytes, offset);
    std::memset(to, 0, size_t(bytes));
    return SQLITE_IOERR_SHORT_READ;
}

int writeFile(sqlite3_file *, const void *, int, sqlite3_int64)
{
    return SQLITE_READONLY;
}

int truncateFile(sqlite3_file *, sqlite3_int64)
{
    return SQLITE_READONLY;
}

int syncFile(sqlite3_file *, int)
{
    return SQLITE_OK;
}

int sizeOfFile(sqlite3_file *file, sqlite3_int64 *bytes)
{
    if (sqlite3_file *real = realOf(file))
        return real->pMethods->xFileSize(real, bytes);
    *bytes = 0;
    return SQLITE_OK;
}

int lockFile(sqlite3_file *file, int level)
{
    if (level > SQLITE_LOCK_SHARED)
        return SQLITE_READONLY;
    sqlite3_file *real = realOf(file);
    return real ? real->pMethods->xLock(real, level) : SQLITE_OK;
}

int unlockFile(sqlite3_file *file, int level)
{
    sqlite3_file *real = realOf(file);
    return real ? real->pMethods->xUnlock(real, level) : SQLITE_OK;
}

int checkReservedLock(sqlite3_file *, int *isReserved)
{
    *isReserved = 0;
    return SQLITE_OK;
}

int controlFile(sqlite3_file *file, int operation, void *argument)
{
    sqlite3_file *real = realOf(file);
    return real ? real->pMethods->xFileControl(real, operation, argument) : SQLITE_NOTFOUND;
}

int sectorSize(sqlite3_file *file)
{
    sqlite3_file *real = realOf(file);
    return real ? real->pMethods->xSectorSize(real) : 0;
}

int deviceCharacteristics(sqlite3_file *file)
{
    sqlite3_file *real = realOf(file);
    return real ? real->pMethods->xDeviceCharacteristics(real) : 0;
}

// --- The index of a log -----------------------------------------------------------------------

// The kernel says that something is not there where a read of ours would end the program (SIGBUS).
bool copyShared(void *to, const void *from, size_t bytes)
{
    const iovec local{to, bytes};
    const iovec shared{const_cast<void *>(from), bytes};
    return ::process_vm_readv(::getpid(), &local, 1, &shared, 1, 0) == ssize_t(bytes);
}

// The header is there twice (sqlite.org/walformat.html, section 2.1), and differs while somebody writes it.
bool isHeaderWhole(const std::vector<char> &page)
{
    constexpr size_t headerBytes = 48;
    return std::memcmp(page.data(), page.data() + headerBytes, headerBytes) == 0;
}

// False if it has been cut off: what was seen last stays.
bool refresh(IndexPage *page, bool hasHeader)
{
    constexpr int attempts = 100;
    std::vector<char> seen(page->copy.size());
    for (int i = 0; i < attempts; ++i) {
        if (!copyShared(seen.data(), page->shared, seen.size()))
            return false;
        if (!hasHeader || isHeaderWhole(seen))
            break;
    }
    // SQLite has its address.
    std::memcpy(page->copy.data(), seen.data(), seen.size());
    return true;
}

// There is none, and none is made: SQLite then makes one in its own memory.
int withoutIndex(void volatile **memory)
{
    *memory = nullptr;
    return SQLITE_READONLY_CANTINIT;
}

int mapIndex(sqlite3_file *base, int page, int pageBytes, int, void volatile **memory)
{
    File *file = fileOf(base);
    void volatile *shared = nullptr;
    int code = file->real->pMethods->xShmMap(file->real, page, pageBytes, 0, &shared);
    *memory = nullptr;
    if ((code & 0xff) == SQLITE_CANTOPEN)
        return withoutIndex(memory);
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_READONLY)
        return code;
    file->hasIndex = true;
    // This program may write into the same file elsewhere; here it does not.
    if (code == SQLITE_OK)
        code = SQLITE_READONLY;
    if (code != SQLITE_READONLY || !shared)
        return code;
    const auto number = size_t(page);
    if (file->index.size() <= number)
        file->index.resize(number + 1);
    file->index[number] = std::make_unique<IndexPage>(
            IndexPage{const_cast<const void *>(shared), std::vector<char>(size_t(pageBytes))});
    if (!refresh(file->index[number].get(), number == 0)) {
        file->index[number].reset();
        return number == 0 ? withoutIndex(memory) : SQLITE_IOERR_SHMMAP;
    }
    *memory = file->index[number]->copy.data();
    return code;
}

// Whoever begins to read takes a lock, and looks then whether what it has seen before still holds.
int lockIndex(sqlite3_file *base, int offset, int count, int flags)
{
    File *file = fileOf(base);
    if (!file->hasIndex)
        return SQLITE_OK;
    const int code = file->real->pMethods->xShmLock(file->real, offset, count, flags);
    for (size_t i = 0; (flags & SQLITE_SHM_LOCK) != 0 && i < file->index.size(); ++i) {
        if (file->index[i])
            refresh(file->index[i].get(), i == 0);
    }
    return code;
}

void indexBarrier(sqlite3_file *file)
{
    sqlite3_file *real = realOf(file);
    real->pMethods->xShmBarrier(real);
}

int unmapIndex(sqlite3_file *base, int)
{
    File *file = fileOf(base);
    file->index.clear();
    return std::exchange(file->hasIndex, false) ? file->real->pMethods->xShmUnmap(file->real, 0) : SQLITE_OK;
}

const sqlite3_io_methods fileMethods{
        2,
        closeFile,
        readFile,
        writeFile,
        truncateFile,
        syncFile,
        sizeOfFile,
        lockFile,
        unlockFile,
        checkReservedLock,
        controlFile,
        sectorSize,
        deviceCharacteristics,
        mapIndex,
        lockIndex,
        indexBarrier,
        unmapIndex,
        nullptr,
        nullptr,
};

// --- The disk ---------------------------------------------------------------------------------

int openFile(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *flagsOut)
{
    base->pMethods = nullptr;
    const bool isLog = (flags & SQLITE_OPEN_WAL) != 0;
    if (!isLog && (flags & SQLITE_OPEN_MAIN_DB) == 0)
        return SQLITE_CANTOPEN;
    auto *file = new (base) File{{}, reinterpret_cast<sqlite3_file *>(fileOf(base) + 1)};
    sqlite3_vfs *system = systemOf(vfs);
    flags = (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY;
    int isThere = 1;
    int code = isLog ? system->xAccess(system, name, SQLITE_ACCESS_EXISTS, &isThere) : SQLITE_OK;
    if (code == SQLITE_OK && isThere)
        code = system->xOpen(system, name, file->real, flags, flagsOut);
    if (!isThere)
        file->real = nullptr;
    if (flagsOut)
        *flagsOut = flags;
    // Without methods it is not closed.
    if (code == SQLITE_OK)
        base->pMethods = &fileMethods;
    else
        file->~File();
    return code;
}

int deleteFile(sqlite3_vfs *, const char *, int)
{
    return SQLITE_READONLY;
}

int accessFile(sqlite3_vfs *vfs, const char *name, int what, int *result)
{
    *result = 0;
    if (what == SQLITE_ACCESS_READWRITE || QByteArrayView(name).endsWith("-journal"))
        return SQLITE_OK;
    sqlite3_vfs *system = systemOf(vfs);
    return system->xAccess(system, name, what, result);
}

int fullPathname(sqlite3_vfs *vfs, const char *name, int bytes, char *path)
{
    sqlite3_vfs *system = systemOf(vfs);
    return system->xFullPathname(system, name, bytes, path);
}

int randomness(sqlite3_vfs *vfs, int bytes, char *to)
{
    sqlite3_vfs *system = systemOf(vfs);
    return system->xRandomness(system, bytes, to);
}

int sleepFor(sqlite3_vfs *vfs, int microseconds)
{
    sqlite3_vfs *system = systemOf(vfs);
    return system->xSleep(system, microseconds);
}

int currentTime(sqlite3_vfs *vfs, double *time)
{
    sqlite3_vfs *system = systemOf(vfs);
    return system->xCurrentTime(system, time);
}

int lastError(sqlite3_vfs *vfs, int bytes, char *text)
{
    sqlite3_vfs *system = systemOf(vfs);
    return system->xGetLastError(system, bytes, text);
}

sqlite3_vfs makeVfs()
{
    sqlite3_vfs *system = sqlite3_vfs_find(nullptr);
    sqlite3_vfs vfs{};
    vfs.iVersion = 1;
    vfs.szOsFile = int(sizeof(File)) + system->szOsFile;
    vfs.mxPathname = system->mxPathname;
    vfs.zName = "socketscope-readonly";
    vfs.pAppData = system;
    vfs.xOpen = openFile;
    vfs.xDelete = deleteFile;
    vfs.xAccess = accessFile;
    vfs.xFullPathname = fullPathname;
    vfs.xRandomness = randomness;
    vfs.xSleep = sleepFor;
    vfs.xCurrentTime = currentTime;
    vfs.xGetLastError = lastError;
    return vfs;
}

} // namespace

const char *ReadOnlyVfs::name()
{
    static sqlite3_vfs vfs = makeVfs();
    // Once, whichever thread comes first.
    static const int code = sqlite3_vfs_register(&vfs, 0);
    return code == SQLITE_OK ? vfs.zName : nullptr;
}
