// SPDX-License-Identifier: MIT
// What is known of a setting only after a while, and where the keys go that come next.
#include "connectionsettingsrig.h"
#include "support/testcertificates.h"

#include <QApplication>
#include <QDoubleSpinBox>
#include <QFile>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTemporaryDir>
#include <QToolButton>

using namespace Qt::StringLiterals;

class TestConnectionSettingsKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void passphraseIsTried();
    void newMessageIsWritten();
    void firstWaitStaysPlain();

private:
    void write(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    QTemporaryDir m_folder;
};

void TestConnectionSettingsKeys::passphraseIsTried()
{
    write(u"client.pem"_s, testIdentity(TestCertificate::Client).chainPem);
    write(u"locked.key"_s, encryptedClientKeyPem());
    ConnectionProfile profile = plainProfile();
    profile.tls.certificateFile = m_folder.filePath(u"client.pem"_s);
    profile.tls.keyFile = m_folder.filePath(u"locked.key"_s);
    profile.tls.keyPassphrase = u"guess"_s;
    ConnectionSettingsPage page;
    page.setProfile(profile, {});
    const auto *warning = child<ToneLabel>(page, "passphraseWarning");
    QTRY_VERIFY2(warning->sentence().startsWith("The passphrase does not open the private key"_L1),
                 qPrintable(warning->sentence()));
    // It may be asked for when connecting.
    profile.tls.keyPassphrase.clear();
    page.setProfile(profile, {});
    QCOMPARE(warning->sentence(), QString());
    profile.tls.keyPassphrase = testPassphrase();
    page.setProfile(profile, {});
    QTest::qWait(600);
    QCOMPARE(warning->sentence(), QString());
    // That is said beside its own field.
    profile.tls.keyFile = u"/nowhere"_s;
    page.setProfile(profile, {});
    QTest::qWait(600);
    QCOMPARE(warning->sentence(), QString());
    QVERIFY(!problem(page, ProfileField::KeyFile).isEmpty());
}

void TestConnectionSettingsKeys::newMessageIsWritten()
{
    ConnectionSettingsPage page;
    page.setProfile(plainProfile(), {});
    group(page, u"opening"_s)->setOpen(true);
    page.show();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    child<QToolButton>(page, "openingTableAdd")->click();
    auto *text = child<QPlainTextEdit>(page, "openingText");
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget *>(text));
    QTest::keyClicks(text, u"hi"_s);
    QCOMPARE(page.profile().onOpen, (QList<OpeningMessage>{{false, "hi"}}));
}

void TestConnectionSettingsKeys::firstWaitStaysPlain()
{
    ConnectionProfile profile = plainProfile();
    profile.retry.first = std::chrono::milliseconds(167);
    profile.retry.factor = 3;
    ConnectionSettingsPage page;
    page.setProfile(profile, {});
    QCOMPARE(child<QDoubleSpinBox>(page, "retryFirst")->value(), 0.5);
    QCOMPARE(page.profile().retry.first, profile.retry.first);
}

QTEST_MAIN(TestConnectionSettingsKeys)
#include "tst_connectionsettingskeys.moc"
