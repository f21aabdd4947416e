// SPDX-License-Identifier: MIT
#include "connectionstorefixture.h"
#include "support/testprogram.h"

#include "saved/connectionstore.h"

#include "saved/connectionsjson.h"
#include "saved/secrets.h"
#include "secrets/secretstore.h"
#include "tests/saved/fakesecretbackend.h"

#include <QFile>
#include <QFileInfo>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_ConnectionStore : public ConnectionStoreFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { ConnectionStoreFixture::init(); }
    void keepsWhatIsAdded();
    void fileIsPrivateAndWithoutSecrets();
    void secretsComeBack();
    void updateKeepsUnknownSecrets();
    void handWrittenSecretsMoveOut();
    void moves();
    void duplicates();
    void removeAndUndo();
    void undoWithALockedKeychain();
};

void tst_ConnectionStore::keepsWhatIsAdded()
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
    const QString inside = store->childrenOf(folder).value(0);
    QCOMPARE(store->connection(inside).notes, u"two\nlines"_s);
    QCOMPARE(store->connection(inside).profile.url, QUrl(u"ws://localhost/c"_s));
    QVERIFY(store->isWithin(inside, folder) && !store->isWithin(folder, inside));
}

void tst_ConnectionStore::fileIsPrivateAndWithoutSecrets()
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

void tst_ConnectionStore::secretsComeBack()
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

void tst_ConnectionStore::updateKeepsUnknownSecrets()
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

void tst_ConnectionStore::handWrittenSecretsMoveOut()
{
    QVERIFY(QDir().mkpath(QFileInfo(m_file).path()));
    write(R"({"version":1,"connections":[{"id":"x","name":"n","profile":{"url":"wss://h/?token=hush"}}]})");
    const auto store = open();
    QVERIFY(m_keychain->entries.value(u"x"_s).contains("hush"));
    QVERIFY(store->flush());
    QVERIFY(bytes().contains("***") && !bytes().contains("hush"));
}

void tst_ConnectionStore::moves()
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

void tst_ConnectionStore::duplicates()
{
    const auto store = open();
    const QString f = store->addFolder(u"f"_s);
    store->addConnection(secret(u"s"_s), f);
    store->addConnection(plain(u"z"_s));
    const QString copy = store->duplicate(f);
    QCOMPARE(names(*store), (QStringList{u"f"_s, u"f (copy)"_s, u"z"_s}));
    const QString inside = store->childrenOf(copy).value(0);
    QTRY_VERIFY(m_keychain->entries.value(inside).contains("hush3"));
    QCOMPARE(m_keychain->entries.size(), 2);
}

void tst_ConnectionStore::undoWithALockedKeychain()
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

void tst_ConnectionStore::removeAndUndo()
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

SOCKETSCOPE_TEST(tst_ConnectionStore, QCoreApplication)
#include "tst_connectionstore.moc"
