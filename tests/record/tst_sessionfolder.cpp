// SPDX-License-Identifier: MIT
// Real sessions in a real folder with a trash: what goes, what stays, and how it comes back.
#include "record/kept/sessionfolder.h"
#include "record/recordfile.h"
#include "support/bounds.h"
#include "support/sessionfiles.h"
#include "support/testprogram.h"

#include <QDateTime>
#include <QDir>
#include <QLockFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace Qt::StringLiterals;

class tst_SessionFolder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theOldestGoToTheTrash();
    void theNewestStays();
    void whatDoesNotHelpStays();
    void recordedStays();
    void openElsewhereStays();
    void pinnedStays();
    void whatHasAnotherNameStays();
    void otherFilesStayAndDoNotCount();
    void companionsGoAndComeBack();
    void undoDoesNotOverwrite();
    void undoOfWhatIsGone();
    void withoutTrashAllStay_data();
    void withoutTrashAllStay();
    void leftoversGo();

private:
    QString folder() const { return m_data->filePath(u"socketscope/sessions"_s); }
    QString path(const QString &name) const { return folder() + u'/' + name; }
    QStringList names() const { return namesIn(folder()); }
    QStringList inTrash(const QString &kind = u"files"_s) const
    {
        return namesIn(m_data->filePath(u"Trash/"_s + kind));
    }
    /// Of about so many MiB, last written so many minutes ago.
    QString makeSession(const QString &name, int size, int minutes);
    SessionFolder::Trimmed trim(qint64 budget) { return SessionFolder::trim(folder(), budget); }

    std::unique_ptr<QTemporaryDir> m_data;
};

void tst_SessionFolder::init()
{
    m_data = std::make_unique<QTemporaryDir>();
    // The trash is in the data folder if that is on the same file system as the home.
    qputenv("HOME", QFile::encodeName(m_data->path()));
    qputenv("XDG_DATA_HOME", QFile::encodeName(m_data->path()));
    QVERIFY(QDir().mkpath(folder()));
    QCOMPARE(SessionFolder::standard(), folder());
}

QString tst_SessionFolder::makeSession(const QString &name, int size, int minutes)
{
    const QString fileName = path(name);
    {
        const RecordFile::Opened opened = RecordFile::open(fileName);
        const MessageBatch batch{textEntry(1, name.toUtf8()), textEntry(2, QByteArray(size * MiB, 'x'))};
        if (opened.error || opened.file->write({&batch}))
            return {};
    }
    QFile file(fileName);
    const QDateTime written = QDateTime::currentDateTime().addSecs(-60 * minutes);
    if (!file.open(QIODevice::ReadWrite) || !file.setFileTime(written, QFileDevice::FileModificationTime))
        return {};
    return fileName;
}

void tst_SessionFolder::theOldestGoToTheTrash()
{
    makeSession(u"a.sqlite"_s, 2, 40);
    makeSession(u"b.sqlite"_s, 2, 30);
    makeSession(u"c.sqlite"_s, 2, 20);
    makeSession(u"d.sqlite"_s, 2, 10);
    const QByteArray before = contentsOf(path(u"a.sqlite"_s));
    QCOMPARE(trim(9 * MiB).gone.size(), 0);
    const SessionFolder::Trimmed trimmed = trim(5 * MiB);
    QCOMPARE(trimmed.stuck.size(), 0);
    QCOMPARE(trimmed.gone.size(), 2);
    QVERIFY2(std::abs(trimmed.gone.first().bytes - 2 * MiB) < MiB,
             qPrintable(QString::number(trimmed.gone.first().bytes)));
    QCOMPARE(names(), (QStringList{u"c.sqlite"_s, u"d.sqlite"_s}));
    QCOMPARE(inTrash(), (QStringList{u"a.sqlite"_s, u"b.sqlite"_s}));
    QVERIFY(contentsOf(m_data->filePath(u"Trash/files/a.sqlite"_s)) == before);
    QVERIFY(contentsOf(m_data->filePath(u"Trash/info/a.sqlite.trashinfo"_s)).contains("sessions/a.sqlite"));

    for (const TrashedSession &session : trimmed.gone)
        QVERIFY(SessionTrash::putBack(session));
    QCOMPARE(names(), (QStringList{u"a.sqlite"_s, u"b.sqlite"_s, u"c.sqlite"_s, u"d.sqlite"_s}));
    QVERIFY(contentsOf(path(u"a.sqlite"_s)) == before);
    QCOMPARE(inTrash(), QStringList());
    QCOMPARE(inTrash(u"info"_s), QStringList());
}

void tst_SessionFolder::theNewestStays()
{
    makeSession(u"old.sqlite"_s, 4, 60);
    makeSession(u"new.sqlite"_s, 4, 0);
    QCOMPARE(trim(5 * MiB).gone.size(), 1);
    QCOMPARE(names(), QStringList{u"new.sqlite"_s});
    QCOMPARE(trim(1).gone.size(), 0);
    QCOMPARE(names(), QStringList{u"new.sqlite"_s});
}

void tst_SessionFolder::whatDoesNotHelpStays()
{
    for (int i = 1; i <= 3; ++i)
        makeSession(u"small%1.sqlite"_s.arg(i), 0, 60 * i);
    makeSession(u"large.sqlite"_s, 22, 0);
    QCOMPARE(trim(10'000'000).gone.size(), 0);
    QCOMPARE(names().size(), 4);
    QCOMPARE(inTrash(), QStringList());
}

void tst_SessionFolder::recordedStays()
{
    makeSession(u"old.sqlite"_s, 4, 60);
    makeSession(u"middle.sqlite"_s, 4, 40);
    makeSession(u"new.sqlite"_s, 1, 0);
    {
        // The lock alone tells.
        QLockFile lock(path(u"old.sqlite.lock"_s));
        QVERIFY(lock.tryLock());
        const SessionFolder::Trimmed trimmed = trim(6 * MiB);
        QCOMPARE(trimmed.gone.size(), 1);
        QCOMPARE(trimmed.gone.first().file, path(u"middle.sqlite"_s));
    }
    QCOMPARE(names(), (QStringList{u"new.sqlite"_s, u"old.sqlite"_s}));
    {
        const RecordFile::Opened recorded = RecordFile::open(path(u"old.sqlite"_s));
        QVERIFY(recorded.file);
        QCOMPARE(trim(3 * MiB).gone.size(), 0);
    }
    QCOMPARE(trim(3 * MiB).gone.size(), 1);
}

void tst_SessionFolder::openElsewhereStays()
{
    const QString old = makeSession(u"old.sqlite"_s, 4, 60);
    makeSession(u"middle.sqlite"_s, 4, 40);
    makeSession(u"new.sqlite"_s, 1, 0);
    QProcess other;
    other.start(u"sh"_s, {u"-c"_s, u"exec 5<\"$1\"; echo ready; read end"_s, u"sh"_s, old});
    QVERIFY(other.waitForReadyRead());
    const SessionFolder::Trimmed trimmed = trim(6 * MiB);
    QCOMPARE(trimmed.gone.size(), 1);
    QCOMPARE(trimmed.gone.first().file, path(u"middle.sqlite"_s));
    // Without it, the rest is still too much, and nothing helps.
    QCOMPARE(trim(3 * MiB).gone.size(), 0);
    other.closeWriteChannel();
    QVERIFY(other.waitForFinished());
    QCOMPARE(trim(3 * MiB).gone.size(), 1);
    QCOMPARE(names(), QStringList{u"new.sqlite"_s});
}

void tst_SessionFolder::pinnedStays()
{
    const QString old = makeSession(u"old.sqlite"_s, 4, 60);
    makeSession(u"middle.sqlite"_s, 4, 40);
    makeSession(u"new.sqlite"_s, 4, 0);
    QVERIFY(!SessionFolder::isPinned(old));
    QVERIFY(SessionFolder::setPinned(old, true));
    QVERIFY(SessionFolder::setPinned(old, true));
    QVERIFY(SessionFolder::isPinned(old));
    const SessionFolder::Trimmed trimmed = trim(5 * MiB);
    QCOMPARE(trimmed.gone.size(), 1);
    QCOMPARE(trimmed.gone.first().file, path(u"middle.sqlite"_s));
    QCOMPARE(names(), (QStringList{u"new.sqlite"_s, u"old.sqlite"_s, u"old.sqlite.keep"_s}));
    QVERIFY(SessionFolder::setPinned(old, false));
    QVERIFY(!SessionFolder::isPinned(old));
    QCOMPARE(trim(5 * MiB).gone.size(), 1);
    QCOMPARE(names(), QStringList{u"new.sqlite"_s});
}

// Its going would free nothing.
void tst_SessionFolder::whatHasAnotherNameStays()
{
    const QString elsewhere = m_data->filePath(u"elsewhere.sqlite"_s);
    QVERIFY(QFile::rename(makeSession(u"linked.sqlite"_s, 4, 60), elsewhere));
    QVERIFY(QFile::link(elsewhere, path(u"linked.sqlite"_s)));
    const QString twice = makeSession(u"twice.sqlite"_s, 4, 50);
    QCOMPARE(::link(QFile::encodeName(twice).constData(),
                    QFile::encodeName(m_data->filePath(u"again"_s)).constData()),
             0);
    makeSession(u"old.sqlite"_s, 2, 40);
    makeSession(u"new.sqlite"_s, 2, 0);
    QCOMPARE(trim(5 * MiB).gone.size(), 0);
    QCOMPARE(trim(3 * MiB).gone.size(), 1);
    QCOMPARE(names(), (QStringList{u"linked.sqlite"_s, u"new.sqlite"_s, u"twice.sqlite"_s}));
}

void tst_SessionFolder::otherFilesStayAndDoNotCount()
{
    QVERIFY(makeSqliteFile(path(u"books.sqlite"_s),
                           "CREATE TABLE t(a); INSERT INTO t VALUES(zeroblob(20000000))"));
    QFile letter(path(u"letter.sqlite"_s));
    QVERIFY(letter.open(QIODevice::WriteOnly) && letter.write(QByteArray(20 * MiB, 'x')) > 0);
    letter.close();
    makeSession(u"old.sqlite"_s, 2, 60);
    makeSession(u"new.sqlite"_s, 2, 0);
    QCOMPARE(trim(5 * MiB).gone.size(), 0);
    QCOMPARE(trim(3 * MiB).gone.size(), 1);
    QCOMPARE(names(), (QStringList{u"books.sqlite"_s, u"letter.sqlite"_s, u"new.sqlite"_s}));
}

// As a crash leaves them.
void tst_SessionFolder::companionsGoAndComeBack()
{
    const QString old = makeSession(u"old.sqlite"_s, 2, 60);
    const QStringList beside{u"old.sqlite"_s, u"old.sqlite-journal"_s, u"old.sqlite-shm"_s,
                             u"old.sqlite-wal"_s};
    for (const auto &suffix : {u"-wal"_s, u"-shm"_s, u"-journal"_s}) {
        QFile file(old + suffix);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(MiB, 'x')) > 0);
        QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(-3000),
                                 QFileDevice::FileModificationTime));
    }
    makeSession(u"new.sqlite"_s, 2, 0);
    const SessionFolder::Trimmed trimmed = trim(4 * MiB);
    QCOMPARE(trimmed.gone.size(), 1);
    QVERIFY(trimmed.gone.first().bytes > 5 * MiB);
    QCOMPARE(names(), QStringList{u"new.sqlite"_s});
    QCOMPARE(inTrash(), beside);
    QVERIFY(SessionTrash::putBack(trimmed.gone.first()));
    QCOMPARE(names(), QStringList{u"new.sqlite"_s} + beside);
    QCOMPARE(inTrash(u"info"_s), QStringList());
}

void tst_SessionFolder::undoDoesNotOverwrite()
{
    makeSession(u"old.sqlite"_s, 2, 60);
    makeSession(u"new.sqlite"_s, 2, 0);
    const SessionFolder::Trimmed trimmed = trim(3 * MiB);
    QCOMPARE(trimmed.gone.size(), 1);
    makeSession(u"old.sqlite"_s, 1, 0);
    const QByteArray before = contentsOf(path(u"old.sqlite"_s));
    QVERIFY(!SessionTrash::putBack(trimmed.gone.first()));
    QVERIFY(contentsOf(path(u"old.sqlite"_s)) == before);
    QCOMPARE(inTrash(), QStringList{u"old.sqlite"_s});
    QCOMPARE(inTrash(u"info"_s), QStringList{u"old.sqlite.trashinfo"_s});
}

void tst_SessionFolder::undoOfWhatIsGone()
{
    makeSession(u"old.sqlite"_s, 2, 60);
    makeSession(u"new.sqlite"_s, 2, 0);
    const SessionFolder::Trimmed trimmed = trim(3 * MiB);
    QVERIFY(QDir(m_data->filePath(u"Trash"_s)).removeRecursively());
    QVERIFY(!SessionTrash::putBack(trimmed.gone.first()));
    QCOMPARE(names(), QStringList{u"new.sqlite"_s});
}

void tst_SessionFolder::withoutTrashAllStay_data()
{
    QTest::addColumn<QString>("inTheWay");
    for (const auto &name : {u"Trash"_s, u"Trash/files"_s, u"Trash/info"_s})
        QTest::newRow(qPrintable(name)) << name;
}

void tst_SessionFolder::withoutTrashAllStay()
{
    QFETCH(const QString, inTheWay);
    makeSession(u"a.sqlite"_s, 2, 60);
    makeSession(u"b.sqlite"_s, 2, 50);
    makeSession(u"c.sqlite"_s, 2, 0);
    QFile file(m_data->filePath(inTheWay));
    QVERIFY(QDir().mkpath(QFileInfo(file).path()) && file.open(QIODevice::WriteOnly));
    const SessionFolder::Trimmed trimmed = trim(3 * MiB);
    QCOMPARE(trimmed.gone.size(), 0);
    QCOMPARE(trimmed.stuck.size(), 2);
    QCOMPARE(names(), (QStringList{u"a.sqlite"_s, u"b.sqlite"_s, u"c.sqlite"_s}));
}

void tst_SessionFolder::leftoversGo()
{
    const QString kept = makeSession(u"kept.sqlite"_s, 0, 60);
    QVERIFY(SessionFolder::setPinned(kept, true));
    QVERIFY(SessionFolder::setPinned(path(u"removed.sqlite"_s), true));
    for (const auto &name : {u".private-new"_s, u".private-old"_s}) {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        if (name.endsWith(u"old"_s))
            QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(-3600),
                                     QFileDevice::FileModificationTime));
    }
    trim(MiB);
    QCOMPARE(names(), (QStringList{u".private-new"_s, u"kept.sqlite"_s, u"kept.sqlite.keep"_s}));
}

SOCKETSCOPE_TEST(tst_SessionFolder, QCoreApplication)
#include "tst_sessionfolder.moc"
