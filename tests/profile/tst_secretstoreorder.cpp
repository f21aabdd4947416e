// SPDX-License-Identifier: MIT
// What is written while the keychain has not answered yet.
#include "profile/secretstore.h"

#include "tests/profile/fakesecretbackend.h"

#include <QTest>

using namespace Qt::StringLiterals;

class TestSecretStoreOrder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void newestOfTwoWritesStays();
    void newestStaysThoughNothingCanBeRead();
    void knownBeforeTheKeychainAnswers();
    void earlierReadGetsWhatStays();
    void onlyWhatAllWantToKeepStays();
    void whatIsNotToBeKeptGoesWithALaterRead();
    void plainWriteComesAfter();
    void removalComesAfter();

private:
    void read();
    QByteArray kept() const { return m_keychain->entries.value(u"k"_s); }

    std::shared_ptr<FakeSecretBackend::Keychain> m_keychain;
    std::unique_ptr<SecretStore> m_store;
    QList<SecretStore::Values> m_answers;
};

void TestSecretStoreOrder::init()
{
    m_keychain = std::make_shared<FakeSecretBackend::Keychain>();
    m_keychain->entries.insert(u"k"_s, R"({"a":"old","b":"2","c":"3"})");
    m_keychain->isSlow = true;
    m_store = std::make_unique<SecretStore>(std::make_unique<FakeSecretBackend>(m_keychain));
    m_answers.clear();
}

void TestSecretStoreOrder::read()
{
    m_store->read(u"k"_s, this, [this](const SecretStore::Values &values) { m_answers.append(values); });
}

void TestSecretStoreOrder::newestOfTwoWritesStays()
{
    m_store->write(u"k"_s, {{u"a"_s, u"new"_s}}, {u"b"_s});
    m_store->write(u"k"_s, {{u"a"_s, u"newest"_s}}, {u"b"_s});
    m_keychain->answerAll();
    QCOMPARE(kept(), R"({"a":"newest","b":"2"})");
    read();
    QTRY_COMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.value(0), (SecretStore::Values{{u"a"_s, u"newest"_s}, {u"b"_s, u"2"_s}}));
}

void TestSecretStoreOrder::newestStaysThoughNothingCanBeRead()
{
    m_store->write(u"k"_s, {{u"a"_s, u"new"_s}}, {u"b"_s});
    m_store->write(u"k"_s, {{u"a"_s, u"newest"_s}}, {u"b"_s});
    m_keychain->outcome = SecretBackend::Outcome::Failed;
    m_keychain->answerAll();
    QCOMPARE(kept(), R"({"a":"old","b":"2","c":"3"})");
    read();
    m_keychain->answerAll();
    QTRY_COMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.value(0), (SecretStore::Values{{u"a"_s, u"newest"_s}}));
    QVERIFY(!m_store->isKnown(u"k"_s));
}

void TestSecretStoreOrder::knownBeforeTheKeychainAnswers()
{
    m_store->setTimeout(std::chrono::milliseconds(1));
    m_store->write(u"k"_s, {{u"a"_s, u"new"_s}}, {u"b"_s});
    read();
    QTRY_COMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.value(0), (SecretStore::Values{{u"a"_s, u"new"_s}}));
    m_keychain->answerAll();
    QCOMPARE(kept(), R"({"a":"new","b":"2"})");
}

void TestSecretStoreOrder::earlierReadGetsWhatStays()
{
    read();
    m_store->write(u"k"_s, {{u"a"_s, u"new"_s}}, {u"b"_s});
    m_keychain->answerAll();
    QTRY_COMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.value(0), (SecretStore::Values{{u"a"_s, u"new"_s}, {u"b"_s, u"2"_s}}));
}

void TestSecretStoreOrder::onlyWhatAllWantToKeepStays()
{
    m_store->write(u"k"_s, {{u"a"_s, u"new"_s}}, {u"b"_s, u"c"_s});
    m_store->write(u"k"_s, {}, {u"a"_s, u"c"_s});
    m_keychain->answerAll();
    QCOMPARE(kept(), R"({"a":"new","c":"3"})");
}

void TestSecretStoreOrder::whatIsNotToBeKeptGoesWithALaterRead()
{
    m_keychain->outcome = SecretBackend::Outcome::Failed;
    m_store->write(u"k"_s, {{u"a"_s, u"new"_s}}, {u"b"_s});
    m_keychain->answerAll();
    m_keychain->outcome = SecretBackend::Outcome::Done;
    read();
    m_keychain->answerAll();
    QCOMPARE(kept(), R"({"a":"new","b":"2"})");
    QTRY_COMPARE(m_answers.size(), 1);
}

void TestSecretStoreOrder::plainWriteComesAfter()
{
    m_store->write(u"k"_s, {{u"a"_s, u"new"_s}}, {u"b"_s});
    m_store->write(u"k"_s, {{u"d"_s, u"4"_s}});
    m_keychain->answerAll();
    QCOMPARE(kept(), R"({"d":"4"})");
}

void TestSecretStoreOrder::removalComesAfter()
{
    m_store->write(u"k"_s, {{u"a"_s, u"new"_s}}, {u"b"_s});
    m_store->remove(u"k"_s);
    m_keychain->answerAll();
    QVERIFY(!m_keychain->entries.contains(u"k"_s));
    read();
    QTRY_COMPARE(m_answers.size(), 1);
    QVERIFY(m_answers.value(0).isEmpty());
}

QTEST_GUILESS_MAIN(TestSecretStoreOrder)
#include "tst_secretstoreorder.moc"
