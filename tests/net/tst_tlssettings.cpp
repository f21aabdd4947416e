// SPDX-License-Identifier: MIT
#include "support/testprogram.h"
#include "tlsfixture.h"

#include "attempt.h"
#include "net/tls/tlsconfiguration.h"
#include "support/scriptedserver.h"
#include "support/testcertificates.h"

#include <QCryptographicHash>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_TlsSettings : public TlsFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { TlsFixture::initTestCase(); }
    void serverCertificates_data();
    void serverCertificates();
    void acceptedByHand_data();
    void acceptedByHand();
    void serverName_data();
    void serverName();
    void versions_data();
    void versions();
    void noTls_data();
    void noTls();
    void systemAuthoritiesStay();
};

void tst_TlsSettings::serverCertificates_data()
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

void tst_TlsSettings::serverCertificates()
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

void tst_TlsSettings::acceptedByHand_data()
{
    addWays();
    QTest::addColumn<TestCertificate>("shown");
    QTest::addColumn<bool>("verify");
    QTest::addColumn<QByteArray>("trusted"); // DER
    QTest::addColumn<bool>("accepted");
    const TestCertificate expired = TestCertificate::Expired;
    const TestCertificate issued = TestCertificate::UnderExpiredIssuer;
    for (const Way way : ways) {
        const auto row = [&](const char *name, TestCertificate shown, bool verify, const QByteArray &trusted,
                             bool accepted) {
            QTest::addRow("%s, %s", name, wayName(way)) << way << shown << verify << trusted << accepted;
        };
        row("not verified", expired, false, {}, true);
        row("trusted", expired, true, testIdentity(expired).der(), true);
        row("another one is trusted", expired, true, testIdentity(TestCertificate::Good).der(), false);
        row("trusted, and its issuer not", issued, true, testIdentity(issued).der(), true);
        // Whoever else it has issued one to is not meant.
        row("its issuer is trusted", issued, true, testIdentity(issued).chain.value(1).toDer(), false);
    }
}

void tst_TlsSettings::acceptedByHand()
{
    QFETCH(Way, way);
    QFETCH(TestCertificate, shown);
    QFETCH(bool, verify);
    QFETCH(QByteArray, trusted);
    QFETCH(bool, accepted);

    ScriptedServer server(testServerConfiguration(shown));
    ConnectionProfile profile = profileFor(server);
    profile.tls.verify = verify;
    profile.tls.trusted = {QCryptographicHash::hash(trusted, QCryptographicHash::Sha256)};
    const Attempt attempt = tryOut(way, profile);
    QCOMPARE(attempt.answered, accepted);
    QVERIFY(!attempt.info.tls.verified);
    QVERIFY2(attempt.info.tls.problem.contains(u"expired on 2021-01-01"_s),
             qPrintable(attempt.info.tls.problem));
}

void tst_TlsSettings::serverName_data()
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

void tst_TlsSettings::serverName()
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

void tst_TlsSettings::versions_data()
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

void tst_TlsSettings::versions()
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

void tst_TlsSettings::noTls_data()
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

void tst_TlsSettings::noTls()
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
void tst_TlsSettings::systemAuthoritiesStay()
{
    TlsSettings settings;
    settings.caFile = file(u"ca.pem"_s);
    const QList<QSslCertificate> system = QSslConfiguration::systemCaCertificates();
    const QList<QSslCertificate> trusted = tlsConfiguration(settings).configuration.caCertificates();
    QCOMPARE(trusted.size(), system.size() + 1);
    QVERIFY(trusted.contains(QSslCertificate(testAuthorityPem())));
}

SOCKETSCOPE_TEST(tst_TlsSettings, QCoreApplication)
#include "tst_tlssettings.moc"
