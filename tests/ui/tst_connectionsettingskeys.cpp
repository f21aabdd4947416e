// SPDX-License-Identifier: MIT
// What is known of a setting only after a while, and where the keys go that come next.
#include "connectionsettingsrig.h"
#include "net/tls/tlsconfiguration.h"
#include "support/testcertificates.h"
#include "support/testprogram.h"
#include "ui/settings/passphrasecheck.h"

#include <QApplication>
#include <QDoubleSpinBox>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTimer>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

// The passphrase is “secret”; it takes 200,000 rounds to find that out (RFC 8018 section 5.2), and as many
// again for every kind of key that it might be.
static constexpr auto SlowKey = R"(-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHtMFgGCSqGSIb3DQEFDTBLMCoGCSqGSIb3DQEFDDAdBAgtAI2bx8ilewIDAw1A
MAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBAzpQyKfZw4Giyy3sL7Iz3uBIGQ
sd1mRvljS6fEidQowWWCYeRM8lm+kFggT00OJ3luxeRpQ7aMDJqo7WRDs2rKZqRI
Z/FThw49bF81RZjuGHP2G3kspv/VU91Z6Fuhjdt7VvfRNtoRgCnQplQu0j3CHF7i
8XT4L2pFcM5vrwwqukpq3/KOlUoiS4bOBD4zeSjBFkc7JPo9UbnY0lGUPDAtvgG9
-----END ENCRYPTED PRIVATE KEY-----
)";

class tst_ConnectionSettingsKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void passphraseIsTried();
    void slowKeysFreezeNothing();
    void slowAnswersComeTooLate();
    void newMessageIsWritten();
    void firstWaitStaysPlain();

private:
    void write(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    ConnectionProfile slowProfile()
    {
        write(u"client.pem"_s, testIdentity(TestCertificate::Client).chainPem);
        write(u"slow.key"_s, SlowKey);
        ConnectionProfile profile = plainProfile();
        profile.tls.certificateFile = m_folder.filePath(u"client.pem"_s);
        profile.tls.keyFile = m_folder.filePath(u"slow.key"_s);
        profile.tls.keyPassphrase = u"guess"_s;
        return profile;
    }

    QTemporaryDir m_folder;
    /// What it takes to find out that the passphrase of slowProfile() is wrong.
    qint64 m_slowMs = 0;
};

void tst_ConnectionSettingsKeys::initTestCase()
{
    const TlsSettings tls = slowProfile().tls;
    QElapsedTimer time;
    time.start();
    QVERIFY(!passphraseProblem(tls).isEmpty());
    m_slowMs = time.elapsed();
}

void tst_ConnectionSettingsKeys::passphraseIsTried()
{
    write(u"client.pem"_s, testIdentity(TestCertificate::Client).chainPem);
    write(u"locked.key"_s, encryptedClientKeyPem());
    ConnectionProfile profile = plainProfile();
    profile.tls.certificateFile = m_folder.filePath(u"client.pem"_s);
    profile.tls.keyFile = m_folder.filePath(u"locked.key"_s);
    profile.tls.keyPassphrase = u"guess"_s;
    ConnectionSettingsPage page;
    page.setProfile(profile, {});
    const auto warning = [&page] { return problem(page, ProfileField::KeyPassphrase); };
    QTRY_VERIFY2(warning().startsWith("The passphrase does not open the private key"_L1),
                 qPrintable(warning()));
    // It is used nevertheless.
    const auto labels = page.findChildren<QLabel *>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
        return label->text().endsWith(u'△') && label->buddy()
               && label->buddy()->isAncestorOf(
                       label->buddy()->window()->findChild<QLineEdit *>(u"keyPassphrase"_s));
    }));
    // It may be asked for when connecting.
    profile.tls.keyPassphrase.clear();
    page.setProfile(profile, {});
    QCOMPARE(warning(), QString());
    QSignalSpy answered(page.findChild<PassphraseCheck *>(), &PassphraseCheck::answered);
    profile.tls.keyPassphrase = testPassphrase();
    page.setProfile(profile, {});
    QTRY_COMPARE(answered.size(), 1);
    QCOMPARE(warning(), QString());
    // That is said beside its own field.
    profile.tls.keyFile = u"/nowhere"_s;
    page.setProfile(profile, {});
    QTRY_COMPARE(answered.size(), 2);
    QCOMPARE(warning(), QString());
    QVERIFY(!problem(page, ProfileField::KeyFile).isEmpty());
}

void tst_ConnectionSettingsKeys::slowKeysFreezeNothing()
{
    ConnectionSettingsPage page;
    page.setProfile(slowProfile(), {});
    qint64 longest = 0;
    QTimer tick;
    QElapsedTimer since;
    since.start();
    connect(&tick, &QTimer::timeout, this, [&] { longest = std::max(longest, since.restart()); });
    tick.start(5);
    QTRY_VERIFY_WITH_TIMEOUT(!problem(page, ProfileField::KeyPassphrase).isEmpty(), 60000);
    longest = std::max(longest, since.elapsed());
    QVERIFY2(longest < m_slowMs / 2, qPrintable(u"%1 of %2 ms"_s.arg(longest).arg(m_slowMs)));
}

void tst_ConnectionSettingsKeys::slowAnswersComeTooLate()
{
    ConnectionProfile profile = slowProfile();
    auto page = std::make_unique<ConnectionSettingsPage>();
    page->setProfile(profile, {});
    QTest::qWait(450); // it is being tried
    profile.tls.keyPassphrase.clear();
    page->setProfile(profile, {});
    // One key is tried after the other: when this one has been, so has that.
    TlsSettings next = profile.tls;
    write(u"locked.key"_s, encryptedClientKeyPem());
    next.keyFile = m_folder.filePath(u"locked.key"_s);
    next.keyPassphrase = testPassphrase();
    PassphraseCheck behind;
    QSignalSpy answered(&behind, &PassphraseCheck::answered);
    behind.start(next);
    QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 1, 60000);
    QCOMPARE(problem(*page, ProfileField::KeyPassphrase), QString());
    // Nor does a page that is closed wait for one.
    page->setProfile(slowProfile(), {});
    QTest::qWait(450);
    QElapsedTimer time;
    time.start();
    page.reset();
    QVERIFY2(time.elapsed() < m_slowMs / 2, qPrintable(u"%1 of %2 ms"_s.arg(time.elapsed()).arg(m_slowMs)));
}

void tst_ConnectionSettingsKeys::newMessageIsWritten()
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

void tst_ConnectionSettingsKeys::firstWaitStaysPlain()
{
    ConnectionProfile profile = plainProfile();
    profile.retry.first = std::chrono::milliseconds(167);
    profile.retry.factor = 3;
    ConnectionSettingsPage page;
    page.setProfile(profile, {});
    QCOMPARE(child<QDoubleSpinBox>(page, "retryFirst")->value(), 0.5);
    QCOMPARE(page.profile().retry.first, profile.retry.first);
}

SOCKETSCOPE_TEST(tst_ConnectionSettingsKeys, QApplication)
#include "tst_connectionsettingskeys.moc"
