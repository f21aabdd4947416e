// SPDX-License-Identifier: MIT
// What is kept in the keychain, also while it has not answered yet, or does not.
#include "secrets/secretstore.h"
#include "support/testprogram.h"

#include "tests/saved/fakesecretbackend.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_SecretStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keeps();
    void inMemory();
    void unavailable();
    void fails();
    void losesNothingThatItCannotRead();
    void timesOut();
    void keepsSome();
    void contextIsGone();
    void newestOfTwoWritesStays();
    void newestStaysThoughNothingCanBeRead();
    void knownBeforeTheKeychainAnswers();
    void earlierReadGetsWhatStays_data();
    void earlierReadGetsWhatStays();
    void onlyWhatAllWantToKeepStays();
    void whatIsNotToBeKeptGoesWithALaterRead();
    void plainWriteComesAfter();
    void removalComesAfter();

private:
    /// The keychain holds three values, and answers when it is told to.
    void slow();
    void read(const QString &key);
    QByteArray kept() const { return m_keychain->entries.value(u"k"_s); }

    std::shared_ptr<FakeSecretBackend::Keychain> m_keychain;
    std::unique_ptr<SecretStore> m_store;
    QList<SecretStore::Values> m_answers;
};

void tst_SecretStore::init()
{
    m_keychain = std::make_shared<FakeSecretBackend::Keychain>();
    m_store = std::make_unique<SecretStore>(std::make_unique<FakeSecretBackend>(m_keychain));
    m_answers.clear();
}

void tst_SecretStore::slow()
{
    m_keychain->entries.insert(u"k"_s, R"({"a":"old","b":"2","c":"3"})");
    m_keychain->isSlow = true;
}

void tst_SecretStore::read(const QString &key)
{
    m_store->read(key, this, [this](const SecretStore::Values &values) { m_answers.append(values); });
}

void tst_SecretStore::keeps()
{
    m_keychain->entries.insert(u"k"_s, R"({"a":"1"})");
    read(u"k"_s);
    read(u"k"_s);
    QVERIFY(m_answers.isEmpty()); // never at once
    QTRY_COMPARE(m_answers.size(), 2);
    QCOMPARE(m_answers.value(0), (SecretStore::Values{{u"a"_s, u"1"_s}}));
    m_store->write(u"k"_s, {{u"b"_s, u"2"_s}});
    QCOMPARE(kept(), R"({"b":"2"})");
    m_store->write(u"k"_s, {});
    QVERIFY(m_keychain->entries.isEmpty());
    // What is known is not asked for, nor written, again.
    m_store->write(u"k"_s, {});
    read(u"k"_s);
    QTRY_COMPARE(m_answers.size(), 3);
    QCOMPARE(m_keychain->calls, (QStringList{u"read k"_s, u"write k"_s, u"remove k"_s}));
    QVERIFY(m_store->isPersistent() && m_store->sentence().isEmpty());
}

void tst_SecretStore::inMemory()
{
    SecretStore store(nullptr);
    QVERIFY(!store.isPersistent());
    QVERIFY(store.sentence().contains(u"memory"_s));
    store.write(u"k"_s, {{u"a"_s, u"1"_s}});
    SecretStore::Values answer;
    store.read(u"k"_s, this, [&](const SecretStore::Values &values) { answer = values; });
    QTRY_COMPARE(answer.value(u"a"_s), u"1"_s);
}

void tst_SecretStore::unavailable()
{
    m_keychain->outcome = SecretBackend::Outcome::Unavailable;
    QSignalSpy changed(m_store.get(), &SecretStore::persistenceChanged);
    m_store->write(u"k"_s, {{u"a"_s, u"1"_s}});
    QCOMPARE(changed.size(), 1);
    QVERIFY(!m_store->isPersistent());
    QVERIFY2(m_store->sentence().endsWith(u"for this run only (it is locked)."_s),
             qPrintable(m_store->sentence()));
    read(u"k"_s);
    read(u"other"_s);
    QTRY_COMPARE(m_answers.size(), 2);
    QCOMPARE(m_answers.value(0).value(u"a"_s), u"1"_s);
    // It is not asked again.
    m_store->write(u"k"_s, {});
    QCOMPARE(m_keychain->calls, QStringList(u"write k"_s));
    QCOMPARE(changed.size(), 1);
}

void tst_SecretStore::fails()
{
    m_keychain->entries.insert(u"k"_s, R"({"a":"1"})");
    m_keychain->outcome = SecretBackend::Outcome::Failed;
    read(u"k"_s);
    QTRY_COMPARE(m_answers.size(), 1);
    QVERIFY(m_answers.takeFirst().isEmpty());
    QVERIFY(m_store->isPersistent());
    QVERIFY(m_store->sentence().contains(u"read"_s));
    // The next time it may be open.
    m_keychain->outcome = SecretBackend::Outcome::Done;
    read(u"k"_s);
    QTRY_COMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.value(0).value(u"a"_s), u"1"_s);
    QVERIFY(m_store->sentence().isEmpty());
}

void tst_SecretStore::losesNothingThatItCannotRead()
{
    m_keychain->entries.insert(u"k"_s, R"({"a":"1","b":"2"})");
    m_keychain->outcome = SecretBackend::Outcome::Failed;
    m_store->write(u"k"_s, {{u"a"_s, u"3"_s}}, {u"b"_s});
    QVERIFY(m_store->sentence().contains(u"read"_s));
    m_store->write(u"k"_s, {}, {u"a"_s, u"b"_s});
    read(u"k"_s);
    QTRY_COMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.takeFirst(), (SecretStore::Values{{u"a"_s, u"3"_s}}));
    QVERIFY(!m_store->isKnown(u"k"_s));
    QCOMPARE(kept(), R"({"a":"1","b":"2"})");
    // Unlocked, it takes what was written.
    m_keychain->outcome = SecretBackend::Outcome::Done;
    read(u"k"_s);
    QTRY_COMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.takeFirst(), (SecretStore::Values{{u"a"_s, u"3"_s}, {u"b"_s, u"2"_s}}));
    QCOMPARE(kept(), R"({"a":"3","b":"2"})");

    m_keychain->entries.insert(u"other"_s, R"({"a":"1"})");
    m_keychain->outcome = SecretBackend::Outcome::Failed;
    m_store->remove(u"other"_s);
    m_keychain->outcome = SecretBackend::Outcome::Done;
    QVERIFY(m_keychain->entries.contains(u"other"_s));
    QVERIFY(!m_keychain->calls.contains(u"remove other"_s));
    m_store->remove(u"other"_s);
    QVERIFY(!m_keychain->entries.contains(u"other"_s));
}

void tst_SecretStore::timesOut()
{
    m_keychain->entries.insert(u"k"_s, R"({"a":"1"})");
    m_keychain->isSlow = true;
    m_store->setTimeout(std::chrono::milliseconds(20));
    read(u"k"_s);
    QTRY_COMPARE(m_answers.size(), 1);
    QVERIFY(m_answers.takeFirst().isEmpty());
    m_keychain->answerAll();
    QCoreApplication::processEvents();
    QVERIFY(m_answers.isEmpty()); // once is enough
    read(u"k"_s);
    QTRY_COMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.value(0).value(u"a"_s), u"1"_s);
}

void tst_SecretStore::keepsSome()
{
    m_keychain->entries.insert(u"k"_s, R"({"a":"1","b":"2","c":"3"})");
    m_keychain->isSlow = true;
    m_store->write(u"k"_s, {{u"a"_s, u"9"_s}}, {u"b"_s});
    m_keychain->answerAll();
    QCOMPARE(kept(), R"({"a":"9","b":"2"})");
    m_store->write(u"k"_s, {}, {u"b"_s});
    m_keychain->answerAll();
    QCOMPARE(kept(), R"({"b":"2"})");
}

void tst_SecretStore::contextIsGone()
{
    bool called = false;
    {
        const auto context = std::make_unique<QObject>();
        m_store->read(u"k"_s, context.get(), [&](const SecretStore::Values &) { called = true; });
    }
    read(u"k"_s);
    QTRY_COMPARE(m_answers.size(), 1);
    QVERIFY(!called);
}

void tst_SecretStore::newestOfTwoWritesStays()
{
    slow();
    m_store->write(u"k"_s, {{u"a"_s, u"new"_s}}, {u"b"_s});
    m_store->write(u"k"_s, {{u"a"_s, u"newest"_s}}, {u"b"_s});
    m_keychain->answerAll();
    QCOMPARE(kept(), R"({"a":"newest","b":"2"})");
    read(u"k"_s);
    QTRY_COMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.value(0), (SecretStore::Values{{u"a"_s, u"newest"_s}, {u"b"_s, u"2"_s}}));
}

void tst_SecretStore::newestStaysThoughNothingCanBeRead()
{
    slow();
    m_store->write(u"k"_s, {{u"a"_s, u"new"_s}}, {u"b"_s});
    m_store->write(u"k"_s, {{u"a"_s, u"newest"_s}}, {u"b"_s});
    m_keychain->outcome = SecretBackend::Outcome::Failed;
    m_keychain->answerAll();
    QCOMPARE(kept(), R"({"a":"old","b":"2","c":"3"})");
    read(u"k"_s);
    m_keychain->answerAll();
    QTRY_COMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.value(0), (SecretStore::Values{{u"a"_s, u"newest"_s}}));
    QVERIFY(!m_store->isKnown(u"k"_s));
}

void tst_SecretStore::knownBeforeTheKeychainAnswers()
{
    slow();
    m_store->setTimeout(std::chrono::milliseconds(1));
    m_store->write(u"k"_s, {{u"a"_s, u"new"_s}}, {u"b"_s});
    read(u"k"_s);
    QTRY_COMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.value(0), (SecretStore::Values{{u"a"_s, u"new"_s}}));
    m_keychain->answerAll();
    QCOMPARE(kept(), R"({"a":"new","b":"2"})");
}

void tst_SecretStore::earlierReadGetsWhatStays_data()
{
    QTest::addColumn<QStringList>("toKeep");
    QTest::addColumn<SecretStore::Values>("values");
    QTest::newRow("all is new") << QStringList() << SecretStore::Values{{u"a"_s, u"new"_s}};
    QTest::newRow("one stays") << QStringList(u"b"_s)
                               << SecretStore::Values{{u"a"_s, u"new"_s}, {u"b"_s, u"2"_s}};
}

void tst_SecretStore::earlierReadGetsWhatStays()
{
    QFETCH(const QStringList, toKeep);
    slow();
    read(u"k"_s);
    m_store->write(u"k"_s, {{u"a"_s, u"new"_s}}, toKeep);
    m_keychain->answerAll();
    QTRY_COMPARE(m_answers.size(), 1);
    QTEST(m_answers.value(0), "values");
    QCOMPARE(kept(), toKeep.isEmpty() ? R"({"a":"new"})" : R"({"a":"new","b":"2"})");
}

void tst_SecretStore::onlyWhatAllWantToKeepStays()
{
    slow();
    m_store->write(u"k"_s, {{u"a"_s, u"new"_s}}, {u"b"_s, u"c"_s});
    m_store->write(u"k"_s, {}, {u"a"_s, u"c"_s});
    m_keychain->answerAll();
    QCOMPARE(kept(), R"({"a":"new","c":"3"})");
}

void tst_SecretStore::whatIsNotToBeKeptGoesWithALaterRead()
{
    slow();
    m_keychain->outcome = SecretBackend::Outcome::Failed;
    m_store->write(u"k"_s, {{u"a"_s, u"new"_s}}, {u"b"_s});
    m_keychain->answerAll();
    m_keychain->outcome = SecretBackend::Outcome::Done;
    read(u"k"_s);
    m_keychain->answerAll();
    QCOMPARE(kept(), R"({"a":"new","b":"2"})");
    QTRY_COMPARE(m_answers.size(), 1);
}

void tst_SecretStore::plainWriteComesAfter()
{
    slow();
    m_store->write(u"k"_s, {{u"a"_s, u"new"_s}}, {u"b"_s});
    m_store->write(u"k"_s, {{u"d"_s, u"4"_s}});
    m_keychain->answerAll();
    QCOMPARE(kept(), R"({"d":"4"})");
}

void tst_SecretStore::removalComesAfter()
{
    slow();
    m_store->write(u"k"_s, {{u"a"_s, u"new"_s}}, {u"b"_s});
    m_store->remove(u"k"_s);
    m_keychain->answerAll();
    QVERIFY(!m_keychain->entries.contains(u"k"_s));
    read(u"k"_s);
    QTRY_COMPARE(m_answers.size(), 1);
    QVERIFY(m_answers.value(0).isEmpty());
}

SOCKETSCOPE_TEST(tst_SecretStore, QCoreApplication)
#include "tst_secretstore.moc"
