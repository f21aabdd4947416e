// SPDX-License-Identifier: MIT
// Disks that are full, folders that allow nothing, files that vanish: what came stays readable, is written
// as soon as that is possible, and the record itself tells of the gap.
#include "record/filerecord.h"
#include "record/recorder.h"
#include "record/sqlite/sqlitedatabase.h"
#include "support/bounds.h"
#include "support/sessionfiles.h"
#include "support/testprogram.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

using namespace Qt::StringLiterals;

using State = KeepingReport::State;

class tst_RecorderFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void fullDisk();
    void fullDiskFromTheStart();
    void fullDiskBeyondMemory();
    void fullDiskAtTheEnd();
    void fullAgainAndAgain();
    void folderThatAllowsNothing();
    void heldByAnotherProgram();
    void deletedFile();
    void movedFile();
    void deletedFolder();
    void anotherFileInItsPlace();
    void notARecordOfItsOwnAnyMore();

private:
    QString path(const QString &name = u"session.sqlite"_s) const
    {
        return m_folder->filePath(u"sessions/"_s + name);
    }
    void append(int count, qsizetype padding = 0);
    QString missing() const;
    QList<QJsonObject> notes() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Recorder> m_record;
    qint64 m_appended = 0;
};

void tst_RecorderFaults::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir().mkpath(m_folder->filePath(u"sessions"_s)));
    // Others may go through it: see ReadOnlyFolder.
    QVERIFY(QFile::setPermissions(m_folder->path(), QFile::Permissions(0x7755)));
    m_record = std::make_unique<Recorder>(RecordTarget{path(), {}, false});
    m_appended = 0;
}

void tst_RecorderFaults::cleanup()
{
    m_record.reset();
}

// Numbered from 1 on, in batches of ten; padded to about so many bytes each.
void tst_RecorderFaults::append(int count, qsizetype padding)
{
    for (int done = 0; done < count; done += 10) {
        QList<Message> batch = numberedEntries(std::min(10, count - done), m_appended + 1);
        for (Message &message : batch)
            message.payload.append(QByteArray(padding, ' '));
        m_appended += batch.size();
        m_record->append(batch);
    }
}

// Of the numbers 1 to m_appended, those that the finished file lacks or has twice.
QString tst_RecorderFaults::missing() const
{
    const QStringList found = query(
            path(),
            "SELECT COUNT(*) || ' ' || COUNT(DISTINCT CAST(payload AS INTEGER)) || ' ' || "
            "IFNULL(MIN(CAST(payload AS INTEGER)), 0) || ' ' || IFNULL(MAX(CAST(payload AS INTEGER)), 0) "
            "FROM message WHERE direction = 'in'");
    const QStringList expected{u"%1 %1 1 %1"_s.arg(m_appended)};
    return found == expected ? QString() : found.join(u' ');
}

QList<QJsonObject> tst_RecorderFaults::notes() const
{
    QList<QJsonObject> result;
    const QStringList texts = query(path(), "SELECT payload FROM message WHERE type = 'note' ORDER BY seq");
    for (const QString &text : texts)
        result.append(QJsonDocument::fromJson(text.toUtf8()).object());
    return result;
}

void tst_RecorderFaults::fullDisk()
{
    append(100, 1000);
    QTRY_COMPARE(m_record->extent().stored, 100u);
    const qint64 beforeUs = QDateTime::currentMSecsSinceEpoch() * 1000;
    std::optional<FullDisk> full(std::in_place, rlim_t(2 * MiB));
    append(4000, 1000);
    QTRY_COMPARE(m_record->keeping().state, State::NotKeeping);
    const KeepingReport keeping = m_record->keeping();
    QCOMPARE(keeping.problem, u"The file has reached the size that the system allows for one (ulimit -f)."_s);
    QVERIFY(keeping.sinceUs >= beforeUs && keeping.sinceUs <= QDateTime::currentMSecsSinceEpoch() * 1000);
    QCOMPARE(keeping.fileName, path());

    // All of it can be read, with a note where the file ends.
    const RecordExtent extent = m_record->extent();
    QCOMPARE(extent.last, 4101u);
    QCOMPARE(extent.received, 4100u);
    QVERIFY(extent.stored >= 100 && extent.stored < 4100);
    QCOMPARE(extent.lost, 0u);
    const QList<EntryHead> heads = m_record->heads(1, 5000);
    QCOMPARE(heads.size(), 4101);
    const qsizetype place = qsizetype(extent.stored);
    qint64 number = 0;
    for (qsizetype i = 0; i < heads.size(); ++i) {
        QCOMPARE(heads.at(i).sequence, quint64(i) + 1);
        if (i == place)
            QCOMPARE(heads.at(i).type, MessageType::Note);
        else
            QCOMPARE(heads.at(i).head.trimmed(), QByteArray::number(++number));
    }
    QCOMPARE(m_record->entry(4101).value_or(Message()).payload.trimmed(), "4100");
    QCOMPARE(m_record->entry(4101).value_or(Message()).sequence, 4101u);
    const QList<Message> across = m_record->entries(quint64(place), 3, NoLimit);
    QCOMPARE(across.size(), 3);
    QCOMPARE(across.at(1).type, MessageType::Note);
    // Nobody waits meanwhile.
    append(10);
    QCOMPARE(m_record->extent().received, 4110u);

    full.reset();
    QTRY_COMPARE(m_record->extent().stored, 4110u);
    QCOMPARE(m_record->keeping().state, State::Keeping);
    QCOMPARE(m_record->keeping().problem, QString());
    QCOMPARE(m_record->extent().generation, extent.generation + 1);
    QCOMPARE(m_record->extent().last, 4111u);
    append(10);
    QVERIFY(m_record->finish());
    m_record.reset();
    QCOMPARE(faultOf(path()), QString());
    QCOMPARE(missing(), QString());
    QCOMPARE(notes().size(), 1);
    const QJsonObject note = notes().first();
    QCOMPARE(note.value("lost"_L1).toInteger(-1), 0);
    QCOMPARE(note.value("from_us"_L1).toInteger(), keeping.sinceUs);
    QVERIFY(note.value("to_us"_L1).toInteger() > keeping.sinceUs);
    QVERIFY2(note.value("text"_L1).toString().contains(u"Nothing was lost"_s),
             qPrintable(note.value("text"_L1).toString()));
}

void tst_RecorderFaults::fullDiskFromTheStart()
{
    std::optional<FullDisk> full(std::in_place, rlim_t(1));
    append(100);
    QTRY_COMPARE(m_record->keeping().state, State::NotKeeping);
    QVERIFY(!m_record->keeping().problem.isEmpty());
    QCOMPARE(m_record->extent().received, 100u);
    QCOMPARE(m_record->extent().stored, 0u);
    QCOMPARE(m_record->heads(1, 1000).size(), 101);
    full.reset();
    QTRY_COMPARE(m_record->extent().stored, 100u);
    QVERIFY(m_record->finish());
    m_record.reset();
    QCOMPARE(faultOf(path()), QString());
    QCOMPARE(missing(), QString());
    QCOMPARE(notes().size(), 1);
}

void tst_RecorderFaults::fullDiskBeyondMemory()
{
    append(10);
    QTRY_COMPARE(m_record->extent().stored, 10u);
    std::optional<FullDisk> full(std::in_place, rlim_t(MiB));
    append(10, 200'000);
    QTRY_COMPARE(m_record->keeping().state, State::NotKeeping);
    for (int i = 0; i < 100; ++i)
        append(10, 100'000);
    QTRY_VERIFY(m_record->extent().lost > 0);
    const RecordExtent extent = m_record->extent();
    // What is not lost comes to what the README says, within a batch.
    const qint64 held = qint64(extent.received - extent.stored) * 100'000;
    QVERIFY2(held <= 64 * MiB && held > 62 * MiB, qPrintable(QString::number(held)));
    QCOMPARE(extent.received + extent.lost, quint64(m_appended));
    // The places of what is lost stay, so that the rest keeps its numbers.
    QCOMPARE(extent.last, quint64(m_appended) + 1);
    const QList<Message> gone = m_record->entries(extent.stored + 2, 1, NoLimit);
    QCOMPARE(gone.size(), 1);
    QCOMPARE(gone.first().type, MessageType::Note);
    QVERIFY(gone.first().payload.contains("Not kept"));
    QCOMPARE(m_record->entry(extent.last)->payload.trimmed(), QByteArray::number(m_appended));

    full.reset();
    QTRY_COMPARE_WITH_TIMEOUT(m_record->extent().stored, extent.received, 20000);
    append(10);
    QVERIFY(!m_record->finish() || m_record->extent().lost > 0);
    QCOMPARE(m_record->extent().lost, extent.lost);
    m_record.reset();
    QCOMPARE(faultOf(path()), QString());
    QCOMPARE(query(path(),
                   "SELECT COUNT(DISTINCT CAST(payload AS INTEGER)) FROM message WHERE direction = 'in'"),
             QStringList{QString::number(quint64(m_appended) - extent.lost)});
    // In order, the note where the gap is.
    QCOMPARE(query(path(),
                   "SELECT seq FROM message m WHERE direction = 'in' AND EXISTS (SELECT 1 FROM message p "
                   "WHERE p.seq = m.seq - 1 AND p.direction = 'in' "
                   "AND CAST(p.payload AS INTEGER) <> CAST(m.payload AS INTEGER) - 1)"),
             QStringList());
    QCOMPARE(notes().size(), 1);
    QCOMPARE(notes().first().value("lost"_L1).toInteger(), qint64(extent.lost));
    QVERIFY(notes().first().value("lost_bytes"_L1).toInteger() >= qint64(extent.lost) * 100'000);
}

void tst_RecorderFaults::fullDiskAtTheEnd()
{
    append(10);
    QTRY_COMPARE(m_record->extent().stored, 10u);
    {
        const FullDisk full(MiB);
        append(1000, 10'000);
        QVERIFY(!m_record->finish());
        QCOMPARE(m_record->extent().received, 1010u);
        QVERIFY(m_record->extent().stored < 1010);
        QCOMPARE(m_record->keeping().state, State::NotKeeping);
        m_record.reset();
    }
    QCOMPARE(faultOf(path()), QString());
}

void tst_RecorderFaults::fullAgainAndAgain()
{
    for (int round = 1; round <= 3; ++round) {
        append(20);
        QTRY_COMPARE(m_record->extent().stored, quint64(m_appended));
        std::optional<FullDisk> full(std::in_place, rlim_t(1));
        append(20, 100);
        QTRY_COMPARE(m_record->keeping().state, State::NotKeeping);
        append(20);
        full.reset();
        QTRY_COMPARE(m_record->extent().stored, quint64(m_appended));
        QCOMPARE(m_record->extent().generation, quint32(round));
    }
    QVERIFY(m_record->finish());
    m_record.reset();
    QCOMPARE(faultOf(path()), QString());
    QCOMPARE(missing(), QString());
    QCOMPARE(notes().size(), 3);
}

void tst_RecorderFaults::folderThatAllowsNothing()
{
    std::optional<ReadOnlyFolder> readOnly(std::in_place, m_folder->filePath(u"sessions"_s));
    append(100);
    QTRY_COMPARE(m_record->keeping().state, State::NotKeeping);
    QVERIFY2(m_record->keeping().problem.contains(u"folder"_s), qPrintable(m_record->keeping().problem));
    QCOMPARE(m_record->heads(2, 1000).size(), 100);
    readOnly.reset();
    QTRY_COMPARE(m_record->extent().stored, 100u);
    QVERIFY(m_record->finish());
    m_record.reset();
    QCOMPARE(faultOf(path()), QString());
    QCOMPARE(missing(), QString());
    QCOMPARE(notes().size(), 1);
}

void tst_RecorderFaults::heldByAnotherProgram()
{
    append(10);
    QTRY_COMPARE(m_record->extent().stored, 10u);
    SqliteDatabase other;
    QVERIFY(!other.open(path(), SqliteDatabase::Mode::Write));
    QVERIFY(!other.run("BEGIN IMMEDIATE"));
    append(10);
    QTRY_COMPARE_WITH_TIMEOUT(m_record->keeping().state, State::NotKeeping, 10000);
    QVERIFY2(m_record->keeping().problem.contains(u"Another program"_s),
             qPrintable(m_record->keeping().problem));
    QVERIFY(!other.run("COMMIT"));
    QTRY_COMPARE_WITH_TIMEOUT(m_record->extent().stored, 20u, 10000);
    QVERIFY(m_record->finish());
    other = {};
    m_record.reset();
    QCOMPARE(faultOf(path()), QString());
    QCOMPARE(missing(), QString());
}

void tst_RecorderFaults::deletedFile()
{
    append(1000, 100);
    QTRY_COMPARE(m_record->extent().stored, 1000u);
    QVERIFY(QFile::remove(path()));
    append(1000, 100);
    QTRY_COMPARE(m_record->extent().stored, 2000u);
    QCOMPARE(m_record->keeping().state, State::Keeping);
    QCOMPARE(m_record->keeping().fileName, path());
    QVERIFY(QFile::exists(path()));
    QCOMPARE(m_record->entry(2000).value_or(Message()).payload.trimmed(), "2000");
    append(10);
    QVERIFY(m_record->finish());
    m_record.reset();
    QCOMPARE(faultOf(path()), QString());
    QCOMPARE(missing(), QString());
    QCOMPARE(namesIn(m_folder->filePath(u"sessions"_s)), QStringList{u"session.sqlite"_s});
    QCOMPARE(QFile::permissions(path()) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void tst_RecorderFaults::movedFile()
{
    append(1000);
    QTRY_COMPARE(m_record->extent().stored, 1000u);
    QVERIFY(QFile::rename(path(), path(u"moved.sqlite"_s)));
    append(1000);
    QTRY_COMPARE(m_record->extent().stored, 2000u);
    QVERIFY(m_record->finish());
    m_record.reset();
    QCOMPARE(faultOf(path()), QString());
    QCOMPARE(missing(), QString());
}

void tst_RecorderFaults::deletedFolder()
{
    append(1000);
    QTRY_COMPARE(m_record->extent().stored, 1000u);
    QVERIFY(QDir(m_folder->filePath(u"sessions"_s)).removeRecursively());
    append(1000);
    QTRY_COMPARE(m_record->extent().stored, 2000u);
    QVERIFY(m_record->finish());
    m_record.reset();
    QCOMPARE(faultOf(path()), QString());
    QCOMPARE(missing(), QString());
    QCOMPARE(namesIn(m_folder->filePath(u"sessions"_s)), QStringList{u"session.sqlite"_s});
}

void tst_RecorderFaults::anotherFileInItsPlace()
{
    append(100);
    QTRY_COMPARE(m_record->extent().stored, 100u);
    QVERIFY(QFile::remove(path()));
    // Not opened by SQLite, which would take the log beside it for this file's.
    QFile other(path());
    QVERIFY(other.open(QIODevice::WriteOnly) && other.write("Dear diary,\n") > 0);
    other.close();
    const QByteArray before = contentsOf(path());
    append(100);
    QTRY_COMPARE(m_record->keeping().state, State::NotKeeping);
    QVERIFY2(m_record->keeping().problem.contains(u"another file in its place"_s),
             qPrintable(m_record->keeping().problem));
    QCOMPARE(m_record->extent().received, 200u);
    QVERIFY(contentsOf(path()) == before);
    QVERIFY(QFile::remove(path()));
    QTRY_COMPARE(m_record->extent().stored, 200u);
    QVERIFY(m_record->finish());
    m_record.reset();
    QCOMPARE(faultOf(path()), QString());
    QCOMPARE(missing(), QString());
}

// To the end: what another program has put there is not touched.
void tst_RecorderFaults::notARecordOfItsOwnAnyMore()
{
    append(100);
    QTRY_COMPARE(m_record->extent().stored, 100u);
    QVERIFY(QFile::remove(path()));
    QFile other(path());
    QVERIFY(other.open(QIODevice::WriteOnly) && other.write("Dear diary,\n") > 0);
    other.close();
    const QByteArray before = contentsOf(path());
    append(100);
    QVERIFY(!m_record->finish());
    QCOMPARE(m_record->extent().received, 200u);
    m_record.reset();
    QVERIFY(contentsOf(path()) == before);
}

SOCKETSCOPE_TEST(tst_RecorderFaults, QCoreApplication)
#include "tst_recorderfaults.moc"
