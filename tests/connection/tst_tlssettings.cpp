// SPDX-License-Identifier: MIT
// What a profile says of TLS, on real sockets and for all that carries an attempt: whom to trust, who we are,
// which version, and the sentences when it fails.
#include "attempt.h"
#include "connection/tlsconfiguration.h"
#include "connection/tlsfailure.h"
#include "support/scriptedserver.h"
#include "support/testcertificates.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <array>

using namespace Qt::StringLiterals;

class TestTlsSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void serverCertificates_data();
    void serverCertificates();
    void acceptedByHand_data();
    void acceptedByHand();
    void serverName_data();
    void serverName();
    void clientCertificates_data();
    void clientCertificates();
    void alerts_data();
    void alerts();
    void unusableFiles_data();
    void unusableFiles();
    void versions_data();
    void versions();
    void noTls_data();
    void noTls();
    void systemAuthoritiesStay();

private:
    QString file(const QString &name) const { return m_folder.filePath(name); }
    void write(const QString &name, const QByteArray &bytes) const;
    ConnectionProfile profileFor(const ScriptedServer &server) const;

    QTemporaryDir m_folder;
};

static const std::array ways{Way::Stream, Way::QtEngine};

void TestTlsSettings::write(const QString &name, const QByteArray &bytes) const
{
    QFile out(file(name));
    QVERIFY(out.open(QIODevice::WriteOnly));
    QCOMPARE(out.write(bytes), bytes.size());
}

void TestTlsSettings::initTestCase()
{
    const TestIdentity client = testIdentity(TestCertificate::Client);
    const TestIdentity rsa = testIdentity(TestCertificate::RsaClient);
    write(u"ca.pem"_s, testAuthorityPem());
    write(u"client.pem"_s, client.chainPem);
    write(u"client.key"_s, client.keyPem);
    write(u"both.pem"_s, client.keyPem + client.chainPem);
    write(u"locked.key"_s, encryptedClientKeyPem());
    write(u"client.p12"_s, clientPkcs12());
    write(u"rsa.pem"_s, rsa.chainPem);
    write(u"rsa.key"_s, rsa.keyPem);
    write(u"other.pem"_s, testIdentity(TestCertificate::Good).chainPem);
    write(u"other.key"_s, testIdentity(TestCertificate::Good).keyPem);
    write(u"text.txt"_s, "nothing of use\n"_ba);
    write(u"broken.p12"_s, clientPkcs12().left(500));
    write(u"broken.key"_s, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"_ba);
}

ConnectionProfile TestTlsSettings::profileFor(const ScriptedServer &server) const
{
    ConnectionProfile profile;
    profile.url = server.url();
    profile.proxy.kind = ProxySettings::Kind::None;
    profile.tls.caFile = file(u"ca.pem"_s);
    return profile;
}

void TestTlsSettings::serverCertificates_data()
{
    addWays();
    QTest::addColumn<TestCertificate>("shown");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, TestCertificate shown, const char *reason) {
        for (const Way way : ways)
            QTest::addRow("%s, %s", name, wayName(way)) << way << shown << QString::fromUtf8(reason);
    };
    row("good", TestCertificate::Good, "");
    row("expired", TestCertificate::Expired,
        "its own certificate “localhost” expired on 2021-01-01 00:00 UTC.");
    row("not yet valid", TestCertificate::NotYetValid,
        "its own certificate “localhost” is not valid before 2110-01-01 00:00 UTC.");
    row("wrong host", TestCertificate::WrongHost,
        "its own certificate “other.example” is for *.other.example, other.example, not for 127.0.0.1.");
    row("unknown authority", TestCertificate::UnknownAuthority,
        "its own certificate “localhost” was issued by an authority that is not trusted here, “Unknown Test "
        "CA”.");
    row("expired issuer", TestCertificate::UnderExpiredIssuer,
        "the issuing certificate “Expired Intermediate CA” expired on 2021-01-01 00:00 UTC.");
    row("for clients", TestCertificate::ForClients,
        "its own certificate “localhost” is not meant for servers.");
    row("self-signed", TestCertificate::SelfSigned,
        "its own certificate “localhost” is self-signed, no authority vouches for it.");
}

void TestTlsSettings::serverCertificates()
{
    QFETCH(Way, way);
    QFETCH(TestCertificate, shown);
    QFETCH(QString, reason);

    ScriptedServer server(testServerConfiguration(shown));
    const Attempt attempt = tryOut(way, profileFor(server));
    const TlsInfo &tls = attempt.info.tls;
    QCOMPARE(tls.chain.value(0), testIdentity(shown).der());
    QCOMPARE(tls.chain.size(), testIdentity(shown).chain.size());
    if (reason.isEmpty()) {
        QVERIFY2(attempt.answered, qPrintable(attempt.error.sentence));
        QVERIFY(tls.verified);
        QCOMPARE(tls.problem, QString());
        QCOMPARE(tls.protocol, u"TLS 1.3"_s);
        QVERIFY(!tls.cipher.isEmpty());
        return;
    }
    QVERIFY(!attempt.answered);
    QCOMPARE(attempt.error.sentence, u"The certificate of 127.0.0.1 was not accepted: "_s + reason);
    QCOMPARE(attempt.error.stage, ErrorStage::Tls);
    QVERIFY(attempt.error.permanent);
    QCOMPARE(attempt.error.certificate, testIdentity(shown).der());
    QVERIFY(!tls.verified);
    QCOMPARE(tls.problem, attempt.error.sentence);
    QCOMPARE(server.peers().size() && !server.peer()->request().isEmpty(), false);
}

void TestTlsSettings::acceptedByHand_data()
{
    addWays();
    QTest::addColumn<bool>("verify");
    QTest::addColumn<TestCertificate>("trusted");
    QTest::addColumn<bool>("accepted");
    for (const Way way : ways) {
        QTest::addRow("not verified, %s", wayName(way)) << way << false << TestCertificate::Good << true;
        QTest::addRow("trusted, %s", wayName(way)) << way << true << TestCertificate::Expired << true;
        QTest::addRow("another one is trusted, %s", wayName(way))
                << way << true << TestCertificate::Good << false;
    }
}

void TestTlsSettings::acceptedByHand()
{
    QFETCH(Way, way);
    QFETCH(bool, verify);
    QFETCH(TestCertificate, trusted);
    QFETCH(bool, accepted);

    ScriptedServer server(testServerConfiguration(TestCertificate::Expired));
    ConnectionProfile profile = profileFor(server);
    profile.tls.verify = verify;
    profile.tls.trusted = {QCryptographicHash::hash(testIdentity(trusted).der(), QCryptographicHash::Sha256)};
    const Attempt attempt = tryOut(way, profile);
    QCOMPARE(attempt.answered, accepted);
    QVERIFY(!attempt.info.tls.verified);
    QVERIFY2(attempt.info.tls.problem.contains(u"expired on 2021-01-01"_s),
             qPrintable(attempt.info.tls.problem));
}

void TestTlsSettings::serverName_data()
{
    addWays();
    QTest::addColumn<TestCertificate>("shown");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("accepted");
    for (const Way way : ways) {
        const auto row = [&](const char *name, TestCertificate shown, const QString &looked, bool accepted) {
            QTest::addRow("%s, %s", name, wayName(way)) << way << shown << looked << accepted;
        };
        row("the certificate's", TestCertificate::WrongHost, u"other.example"_s, true);
        row("with the root's dot", TestCertificate::WrongHost, u"other.example."_s, true);
        row("a wildcard's", TestCertificate::WrongHost, u"a.other.example"_s, true);
        row("another one", TestCertificate::Good, u"a.other.example"_s, false);
    }
}

void TestTlsSettings::serverName()
{
    QFETCH(Way, way);
    QFETCH(TestCertificate, shown);
    QFETCH(QString, name);
    QFETCH(bool, accepted);

    ScriptedServer server(testServerConfiguration(shown));
    ConnectionProfile profile = profileFor(server);
    profile.tls.serverName = name;
    const Attempt attempt = tryOut(way, profile);
    QVERIFY2(attempt.answered == accepted, qPrintable(attempt.error.sentence));
    if (!accepted)
        QVERIFY(attempt.error.sentence.contains(u"not for "_s + name));
}

void TestTlsSettings::clientCertificates_data()
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

void TestTlsSettings::clientCertificates()
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

// What OpenSSL makes of the alerts that end a connection after a client's certificate.
void TestTlsSettings::alerts_data()
{
    QTest::addColumn<QString>("raw");
    QTest::addColumn<TlsMoment>("moment");
    QTest::addColumn<bool>("shown");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<bool>("permanent");
    const auto row = [](const char *raw, TlsMoment moment, bool shown, const char *sentence, bool permanent) {
        QTest::addRow("%s, %d, %d", raw, int(moment), shown)
                << QString::fromLatin1(raw) << moment << shown << QString::fromUtf8(sentence) << permanent;
    };
    for (const TlsMoment moment : {TlsMoment::Handshake, TlsMoment::Open}) {
        row("error:0A00045C:SSL routines::tlsv13 alert certificate required", moment, false,
            "wants a client certificate", true);
        row("error:0A000418:SSL routines::tlsv1 alert unknown ca", moment, true,
            "refused the client certificate", true);
        row("error:0A000418:SSL routines::tlsv1 alert unknown ca", moment, false,
            "wants a client certificate", true);
        row("error:0A000412:SSL routines::sslv3 alert bad certificate", moment, true,
            "refused the client certificate", true);
        row("error:0A000410:SSL routines::sslv3 alert handshake failure", moment, true,
            "refuses the client certificate", true);
    }
    row("error:0A000119:SSL routines::decryption failed or bad record mac", TlsMoment::Open, false,
        "The encryption of the connection broke", false);
    row("error:0A00010B:SSL routines::wrong version number", TlsMoment::Open, false,
        "The encryption of the connection broke", false);
    row("error:0A000438:SSL routines::tlsv1 alert internal error", TlsMoment::Handshake, false,
        "a fault of its own", false);
    row("error:0A00045A:SSL routines::tlsv1 alert user cancelled", TlsMoment::Handshake, false,
        "a fault of its own", false);
    row("error:0A0003FC:SSL routines::sslv3 alert bad record mac", TlsMoment::Handshake, false, "broke",
        false);
    row("error:0A000438:SSL routines::tlsv1 alert internal error", TlsMoment::Open, false,
        "The encryption of the connection broke", false);
    row("error:0A00018A:SSL routines::dh key too small", TlsMoment::Handshake, false, "too weak", true);
    row("error:0A000152:SSL routines::unsafe legacy renegotiation disabled", TlsMoment::Handshake, false,
        "too weak", true);
}

void TestTlsSettings::alerts()
{
    QFETCH(QString, raw);
    QFETCH(TlsMoment, moment);
    QFETCH(bool, shown);
    QFETCH(QString, sentence);
    QFETCH(bool, permanent);
    const ConnectionError error = tlsFailure(raw, moment, shown);
    QVERIFY2(error.sentence.contains(sentence), qPrintable(error.sentence));
    QCOMPARE(error.permanent, permanent);
    QCOMPARE(error.stage, ErrorStage::Tls);
    QCOMPARE(error.raw, raw);
}

void TestTlsSettings::unusableFiles_data()
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
    row("key alone", {{}, {}, u"client.key"_s, {}}, "“%1client.key” but no client certificate.");
}

void TestTlsSettings::unusableFiles()
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

void TestTlsSettings::versions_data()
{
    addWays();
    QTest::addColumn<int>("served");
    QTest::addColumn<TlsSettings::Version>("minimum");
    QTest::addColumn<QString>("protocol"); // empty if none is agreed on
    using Version = TlsSettings::Version;
    QT_WARNING_PUSH
    QT_WARNING_DISABLE_DEPRECATED
    for (const Way way : ways) {
        const auto row = [&](const char *name, QSsl::SslProtocol served, Version minimum,
                             const char *protocol) {
            QTest::addRow("%s, %s", name, wayName(way))
                    << way << int(served) << minimum << QString::fromLatin1(protocol);
        };
        row("1.2", QSsl::TlsV1_2, Version::Tls1_2, "TLS 1.2");
        row("1.2 is too old", QSsl::TlsV1_2, Version::Tls1_3, "");
        row("1.0 is too old", QSsl::TlsV1_0, Version::Tls1_2, "");
        row("1.0", QSsl::TlsV1_0, Version::Tls1_0, "TLS 1.0");
        row("1.1", QSsl::TlsV1_1, Version::Tls1_0, "TLS 1.1");
        row("1.3 with an old minimum", QSsl::TlsV1_3, Version::Tls1_0, "TLS 1.3");
    }
    QT_WARNING_POP
}

void TestTlsSettings::versions()
{
    QFETCH(Way, way);
    QFETCH(int, served);
    QFETCH(TlsSettings::Version, minimum);
    QFETCH(QString, protocol);

    QSslConfiguration configuration = testServerConfiguration(TestCertificate::Good);
    configuration.setProtocol(QSsl::SslProtocol(served));
    configuration.setBackendConfigurationOption("CipherString", "DEFAULT@SECLEVEL=0"_ba);
    ScriptedServer server(configuration);
    ConnectionProfile profile = profileFor(server);
    profile.tls.minimumVersion = minimum;
    const Attempt attempt = tryOut(way, profile);
    QVERIFY2(attempt.answered != protocol.isEmpty(),
             qPrintable(attempt.error.sentence + u" | "_s + attempt.error.raw));
    QCOMPARE(attempt.answered ? attempt.info.tls.protocol : QString(), protocol);
    if (!attempt.answered) {
        QVERIFY2(attempt.error.sentence.contains(u"no version of TLS in common"_s),
                 qPrintable(attempt.error.sentence + u" | "_s + attempt.error.raw));
        QVERIFY(attempt.error.permanent);
    }
}

void TestTlsSettings::noTls_data()
{
    addWays();
    QTest::addColumn<QByteArray>("said");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<bool>("retried");
    const auto row = [](const char *name, const QByteArray &said, const QString &sentence, bool retried) {
        for (const Way way : ways)
            QTest::addRow("%s, %s", name, wayName(way)) << way << said << sentence << retried;
    };
    row("HTTP", "HTTP/1.1 400 Bad Request\r\n\r\n"_ba, u"does not speak TLS on this port: try ws://"_s,
        false);
    row("a greeting", "220 mail.example ESMTP\r\n"_ba, u"does not speak TLS"_s, false);
    row("zeros", QByteArray(64, '\0'), u"does not speak TLS"_s, false);
    row("alert 40", QByteArray::fromHex("15030300020228"),
        u"wants a client certificate, or there is no cipher"_s, false);
    row("alert 70", QByteArray::fromHex("15030300020246"), u"no version of TLS in common"_s, false);
    row("alert 112", QByteArray::fromHex("15030300020270"), u"knows no host of this name"_s, false);
    row("alert 42", QByteArray::fromHex("1503030002022a"), u"wants a client certificate"_s, false);
    row("alert 80", QByteArray::fromHex("15030300020250"), u"a fault of its own"_s, true);
    row("the end", {}, u"ended the connection during the TLS handshake"_s, true);
}

void TestTlsSettings::noTls()
{
    QFETCH(Way, way);
    QFETCH(QByteArray, said);
    QFETCH(QString, sentence);
    QFETCH(bool, retried);

    ScriptedServer server;
    server.onConnection([&](ScriptedPeer &peer) {
        if (said.isEmpty())
            peer.finish();
        else
            peer.write(said);
    });
    ConnectionProfile profile = profileFor(server);
    profile.url.setScheme(u"wss"_s);
    const Attempt attempt = tryOut(way, profile);
    QVERIFY(!attempt.answered);
    QVERIFY2(attempt.error.sentence.contains(sentence),
             qPrintable(attempt.error.sentence + u" | "_s + attempt.error.raw));
    QCOMPARE(attempt.error.stage, ErrorStage::Tls);
    QCOMPARE(canPassByItself(attempt.error), retried);
}

// A file of authorities comes on top of the system's.
void TestTlsSettings::systemAuthoritiesStay()
{
    TlsSettings settings;
    settings.caFile = file(u"ca.pem"_s);
    const QList<QSslCertificate> system = QSslConfiguration::systemCaCertificates();
    const QList<QSslCertificate> trusted = tlsConfiguration(settings).configuration.caCertificates();
    QCOMPARE(trusted.size(), system.size() + 1);
    QVERIFY(trusted.contains(QSslCertificate(testAuthorityPem())));
}

QTEST_GUILESS_MAIN(TestTlsSettings)
#include "tst_tlssettings.moc"
