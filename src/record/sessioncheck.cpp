// SPDX-License-Identifier: MIT
#include "record/sessioncheck.h"

#include "record/recordschema.h"
#include "record/sqlite/sqlitedatabase.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QSet>
#include <QtEndian>

#include <sqlite3.h>

#include <algorithm>
#include <initializer_list>

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

// No session has as many tables, indexes and views; one that a person has looked at with other tools has
// some.
constexpr int MostObjects = 200;
// Of the smallest row that SQLite can write into the table: a pointer to it, its length, its number, and a
// header that says what six columns are.
constexpr qint64 LeastRowBytes = 8;

/// Why a file is damaged; empty if it is not.
using Reason = QString;

struct Object
{
    QString type;
    QString name;
    QString table;
    qint64 rootPage = 0;
    QString sql;
};

bool isNamed(const QString &name, QLatin1StringView expected)
{
    return name.compare(expected, Qt::CaseInsensitive) == 0;
}

// SQLite keeps the SQL of a table as it was written, and appends what ALTER TABLE adds.
QString withoutBlanks(QString sql)
{
    sql.removeIf([](QChar c) { return c.isSpace(); });
    return sql.toLower();
}

bool isOurs(const Object &object)
{
    const QString sql = withoutBlanks(object.sql);
    const auto known = RecordSchema::knownSql(object.name);
    return std::any_of(known.begin(), known.end(),
                       [&sql](const char *ours) { return sql == withoutBlanks(QString::fromLatin1(ours)); });
}

// Payloads are bytes as they came, which SQLite would convert.
Reason problemOfEncoding(const SqliteDatabase &database)
{
    SqliteStatement encoding = database.prepare("PRAGMA encoding");
    if (encoding.step() != SQLITE_ROW || encoding.text(0) == "UTF-8"_L1)
        return {};
    return u"its text is in %1, not in UTF-8"_s.arg(encoding.text(0));
}

Reason wrongTable(const QString &name)
{
    return u"its table “%1” is not an ordinary one"_s.arg(name);
}

/// Looks at what a file has tables of, one thing after the other.
class TableCheck
{
public:
    TableCheck(const SqliteDatabase &database, SessionCheck::Purpose purpose)
        : m_database(database)
        , m_appends(purpose == SessionCheck::Purpose::Append)
        , m_version(database.integer("PRAGMA user_version"))
    {}

    /// `error` is of reading.
    Reason problem(RecordError *error)
    {
        Reason reason = problemOfObjects(error);
        if (reason.isEmpty() && !*error)
            reason = problemOfMissing();
        if (reason.isEmpty() && !*error && has("entry"_L1))
            reason = problemOfColumns("entry"_L1,
                                      {"seq"_L1, "time_us"_L1, "kind"_L1, "size"_L1, "payload"_L1});
        if (reason.isEmpty() && !*error && m_appends && m_version >= RecordSchema::Version && !hasWireSizes())
            reason = u"its table “entry” has no column “wire_size”"_s;
        if (reason.isEmpty() && !*error && has("meta"_L1))
            reason = problemOfColumns("meta"_L1, {"key"_L1, "value"_L1});
        return reason;
    }

private:
    bool has(QLatin1StringView name) const { return m_names.contains(name); }

    Reason problemOfObjects(RecordError *error)
    {
        SqliteStatement objects =
                m_database.prepare("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master");
        int code = objects.step();
        for (; code == SQLITE_ROW; code = objects.step()) {
            const Object object{objects.text(0), objects.text(1), objects.text(2), objects.integer(3),
                                objects.text(4)};
            Reason reason = problemOfObject(object);
            if (!reason.isEmpty())
                return reason;
            // The first page is that of this table itself.
            if (object.rootPage == 1 || (object.rootPage > 1 && m_rootPages.contains(object.rootPage)))
                return u"two of its tables share a page"_s;
            m_rootPages.insert(object.rootPage);
            m_names.append(object.name.toLower());
            if (m_names.size() > MostObjects)
                return u"it has more tables than a session can have"_s;
        }
        *error = recordError(m_database.handle(), code);
        return {};
    }

    Reason problemOfObject(const Object &object) const
    {
        const bool isOfOurs = isNamed(object.table, "entry"_L1) || isNamed(object.table, "meta"_L1);
        if (object.type == "trigger"_L1)
            return u"it has a trigger, “%1”"_s.arg(object.name);
        if (isNamed(object.name, "entry"_L1) || isNamed(object.name, "meta"_L1))
            return isOrdinaryTable(object) ? Reason() : wrongTable(object.name);
        if (object.type == "index"_L1 && isOfOurs && !isHarmlessIndex(object))
            return u"its table “%1” has an index of another program’s, “%2”"_s.arg(object.table, object.name);
        if (m_appends && isNamed(object.name, "message"_L1) && !isOurView(object))
            return u"its view “message” was changed"_s;
        return {};
    }

    bool isOrdinaryTable(const Object &object) const
    {
        return object.type == "table"_L1 && object.name == object.table && object.rootPage > 0
               && object.sql.startsWith("CREATE TABLE "_L1) && (!m_appends || isOurs(object));
    }

    // The one for the key of `meta` SQLite makes by itself; a table whose key is a number has none. Who reads
    // does without the others.
    bool isHarmlessIndex(const Object &object) const
    {
        if (object.sql.isEmpty())
            return isNamed(object.table, "meta"_L1);
        return isOurs(object) || (!m_appends && !isNamed(object.name, "heartbeat"_L1));
    }

    // That of an older version is made anew before anything is appended.
    bool isOurView(const Object &object) const
    {
        return object.type == "view"_L1 && (m_version < RecordSchema::Version || isOurs(object));
    }

    // Without a version, what is missing is made before anything is appended; there is nothing to look at.
    Reason problemOfMissing() const
    {
        if (m_version < 1)
            return m_appends || has("entry"_L1) ? Reason() : u"nothing was recorded into it"_s;
        for (const QLatin1StringView name : {"entry"_L1, "meta"_L1, "message"_L1}) {
            if (!has(name) && (m_appends || name != "message"_L1))
                return u"its table “%1” is missing"_s.arg(name);
        }
        return {};
    }

    // More columns than are needed do no harm. One that has a default value would be made of that where a row
    // is too short.
    Reason problemOfColumns(QLatin1StringView table, std::initializer_list<QLatin1StringView> needed) const
    {
        SqliteStatement columns =
                m_database.prepare("SELECT name, type, pk, hidden OR dflt_value IS NOT NULL "
                                   "FROM pragma_table_xinfo(?)");
        columns.bind(1, table);
        const QLatin1StringView key = *needed.begin();
        QStringList names;
        while (columns.step() == SQLITE_ROW) {
            names.append(columns.text(0));
            const bool isKey = columns.integer(2) != 0;
            const bool isNumber = isNamed(columns.text(1), "integer"_L1);
            if (columns.integer(3) != 0 || isKey != (names.last() == key)
                || (isKey && isNumber != (table == "entry"_L1)))
                return u"the column “%1” of its table “%2” is not an ordinary one"_s.arg(names.last(), table);
        }
        for (const QLatin1StringView name : needed) {
            if (!names.contains(name))
                return u"its table “%1” has no column “%2”"_s.arg(table, name);
        }
        // A table without rowids has its key in another way.
        return m_database.prepare(table == "entry"_L1 ? "SELECT rowid FROM entry" : "SELECT rowid FROM meta")
                               .isValid()
                       ? Reason()
                       : wrongTable(table);
    }

    bool hasWireSizes() const { return m_database.prepare("SELECT wire_size FROM entry").isValid(); }

    const SqliteDatabase &m_database;
    const bool m_appends;
    const qint64 m_version;
    /// In small letters.
    QStringList m_names;
    QSet<qint64> m_rootPages;
};

// A session deletes nothing. What is free in it was freed by another program, or is in use: then to append
// would overwrite entries, and SQLite's own check does not tell one from the other (3.40).
Reason problemOfFreePages(const SqliteDatabase &database)
{
    return database.integer("PRAGMA freelist_count") == 0
                   ? Reason()
                   : u"another program has removed something from it"_s;
}

Reason problemOfNumbers(const SqliteDatabase &database, RecordError *error)
{
    SqliteStatement first = database.prepare("SELECT MIN(seq) FROM entry");
    SqliteStatement last = database.prepare("SELECT MAX(seq) FROM entry");
    // There is no such table yet.
    if (!first.isValid())
        return {};
    for (SqliteStatement *statement : {&first, &last}) {
        if (!*error)
            *error = recordError(database.handle(), statement->step());
    }
    if (*error || first.isNull(0))
        return {};
    if (first.integer(0) < 1)
        return u"its first entry has the number %1"_s.arg(first.integer(0));
    const qint64 bytes = database.integer("PRAGMA page_count") * database.integer("PRAGMA page_size");
    if (last.integer(0) > bytes / LeastRowBytes)
        return u"its last entry has the number %1, and %2 bytes cannot hold as many"_s.arg(last.integer(0))
                .arg(bytes);
    return {};
}

} // namespace

RecordError SessionCheck::check(const SqliteDatabase &database, const QString &fileName, Purpose purpose)
{
    // Its header may have come with the log.
    const RecordSchema::Probe probe{RecordSchema::Probe::Kind::Session,
                                    int(database.integer("PRAGMA user_version"))};
    if (const QString problem = RecordSchema::problemOf(probe, fileName); !problem.isEmpty())
        return ownError(problem);
    RecordError error;
    Reason reason = problemOfEncoding(database);
    if (reason.isEmpty())
        reason = TableCheck(database, purpose).problem(&error);
    if (reason.isEmpty() && !error)
        reason = problemOfNumbers(database, &error);
    if (reason.isEmpty() && !error && purpose == Purpose::Append)
        reason = problemOfFreePages(database);
    if (error)
        return error;
    if (reason.isEmpty())
        return {};
    return ownError(
            u"%1 is damaged: %2. It was left as it is."_s.arg(QDir::toNativeSeparators(fileName), reason));
}

// --- Beside the file --------------------------------------------------------------------------

const QStringList &SessionCompanions::suffixes()
{
    static const QStringList suffixes{u""_s, u"-wal"_s, u"-shm"_s, u"-journal"_s};
    return suffixes;
}

QString SessionCompanions::realName(const QString &fileName)
{
    const QFileInfo info(fileName);
    const QString real = info.canonicalFilePath();
    return real.isEmpty() ? info.absoluteFilePath() : real;
}

std::unique_ptr<QLockFile> SessionCompanions::lockOf(const QString &fileName)
{
    const QString name = fileName + u".lock"_s;
    struct stat status
    {};
    if (::lstat(QFile::encodeName(name).constData(), &status) == 0 && !S_ISREG(status.st_mode))
        return nullptr;
    auto lock = std::make_unique<QLockFile>(name);
    lock->setStaleLockTime(0);
    return lock;
}

namespace {

// At the end of a rollback journal of a transaction over several databases.
constexpr char superJournalMagic[] = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7";
constexpr int MagicBytes = 8;
constexpr int SuperJournalTail = 16;

quint32 bigEndian(const QByteArray &bytes)
{
    return bytes.size() == 4 ? qFromBigEndian<quint32>(bytes.constData()) : 0;
}

// As SQLite reads it: the length of the name, a checksum and the magic are the last 16 bytes.
bool namesAnotherFile(QFile &journal)
{
    const qint64 tail = journal.size() - SuperJournalTail;
    if (tail < 0 || !journal.seek(tail))
        return false;
    const QByteArray end = journal.read(SuperJournalTail);
    return end.endsWith(QByteArray::fromRawData(superJournalMagic, MagicBytes)) && bigEndian(end.left(4)) > 0;
}

// With a zero in front, or empty, it is one that was done with.
bool isHot(QFile &journal)
{
    char first = 0;
    return journal.open(QIODevice::ReadOnly) && journal.getChar(&first) && first != 0;
}

constexpr int LogHeaderBytes = 32;

// Through SQLite, as RecordSchema::probe() does and for the same reason.
QByteArray headerOf(const QString &fileName)
{
    constexpr int bytes = 100;
    SqliteDatabase database;
    sqlite3_file *file = nullptr;
    QByteArray header(bytes, '\0');
    if (!database.open(fileName, SqliteDatabase::Mode::Header)
        && sqlite3_file_control(database.handle(), "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK)
        file->pMethods->xRead(file, header.data(), bytes, 0);
    return header;
}

// A file that has a log says so before there is one, and the pages of both are of one size
// (sqlite.org/fileformat.html, sections 1.3.2, 1.3.3 and 4.1).
bool isLogOf(const QByteArray &log, const QByteArray &header)
{
    // SQLite takes it for an empty one.
    if (log.size() < LogHeaderBytes || (bigEndian(log.left(4)) | 1) != 0x377f0683)
        return true;
    constexpr quint32 largestPage = 65536;
    const quint32 pageBytes = qFromBigEndian<quint16>(header.constData() + 16);
    return header.at(18) == 2 && header.at(19) == 2
           && bigEndian(log.mid(8, 4)) == (pageBytes == 1 ? largestPage : pageBytes);
}

QString nameOfUser(uid_t user)
{
    const passwd *entry = ::getpwuid(user);
    return entry ? QString::fromLocal8Bit(entry->pw_name) : QString::number(user);
}

QString problemOfOwner(const QString &file, const struct stat &status)
{
    const QString name = QDir::toNativeSeparators(file);
    if (status.st_uid != ::geteuid())
        return u"%1 belongs to another user, %2, who could change what is recorded. "
               "Choose another file, or append to this one all the same with --shared."_s.arg(
                       name, nameOfUser(status.st_uid));
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return u"Others may read or write %1. Make it yours alone (chmod 600), "
               "choose another file, or append to this one all the same with --shared."_s.arg(name);
    return {};
}

// Calls `problemOf` with the name and status of each file that is there, until it has a sentence.
template <typename ProblemOf>
QString firstProblem(const QString &fileName, const ProblemOf &problemOf)
{
    for (const QString &suffix : SessionCompanions::suffixes()) {
        const QString file = fileName + suffix;
        struct stat status
        {};
        if (::lstat(QFile::encodeName(file).constData(), &status) != 0)
            continue;
        if (const QString problem = problemOf(file, status); !problem.isEmpty())
            return problem;
    }
    return {};
}

} // namespace

QString SessionCheck::problemOfName(const QString &fileName)
{
    // So Qt writes such bytes.
    return fileName.contains(QChar::ReplacementCharacter)
                   ? u"%1 cannot be used: its name, or that of a folder, has bytes that are not UTF-8, "
                     "or the character that stands for them. Rename it, or choose another name."_s.arg(
                             QDir::toNativeSeparators(fileName))
                   : QString();
}

QString SessionCheck::problemOfKinds(const QString &fileName)
{
    return firstProblem(fileName, [](const QString &file, const struct stat &status) {
        return S_ISREG(status.st_mode) ? QString()
                                       : u"%1 is not an ordinary file."_s.arg(QDir::toNativeSeparators(file));
    });
}

QString SessionCheck::problemOfPlace(const QString &fileName, bool shared)
{
    if (const QString problem = firstProblem(fileName, problemOfOwner); !shared && !problem.isEmpty())
        return problem;
    QFile journal(fileName + u"-journal"_s);
    if (isHot(journal) && namesAnotherFile(journal))
        return u"Beside %1 lies a journal that names another file, which would be deleted: "
               "nothing is appended. Move %2 away if you do not know it."_s.arg(
                       QDir::toNativeSeparators(fileName), QDir::toNativeSeparators(journal.fileName()));
    return {};
}

QString SessionCheck::problemOfJournal(const QString &fileName)
{
    QFile journal(fileName + u"-journal"_s);
    if (!isHot(journal))
        return {};
    return u"Another program has begun to change %1 and has not finished: %2 lies beside it. "
           "Open it with that program first, or move the journal away to see it as it is."_s.arg(
                   QDir::toNativeSeparators(fileName), QDir::toNativeSeparators(journal.fileName()));
}

QString SessionCheck::problemOfLog(const QString &fileName, bool shared)
{
    struct stat session
    {};
    if (::stat(QFile::encodeName(fileName).constData(), &session) != 0)
        return {};
    // Who may write the session itself needs no log to change what it says.
    const bool isOfOthers = (session.st_mode & (S_IWGRP | S_IWOTH)) != 0;
    const QString foreign = firstProblem(fileName, [&](const QString &file, const struct stat &status) {
        const bool isTrusted = isOfOthers || status.st_uid == session.st_uid || status.st_uid == ::geteuid()
                               || status.st_uid == 0;
        // A journal that is of consequence is problemOfJournal()'s; an empty log may yet be filled.
        return isTrusted || file.endsWith("-journal"_L1)
                       ? QString()
                       : u"%1 belongs to another user, %2, and would change what the session seems to say: "
                         "nothing of it is read. Move it away to see the session without it."_s.arg(
                                 QDir::toNativeSeparators(file), nameOfUser(status.st_uid));
    });
    if (!shared && !foreign.isEmpty())
        return foreign;
    QFile log(fileName + u"-wal"_s);
    if (!log.open(QIODevice::ReadOnly) || isLogOf(log.read(LogHeaderBytes), headerOf(fileName)))
        return {};
    return u"%1 is not the log of %2: another file of that name has left it. "
           "Move it away to see the session as it is."_s.arg(QDir::toNativeSeparators(log.fileName()),
                                                             QDir::toNativeSeparators(fileName));
}
