// SPDX-License-Identifier: MIT
// What somebody has put beside a session, or whose the session is: looked at it changes nothing, and it is
// appended to only if that can hurt nobody.
#include "hostilefixture.h"
#include "support/testprogram.h"

#include "record/kept/sessionfolder.h"
#include "record/sessioncheck.h"
#include "record/sqlite/sqlitedatabase.h"

#include <QDir>
#include <QFileInfo>
#include <QtEndian>

#include <algorithm>
#include <optional>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

class tst_HostilePlaces : public HostileFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { RecorderFixture::init(); }
    void opensTheLogOfACrash_data();
    void opensTheLogOfACrash();
    void rollsNothingBack();
    void waitsForNoPipe_data();
    void waitsForNoPipe();
    void waitsForNoPipeAsALock();
    void versionInTheLog();
    void appendsToNoFileWithAnothersJournal_data();
    void appendsToNoFileWithAnothersJournal();
    void appendsToNoFileOfOthers_data();
    void appendsToNoFileOfOthers();
    void takesNoNameForAnother_data();
    void takesNoNameForAnother();
    void believesNoLogOfOthers_data();
    void believesNoLogOfOthers();
    void believesNoLogOfAnotherFile_data();
    void believesNoLogOfAnotherFile();
    void outlivesAnIndexThatShrinks();
    void outlivesASessionThatShrinks();
};

void tst_HostilePlaces::opensTheLogOfACrash_data()
{
    QTest::addColumn<bool>("hasIndex");
    QTest::addColumn<bool>("mayWrite");
    QTest::newRow("with its index") << true << true;
    QTest::newRow("without its index") << false << true;
    QTest::newRow("with its index, in a folder of others") << true << false;
    QTest::newRow("without its index, in a folder of others") << false << false;
}

void tst_HostilePlaces::opensTheLogOfACrash()
{
    QFETCH(const bool, hasIndex);
    QFETCH(const bool, mayWrite);
    {
        Recorder recorder(exactly(u"live"_s));
        recorder.append(numberedEntries(1000));
        QTRY_COMPARE(recorder.extent().stored, 1000u);
        QVERIFY(QFile::copy(path(u"live"_s), path()));
        QVERIFY(QFile::copy(path(u"live-wal"_s), path(u"session.sqlite-wal"_s)));
        if (hasIndex)
            QVERIFY(QFile::copy(path(u"live-shm"_s), path(u"session.sqlite-shm"_s)));
    }
    QFile::remove(path(u"live"_s));
    std::optional<ReadOnlyFolder> folder;
    if (!mayWrite)
        folder.emplace(m_folder->path());
    const Contents before = contents();
    {
        QString problem;
        const auto opened = FileRecord::open(path(), &problem);
        QVERIFY2(opened, qPrintable(problem));
        QCOMPARE(opened->extent().received, 1000u);
        readAll(opened.get());
        QCOMPARE(opened->entry(1000)->payload, "1000");
    }
    QVERIFY(contents() == before);
    if (!mayWrite)
        return;
    // Who appends does what is left to be done.
    QCOMPARE(appendProblem(), QString());
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"session.sqlite"_s});
    QCOMPARE(faultOf(path()), QString());
}

// A journal as a crash in the middle of a transaction leaves it, which sets the file back to no pages at all;
// and the name of another file that is to go, if that is not empty.
static QByteArray hotJournal(const QByteArray &other = {})
{
    const QByteArray magic = QByteArray::fromHex("d9d505f920a163d7");
    QByteArray journal = magic + QByteArray(4, '\0') + QByteArray(4, 'n') + QByteArray(4, '\0')
                         + QByteArray::fromHex("00000200") + QByteArray::fromHex("00004000");
    journal = journal.leftJustified(512, '\0');
    if (other.isEmpty())
        return journal;
    quint32 sum = 0;
    for (const char c : other)
        sum += quint32(c);
    QByteArray numbers(8, '\0');
    qToBigEndian(quint32(other.size()), numbers.data());
    qToBigEndian(sum, numbers.data() + 4);
    return journal + QByteArray(4, '\0') + other + numbers + magic;
}

void tst_HostilePlaces::rollsNothingBack()
{
    record(Entries);
    QVERIFY(write(path(u"session.sqlite-journal"_s), hotJournal()));
    const Contents before = contents();
    QString problem;
    QVERIFY(!FileRecord::open(path(), &problem));
    QVERIFY2(problem.contains(u"has not finished"_s) && problem.contains(u"session.sqlite-journal"_s),
             qPrintable(problem));
    QVERIFY(contents() == before);
    // One that was done with is none.
    QVERIFY(write(path(u"session.sqlite-journal"_s), QByteArray(1024, '\0')));
    QVERIFY2(FileRecord::open(path(), &problem), qPrintable(problem));
}

void tst_HostilePlaces::waitsForNoPipe_data()
{
    QTest::addColumn<QString>("suffix");
    for (const QString &suffix : SessionCompanions::suffixes())
        QTest::newRow(qPrintable(u"session.sqlite"_s + suffix)) << suffix;
}

void tst_HostilePlaces::waitsForNoPipe()
{
    QFETCH(const QString, suffix);
    record(Entries);
    QFile::remove(path() + suffix);
    QCOMPARE(::mkfifo(QFile::encodeName(path() + suffix).constData(), 0600), 0);
    QString problem;
    QVERIFY(!FileRecord::open(path(), &problem));
    QVERIFY2(problem.contains(u"not an ordinary file"_s), qPrintable(problem));
    problem = appendProblem(true);
    QVERIFY2(problem.contains(u"not an ordinary file"_s), qPrintable(problem));
}

void tst_HostilePlaces::waitsForNoPipeAsALock()
{
    QCOMPARE(::mkfifo(QFile::encodeName(path() + u".lock"_s).constData(), 0600), 0);
    const QString problem = appendProblem();
    QVERIFY2(problem.contains(u"session.sqlite.lock is not an ordinary file"_s), qPrintable(problem));
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"session.sqlite.lock"_s});
}

// The header of the file itself says nothing of it yet.
void tst_HostilePlaces::versionInTheLog()
{
    record(Entries);
    QVERIFY(QFile::rename(path(), path(u"live"_s)));
    {
        SqliteDatabase database;
        QVERIFY(!database.open(path(u"live"_s), SqliteDatabase::Mode::Write));
        QVERIFY(!database.run("PRAGMA journal_mode = WAL; PRAGMA user_version = 9"));
        QVERIFY(QFile::copy(path(u"live"_s), path()));
        QVERIFY(QFile::copy(path(u"live-wal"_s), path(u"session.sqlite-wal"_s)));
        QVERIFY(QFile(path(u"session.sqlite-wal"_s)).setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    }
    QVERIFY(QFile::remove(path(u"live"_s)));
    const Contents before = contents();
    QString problem;
    QVERIFY(!FileRecord::open(path(), &problem));
    QVERIFY2(problem.contains(u"newer version"_s), qPrintable(problem));
    problem = appendProblem();
    QVERIFY2(problem.contains(u"newer version"_s), qPrintable(problem));
    QVERIFY(contents() == before);
}

void tst_HostilePlaces::appendsToNoFileWithAnothersJournal_data()
{
    QTest::addColumn<bool>("isLink");
    QTest::newRow("a file") << false;
    QTest::newRow("a link") << true;
}

void tst_HostilePlaces::appendsToNoFileWithAnothersJournal()
{
    QFETCH(const bool, isLink);
    const QString letter = path(u"letter.txt"_s);
    const QByteArray journal = hotJournal(QFile::encodeName(letter));
    record(Entries);
    QString real = path();
    if (isLink) {
        real = path(u"real.sqlite"_s);
        QVERIFY(QFile::rename(path(), real) && QFile::link(real, path()));
    }
    QVERIFY(write(letter, "Dear diary") && write(real + u"-journal"_s, journal));
    const Contents before = contents();
    QString problem = appendProblem();
    QVERIFY2(problem.contains(u"names another file"_s), qPrintable(problem));
    problem = appendProblem(true);
    QVERIFY2(problem.contains(u"names another file"_s), qPrintable(problem));
    QVERIFY(!FileRecord::open(path(), &problem));
    QVERIFY(contents() == before);
    // What SQLite does with it by itself.
    query(path(), "SELECT COUNT(*) FROM sqlite_master");
    QVERIFY(!QFile::exists(letter));
}

void tst_HostilePlaces::appendsToNoFileOfOthers_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<uint>("mode");
    QTest::addColumn<bool>("isOthers");
    QTest::addColumn<QString>("problem");
    const auto session = u"session.sqlite"_s;
    QTest::newRow("read by others") << session << 0644U << false << u"Others may read"_s;
    QTest::newRow("written by the group") << session << 0620U << false << u"Others may read or write"_s;
    QTest::newRow("written by all") << session << 0666U << false << u"Others may read or write"_s;
    QTest::newRow("somebody else's") << session << 0600U << true << u"another user"_s;
    QTest::newRow("somebody else's for all") << session << 0666U << true << u"another user"_s;
    QTest::newRow("a log written by all") << session + u"-wal"_s << 0666U << false << u"-wal"_s;
    QTest::newRow("somebody else's log") << session + u"-wal"_s << 0600U << true << u"-wal"_s;
    QTest::newRow("its owner's alone") << session << 0600U << false << QString();
}

void tst_HostilePlaces::appendsToNoFileOfOthers()
{
    QFETCH(const QString, file);
    QFETCH(const uint, mode);
    QFETCH(const bool, isOthers);
    QFETCH(const QString, problem);
    if (isOthers && ::geteuid() != 0)
        QSKIP("Only root can give files away.");
    record(Entries);
    QFile(path(file)).open(QIODevice::Append);
    const QByteArray name = QFile::encodeName(path(file));
    QCOMPARE(::chmod(name.constData(), mode), 0);
    if (isOthers)
        QCOMPARE(::chown(name.constData(), 65534, gid_t(-1)), 0);
    const Contents before = contents();
    const QString found = appendProblem();
    QVERIFY2(problem.isEmpty() == found.isEmpty() && found.contains(problem), qPrintable(found));
    if (problem.isEmpty())
        return;
    QVERIFY2(found.contains(u"--shared"_s), qPrintable(found));
    QVERIFY(contents() == before);
    // Looked at it may be, unless the log could yet tell something else.
    const bool isLogOfOthers = isOthers && file.endsWith("-wal"_L1);
    QString lookProblem;
    QCOMPARE(FileRecord::open(path(), &lookProblem) == nullptr, isLogOfOthers);
    QCOMPARE(appendProblem(true), QString());
}

void tst_HostilePlaces::takesNoNameForAnother_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("a file") << "sess\xff.sqlite"_ba;
    QTest::newRow("a folder") << "fold\xc3/session.sqlite"_ba;
}

// The names of Linux are bytes; Qt has text, in which all that is not UTF-8 looks the same.
void tst_HostilePlaces::takesNoNameForAnother()
{
    QFETCH(const QByteArray, name);
    const QByteArray file = QFile::encodeName(m_folder->path()) + '/' + name;
    const QString seen = QString::fromLocal8Bit(file);
    record(Entries);
    if (name.contains('/')) {
        QCOMPARE(::mkdir(file.left(file.lastIndexOf('/')).constData(), 0700), 0);
        QVERIFY(QDir().mkpath(QFileInfo(seen).path()));
    }
    QCOMPARE(::rename(QFile::encodeName(path()).constData(), file.constData()), 0);
    // What its name would be mistaken for.
    record(Entries);
    QVERIFY(QFile::rename(path(), seen));
    QString problem;
    QVERIFY(!FileRecord::open(seen, &problem));
    QVERIFY2(problem.contains(u"bytes that are not UTF-8"_s), qPrintable(problem));
    QVERIFY(QFile::remove(seen));
    Recorder recorder(RecordTarget{seen, {}, false, false});
    problem = recorder.start();
    QVERIFY2(problem.contains(u"bytes that are not UTF-8"_s), qPrintable(problem));
    QVERIFY(!QFile::exists(seen));
    QVERIFY(!SessionFolder::sessions(m_folder->path()).contains(seen));
}

void tst_HostilePlaces::believesNoLogOfOthers_data()
{
    QTest::addColumn<QString>("suffix");
    QTest::addColumn<int>("size");
    QTest::addColumn<QFile::Permissions>("others");
    QTest::addColumn<bool>("believed");
    QTest::newRow("log") << u"-wal"_s << 32768 << QFile::Permissions() << false;
    QTest::newRow("index") << u"-shm"_s << 32768 << QFile::Permissions() << false;
    QTest::newRow("log that is yet to be filled") << u"-wal"_s << 0 << QFile::Permissions() << false;
    QTest::newRow("session that others may read")
            << u"-wal"_s << 0 << QFile::Permissions(QFile::ReadOther) << false;
    // As `record --shared` leaves it.
    QTest::newRow("session that others may write")
            << u"-wal"_s << 0 << QFile::Permissions(QFile::WriteOther) << true;
    QTest::newRow("journal of no consequence") << u"-journal"_s << 512 << QFile::Permissions() << true;
}

void tst_HostilePlaces::believesNoLogOfOthers()
{
    QFETCH(const QString, suffix);
    QFETCH(const int, size);
    QFETCH(const QFile::Permissions, others);
    QFETCH(const bool, believed);
    if (::geteuid() != 0)
        QSKIP("Only root can give files away.");
    const QString name = path() + suffix;
    record(Entries);
    QFile session(path());
    QVERIFY(session.setPermissions(session.permissions() | others));
    QVERIFY(write(name, QByteArray(size, '\0')));
    QCOMPARE(::chown(QFile::encodeName(name).constData(), 65534, gid_t(-1)), 0);
    const Contents before = contents();
    QString problem;
    QCOMPARE(FileRecord::open(path(), &problem) != nullptr, believed);
    QVERIFY2(believed || problem.startsWith(name + u" belongs to another user"_s), qPrintable(problem));
    QVERIFY(contents() == before);
}

void tst_HostilePlaces::believesNoLogOfAnotherFile_data()
{
    QTest::addColumn<QByteArray>("change");
    // Saved as a copy, a session has none.
    QTest::newRow("of a file without a log") << "PRAGMA journal_mode = DELETE"_ba;
    QTest::newRow("of other pages")
            << "PRAGMA journal_mode = DELETE; PRAGMA page_size = 4096; VACUUM; PRAGMA journal_mode = WAL"_ba;
}

void tst_HostilePlaces::believesNoLogOfAnotherFile()
{
    QFETCH(const QByteArray, change);
    {
        Recorder recorder(exactly(u"live"_s));
        recorder.append(numberedEntries(1000));
        QTRY_COMPARE(recorder.extent().stored, 1000u);
        QVERIFY(QFile::copy(path(u"live-wal"_s), path(u"left"_s)));
    }
    record(Entries);
    QCOMPARE(runSql(path(), change.constData()), QString());
    QVERIFY(QFile::rename(path(u"left"_s), path() + u"-wal"_s));
    QVERIFY(QFile(path() + u"-wal"_s).setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    const Contents before = contents();
    QString problem;
    QVERIFY(!FileRecord::open(path(), &problem));
    QVERIFY2(problem.contains(u"is not the log of"_s), qPrintable(problem));
    problem = appendProblem(true);
    QVERIFY2(problem.contains(u"is not the log of"_s), qPrintable(problem));
    QVERIFY(contents() == before);
}

// As another program would: what is mapped of a file that has been cut off ends who looks at it.
void tst_HostilePlaces::outlivesAnIndexThatShrinks()
{
    Recorder recorder(exactly(u"live"_s));
    recorder.append(numberedEntries(1000));
    QTRY_COMPARE(recorder.extent().stored, 1000u);
    QString problem;
    const auto opened = FileRecord::open(path(u"live"_s), &problem);
    QVERIFY2(opened, qPrintable(problem));
    QCOMPARE(opened->heads(1, 1000).size(), 1000);
    QFile index(path(u"live-shm"_s));
    QVERIFY(index.open(QIODevice::ReadWrite));
    const QByteArray whole = index.readAll();
    QVERIFY(index.resize(3));
    QCOMPARE(opened->heads(1, 1000).size(), 1000);
    QCOMPARE(opened->entries(1, 1000, NoLimit).size(), 1000);
    QVERIFY2(FileRecord::open(path(u"live"_s), &problem), qPrintable(problem));
    // For whoever records.
    QVERIFY(index.resize(whole.size()) && index.seek(0) && index.write(whole) == whole.size());
    index.close();
    QCOMPARE(opened->heads(1, 1000).size(), 1000);
}

void tst_HostilePlaces::outlivesASessionThatShrinks()
{
    record(5000);
    QString problem;
    const auto opened = FileRecord::open(path(), &problem);
    QVERIFY2(opened, qPrintable(problem));
    QVERIFY(QFile::resize(path(), QFileInfo(path()).size() / 2));
    const QList<EntryHead> heads = opened->heads(4000, 1000);
    QVERIFY(std::all_of(heads.begin(), heads.end(), [](const EntryHead &head) {
        return head.head == QByteArray::number(head.sequence) || head.type == MessageType::Note;
    }));
    const std::atomic<bool> never = false;
    EntryBlock block;
    opened->readBlock(0, 1, 5000, {}, &block, never);
    QVERIFY(QFile::resize(path(), 0));
    opened->heads(1, 5000);
}

SOCKETSCOPE_TEST(tst_HostilePlaces, QCoreApplication)
#include "tst_hostileplaces.moc"
