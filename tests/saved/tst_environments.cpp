// SPDX-License-Identifier: MIT
#include "saved/environments.h"
#include "support/testprogram.h"

#include "secrets/secretstore.h"
#include "tests/saved/fakesecretbackend.h"

#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_Environments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keeps();
    void secretsStayOut();
    void unknownSecretsStay();
    void current();
    void otherProgram();
    void damaged();
    void problems();

private:
    std::unique_ptr<Environments> open() { return std::make_unique<Environments>(m_file, m_secrets.get()); }
    void newRun()
    {
        m_secrets = std::make_unique<SecretStore>(std::make_unique<FakeSecretBackend>(m_keychain));
    }
    QByteArray bytes() const
    {
        QFile file(m_file);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
    std::shared_ptr<FakeSecretBackend::Keychain> m_keychain;
    std::unique_ptr<SecretStore> m_secrets;
};

void tst_Environments::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_file = m_folder->filePath(u"environments.json"_s);
    m_keychain = std::make_shared<FakeSecretBackend::Keychain>();
    newRun();
}

static QString addProduction(Environments *environments)
{
    const QString id = environments->add(u"Production"_s);
    environments->update(
            {id, u"Production"_s, {{u"host"_s, u"example.com"_s, false}, {u"token"_s, u"hush"_s, true}}});
    return id;
}

void tst_Environments::keeps()
{
    {
        const auto environments = open();
        const QString id = addProduction(environments.get());
        QVERIFY(environments->chosen().values.isEmpty());
        environments->setCurrent(id);
        QCOMPARE(environments->chosen().values,
                 (Variables::Values{{u"host"_s, u"example.com"_s}, {u"token"_s, u"hush"_s}}));
    }
    newRun();
    const auto environments = open();
    QCOMPARE(environments->all().size(), 1);
    QCOMPARE(environments->environment(environments->currentId()).name, u"Production"_s);
    // The secret comes later; until then it is missing.
    QCOMPARE(environments->chosen().values.size(), 1);
    QSignalSpy changed(environments.get(), &Environments::currentChanged);
    QTRY_COMPARE(environments->chosen().values.value(u"token"_s), u"hush"_s);
    QCOMPARE(changed.size(), 1);
}

void tst_Environments::secretsStayOut()
{
    const auto environments = open();
    const QString id = addProduction(environments.get());
    QVERIFY(environments->flush());
    QVERIFY(bytes().contains("example.com") && !bytes().contains("hush"));
    QCOMPARE(QFile::permissions(m_file) & ~(QFile::ReadUser | QFile::WriteUser),
             QFile::ReadOwner | QFile::WriteOwner);
    QVERIFY(m_keychain->entries.value(u"environment/"_s + id).contains("hush"));
    environments->remove(id);
    QVERIFY(m_keychain->entries.isEmpty());
}

void tst_Environments::unknownSecretsStay()
{
    const QString id = addProduction(open().get());
    newRun();
    m_keychain->isSlow = true;
    const auto environments = open();
    Environment edited = environments->environment(id);
    QCOMPARE(edited.variables.size(), 2);
    QCOMPARE(edited.variables.at(1).value, QString());
    edited.variables[0].value = u"example.org"_s;
    environments->update(edited);
    m_keychain->answerAll();
    m_keychain->answerAll();
    QVERIFY(m_keychain->entries.value(u"environment/"_s + id).contains("hush"));
    QTRY_COMPARE(environments->environment(id).variables.value(1).value, u"hush"_s);
}

void tst_Environments::current()
{
    const auto environments = open();
    const QString id = addProduction(environments.get());
    QSignalSpy changed(environments.get(), &Environments::currentChanged);
    environments->setCurrent(u"nonsense"_s);
    QCOMPARE(changed.size(), 0);
    environments->setCurrent(id);
    environments->setCurrent(id);
    QCOMPARE(changed.size(), 1);
    environments->remove(id);
    QCOMPARE(environments->currentId(), QString());
    QCOMPARE(changed.size(), 2);
}

void tst_Environments::otherProgram()
{
    const auto ours = open();
    const QString a = addProduction(ours.get());
    const QString b = ours->add(u"b"_s);
    ours->setCurrent(a);
    QVERIFY(ours->flush());
    const auto theirs = open();
    theirs->setCurrent(b);
    theirs->update({b, u"their b"_s, {}});
    theirs->add(u"c"_s);
    QVERIFY(theirs->flush());
    QSignalSpy changed(ours.get(), &Environments::changed);
    QTRY_COMPARE(ours->all().size(), 3);
    QCOMPARE(ours->environment(b).name, u"their b"_s);
    // Each program has its own current one, and what it knows it still knows.
    QCOMPARE(ours->currentId(), a);
    QCOMPARE(ours->chosen().values.value(u"token"_s), u"hush"_s);
}

void tst_Environments::damaged()
{
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{]") == 2);
    file.close();
    const auto environments = open();
    QSignalSpy problem(environments.get(), &Environments::problem);
    QTRY_COMPARE(problem.size(), 1);
    QVERIFY(QFile::exists(m_folder->filePath(u"environments.kept-1.json"_s)));
}

void tst_Environments::problems()
{
    const EnvironmentsJson::Document document = EnvironmentsJson::read(
            R"({"version":1,"current":"gone","environments":[{"id":"a","name":1,
            "variables":[{"name":"a b","value":"1"},{"name":"ok","value":"1","x":2}]},{"id":"a"}]})");
    QCOMPARE(document.failure, QString());
    QCOMPARE(document.current, QString());
    QCOMPARE(document.problems,
             (QStringList{u"environments[0].name: has to be text."_s,
                          u"environments[0].variables[0].name: “a b” is no name for a variable."_s,
                          u"environments[0].variables[1]: “x” is not known here and is ignored."_s}));
    QCOMPARE(document.environments.at(0).variables.size(), 1);
    QVERIFY(document.environments.at(1).id != u"a"_s);
    for (const char *json : {"", "[]", "{}", R"({"version":2,"environments":[]})", R"({"version":1})"})
        QVERIFY(EnvironmentsJson::read(json).failure.endsWith(u'.'));
}

SOCKETSCOPE_TEST(tst_Environments, QCoreApplication)
#include "tst_environments.moc"
