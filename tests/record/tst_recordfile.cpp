// SPDX-License-Identifier: MIT
// The file that a recorder leaves: what it says of itself, who may open it, what is refused.
#include "recorderfixture.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include "record/filerecord.h"
#include "record/recorder.h"
#include "record/recordschema.h"
#include "support/sessionfiles.h"
#include "version.h"

#include <QTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

class tst_RecordFile : public RecorderFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { RecorderFixture::init(); }
    void theFileSaysWhatItIs();
    void onlyItsOwnerMayReadIt();
    void appendsToASession();
    void aFileThatIsBeingRecorded();
    void refusesOtherFiles_data();
    void refusesOtherFiles();
    void refusesANewerVersion();
    void bringsAnOldVersionUp_data();
    void bringsAnOldVersionUp();
    void opensAFileInUse();
    void opensInAReadOnlyFolder();
    void namesItsFiles();
    void nothingToKeepMeansNoFile();
    void finishWritesAndClosesTheFile();
    void theFileIsWholeByItself();
    void madeWithoutALog();
};

static QList<QByteArray> payloadsOf(const QList<Message> &batch)
{
    QList<QByteArray> result;
    for (const Message &message : batch)
        result.append(message.payload);
    return result;
}

void tst_RecordFile::theFileSaysWhatItIs()
{
    {
        Recorder record(exactly());
        record.setOrigin(u"wss://example.org/feed"_s, u"example.org"_s);
        QCOMPARE(record.start(), QString());
        record.append(numberedEntries(1));
    }
    // What others know the file by.
    QCOMPARE(query(path(), "PRAGMA application_id"), QStringList{QString::number(0x536F636B)}); // "Sock"
    QCOMPARE(query(path(), "PRAGMA user_version"), QStringList{QString::number(RecordSchema::Version)});
    QCOMPARE(query(path(), "SELECT value FROM meta WHERE key = 'version'"), QStringList{programVersion()});
    QCOMPARE(query(path(), "SELECT value FROM meta WHERE key = 'url'"),
             QStringList{u"wss://example.org/feed"_s});
    const QString started = query(path(), "SELECT value FROM meta WHERE key = 'started'").value(0);
    QVERIFY2(QDateTime::fromString(started, Qt::ISODateWithMs).isValid(), qPrintable(started));
    QString problem;
    QCOMPARE(FileRecord::open(path(), &problem)->origin().url, u"wss://example.org/feed"_s);
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"session.sqlite"_s});
}

void tst_RecordFile::onlyItsOwnerMayReadIt()
{
    const mode_t before = ::umask(0);
    Recorder record(exactly());
    record.append(numberedEntries(10));
    QTRY_COMPARE(record.extent().last, 10u);
    ::umask(before);
    const QStringList names = namesIn(m_folder->path());
    QVERIFY(names.contains(u"session.sqlite-wal"_s));
    for (const QString &name : names) {
        // The lock names a process and nothing else.
        if (name.endsWith(u".lock"_s))
            continue;
        struct stat status
        {};
        QCOMPARE(::stat(QFile::encodeName(path(name)).constData(), &status), 0);
        QCOMPARE(status.st_mode & 07777U, 0600U);
    }
}

void tst_RecordFile::appendsToASession()
{
    for (int round = 0; round < 3; ++round) {
        Recorder record(exactly());
        record.setOrigin(u"ws://round-%1"_s.arg(round), {});
        QCOMPARE(record.start(), QString());
        QCOMPARE(record.extent().last, quint64(round) * 100);
        QCOMPARE(record.extent().received, quint64(round) * 100);
        record.append(numberedEntries(100, round * 100 + 1));
        QTRY_COMPARE(record.extent().last, quint64(round + 1) * 100);
        QCOMPARE(payloadsOf(record.entries(1, 1000, NoLimit)),
                 payloadsOf(numberedEntries(100 * (round + 1))));
        QVERIFY(record.finish());
        QCOMPARE(record.extent().last, quint64(round + 1) * 100);
        QCOMPARE(record.extent().stored, quint64(round + 1) * 100);
    }
    QCOMPARE(query(path(), "SELECT value FROM meta WHERE key = 'url'"), QStringList{u"ws://round-0"_s});
    QCOMPARE(faultOf(path()), QString());
}

void tst_RecordFile::aFileThatIsBeingRecorded()
{
    Recorder first(exactly());
    first.append(numberedEntries(10));
    QTRY_COMPARE(first.extent().last, 10u);
    {
        Recorder second(exactly());
        const QString problem = second.start();
        QVERIFY2(problem.contains(u"is being recorded by another"_s), qPrintable(problem));
        QVERIFY2(problem.contains(u"session.sqlite"_s) && problem.endsWith(u'.'), qPrintable(problem));
        QCOMPARE(second.extent(), RecordExtent());
    }
    first.append(numberedEntries(10, 11));
    QVERIFY(first.finish());
    QCOMPARE(first.extent().last, 20u);
    Recorder third(exactly());
    QCOMPARE(third.start(), QString());
}

void tst_RecordFile::refusesOtherFiles_data()
{
    QTest::addColumn<QByteArray>("contents");
    QTest::addColumn<QByteArray>("sql");
    QTest::newRow("empty") << QByteArray() << QByteArray();
    QTest::newRow("text") << QByteArray("Dear diary,\n") << QByteArray();
    QTest::newRow("long text") << QByteArray("Dear diary,\n").repeated(10000) << QByteArray();
    QTest::newRow("SQLite's header alone") << QByteArray("SQLite format 3\0", 16) << QByteArray();
    QTest::newRow("another program's database")
            << QByteArray() << QByteArray("CREATE TABLE t(a); INSERT INTO t VALUES(1)");
    QTest::newRow("another program's, with a table of that name")
            << QByteArray()
            << QByteArray("CREATE TABLE entry(seq INTEGER PRIMARY KEY, time_us, kind, size, payload)");
    QTest::newRow("another program's, in WAL mode")
            << QByteArray()
            << QByteArray("PRAGMA journal_mode = WAL; PRAGMA application_id = 42; CREATE TABLE t(a)");
}

void tst_RecordFile::refusesOtherFiles()
{
    QFETCH(QByteArray, contents);
    QFETCH(QByteArray, sql);
    if (sql.isEmpty()) {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(contents) == contents.size());
    } else {
        QVERIFY(makeSqliteFile(path(), sql.constData()));
    }
    const QByteArray before = contentsOf(path());
    {
        Recorder record(exactly());
        const QString problem = record.start();
        QVERIFY2(problem.contains(u"session.sqlite"_s) && problem.endsWith(u'.'), qPrintable(problem));
        QCOMPARE(record.keeping().state, KeepingReport::State::Nothing);
    }
    QString problem;
    QVERIFY(!FileRecord::open(path(), &problem));
    QVERIFY2(problem.contains(u"session.sqlite"_s), qPrintable(problem));
    QVERIFY(contentsOf(path()) == before);
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"session.sqlite"_s});
}

void tst_RecordFile::refusesANewerVersion()
{
    {
        Recorder record(exactly());
        record.append(numberedEntries(10));
    }
    const QByteArray sql = "PRAGMA user_version = " + QByteArray::number(RecordSchema::Version + 1)
                           + "; ALTER TABLE entry ADD COLUMN later";
    QCOMPARE(runSql(path(), sql.constData()), QString());
    const QByteArray before = contentsOf(path());
    {
        Recorder record(exactly());
        const QString problem = record.start();
        QVERIFY2(problem.contains(u"newer version"_s), qPrintable(problem));
    }
    QString problem;
    QVERIFY(!FileRecord::open(path(), &problem));
    QVERIFY2(problem.contains(u"newer version"_s), qPrintable(problem));
    QVERIFY(contentsOf(path()) == before);
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"session.sqlite"_s});
}

void tst_RecordFile::bringsAnOldVersionUp_data()
{
    QTest::addColumn<bool>("hasEntries");
    QTest::newRow("half made") << false;
    QTest::newRow("entries") << true;
}

void tst_RecordFile::bringsAnOldVersionUp()
{
    QFETCH(bool, hasEntries);
    if (hasEntries) {
        {
            Recorder record(exactly());
            record.append(numberedEntries(10));
        }
        QCOMPARE(runSql(path(), "DROP VIEW message; DROP TABLE meta; PRAGMA user_version = 0; VACUUM"),
                 QString());
    } else {
        const QByteArray sql = "PRAGMA application_id = " + QByteArray::number(RecordSchema::ApplicationId);
        QVERIFY(makeSqliteFile(path(), sql.constData()));
    }
    const quint64 expected = hasEntries ? 10 : 0;
    // To look at it is no reason to write.
    const QByteArray before = contentsOf(path());
    QString problem;
    const auto looked = FileRecord::open(path(), &problem);
    QCOMPARE(bool(looked), hasEntries);
    if (looked) {
        QCOMPARE(looked->extent().last, expected);
        QCOMPARE(looked->extent().received, expected);
    } else {
        QVERIFY2(problem.contains(u"nothing was recorded"_s), qPrintable(problem));
    }
    QVERIFY(contentsOf(path()) == before);
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"session.sqlite"_s});

    Recorder record(exactly());
    QCOMPARE(record.start(), QString());
    QCOMPARE(record.extent().received, expected);
    record.append(numberedEntries(1, qint64(expected) + 1));
    QVERIFY(record.finish());
    QCOMPARE(record.extent().last, expected + 1);
    QCOMPARE(query(path(), "PRAGMA user_version"), QStringList{QString::number(RecordSchema::Version)});
    QCOMPARE(query(path(), "SELECT COUNT(*) FROM message"), QStringList{QString::number(expected + 1)});
    QCOMPARE(faultOf(path()), QString());
}

void tst_RecordFile::opensAFileInUse()
{
    Recorder record(exactly());
    record.append(numberedEntries(100));
    QTRY_COMPARE(record.extent().last, 100u);
    QString problem;
    {
        const auto read = FileRecord::open(path(), &problem);
        QVERIFY2(read, qPrintable(problem));
        QCOMPARE(read->extent().last, 100u);
        QCOMPARE(read->keeping().state, KeepingReport::State::ReadOnly);
        QCOMPARE(read->keeping().fileName, path());
        QCOMPARE(read->entry(100).value_or(Message()).payload, "100");
        record.append(numberedEntries(100, 101));
        QTRY_COMPARE(record.extent().last, 200u);
        // As it was when it was opened, in that what is counted agrees.
        QCOMPARE(read->extent().last, 100u);
    }
    QVERIFY(record.finish());
    QCOMPARE(FileRecord::open(path(), &problem)->extent().last, 200u);
    QCOMPARE(faultOf(path()), QString());
}

void tst_RecordFile::opensInAReadOnlyFolder()
{
    {
        Recorder record(exactly());
        record.append(numberedEntries(100));
    }
    const QByteArray before = contentsOf(path());
    {
        const ReadOnlyFolder readOnly(m_folder->path());
        QVERIFY(!QFile(path(u"new"_s)).open(QIODevice::WriteOnly));
        QString problem;
        const auto read = FileRecord::open(path(), &problem);
        QVERIFY2(read, qPrintable(problem));
        QCOMPARE(read->extent().received, 100u);
        QCOMPARE(read->entries(1, 1000, NoLimit).size(), 100);
        Recorder record(exactly());
        problem = record.start();
        QVERIFY2(problem.contains(u"folder"_s), qPrintable(problem));
    }
    QVERIFY(contentsOf(path()) == before);
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"session.sqlite"_s});
}

void tst_RecordFile::namesItsFiles()
{
    const QString folder = path(u"made/for/it"_s);
    std::vector<std::unique_ptr<Recorder>> records;
    QStringList names;
    for (int i = 0; i < 5; ++i) {
        records.push_back(std::make_unique<Recorder>(RecordTarget{{}, folder, false}));
        records.back()->setOrigin(u"ws://a"_s, u"../a b.example.org:80"_s);
        records.back()->append(numberedEntries(1));
        QTRY_COMPARE(records.back()->extent().last, 1u);
        names.append(records.back()->keeping().fileName);
    }
    names.removeDuplicates();
    QCOMPARE(names.size(), 5);
    static const QRegularExpression expected(
            u"/made/for/it/\\d{4}-\\d\\d-\\d\\d_\\d\\d-\\d\\d-\\d\\d_[a-zA-Z0-9.-]+(_\\d+)?\\.sqlite$"_s);
    for (const QString &name : std::as_const(names)) {
        QVERIFY2(expected.match(name).hasMatch(), qPrintable(name));
        QVERIFY(name.contains(u"b.example.org"_s));
    }
}

void tst_RecordFile::nothingToKeepMeansNoFile()
{
    {
        Recorder record(exactly());
        record.append({});
        QCOMPARE(record.keeping().state, KeepingReport::State::Nothing);
        QVERIFY(record.finish());
        QVERIFY(record.finish());
    }
    QCOMPARE(namesIn(m_folder->path()), QStringList());
}

void tst_RecordFile::finishWritesAndClosesTheFile()
{
    Recorder record(exactly());
    for (int i = 0; i < 100; ++i)
        record.append(numberedEntries(10, i * 10 + 1));
    // Not waited for before.
    QVERIFY(record.finish());
    QCOMPARE(record.extent().stored, 1000u);
    QCOMPARE(record.keeping().state, KeepingReport::State::Keeping);
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"session.sqlite"_s});
    // Nothing to read any more, and nothing that fails.
    QVERIFY(record.heads(1, 10).isEmpty());
    QVERIFY(!record.entry(1));
    QCOMPARE(record.fileBytes(), 0);
    QVERIFY(!record.copyTo(path(u"copy"_s)).isEmpty());
    // Another program may have it now.
    Recorder next(exactly());
    QCOMPARE(next.start(), QString());
    QCOMPARE(next.extent().stored, 1000u);
}

// Whoever copies the file alone, as soon as it is done, has everything.
void tst_RecordFile::theFileIsWholeByItself()
{
    {
        Recorder record(exactly());
        for (int i = 0; i < 100; ++i)
            record.append(numberedEntries(100, i * 100 + 1));
        QVERIFY(record.finish());
        QVERIFY(QFile::copy(path(), path(u"copy.sqlite"_s)));
    }
    QCOMPARE(namesIn(m_folder->path()), (QStringList{u"copy.sqlite"_s, u"session.sqlite"_s}));
    QCOMPARE(query(path(u"copy.sqlite"_s), "SELECT COUNT(*) FROM message"), QStringList{u"10000"_s});
    QCOMPARE(faultOf(path(u"copy.sqlite"_s)), QString());
    QString problem;
    QVERIFY(FileRecord::open(path(), &problem));
    QCOMPARE(namesIn(m_folder->path()), (QStringList{u"copy.sqlite"_s, u"session.sqlite"_s}));
}

void tst_RecordFile::madeWithoutALog()
{
    const MessageBatch batch = numberedEntries(1000);
    {
        const RecordFile::Opened made = RecordFile::create(path());
        QVERIFY2(made.file, qPrintable(made.error.sentence));
        QVERIFY(!made.file->write({&batch}));
        QVERIFY(!made.file->writeOrigin({u"ws://h"_s, u"1"_s, u"2026-01-02T03:04:05.678Z"_s, u"a.har"_s}));
        QVERIFY(!made.file->settle());
        QCOMPARE(namesIn(m_folder->path()), QStringList{u"session.sqlite"_s});
        // What was there stays.
        QVERIFY(!RecordFile::create(path()).file);
    }
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"session.sqlite"_s});
    QCOMPARE(faultOf(path()), QString());
    QCOMPARE(QFile::permissions(path()) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    QCOMPARE(
            query(path(), "SELECT value FROM meta WHERE key IN ('started', 'source', 'filter') ORDER BY key"),
            (QStringList{u"a.har"_s, u"2026-01-02T03:04:05.678Z"_s}));
    QString problem;
    const auto record = FileRecord::open(path(), &problem);
    QVERIFY2(record, qPrintable(problem));
    QCOMPARE(record->extent().received, 1000u);
    QCOMPARE(record->origin().started, u"2026-01-02T03:04:05.678Z"_s);
}

SOCKETSCOPE_TEST(tst_RecordFile, QCoreApplication)
#include "tst_recordfile.moc"
