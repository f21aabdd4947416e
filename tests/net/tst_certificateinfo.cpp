// SPDX-License-Identifier: MIT
#include "format/text/visibletext.h"
#include "net/tls/certificateinfo.h"
#include "net/tls/tlsverdict.h"
#include "support/testprogram.h"

#include "support/testcertificates.h"

#include <QSslCertificate>
#include <QSslError>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;

class tst_CertificateInfo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads();
    void readsWhatIsNone();
    void validity_data();
    void validity();
    void pem();
    void namesTellNothingElse();
};

// Its name has an escape sequence, a line end, a closing quotation mark and U+202E in it.
static constexpr char Hostile[] = R"(-----BEGIN CERTIFICATE-----
MIIByTCCAW+gAwIBAgIUAkyUjKrZLgYOw38P9MqrKEGAjvEwCgYIKoZIzj0EAwIw
OTEoMCYGA1UEAwwfYeKArhtdMDtwd25lZAcKaXMgdHJ1c3RlZOKAnS4geDENMAsG
A1UECgwET8KbeDAgFw0yNjExMjkyMzU4MzJaGA8yMTI2MTEwNTIzNTgzMlowOTEo
MCYGA1UEAwwfYeKArhtdMDtwd25lZAcKaXMgdHJ1c3RlZOKAnS4geDENMAsGA1UE
CgwET8KbeDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNmgIvtXOW7B6fFWXkUz
WveJ6Aymd5+OvA2W4NlZwZyxEaFPhqCtGmS9GrEUTSjsi9xD0acBS7v9xaCM/ClO
gBGjUzBRMB0GA1UdDgQWBBR+Wln2Q9hHXrs3tNFmyFn8NA7e0DAfBgNVHSMEGDAW
gBR+Wln2Q9hHXrs3tNFmyFn8NA7e0DAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49
BAMCA0gAMEUCIC9qw8xJmbLrJ9N82WOnRS9TGgCc3MXn0FNYL0JpFkA6AiEA/CLo
5XZ2L/inuwhBZFYPFralloyK6bIlcYvm9daEPOk=
-----END CERTIFICATE-----
)";

void tst_CertificateInfo::reads()
{
    const QByteArray der = testCertificate().toDer();
    const CertificateInfo info = certificateInfo(der);
    QVERIFY(info.isValid);
    QCOMPARE(info.title, u"localhost"_s);
    QCOMPARE(info.subject, u"CN=localhost"_s);
    QCOMPARE(info.issuer, u"CN=localhost"_s);
    QVERIFY(info.isSelfSigned);
    QCOMPARE(info.notBefore.toUTC().date(), QDate(2020, 1, 1));
    QCOMPARE(info.notAfter.toUTC().date(), QDate(2120, 1, 1));
    QCOMPARE(QSet<QString>(info.names.begin(), info.names.end()),
             (QSet<QString>{u"localhost"_s, u"127.0.0.1"_s}));
    QCOMPARE(info.serial, u"01"_s);
    QCOMPARE(info.key, u"EC, 256 bits"_s);
    QCOMPARE(info.sha256, testCertificate().digest(QCryptographicHash::Sha256));
    const QString shown = fingerprintText(info.sha256);
    QCOMPARE(shown.size(), 32 * 3 - 1);
    QCOMPARE(shown, shown.toUpper());
}

void tst_CertificateInfo::readsWhatIsNone()
{
    for (const QByteArray &bytes : {QByteArray(), QByteArray("hello"), QByteArray("\x30\x82\xff\xff", 4),
                                    testCertificate().toDer().left(100)}) {
        const CertificateInfo info = certificateInfo(bytes);
        QVERIFY(!info.isValid);
        QCOMPARE(info.sha256.size(), 32);
        QCOMPARE(validityProblem(info, QDateTime::currentDateTimeUtc()), QString());
    }
}

void tst_CertificateInfo::validity_data()
{
    QTest::addColumn<QDateTime>("now");
    QTest::addColumn<QString>("sentence");
    const QDateTime from(QDate(2024, 1, 10), QTime(12, 0), QTimeZone::utc());
    const QDateTime until(QDate(2024, 5, 2), QTime(12, 0), QTimeZone::utc());
    QTest::newRow("first") << from << QString();
    QTest::newRow("last") << until << QString();
    QTest::newRow("just after") << until.addSecs(1) << u"Expired less than a day ago, on 2 May 2024."_s;
    QTest::newRow("a day after") << until.addDays(1) << u"Expired a day ago, on 2 May 2024."_s;
    QTest::newRow("long after") << until.addDays(3) << u"Expired 3 days ago, on 2 May 2024."_s;
    QTest::newRow("before") << from.addDays(-2)
                            << u"Not yet valid: it begins in 2 days, on 10 January 2024."_s;
}

void tst_CertificateInfo::validity()
{
    QFETCH(const QDateTime, now);
    CertificateInfo info;
    info.isValid = true;
    info.notBefore = QDateTime(QDate(2024, 1, 10), QTime(12, 0), QTimeZone::utc());
    info.notAfter = QDateTime(QDate(2024, 5, 2), QTime(12, 0), QTimeZone::utc());
    QTEST(validityProblem(info, now), "sentence");
}

void tst_CertificateInfo::pem()
{
    const QByteArray der = testCertificate().toDer();
    const QByteArray pem = certificatesAsPem({der, der});
    const auto again = QSslCertificate::fromData(pem, QSsl::Pem);
    QCOMPARE(again.size(), 2);
    QCOMPARE(again[1], testCertificate());
    QCOMPARE(certificatesAsPem({}), QByteArray());
}

void tst_CertificateInfo::namesTellNothingElse()
{
    const QSslCertificate certificate{QByteArray(Hostile)};
    const CertificateInfo info = certificateInfo(certificate.toDer());
    QCOMPARE(info.title, u"a‹U+202E›‹ESC›]0;pwned‹BEL›↵is trusted”. x"_s);
    QCOMPARE(info.subject, u"CN=a‹U+202E›‹ESC›]0;pwned‹BEL›↵is trusted”. x, O=O‹U+009B›x"_s);
    QCOMPARE(info.issuer, info.subject);

    const QString name = u"“a‹U+202E›‹ESC›]0;pwned‹BEL› is trusted\". x”"_s;
    for (const auto error : {QSslError::SelfSignedCertificate, QSslError::HostNameMismatch,
                             QSslError::CertificateUntrusted, QSslError::UnspecifiedError}) {
        TlsSettings settings;
        for (settings.verify = true;; settings.verify = false) {
            const TlsVerdict verdict =
                    judgeCertificates(settings, u"h"_s, {certificate}, {QSslError(error, certificate)});
            QVERIFY2(verdict.problem.contains(name), qPrintable(verdict.problem));
            QCOMPARE(visibleText(verdict.problem), verdict.problem);
            QVERIFY(!verdict.problem.contains(u"trusted”"_s));
            QCOMPARE(visibleText(verdict.error.sentence + verdict.error.raw),
                     verdict.error.sentence + verdict.error.raw);
            if (!settings.verify)
                break;
        }
    }
}

SOCKETSCOPE_TEST(tst_CertificateInfo, QCoreApplication)
#include "tst_certificateinfo.moc"
