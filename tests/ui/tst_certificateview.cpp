// SPDX-License-Identifier: MIT
#include "support/testprogram.h"
#include "ui/connect/certificateview.h"

#include "support/testcertificates.h"
#include "ui/kit/labels.h"
#include "ui/kit/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_CertificateView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhatIsSecure();
    void showsEachCertificate();
    void saysWhatIsWrong();
    void nothingToShow();
    void copiesAndSaves();
    void everythingIsPlainAndNamed();
    void followsThePalette();

private:
    static QString text(const CertificateView &view, const char *name)
    {
        return view.findChild<QLabel *>(QString::fromUtf8(name))->text();
    }
    static TlsInfo tls(bool verified, const QString &problem = {})
    {
        return {u"TLS 1.3"_s,
                u"TLS_AES_256_GCM_SHA384"_s,
                {testCertificate().toDer(), QByteArray("junk")},
                verified,
                problem};
    }
};

void tst_CertificateView::showsWhatIsSecure()
{
    CertificateView view;
    QVERIFY(!view.isModal());
    view.setTls(u"localhost"_s, tls(true));
    QCOMPARE(view.windowTitle(), u"Certificates of localhost"_s);
    QCOMPARE(text(view, "certificateSecurity"), u"TLS 1.3, TLS_AES_256_GCM_SHA384"_s);
    QVERIFY(text(view, "certificateVerified").contains("verified"_L1));
    QVERIFY(view.findChild<ToneLabel *>(u"certificateProblem"_s)->isHidden());
}

void tst_CertificateView::showsEachCertificate()
{
    CertificateView view;
    view.setTls(u"localhost"_s, tls(true));
    auto *chain = view.findChild<QListWidget *>();
    QCOMPARE(chain->count(), 2);
    QCOMPARE(chain->currentRow(), 0);
    QCOMPARE(chain->item(0)->text(), u"localhost"_s);
    QCOMPARE(text(view, "certificateSubject"), u"CN=localhost"_s);
    QCOMPARE(text(view, "certificateIssuer"), u"CN=localhost (itself)"_s);
    QVERIFY(text(view, "certificateValid").contains("2120"_L1));
    QVERIFY(text(view, "certificateNames").contains("127.0.0.1"_L1));
    QCOMPARE(text(view, "certificateSerial"), u"01"_s);
    QCOMPARE(text(view, "certificateKey"), u"EC, 256 bits"_s);
    QCOMPARE(QByteArray::fromHex(text(view, "certificateFingerprint").toLatin1().replace(':', "")),
             testCertificate().digest(QCryptographicHash::Sha256));

    chain->setCurrentRow(1);
    QCOMPARE(chain->item(1)->text(), u"(not a certificate)"_s);
    QCOMPARE(text(view, "certificateSubject"), u"none"_s);
    QVERIFY(!text(view, "certificateFingerprint").isEmpty());
}

void tst_CertificateView::saysWhatIsWrong()
{
    CertificateView view;
    auto *problem = view.findChild<ToneLabel *>(u"certificateProblem"_s);
    view.setTls(u"localhost"_s, tls(false, u"It is <b>self-signed</b>."_s));
    QCOMPARE(problem->sentence(), u"It is <b>self-signed</b>."_s);
    QVERIFY(view.findChild<QLabel *>(u"certificateVerified"_s)->isHidden());
    // Not verified and nobody says why: it was not asked for.
    view.setTls(u"localhost"_s, tls(false));
    QCOMPARE(problem->sentence(), u"The certificate was not verified."_s);
    view.setTls(u"localhost"_s, tls(true));
    QVERIFY(problem->isHidden());
}

void tst_CertificateView::nothingToShow()
{
    CertificateView view;
    view.setTls(u"localhost"_s, tls(true));
    view.setTls(u"example.org"_s, {});
    QCOMPARE(text(view, "certificateSecurity"), u"Not connected"_s);
    QCOMPARE(view.findChild<QListWidget *>()->count(), 0);
    QVERIFY(text(view, "certificateSubject").isEmpty());
    QVERIFY(text(view, "certificateFingerprint").isEmpty());
    QVERIFY(!view.findChild<QPushButton *>(u"copyPem"_s)->isEnabled());
}

void tst_CertificateView::copiesAndSaves()
{
    CertificateView view;
    TlsInfo info = tls(true);
    info.chain = {testCertificate().toDer(), testCertificate().toDer()};
    view.setTls(u"localhost"_s, info);
    view.findChild<QPushButton *>(u"copyPem"_s)->click();
    const QByteArray copied = QApplication::clipboard()->text().toLatin1();
    QCOMPARE(QSslCertificate::fromData(copied).size(), 2);
    QCOMPARE(text(view, "certificateNote"), u"Copied."_s);

    const QTemporaryDir folder;
    const QString name = folder.filePath(u"chain.pem"_s);
    view.save(name);
    QCOMPARE(text(view, "certificateNote"), u"Saved."_s);
    QFile file(name);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), copied);
    view.save(folder.filePath(u"no/such/folder.pem"_s));
    QVERIFY2(text(view, "certificateNote").startsWith("Not saved"_L1), "a failure is said");
}

void tst_CertificateView::everythingIsPlainAndNamed()
{
    CertificateView view;
    view.setTls(u"<b>x</b>"_s, tls(false, u"<b>x</b>"_s));
    const auto labels = view.findChildren<QLabel *>();
    for (const QLabel *label : labels)
        QCOMPARE(label->textFormat(), Qt::PlainText);
    const auto buttons = view.findChildren<QPushButton *>();
    QCOMPARE(buttons.size(), 3);
    for (const QPushButton *button : buttons)
        QVERIFY(!button->accessibleName().isEmpty());
    QVERIFY(!view.findChild<QListWidget *>()->accessibleName().isEmpty());
}

void tst_CertificateView::followsThePalette()
{
    CertificateView view;
    view.setTls(u"localhost"_s, tls(false, u"Bad."_s));
    view.show();
    QPalette dark(QColor(0x26, 0x27, 0x2b), QColor(0x1e, 0x1f, 0x22));
    dark.setColor(QPalette::Base, Qt::black);
    dark.setColor(QPalette::Text, Qt::white);
    dark.setColor(QPalette::WindowText, Qt::white);
    view.setPalette(dark);
    const auto colour = [&view](const char *name) {
        return view.findChild<QLabel *>(QString::fromUtf8(name))->palette().color(QPalette::WindowText);
    };
    QCOMPARE(colour("certificateProblem"), Theme::bad(dark));
    QCOMPARE(colour("certificateVerified"), Theme::good(dark));
    QVERIFY(!view.grab().isNull());
}

SOCKETSCOPE_TEST(tst_CertificateView, QApplication)
#include "tst_certificateview.moc"
