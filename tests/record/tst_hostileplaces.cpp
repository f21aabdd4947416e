// SPDX-License-Identifier: MIT
// What somebody has put beside a session, or whose the session is: looked at it changes nothing, and it is
// appended to only if that can hurt nobody.
#include "hostilefixture.h"
#include "support/testprogram.h"

#include "record/sqlite/sessioncompanions.h"
#include "record/sqlite/sqlitedatabase.h"

#include <QtEndian>

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
    // Looked at it may be.
    QString lookProblem;
    QVERIFY2(FileRecord::open(path(), &lookProblem), qPrintable(lookProblem));
    QCOMPARE(appendProblem(true), QString());
}

SOCKETSCOPE_TEST(tst_HostilePlaces, QCoreApplication)
#include "tst_hostileplaces.moc"
