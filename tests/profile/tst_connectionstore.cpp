// SPDX-License-Identifier: MIT
#include "profile/connectionstore.h"

#include "profile/connectionsjson.h"
#include "profile/secrets.h"
#include "profile/secretstore.h"
#include "tests/profile/fakesecretbackend.h"

#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace Qt::StringLiterals;

class TestConnectionStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepsWhatIsAdded();
    void fileIsPrivateAndWithoutSecrets();
    void secretsComeBack();
    void updateKeepsUnknownSecrets();
    void handWrittenSecretsMoveOut();
    void moves();
    void duplicates();
    void removeAndUndo();
    void undoWithALockedKeychain();
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

private:
    std::unique_ptr<ConnectionStore> open()
    {
        return std::make_unique<ConnectionStore>(m_file, m_secrets.get());
    }
    QByteArray bytes() const { return bytesOf(m_file); }
    static QByteArray bytesOf(const QString &name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void write(const QByteArray &bytes)
    {
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
    std::shared_ptr<FakeSecretBackend::Keychain> m_keychain;
    std::unique_ptr<SecretStore> m_secrets;
};

static SavedConnection plain(const QString &name)
{
    SavedConnection saved;
    saved.name = name;
    saved.urlText = u"ws://localhost/"_s + name;
    return saved;
}

static SavedConnection secret(const QString &name)
{
    SavedConnection saved = plain(name);
    saved.urlText = u"wss://ann:hush1@example.com/?token=hush2"_s;
    saved.profile.headers = {{"X-Api-Key", "hush3"}, {"X-Team", "blue"}};
    saved.profile.authentication = {Authentication::Kind::Bearer, {}, {}, u"hush4"_s};
    saved.profile.cookies = {{"c", "hush5"}};
    return saved;
}

static QStringList names(const ConnectionStore &store, const QString &folder = {})
{
    QStringList list;
    const QStringList ids = store.childrenOf(folder);
    for (const QString &id : ids)
        list.append(store.connection(id).name);
    return list;
}

void TestConnectionStore::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_file = m_folder->filePath(u"data/connections.json"_s);
    m_keychain = std::make_shared<FakeSecretBackend::Keychain>();
    m_secrets = std::make_unique<SecretStore>(std::make_unique<FakeSecretBackend>(m_keychain));
}

void TestConnectionStore::keepsWhatIsAdded()
{
    QString folder;
    {
        const auto store = open();
        QVERIFY(store->isEmpty());
        folder = store->addFolder(u"F"_s);
        store->addConnection(plain(u"b"_s));
        store->addConnection(plain(u"a"_s), {}, 0);
        const QString inside = store->addConnection(plain(u"c"_s), folder);
        store->rename(inside, u"C"_s);
        store->setNotes(inside, u"two\nlines"_s);
    } // written at the latest when it goes
    const auto store = open();
    QCOMPARE(names(*store), (QStringList{u"a"_s, u"F"_s, u"b"_s}));
    QCOMPARE(names(*store, folder), QStringList(u"C"_s));
    const QString inside = store->childrenOf(folder).constFirst();
    QCOMPARE(store->connection(inside).notes, u"two\nlines"_s);
    QCOMPARE(store->connection(inside).profile.url, QUrl(u"ws://localhost/c"_s));
    QVERIFY(store->isWithin(inside, folder) && !store->isWithin(folder, inside));
}

void TestConnectionStore::fileIsPrivateAndWithoutSecrets()
{
    const auto store = open();
    const QString id = store->addConnection(secret(u"s"_s));
    store->duplicate(id);
    QVERIFY(store->flush());
    QVERIFY(bytes().contains("blue"));
    const QStringList files = QDir(QFileInfo(m_file).path()).entryList(QDir::Files | QDir::Hidden);
    for (const QString &name : files)
        QVERIFY2(!bytesOf(QFileInfo(m_file).dir().filePath(name)).contains("hush"), qPrintable(name));
    QCOMPARE(QFile::permissions(m_file) & ~(QFile::ReadUser | QFile::WriteUser),
             QFile::ReadOwner | QFile::WriteOwner);
    QVERIFY(m_keychain->entries.value(id).contains("hush4"));
}

void TestConnectionStore::secretsComeBack()
{
    const QString id = open()->addConnection(secret(u"s"_s));
    m_secrets = std::make_unique<SecretStore>(std::make_unique<FakeSecretBackend>(m_keychain));
    const auto store = open();
    SavedConnection loaded;
    store->load(id, this, [&](const SavedConnection &saved) { loaded = saved; });
    QTRY_COMPARE(loaded.id, id);
    SavedConnection expected = secret(u"s"_s);
    expected.id = id;
    expected.profile.url = QUrl(expected.urlText);
    QVERIFY(loaded == expected);

    // In a keychain that has been emptied there are none, and they have names.
    m_keychain->entries.clear();
    m_secrets = std::make_unique<SecretStore>(std::make_unique<FakeSecretBackend>(m_keychain));
    const auto poor = open();
    loaded = {};
    poor->load(id, this, [&](const SavedConnection &saved) { loaded = saved; });
    QTRY_COMPARE(loaded.id, id);
    QCOMPARE(loaded.secrets.size(), 5);
    QVERIFY(Secrets::missingSentence(loaded).contains(u"the header “X-Api-Key”"_s));
}

void TestConnectionStore::updateKeepsUnknownSecrets()
{
    const auto store = open();
    const QString id = store->addConnection(secret(u"s"_s));
    // Edited without the secrets at hand; one of them is new, and one has no place any more.
    SavedConnection edited = store->connection(id);
    edited.profile.headers[0].value = "hush-new";
    edited.profile.cookies.clear();
    store->update(edited);
    SavedConnection loaded;
    store->load(id, this, [&](const SavedConnection &saved) { loaded = saved; });
    QTRY_COMPARE(loaded.profile.headers.value(0).value, "hush-new");
    QCOMPARE(loaded.profile.authentication.token, u"hush4"_s);
    QVERIFY(!m_keychain->entries.value(id).contains("hush5"));
    QCOMPARE(loaded.secrets, QStringList());
    QVERIFY(store->flush() && !bytes().contains("hush"));
}

void TestConnectionStore::handWrittenSecretsMoveOut()
{
    QVERIFY(QDir().mkpath(QFileInfo(m_file).path()));
    write(R"({"version":1,"connections":[{"id":"x","name":"n","profile":{"url":"wss://h/?token=hush"}}]})");
    const auto store = open();
    QVERIFY(m_keychain->entries.value(u"x"_s).contains("hush"));
    QVERIFY(store->flush());
    QVERIFY(bytes().contains("***") && !bytes().contains("hush"));
}

void TestConnectionStore::moves()
{
    const auto store = open();
    const QString f = store->addFolder(u"f"_s);
    const QString g = store->addFolder(u"g"_s, f);
    const QString a = store->addConnection(plain(u"a"_s));
    const QString b = store->addConnection(plain(u"b"_s));
    QVERIFY(store->move(b, {}, 0));
    QCOMPARE(names(*store), (QStringList{u"b"_s, u"f"_s, u"a"_s}));
    QVERIFY(store->move(b, {}, 2));
    QCOMPARE(names(*store), (QStringList{u"f"_s, u"b"_s, u"a"_s}));
    QVERIFY(store->move(a, g, -1));
    QCOMPARE(store->parentOf(a), g);
    QVERIFY(!store->move(f, g, 0)); // into itself
    QVERIFY(!store->move(f, f, 0));
    QVERIFY(!store->move(b, a, 0)); // a is no folder
    QCOMPARE(names(*store), (QStringList{u"f"_s, u"b"_s}));
    QString deepest = g;
    for (int depth = 2; depth < ConnectionsJson::MaxDepth; ++depth)
        deepest = store->addFolder(u"d"_s, deepest);
    QVERIFY(!deepest.isEmpty());
    QVERIFY(store->addFolder(u"d"_s, deepest).isEmpty());
    QVERIFY(!store->canMove(store->addFolder(u"h"_s), deepest));
    QVERIFY(store->canMove(b, deepest));
}

void TestConnectionStore::duplicates()
{
    const auto store = open();
    const QString f = store->addFolder(u"f"_s);
    store->addConnection(secret(u"s"_s), f);
    store->addConnection(plain(u"z"_s));
    const QString copy = store->duplicate(f);
    QCOMPARE(names(*store), (QStringList{u"f"_s, u"f (copy)"_s, u"z"_s}));
    const QString inside = store->childrenOf(copy).constFirst();
    QTRY_VERIFY(m_keychain->entries.value(inside).contains("hush3"));
    QCOMPARE(m_keychain->entries.size(), 2);
}

void TestConnectionStore::undoWithALockedKeychain()
{
    auto store = open();
    SavedConnection saved;
    saved.urlText = u"wss://h/?token=hush"_s;
    const QString id = store->addConnection(saved);
    QVERIFY(m_keychain->entries.value(id).contains("hush"));
    // Of the next run, which has read nothing yet.
    store->flush();
    store.reset();
    m_secrets = std::make_unique<SecretStore>(std::make_unique<FakeSecretBackend>(m_keychain));
    store = open();
    m_keychain->outcome = SecretBackend::Outcome::Failed;
    store->remove(id);
    QTRY_VERIFY(m_secrets->sentence().contains(u"read"_s));
    QCoreApplication::processEvents();
    m_keychain->outcome = SecretBackend::Outcome::Done;
    store->undoRemove();
    SavedConnection loaded;
    store->load(id, this, [&](const SavedConnection &found) { loaded = found; });
    QTRY_COMPARE(loaded.urlText, saved.urlText);
}

void TestConnectionStore::removeAndUndo()
{
    const auto store = open();
    const QString a = store->addConnection(plain(u"a"_s));
    const QString f = store->addFolder(u"f"_s);
    const QString s = store->addConnection(secret(u"s"_s), f);
    store->addConnection(plain(u"z"_s));
    store->remove(f);
    QCOMPARE(names(*store), (QStringList{u"a"_s, u"z"_s}));
    QTRY_VERIFY(m_keychain->entries.isEmpty());
    store->remove(a);
    QCOMPARE(store->removedName(), u"a"_s);
    QCOMPARE(store->undoRemove(), a);
    QCOMPARE(store->undoRemove(), f);
    QVERIFY(!store->canUndoRemove());
    QCOMPARE(names(*store), (QStringList{u"a"_s, u"f"_s, u"z"_s}));
    QCOMPARE(names(*store, f), QStringList(u"s"_s));
    QVERIFY(m_keychain->entries.value(s).contains("hush1"));
    // Undone before the keychain has answered.
    store->remove(s);
    QCOMPARE(store->undoRemove(), s);
    QTest::qWait(0);
    QVERIFY(m_keychain->entries.value(s).contains("hush1"));
}

void TestConnectionStore::importAndExport()
{
    const auto store = open();
    const QString f = store->addFolder(u"f"_s);
    const QString s = store->addConnection(secret(u"s"_s), f);
    QByteArray without;
    QByteArray with;
    store->exportJson({}, ConnectionStore::SecretValues::LeaveOut, this,
                      [&](const QByteArray &json) { without = json; });
    store->exportJson(s, ConnectionStore::SecretValues::Include, this,
                      [&](const QByteArray &json) { with = json; });
    QTRY_VERIFY(!without.isEmpty() && !with.isEmpty());
    QVERIFY(!without.contains("hush"));
    QCOMPARE(with.count("hush"), 5);

    const ConnectionStore::Import import = store->importJson(without, f);
    QCOMPARE(import.failure, QString());
    QCOMPARE(import.connections, 1);
    QCOMPARE(names(*store, f), (QStringList{u"s"_s, u"f"_s}));
    QCOMPARE(store->connection(store->childrenOf(import.firstId).constFirst()).secrets.size(), 5);
    // The ids are new, and so are the secrets.
    const ConnectionStore::Import second = store->importJson(with);
    QVERIFY(second.firstId != s);
    QVERIFY(m_keychain->entries.value(second.firstId).contains("hush5"));
    QVERIFY(store->flush() && !bytes().contains("hush"));
}

void TestConnectionStore::importRefuses()
{
    const auto store = open();
    QVERIFY(store->importJson("{}").failure.endsWith(u'.'));
    QVERIFY(store->importJson(R"({"version":1,"connections":[]})").failure.endsWith(u'.'));
    const ConnectionStore::Import import = store->importJson(
            R"({"version":1,"connections":[{"name":"n","profile":{"tls":{"verify":false,"x":1}}}]})");
    QCOMPARE(import.notes.size(), 2);
    QVERIFY(store->isEmpty() == false);
}

void TestConnectionStore::otherProgramChanges()
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

void TestConnectionStore::otherProgramRemoves()
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

void TestConnectionStore::otherProgramIsNoticed()
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

void TestConnectionStore::twoWriteAtOnce()
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

void TestConnectionStore::damagedFile()
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

void TestConnectionStore::damagedWhileRunning()
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

void TestConnectionStore::partlyUnderstoodFile()
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

void TestConnectionStore::fullDisk()
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

void TestConnectionStore::unreadableFile()
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

QTEST_GUILESS_MAIN(TestConnectionStore)
#include "tst_connectionstore.moc"
