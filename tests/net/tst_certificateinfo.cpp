// SPDX-License-Identifier: MIT
#include "net/tls/certificateinfo.h"
#include "support/testprogram.h"

#include "support/testcertificates.h"

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
};

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

SOCKETSCOPE_TEST(tst_CertificateInfo, QCoreApplication)
#include "tst_certificateinfo.moc"
