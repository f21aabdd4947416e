// SPDX-License-Identifier: MIT
#include "failure/streamfailure.h"
#include "support/testprogram.h"

#include <QTest>

class tst_StreamFailure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void words_data();
    void words();
    void interrupted();
};

void tst_StreamFailure::words_data()
{
    QTest::addColumn<QString>("raw");
    QTest::addColumn<FailureCause>("alone");
    QTest::addColumn<FailureCause>("withCertificate");
    QTest::addColumn<FailureCause>("whenOpen");

    using enum FailureCause;
    const auto row = [](const char *raw, FailureCause alone, FailureCause withCertificate,
                        FailureCause whenOpen) {
        QTest::newRow(raw) << QString::fromLatin1(raw) << alone << withCertificate << whenOpen;
    };
    row("error:0A00045C:SSL routines::tlsv13 alert certificate required", TlsWantsCertificate,
        TlsWantsCertificate, TlsWantsCertificate);
    row("error:0A000418:SSL routines::tlsv1 alert unknown ca", TlsWantsCertificate, TlsRefusesCertificate,
        TlsRefusesCertificate);
    row("error:0A000412:SSL routines::sslv3 alert bad certificate", TlsWantsCertificate,
        TlsRefusesCertificate, TlsRefusesCertificate);
    row("error:0A000410:SSL routines::sslv3 alert handshake failure", TlsRefusedWithout, TlsRefusedWith,
        TlsRefusedWith);
    row("error:0A00042E:SSL routines::tlsv1 alert protocol version", TlsNoCommonVersion, TlsNoCommonVersion,
        TlsNoCommonVersion);
    row("error:0A000458:SSL routines::tlsv1 unrecognized name", TlsNameUnknown, TlsNameUnknown,
        TlsNameUnknown);
    row("error:0A00010B:SSL routines::wrong version number", TlsNotSpoken, TlsNotSpoken, TlsBroke);
    row("error:0A00018A:SSL routines::dh key too small", TlsTooWeak, TlsTooWeak, TlsBroke);
    row("error:0A000152:SSL routines::unsafe legacy renegotiation disabled", TlsTooWeak, TlsTooWeak,
        TlsBroke);
    row("error:0A000438:SSL routines::tlsv1 alert internal error", TlsServerFault, TlsServerFault, TlsBroke);
    row("error:0A00045A:SSL routines::tlsv1 alert user cancelled", TlsServerFault, TlsServerFault, TlsBroke);
    row("error:0A0003FC:SSL routines::sslv3 alert bad record mac", TlsDamaged, TlsDamaged, TlsBroke);
    row("error:0A000119:SSL routines::decryption failed or bad record mac", TlsDamaged, TlsDamaged, TlsBroke);
    row("error:05800074:x509 certificate routines::key values mismatch", TlsKeyMismatch, TlsKeyMismatch,
        TlsKeyMismatch);
    row("no shared cipher", TlsNotAgreed, TlsNotAgreed, TlsBroke);
}

void tst_StreamFailure::words()
{
    QFETCH(QString, raw);
    const ConnectionError alone = tlsFailure(raw);
    QTEST(alone.cause, "alone");
    QCOMPARE(alone.stage, ErrorStage::Tls);
    QCOMPARE(alone.raw, raw);
    QTEST(tlsFailure(raw, TlsMoment::Handshake, true).cause, "withCertificate");
    QTEST(tlsFailure(raw, TlsMoment::Open, true).cause, "whenOpen");
}

void tst_StreamFailure::interrupted()
{
    const QString host = QStringLiteral("example.org");
    const QString raw = QStringLiteral("Raw");
    QCOMPARE(tlsInterrupted(host, false, raw).cause, FailureCause::TlsEnded);
    const ConnectionError reset = tlsInterrupted(host, true, raw);
    QCOMPARE(reset.cause, FailureCause::TlsInterrupted);
    QCOMPARE(reset.sentence,
             QStringLiteral("The connection to example.org was lost during the TLS handshake: Raw."));
    QVERIFY(canPassByItself(reset));
}

SOCKETSCOPE_TEST(tst_StreamFailure, TestProgram::NoApplication)
#include "tst_streamfailure.moc"
