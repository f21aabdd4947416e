// SPDX-License-Identifier: MIT
// The file of saved connections: shared with other programs, damaged, on a full disk.
#include "connectionstorefixture.h"
#include "support/testprogram.h"

#include "saved/connectionstore.h"

#include "saved/connectionsjson.h"

#include <QFileInfo>
#include <QSignalSpy>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace Qt::StringLiterals;

class tst_ConnectionFile : public ConnectionStoreFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { ConnectionStoreFixture::init(); }
    void importAndExport();
    void importRefuses();
    void otherProgramChanges();
    void otherProgramRemoves();
    void otherProgramIsNoticed();
    void twoWriteAtOnce();
    void damagedFile();
    void damagedWhileRunning();
    void partlyUnderstoodFile();
    void fullDisk();
    void unreadableFile();
};

static ConnectionEntries read(const QByteArray &json)
{
    return ConnectionsJson::read(json).entries;
}

void tst_ConnectionFile::importAndExport()
{
    const auto store = open();
    const QString f = store->addFolder(u"f"_s);
    const QString s = store->addConnection(secret(u"s"_s), f);
    QByteArray without;
    QByteArray with;
    store->exportEntries(
            {}, ConnectionStore::SecretValues::LeaveOut, this,
            [&](const ConnectionEntries &entries) { without = ConnectionsJson::write(entries); });
    store->exportEntries(s, ConnectionStore::SecretValues::Include, this,
                         [&](const ConnectionEntries &entries) { with = ConnectionsJson::write(entries); });
    QTRY_VERIFY(!without.isEmpty() && !with.isEmpty());
    QVERIFY(!without.contains("hush"));
    QCOMPARE(with.count("hush"), 5);

    const ConnectionStore::Import import = store->importEntries(read(without), f);
    QCOMPARE(import.failure, QString());
    QCOMPARE(import.connections, 1);
    QCOMPARE(names(*store, f), (QStringList{u"s"_s, u"f"_s}));
    QCOMPARE(store->connection(store->childrenOf(import.firstId).value(0)).secrets.size(), 5);
    // The ids are new, and so are the secrets.
    const ConnectionStore::Import second = store->importEntries(read(with));
    QVERIFY(second.firstId != s);
    QVERIFY(m_keychain->entries.value(second.firstId).contains("hush5"));
    QVERIFY(store->flush() && !bytes().contains("hush"));
}

void tst_ConnectionFile::importRefuses()
{
    const auto store = open();
    QVERIFY(store->importEntries({}).failure.endsWith(u'.'));
    const ConnectionStore::Import import = store->importEntries(
            read(R"({"version":1,"connections":[{"name":"n","profile":{"tls":{"verify":false,"x":1}}}]})"));
    QCOMPARE(import.notes.size(), 1);
    QVERIFY(store->isEmpty() == false);
    // It is asked about until it was connected to, whoever runs the program.
    QVERIFY(store->connection(import.firstId).isImported);
    QVERIFY(store->flush() && bytes().contains("\"imported\": true"));
    store->acceptImport(import.firstId);
    QVERIFY(!store->connection(import.firstId).isImported);
    QVERIFY(store->flush() && !bytes().contains("imported"));
    const auto named = store->importEntries(
            read(R"({"version":1,"connections":[{"name":"a\u202e\nb","profile":{"url":"ws://h"}}]})"));
    QCOMPARE(store->connection(named.firstId).name, u"a‹U+202E›↵b"_s);
}

void tst_ConnectionFile::otherProgramChanges()
{
    const auto ours = open();
    const QString a = ours->addConnection(plain(u"a"_s));
    const QString b = ours->addConnection(plain(u"b"_s));
    const QString c = ours->addConnection(plain(u"c"_s));
    QVERIFY(ours->flush());
    const auto theirs = open();
    theirs->rename(a, u"A"_s);
    theirs->rename(c, u"their c"_s);
    theirs->addConnection(plain(u"d"_s));
    QVERIFY(theirs->flush());
    ours->rename(b, u"B"_s);
    ours->rename(c, u"our c"_s);
    QVERIFY(ours->flush());
    const QStringList all{u"A"_s, u"B"_s, u"our c"_s, u"their c (changed elsewhere)"_s, u"d"_s};
    QCOMPARE(names(*ours), all);
    theirs->refresh();
    QCOMPARE(names(*theirs), all);
}

void tst_ConnectionFile::otherProgramRemoves()
{
    const auto ours = open();
    const QString f = ours->addFolder(u"f"_s);
    const QString a = ours->addConnection(plain(u"a"_s), f);
    const QString b = ours->addConnection(plain(u"b"_s), f);
    QVERIFY(ours->flush());
    const auto theirs = open();
    theirs->remove(f);
    QVERIFY(theirs->flush());
    ours->rename(b, u"B"_s);
    QVERIFY(ours->flush());
    // What we changed is still there, at the top because its folder is not.
    QVERIFY(!ours->contains(a));
    QCOMPARE(names(*ours), QStringList(u"B"_s));
}

void tst_ConnectionFile::otherProgramIsNoticed()
{
    const auto ours = open();
    ours->addConnection(plain(u"a"_s));
    QVERIFY(ours->flush());
    const auto theirs = open();
    QSignalSpy reset(ours.get(), &ConnectionStore::reset);
    theirs->addConnection(plain(u"b"_s));
    QTRY_COMPARE(names(*ours), (QStringList{u"a"_s, u"b"_s}));
    QCOMPARE(reset.size(), 1);
}

void tst_ConnectionFile::twoWriteAtOnce()
{
    const auto one = open();
    const auto two = open();
    for (int i = 0; i < 10; ++i) {
        one->addConnection(plain(u"one%1"_s.arg(i)));
        two->addConnection(plain(u"two%1"_s.arg(i)));
        QVERIFY((i % 2 ? one : two)->flush());
    }
    QVERIFY(one->flush() && two->flush());
    one->refresh();
    QCOMPARE(names(*one).size(), 20);
    QCOMPARE(names(*one), names(*two));
}

void tst_ConnectionFile::damagedFile()
{
    QVERIFY(QDir().mkpath(QFileInfo(m_file).path()));
    const QByteArray damaged = R"({"version":1,"connections":[{"name":"mine",)";
    write(damaged);
    const auto store = open();
    QSignalSpy problem(store.get(), &ConnectionStore::problem);
    QTRY_COMPARE(problem.size(), 1);
    const QString sentence = problem.constFirst().constFirst().toString();
    QVERIFY2(sentence.contains(u"kept as “connections.kept-1.json”"_s), qPrintable(sentence));
    store->addConnection(plain(u"new"_s));
    QVERIFY(store->flush());
    QCOMPARE(bytesOf(QFileInfo(m_file).dir().filePath(u"connections.kept-1.json"_s)), damaged);
    QCOMPARE(names(*open()), QStringList(u"new"_s));
}

void tst_ConnectionFile::damagedWhileRunning()
{
    const auto store = open();
    store->addConnection(plain(u"a"_s));
    QVERIFY(store->flush());
    write("rubbish");
    store->refresh();
    QCOMPARE(names(*store), QStringList(u"a"_s));
    QVERIFY(store->flush());
    QCOMPARE(names(*open()), QStringList(u"a"_s));
    QCOMPARE(bytesOf(QFileInfo(m_file).dir().filePath(u"connections.kept-1.json"_s)), "rubbish");
}

void tst_ConnectionFile::partlyUnderstoodFile()
{
    QVERIFY(QDir().mkpath(QFileInfo(m_file).path()));
    const QByteArray later = R"({"version":1,"connections":[{"id":"x","name":"n","colour":"red"}]})";
    write(later);
    const auto store = open();
    QCOMPARE(names(*store), QStringList(u"n"_s));
    QVERIFY(store->flush());
    QCOMPARE(bytes(), later); // nothing to write
    store->rename(u"x"_s, u"m"_s);
    QVERIFY(store->flush());
    QVERIFY(!bytes().contains("colour"));
    QCOMPARE(bytesOf(QFileInfo(m_file).dir().filePath(u"connections.kept-1.json"_s)), later);
}

void tst_ConnectionFile::fullDisk()
{
    const auto store = open();
    store->addConnection(plain(u"a"_s));
    QVERIFY(store->flush());
    const QByteArray before = bytes();
    // A write beyond that many bytes fails, as on a disk that is full.
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit limit{};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &limit), 0);
    const rlimit small{100, limit.rlim_max};
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
    QSignalSpy problem(store.get(), &ConnectionStore::problem);
    store->addConnection(plain(u"b"_s));
    const bool written = store->flush();
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &limit), 0);
    QVERIFY(!written);
    QTRY_COMPARE(problem.size(), 1);
    QVERIFY(problem.constFirst().constFirst().toString().contains(u"cannot be written"_s));
    QCOMPARE(bytes(), before);
    QCOMPARE(names(*store), (QStringList{u"a"_s, u"b"_s}));
    QVERIFY(store->flush());
    QCOMPARE(names(*open()), (QStringList{u"a"_s, u"b"_s}));
}

void tst_ConnectionFile::unreadableFile()
{
    // A folder of that name: it cannot be read, so it is not written over either.
    QVERIFY(QDir().mkpath(m_file));
    const auto store = open();
    QSignalSpy problem(store.get(), &ConnectionStore::problem);
    store->addConnection(plain(u"a"_s));
    QVERIFY(!store->flush());
    QTRY_VERIFY(!problem.isEmpty());
    QVERIFY(QFileInfo(m_file).isDir());
    QCOMPARE(names(*store), QStringList(u"a"_s));
}

SOCKETSCOPE_TEST(tst_ConnectionFile, QCoreApplication)
#include "tst_connectionfile.moc"
