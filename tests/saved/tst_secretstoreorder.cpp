// SPDX-License-Identifier: MIT
// What is written while the keychain has not answered yet.
#include "secrets/secretstore.h"
#include "support/testprogram.h"

#include "tests/saved/fakesecretbackend.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_SecretStoreOrder : public QObject
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

void tst_SecretStoreOrder::init()
{
    m_keychain = std::make_shared<FakeSecretBackend::Keychain>();
    m_keychain->entries.insert(u"k"_s, R"({"a":"old","b":"2","c":"3"})");
    m_keychain->isSlow = true;
    m_store = std::make_unique<SecretStore>(std::make_unique<FakeSecretBackend>(m_keychain));
    m_answers.clear();
}

void tst_SecretStoreOrder::read()
{
    m_store->read(u"k"_s, this, [this](const SecretStore::Values &values) { m_answers.append(values); });
}

void tst_SecretStoreOrder::newestOfTwoWritesStays()
{
    m_store->write(u"k"_s, {{u"a"_s, u"new"_s}}, {u"b"_s});
    m_store->write(u"k"_s, {{u"a"_s, u"newest"_s}}, {u"b"_s});
    m_keychain->answerAll();
    QCOMPARE(kept(), R"({"a":"newest","b":"2"})");
    read();
    QTRY_COMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.value(0), (SecretStore::Values{{u"a"_s, u"newest"_s}, {u"b"_s, u"2"_s}}));
}

void tst_SecretStoreOrder::newestStaysThoughNothingCanBeRead()
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

void tst_SecretStoreOrder::knownBeforeTheKeychainAnswers()
{
    m_store->setTimeout(std::chrono::milliseconds(1));
    m_store->write(u"k"_s, {{u"a"_s, u"new"_s}}, {u"b"_s});
    read();
    QTRY_COMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.value(0), (SecretStore::Values{{u"a"_s, u"new"_s}}));
    m_keychain->answerAll();
    QCOMPARE(kept(), R"({"a":"new","b":"2"})");
}

void tst_SecretStoreOrder::earlierReadGetsWhatStays()
{
    read();
    m_store->write(u"k"_s, {{u"a"_s, u"new"_s}}, {u"b"_s});
    m_keychain->answerAll();
    QTRY_COMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.value(0), (SecretStore::Values{{u"a"_s, u"new"_s}, {u"b"_s, u"2"_s}}));
}

void tst_SecretStoreOrder::onlyWhatAllWantToKeepStays()
{
    m_store->write(u"k"_s, {{u"a"_s, u"new"_s}}, {u"b"_s, u"c"_s});
    m_store->write(u"k"_s, {}, {u"a"_s, u"c"_s});
    m_keychain->answerAll();
    QCOMPARE(kept(), R"({"a":"new","c":"3"})");
}

void tst_SecretStoreOrder::whatIsNotToBeKeptGoesWithALaterRead()
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

void tst_SecretStoreOrder::plainWriteComesAfter()
{
    m_store->write(u"k"_s, {{u"a"_s, u"new"_s}}, {u"b"_s});
    m_store->write(u"k"_s, {{u"d"_s, u"4"_s}});
    m_keychain->answerAll();
    QCOMPARE(kept(), R"({"d":"4"})");
}

void tst_SecretStoreOrder::removalComesAfter()
{
    m_store->write(u"k"_s, {{u"a"_s, u"new"_s}}, {u"b"_s});
    m_store->remove(u"k"_s);
    m_keychain->answerAll();
    QVERIFY(!m_keychain->entries.contains(u"k"_s));
    read();
    QTRY_COMPARE(m_answers.size(), 1);
    QVERIFY(m_answers.value(0).isEmpty());
}

SOCKETSCOPE_TEST(tst_SecretStoreOrder, QCoreApplication)
#include "tst_secretstoreorder.moc"
