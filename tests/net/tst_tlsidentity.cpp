// SPDX-License-Identifier: MIT
// Who we are for a server, and files that say it wrongly, on real sockets and for all that carries an
// attempt.
#include "support/testprogram.h"
#include "tlsfixture.h"

#include "attempt.h"
#include "net/tls/keyderivation.h"
#include "net/tls/tlsconfiguration.h"
#include "support/scriptedserver.h"
#include "support/testcertificates.h"

#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;

class tst_TlsIdentity : public TlsFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { TlsFixture::initTestCase(); }
    void clientCertificates_data();
    void clientCertificates();
    void unusableFiles_data();
    void unusableFiles();
    void roundsOfWork_data();
    void roundsOfWork();
};

void tst_TlsIdentity::clientCertificates_data()
{
    addWays();
    QTest::addColumn<bool>("tls13");
    QTest::addColumn<QStringList>("files"); // certificate, key, passphrase
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *name, const QStringList &files, const QString &sentence) {
        for (const Way way : ways) {
            for (const bool tls13 : {false, true}) {
                QTest::addRow("%s, TLS 1.%d, %s", name, tls13 ? 3 : 2, wayName(way))
                        << way << tls13 << files << sentence;
            }
        }
    };
    row("PEM", {u"client.pem"_s, u"client.key"_s, {}}, {});
    row("both in one", {u"both.pem"_s, {}, {}}, {});
    row("encrypted key", {u"client.pem"_s, u"locked.key"_s, testPassphrase()}, {});
    row("PKCS#12", {u"client.p12"_s, {}, testPassphrase()}, {});
    row("RSA", {u"rsa.pem"_s, u"rsa.key"_s, {}}, {});
    row("none", {{}, {}, {}}, u"closed"_s);
    row("key of another", {u"client.pem"_s, u"other.key"_s, {}},
        u"The private key does not belong to the client certificate."_s);
}

void tst_TlsIdentity::clientCertificates()
{
    QFETCH(Way, way);
    QFETCH(bool, tls13);
    QFETCH(QStringList, files);
    QFETCH(QString, sentence);

    QSslConfiguration configuration =
            demandingClientCertificate(testServerConfiguration(TestCertificate::Good));
    configuration.setProtocol(tls13 ? QSsl::TlsV1_3 : QSsl::TlsV1_2);
    ScriptedServer server(configuration);
    ConnectionProfile profile = profileFor(server);
    if (!files[0].isEmpty())
        profile.tls.certificateFile = file(files[0]);
    if (!files[1].isEmpty())
        profile.tls.keyFile = file(files[1]);
    profile.tls.keyPassphrase = files[2];
    const Attempt attempt = tryOut(way, profile);
    QVERIFY2(attempt.answered == sentence.isEmpty(), qPrintable(attempt.error.sentence));
    if (attempt.answered)
        return;
    if (files[0].isEmpty()) {
        // Qt's server gives no alert, see alerts() for those that do: nothing but the end is to be seen.
        if (tls13 && way == Way::Stream)
            QCOMPARE(attempt.error, ConnectionError());
        else
            QCOMPARE(attempt.error.stage, tls13 ? ErrorStage::Handshake : ErrorStage::Tls);
        return;
    }
    QVERIFY2(attempt.error.sentence.contains(sentence),
             qPrintable(attempt.error.sentence + u" | "_s + attempt.error.raw));
    QCOMPARE(attempt.error.stage, ErrorStage::Tls);
    QVERIFY(attempt.error.permanent);
}

void tst_TlsIdentity::unusableFiles_data()
{
    QTest::addColumn<QStringList>("files"); // CA, certificate, key, passphrase
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *name, const QStringList &files, const char *sentence) {
        QTest::newRow(name) << files << QString::fromUtf8(sentence);
    };
    row("no such CA", {u"none.pem"_s, {}, {}, {}}, "authorities “%1none.pem” does not exist.");
    row("CA is a folder", {u"."_s, {}, {}, {}}, "is not a file.");
    row("no CA in it", {u"text.txt"_s, {}, {}, {}}, "authorities “%1text.txt” has no certificate in it.");
    row("no such certificate", {{}, u"none.pem"_s, {}, {}}, "“%1none.pem” does not exist.");
    row("no certificate in it", {{}, u"text.txt"_s, {}, {}}, "“%1text.txt” has no certificate in it");
    row("no key in it", {{}, u"client.pem"_s, {}, {}}, "“%1client.pem” has no private key (PEM) in it.");
    row("no such key", {{}, u"client.pem"_s, u"none.key"_s, {}}, "key “%1none.key” does not exist.");
    row("broken key", {{}, u"client.pem"_s, u"broken.key"_s, {}}, "“%1broken.key” cannot be understood.");
    row("no passphrase", {{}, u"client.pem"_s, u"locked.key"_s, {}},
        "“%1locked.key” is encrypted: enter its passphrase.");
    row("wrong passphrase", {{}, u"client.pem"_s, u"locked.key"_s, u"guess"_s},
        "passphrase does not open the private key in “%1locked.key”.");
    row("PKCS#12 without passphrase", {{}, u"client.p12"_s, {}, {}},
        "“%1client.p12” cannot be opened without a passphrase.");
    row("PKCS#12 with a wrong one", {{}, u"client.p12"_s, {}, u"guess"_s},
        "passphrase does not open the PKCS#12 file “%1client.p12”");
    row("broken PKCS#12", {{}, u"broken.p12"_s, {}, u"secret"_s}, "“%1broken.p12”");
    row("PKCS#12 that takes hours", {{}, u"work.p12"_s, {}, u"secret"_s},
        "“%1work.p12” asks for 2,147,483,647 rounds of work on its passphrase");
    row("key that takes hours", {{}, u"client.pem"_s, u"work.key"_s, u"secret"_s},
        "“%1work.key” asks for 2,147,483,647 rounds of work on its passphrase");
    row("key alone", {{}, {}, u"client.key"_s, {}}, "“%1client.key” but no client certificate.");
}

void tst_TlsIdentity::unusableFiles()
{
    QFETCH(QStringList, files);
    QFETCH(QString, sentence);

    TlsSettings settings;
    QString *const fields[] = {&settings.caFile, &settings.certificateFile, &settings.keyFile};
    for (int i = 0; i < 3; ++i) {
        if (!files[i].isEmpty())
            *fields[i] = file(files[i]);
    }
    settings.keyPassphrase = files[3];
    const TlsConfiguration made = tlsConfiguration(settings);
    QVERIFY(made.error);
    if (sentence.contains(u"%1"_s))
        sentence = sentence.arg(m_folder.path() + u'/');
    QVERIFY2(made.error->sentence.contains(sentence), qPrintable(made.error->sentence));
    QVERIFY(made.error->sentence.endsWith(u'.'));
    QCOMPARE(made.error->stage, ErrorStage::Tls);
    QVERIFY(made.error->permanent);
    if (!settings.keyPassphrase.isEmpty())
        QVERIFY(!made.error->sentence.contains(settings.keyPassphrase));
}

void tst_TlsIdentity::roundsOfWork_data()
{
    QTest::addColumn<QByteArray>("ber");
    QTest::addColumn<qint64>("rounds");
    const auto row = [](const char *name, const QByteArray &hex, qint64 rounds) {
        QTest::newRow(name) << QByteArray::fromHex(hex) << rounds;
    };
    row("nothing", "", 0);
    row("salt and iterations", "300c 0404 01020304 0204 7fffffff", 2'147'483'647);
    row("two of them", "3014 300a 0404 01020304 0202 0800 3006 0401 01 0201 07", 2055);
    row("within OCTET STRINGs", "0410 040e 300c 0404 01020304 0204 7fffffff", 2'147'483'647);
    row("of indefinite length", "3080 0404 01020304 0204 7fffffff 0000", 2'147'483'647);
    row("behind one", "300e 3080 0201 01 0000 0401 01 0202 0800", 2048);
    row("in parts", "2480 0406 300c04040102 0408 030402047fffffff 0000", 2'147'483'647);
    row("no salt", "3006 0204 7fffffff", 0);
    row("not behind the salt", "300d 0404 01020304 0101 ff 0202 0800", 0);
    row("less than nothing", "3009 0404 01020304 0201 ff", 0);
    row("more than anything", "3011 0404 01020304 0209 7fffffffffffffffff",
        std::numeric_limits<qint64>::max());
    row("cut", "300c 0404 010203", 0);
    row("deep", QByteArray("3080").repeated(100'000), 0);
    QTest::newRow("OpenSSL's") << clientPkcs12() << qint64(3 * 2048);
    QTest::newRow("no BER") << "nothing of use"_ba << qint64(0);
}

void tst_TlsIdentity::roundsOfWork()
{
    QFETCH(const QByteArray, ber);
    QTEST(KeyDerivation::rounds(ber), "rounds");
}

SOCKETSCOPE_TEST(tst_TlsIdentity, QCoreApplication)
#include "tst_tlsidentity.moc"
